"""Blockers: a Slack app that keeps a team's blocking issues summary alive."""
