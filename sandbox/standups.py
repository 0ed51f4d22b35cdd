"""Changes to the sandbox's blockers.yml: a digest in a minute, targets that have moved."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from sandbox.slack.core import Slack
from sandbox.slack.page_shapes import page_channel
from sandbox.slack.state import Conversation

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def follow_targets(config: Path, fresh: str) -> None:
    """Take the probes of a freshly made file into a kept one: a target's port may have moved."""
    yaml = _yaml()
    kept = yaml.load(config.read_text(encoding="utf-8"))
    probes = yaml.load(fresh).get("probes")
    if probes is not None and kept.get("probes") != probes:
        kept["probes"] = probes
        with config.open("w", encoding="utf-8") as file:
            yaml.dump(kept, file)


class Standups:
    """A new channel each time: a channel has one digest a day, and this one is due again soon."""

    def __init__(self, slack: Slack, config: Path) -> None:
        self._slack = slack
        self._config = config

    def schedule(self, now: datetime) -> tuple[str, str]:
        """Name of the new channel and the local time; the bot has to read its file again."""
        yaml = _yaml()
        document = yaml.load(self._config.read_text(encoding="utf-8"))
        zone = ZoneInfo(str(document.get("timezone", "UTC")))
        at = (now.astimezone(zone) + timedelta(seconds=70)).replace(second=0, microsecond=0)
        channel = self._open_channel(int(now.timestamp()))
        document["channels"].append(self._entry(channel.id, str(_first(document)), at))
        with self._config.open("w", encoding="utf-8") as file:
            yaml.dump(document, file)
        return channel.name, f"{at:%H:%M}"

    def _entry(self, channel: str, milestone: str, at: datetime) -> dict[str, Any]:
        digest = {"at": DoubleQuotedScalarString(f"{at:%H:%M}"), "days": EVERY_DAY}
        return {"id": channel, "milestone": milestone, "digest": digest}

    def _open_channel(self, created: int) -> Conversation:
        state = self._slack.state
        number = 1 + sum(one.name.startswith("standup-") for one in state.channels.values())
        channel = Conversation(
            f"C0STANDUP{number}",
            f"standup-{number}",
            [*(p.id for p in state.people.values() if not p.deleted)],
            topic="A digest of its own",
            created=created,
        )
        state.channels[channel.id] = channel
        state.changed()
        self._slack.feed.publish({"type": "channel", "channel": page_channel(state, channel, "")})
        return channel


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 4096
    return yaml


def _first(document: Any) -> Any:  # noqa: ANN401 - ruamel's own nodes
    return document["milestones"][0]["key"]
