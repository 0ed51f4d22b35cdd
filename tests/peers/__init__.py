"""The bot, unchanged, on a Slack that nobody of ours wrote."""
