"""The stage: local-slack, a local Linear, a configuration, and the bot between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sandbox.linear.state import API_KEY
from sandbox.sample import sample_seed
from sandbox.seed import Workspace
from tests.peers.local_slack import LocalSlack, running_local_slack
from tests.servers.bot_process import BotProcess, running_bot
from tests.servers.linear import local_linear
from tests.servers.stores import free_port

Mode = Literal["socket", "http"]
BOT_TOKEN = "xoxb-peer"  # noqa: S105 - no secret: this Slack takes any
APP_TOKEN = "xapp-peer"  # noqa: S105
SIGNING_SECRET = "peer-signing-secret"  # noqa: S105
CONFIG = """\
version: 1
timezone: UTC
leads: [U0ALICE]
teams:
  backend: { slack_group: S0BACKEND, names: [Backend team] }
milestones:
  - key: prod
    name: Production deployment
    prefix: PROD
    linear: { team: THR, label: blocker, watch_label: critical }
    rights: owners
channels:
  - { id: C0RELEASE, milestone: prod }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    slack: LocalSlack
    environment: dict[str, str]

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[BotProcess]:
        """Started, and in Socket Mode connected."""
        async with running_bot(self.environment) as bot:
            yield bot


@asynccontextmanager
async def open_stage(folder: Path, mode: Mode) -> AsyncIterator[Stage]:
    port = free_port()
    today = datetime.now(UTC).date()  # noqa: TID251 - a real bot, on the real clock
    seed = sample_seed(today, {})
    config = folder / "blockers.yml"
    config.write_text(CONFIG, encoding="utf-8")
    workspace = _workspace(seed.workspace, mode, f"http://127.0.0.1:{port}/slack/events")
    async with (
        local_linear(seed.linear) as linear,
        running_local_slack(folder, workspace) as slack,
    ):
        ways_in = {
            "socket": {"SLACK_APP_TOKEN": APP_TOKEN},
            "http": {"SLACK_SIGNING_SECRET": SIGNING_SECRET},
        }
        environment = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": f"{slack.origin}/api/",
            "LINEAR_API_KEY": API_KEY,
            "LINEAR_API_URL": linear.url,
            "BLOCKERS_CONFIG": str(config),
            "BLOCKERS_DATA_DIR": str(folder / "data"),
            "PORT": str(port),
        }
        yield Stage(slack=slack, environment=environment | ways_in[mode])


def _workspace(seed: Workspace, mode: Mode, request_url: str) -> dict[str, Any]:
    return {
        "workspace": {"name": seed.name, "domain": seed.domain, "teamId": seed.team_id},
        "app": {
            "appId": "A0PEER",
            "botUserId": seed.bot,
            "botName": "blockers",
            "botToken": BOT_TOKEN,
            "appToken": APP_TOKEN,
            "signingSecret": SIGNING_SECRET,
            "mode": "socket" if mode == "socket" else "events",
            "requestUrl": request_url,
        },
        "users": [
            {
                "id": person.id,
                "name": person.name,
                "real_name": person.real_name,
                "email": person.email,
                "tz": person.tz,
            }
            for person in seed.people
            if not person.is_bot
        ],
        "channels": [
            {"id": channel.id, "name": channel.name, "members": list(channel.members)}
            for channel in seed.channels
        ],
    }
