"""Tests of what the Linear adapter decides without a connection."""
