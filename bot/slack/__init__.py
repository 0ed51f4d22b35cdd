"""Slack: the way in for its calls, the way out for messages, people and scopes."""
