"""The calls that are timed: ``/blockers``, and presses of Done and Undo, as Slack sends them."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sandbox.demo.reading import buttons_of
from sandbox.sample import sample_seed
from sandbox.seed import LinearSeed
from tests.bench.load import signed
from tests.bench.slack_stand_in import TEAM, SlackStandIn

CHANNEL, LEAD = "C0RELEASE", "U0ALICE"
BLOCKERS = ("THR-41", "THR-42")
ITEMS = 8
"""Of each: together as many as there are connections, so that no two press the same one."""
CONFIG = """\
version: 1
timezone: UTC
leads: [U0ALICE]
milestones:
  - { key: prod, name: Production deployment, prefix: PROD, linear: { team: THR, label: blocker } }
channels:
  - { id: C0RELEASE, milestone: prod }
"""


def seed_of(today: date) -> LinearSeed:
    """The sample team's, with a longer checklist for both blockers."""
    seed = sample_seed(today, {}).linear
    lines = [f"- [ ] Step number {number}" for number in range(ITEMS)]
    text = "\n".join(["## What's needed", "", *lines])
    issues = tuple(
        replace(issue, description=text) if issue.identifier in BLOCKERS else issue
        for issue in seed.issues
    )
    return replace(seed, issues=issues)


@dataclass(slots=True)
class Commands:
    """``/blockers`` anew each time: a trigger and an address for the answer of its own."""

    slack: SlackStandIn
    text: str = ""
    made: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def next(self, _connection: int) -> bytes:
        self.made += 1
        trigger = f"{self.name}.{self.made}"
        form = {
            "command": "/blockers",
            "text": self.text,
            "team_id": TEAM,
            "user_id": LEAD,
            "channel_id": CHANNEL,
            "trigger_id": trigger,
            "response_url": f"{self.slack.origin}/answer/{trigger}",
        }
        return signed(urlencode(form).encode())


@dataclass(slots=True)
class Presses:
    """Done and Undo in turn, each connection on an item of its own."""

    slack: SlackStandIn
    values: list[dict[str, Any]]
    made: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def next(self, connection: int) -> bytes:
        self.made += 1
        value = self.values[connection]
        body = self._payload(json.dumps(value))
        value["t"] = "todo" if value["t"] == "done" else "done"
        value["r"] += 1
        return signed(urlencode({"payload": json.dumps(body)}).encode())

    def _payload(self, value: str) -> Mapping[str, Any]:
        trigger = f"{self.name}.{self.made}"
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": LEAD, "team_id": TEAM},
            "channel": {"id": CHANNEL},
            "container": {
                "type": "message",
                "channel_id": CHANNEL,
                "message_ts": "1700000000.000100",
                "is_ephemeral": True,
            },
            "trigger_id": trigger,
            "response_url": f"{self.slack.origin}/answer/{trigger}",
            "actions": [
                {
                    "type": "button",
                    "action_id": "checklist.tick",
                    "block_id": "b",
                    "action_ts": f"1700000000.{self.made:06}",
                    "value": value,
                }
            ],
        }


def values_of(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the buttons of a shown checklist carry."""
    return [json.loads(button["value"]) for button in buttons_of(answer, "checklist.tick")]
