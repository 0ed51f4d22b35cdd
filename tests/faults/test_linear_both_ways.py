"""The bot as a process beside the local Linear: told by webhooks, writing once in spite of cuts."""

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.linear.state import API_KEY
from sandbox.linear.webhooks import Subscription
from sandbox.sample import sample_seed
from sandbox.server import SlackSandbox
from sandbox.slack.acts import presses
from sandbox.slack.acts.commands import run_command
from tests.servers.bot_process import running_bot
from tests.servers.linear import LocalLinear, local_linear
from tests.servers.slack import Watch
from tests.stages.handlers import Shown, button_of, words_of
from tests.stages.linear_wire import UPDATE

BOB, OPS, SECRET = "U0BOB", "C0OPS", "lin_wh_both_ways"
SECONDS = 20.0
"""Less than the poll's interval: what comes by then was hinted at."""
CONFIG = """\
version: 1
timezone: UTC
leads: [U0ALICE]
milestones:
  - {key: prod, name: Production, linear: {team: THR, label: blocker}}
channels:
  - {id: C0OPS, milestone: prod}
linear_writes: {comment_on_complete: true, labels: {complete: critical}}
"""


@dataclass(slots=True)
class Town:
    slack: SlackSandbox
    linear: LocalLinear
    environment: dict[str, str]

    async def ask(self, command: str) -> Shown:
        watch = Watch(self.slack, self.slack.core.feed.number)
        outcome = await run_command(self.slack.core, BOB, OPS, command)
        assert outcome.ok, outcome
        return await self.message(watch, "")

    async def press(self, shown: Shown, action: str, text: str = "") -> Watch:
        watch = Watch(self.slack, self.slack.core.feed.number)
        container = {
            "type": "message",
            "channel_id": OPS,
            "message_ts": shown["ts"],
            "is_ephemeral": bool(shown.get("ephemeral")),
        }
        button = button_of(shown, action, text)
        outcome = await presses.press(self.slack.core, BOB, container, button)
        assert outcome.ok, outcome
        return watch

    async def message(self, watch: Watch, words: str) -> Shown:
        """The next message that says these words, new or changed."""
        while events := await watch.sandbox.core.feed.wait(watch.seen, SECONDS):
            for event in events:
                watch.seen = event.number
                message = event.frame.get("message")
                if event.frame["type"].startswith("message") and words in words_of(message or {}):
                    return {**(message or {}), "channel": OPS}
        raise AssertionError(f"no message says {words!r}")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    now = datetime.now(UTC)  # noqa: TID251 - a real bot, on the real clock
    seed = sample_seed(now.date(), {})
    config = tmp_path / "blockers.yml"
    config.write_text(CONFIG, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    async with local_linear(seed.linear) as linear, SlackSandbox(seed) as slack:
        linear.clock.time = now
        linear.state.webhooks.subscription = Subscription(
            url=f"http://127.0.0.1:{port}/linear/webhook", secret=SECRET
        )
        environment = {
            "SLACK_BOT_TOKEN": slack.installation.bot_token,
            "SLACK_APP_TOKEN": slack.installation.app_token,
            "SLACK_API_URL": slack.api_url,
            "LINEAR_API_KEY": API_KEY,
            "LINEAR_API_URL": linear.url,
            "LINEAR_WEBHOOK_SECRET": SECRET,
            "BLOCKERS_CONFIG": str(config),
            "BLOCKERS_DATA_DIR": str(tmp_path / "data"),
            "PORT": str(port),
        }
        yield Town(slack, linear, environment)


async def test_a_change_in_linear_is_on_a_posted_board_before_the_next_poll(town: Town) -> None:
    async with running_bot(town.environment):
        board = await town.ask("/blockers")
        shared = await town.message(await town.press(board, "blockers.share"), "TLS and ingress")
        watch = Watch(town.slack, town.slack.core.feed.number)
        given = {"id": "THR-42", "input": {"title": "TLS, nearly there"}}
        assert "errors" not in (await town.linear.ask(UPDATE, given)).body
        changed = await town.message(watch, "TLS, nearly there")

    assert changed["ts"] == shared["ts"]
    await town.linear.state.webhooks.drained()
    assert [delivery.status for delivery in town.linear.state.webhooks.deliveries] == [200]


async def test_a_comment_whose_answer_is_cut_off_stands_in_linear_once(town: Town) -> None:
    linear = town.linear
    linear.state.faults.add("CommentCreate", "cut_after")
    async with running_bot(town.environment):
        shown = await town.ask("/blockers THR-42")
        for text in ("Certificate issued", "DNS integration", "Endpoint verified"):
            shown = await town.message(await town.press(shown, "checklist.tick", text), text)
        await linear.until(lambda: "Comment" in [call.operation for call in linear.calls])
        await linear.until(lambda: "IssueUpdate" in [call.operation for call in linear.calls])

    (comment,) = linear.state.comments
    assert comment.body.startswith("**Checklist complete** for `Production`: all 5 items are done.")
    assert "Last: `Endpoint verified`, by `Bob`." in comment.body
    assert [call.operation for call in linear.calls].count("CommentCreate") == 2
    assert {label.name for label in linear.state.find_issue("THR-42").labels} == {
        "blocker",
        "critical",
    }
