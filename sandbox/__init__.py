"""A local Slack, Linear and things to probe, for newcomers and tests; met on the wire only."""
