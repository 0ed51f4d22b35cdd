"""A tiny scripted workspace behind the page, so that its drawing is judged by itself."""
