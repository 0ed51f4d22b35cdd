"""Slack's rules for blocks, messages and views, as tables."""
