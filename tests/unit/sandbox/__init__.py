"""Tests of the sandbox parts that need no server."""
