"""The local Slack: its Web API, deliveries, limits and page, over one in-memory workspace."""
