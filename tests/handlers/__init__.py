"""What Slack is told for each call, through the handlers."""
