"""Messages and views: how they read, and that they keep Slack's limits whatever comes in."""
