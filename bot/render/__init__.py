"""Domain values drawn as Slack messages and views: plain dicts, within every limit."""
