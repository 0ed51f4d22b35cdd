"""Things for the bot to probe, each with switches that break it."""
