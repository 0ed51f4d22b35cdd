"""Readings of small summaries, as the JSON has them, and what the seeds of them hold."""

from datetime import date
from typing import Any

from ruamel.yaml import YAML

from sandbox.seed import LinearIssue, Seed

TODAY = date(2026, 11, 25)


def issue(seed: Seed, key: str) -> LinearIssue:
    return next(one for one in seed.linear.issues if one.identifier == key)


def config(seed: Seed) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(seed.config_yaml)
    return loaded


def blocker(**said: object) -> dict[str, Any]:
    return {"id": None, "title": "A", "status": None, "items": []} | said


def document(*blockers: dict[str, Any], **said: object) -> dict[str, Any]:
    return {"doc": {"title": "Blockers - Launch"}, "blockers": list(blockers)} | said
