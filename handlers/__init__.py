"""Everything Slack calls, one module a feature."""
