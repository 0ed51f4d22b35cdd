"""The bot as a process: killed after each acknowledged tick, and its store stopped and killed."""

import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.linear.state import API_KEY
from sandbox.sample import sample_seed
from sandbox.server import SlackSandbox
from sandbox.slack.acts import presses
from sandbox.slack.acts.commands import run_command
from tests.servers.bot_process import running_bot
from tests.servers.linear import local_linear
from tests.servers.slack import Watch
from tests.stages.handlers import Shown, button_of, words_of

BOB, OPS = "U0BOB", "C0OPS"
SECONDS = 15.0
CONFIG = """\
version: 1
timezone: UTC
leads: [U0ALICE]
milestones:
  - {key: prod, name: Production, linear: {team: THR, label: blocker}}
channels:
  - {id: C0OPS, milestone: prod}
"""


@dataclass(slots=True)
class Town:
    """A local Slack and Linear that outlive every bot."""

    slack: SlackSandbox
    environment: dict[str, str]
    store: Path

    async def open_checklist(self) -> Shown:
        watch = self._watch()
        outcome = await run_command(self.slack.core, BOB, OPS, "/blockers THR-42")
        assert outcome.ok, outcome
        return await _private(watch)

    async def press(self, shown: Shown, text: str) -> None:
        """Returns when it is acknowledged."""
        container = {
            "type": "message",
            "channel_id": OPS,
            "message_ts": shown["ts"],
            "is_ephemeral": True,
        }
        button = button_of(shown, "checklist.tick", text)
        outcome = await presses.press(self.slack.core, BOB, container, button)
        assert outcome.ok, outcome

    async def press_for_answer(self, shown: Shown, text: str) -> Shown:
        watch = self._watch()
        await self.press(shown, text)
        return await _private(watch)

    def _watch(self) -> Watch:
        return Watch(self.slack, self.slack.core.feed.number)


async def _private(watch: Watch) -> Shown:
    while events := await watch.sandbox.core.feed.wait(watch.seen, SECONDS):
        for event in events:
            watch.seen = event.number
            message = event.frame.get("message") or {}
            if event.frame["type"].startswith("message") and message.get("ephemeral"):
                return {**message, "channel": OPS}
    raise AssertionError("no private answer")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    seed = sample_seed(datetime.now(UTC).date(), {})  # noqa: TID251 - a real bot, on the real clock
    config = tmp_path / "blockers.yml"
    config.write_text(CONFIG, encoding="utf-8")
    async with local_linear(seed.linear) as linear, SlackSandbox(seed) as slack:
        environment = {
            "SLACK_BOT_TOKEN": slack.installation.bot_token,
            "SLACK_APP_TOKEN": slack.installation.app_token,
            "SLACK_API_URL": slack.api_url,
            "LINEAR_API_KEY": API_KEY,
            "LINEAR_API_URL": linear.url,
            "BLOCKERS_CONFIG": str(config),
            "BLOCKERS_DATA_DIR": str(tmp_path / "data"),
            "PORT": "0",
        }
        yield Town(slack, environment, tmp_path / "data" / "store")


async def test_every_acknowledged_tick_is_there_after_a_kill(town: Town) -> None:
    ticked: list[str] = []
    for text in ("Certificate issued", "DNS integration", "Endpoint verified"):
        async with running_bot(town.environment) as bot:
            shown = await town.open_checklist()
            assert all(f"{each} · done by Bob" in words_of(shown) for each in ticked)
            await town.press(shown, text)
            await bot.kill()
        ticked.append(text)
    async with running_bot(town.environment):
        said = words_of(await town.open_checklist())
    for text in ticked:
        assert f"✅ {text} · done by Bob, " in said


async def test_store_that_hangs_is_not_saved_and_one_that_dies_comes_back(town: Town) -> None:
    async with running_bot(town.environment):
        shown = await town.open_checklist()
        shown = await town.press_for_answer(shown, "DNS integration")
        assert "DNS integration · done by Bob" in words_of(shown)

        server = server_of(town)
        os.kill(server, signal.SIGSTOP)
        told = await town.press_for_answer(shown, "Endpoint verified")
        assert "Not saved" in told["text"]
        os.kill(server, signal.SIGKILL)

        again = await saved_in_the_end(town)
        assert "DNS integration · done by Bob" in words_of(again)
        assert "Endpoint verified · done by Bob" in words_of(again)


async def saved_in_the_end(town: Town) -> Shown:
    """Ask and press as a person would until the store is back."""
    for _ in range(100):
        shown = await town.open_checklist()
        if "Endpoint verified" not in words_of(shown):
            assert "try again" in shown["text"]
            continue
        if "Endpoint verified · done" in words_of(shown):
            return shown
        await town.press_for_answer(shown, "Endpoint verified")
    raise AssertionError("the store did not come back")


def server_of(town: Town) -> int:
    """The process that serves this town's store."""
    return int((town.store / "server.lock").read_text().split()[0])
