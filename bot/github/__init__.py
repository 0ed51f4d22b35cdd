"""The tracker port over GitHub Issues, and GitHub's webhooks."""
