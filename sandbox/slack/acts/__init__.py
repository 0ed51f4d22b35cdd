"""What people do in Slack, one module a kind of act; the page and the control API call these."""
