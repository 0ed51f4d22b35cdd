"""A blocking issues summary in Markdown, read into values."""
