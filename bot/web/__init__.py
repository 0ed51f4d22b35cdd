"""The HTTP side: Slack's requests, health and metrics, on one server."""
