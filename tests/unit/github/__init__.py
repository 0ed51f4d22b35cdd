"""Tests of what the GitHub adapter decides without a connection."""
