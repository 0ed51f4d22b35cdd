"""Bolt as we set it up: authorized at the start, deaf to the environment, without its poll."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.ports import SlackUnavailableError
from bot.slack.app import fetch_installation
from bot.slack.client import build_reader, open_session
from bot.slack.payloads import Command, Event, FollowUp, Press
from sandbox.server import SlackSandbox
from tests.servers.scripted_http import Answer, scripted
from tests.servers.slack import INSTALLATION, slack_sandbox
from tests.stages.slack_side import OurSide, Store, our_side

__all__ = ["slack_sandbox"]

BOLTS_POLL = 0.01
TEAM = {"id": "T0SANDBOX", "domain": "three-rivers"}


def command(number: int = 1) -> dict[str, Any]:
    return {
        "command": "/blockers",
        "text": "",
        "user_id": "U0BOB",
        "team_id": "T0SANDBOX",
        "channel_id": "C0RELEASE",
        "trigger_id": f"1.{number}",
        "response_url": "https://hooks.slack.com/commands/1",
    }


def press(**changed: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": TEAM,
        "user": {"id": "U0BOB", "team_id": "T0SANDBOX"},
        "trigger_id": "1.1",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C0RELEASE"},
        "channel": {"id": "C0RELEASE", "name": "release"},
        "actions": [{"type": "button", "action_id": "a.b", "block_id": "c", "action_ts": "3.4"}],
        **changed,
    }


@pytest.fixture
async def ours(slack_sandbox: SlackSandbox) -> AsyncIterator[OurSide]:
    async with our_side(slack_sandbox.api_url, Store()) as ours:
        yield ours


async def test_answer_does_not_wait_for_bolts_poll(ours: OurSide) -> None:
    async def show_blockers(_: Command) -> None:
        await asyncio.sleep(0)

    ours.router.command("/blockers", show_blockers)
    taken = []
    for number in range(20):
        begun = time.perf_counter()
        response = await ours.app.deliver(command(number), {})
        taken.append(time.perf_counter() - begun)
        assert (response.status, response.body) == (200, "")
    assert min(taken) < BOLTS_POLL / 2


async def test_environment_changes_nothing(
    slack_sandbox: SlackSandbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Bolt would switch to OAuth, and to a token that is not ours."""
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "SIGNING_SECRET", "APP_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", f"{name}-of-the-environment")
    heard: asyncio.Queue[Command] = asyncio.Queue()
    async with our_side(slack_sandbox.api_url, Store()) as ours:
        ours.router.command("/blockers", heard.put)
        assert (await ours.app.deliver(command(), {})).status == 200
        assert (await heard.get()).user == "U0BOB"
    assert [record for record in caplog.records if record.levelname != "INFO"] == []


async def test_nothing_is_asked_of_slack_while_a_call_waits(
    ours: OurSide, slack_sandbox: SlackSandbox
) -> None:
    before = len(slack_sandbox.state.calls)
    for number in range(3):
        await ours.app.deliver(command(number), {})
    assert len(slack_sandbox.state.calls) == before


async def test_refused_token_ends_the_start() -> None:
    refused = Answer({"ok": False, "error": "invalid_auth"})
    async with scripted(refused) as slack, open_session() as session:
        with pytest.raises(SlackUnavailableError, match="invalid_auth") as caught:
            await fetch_installation(build_reader("xoxb-wrong", slack.api_url, session))
    assert caught.value.permanent


async def test_slack_away_at_the_start_is_told() -> None:
    async with scripted() as slack:
        address = slack.api_url
    async with open_session() as session:
        with pytest.raises(SlackUnavailableError) as caught:
            await fetch_installation(build_reader(INSTALLATION.bot_token, address, session))
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"command": "/blockers", "text": "private words"}, 400),
        (press(user={"name": "private words"}), 400),
        (
            {
                "type": "view_submission",
                "team": TEAM,
                "view": {"type": "modal", "callback_id": "x"},
            },
            400,
        ),
        ({"type": "event_callback", "event": {"type": "message", "text": "private words"}}, 200),
    ],
    ids=["command", "action", "view", "event"],
)
async def test_payload_that_cannot_be_read_is_refused_without_its_words_in_the_log(
    ours: OurSide, caplog: pytest.LogCaptureFixture, body: dict[str, Any], status: int
) -> None:
    assert (await ours.app.deliver(body, {})).status == status
    assert "cannot be read" in caplog.text
    assert "private words" not in caplog.text


async def test_press_in_the_home_tab_carries_its_view(ours: OurSide) -> None:
    heard: asyncio.Queue[Press] = asyncio.Queue()

    async def tick_item(pressed: Press) -> FollowUp:
        return heard.put(pressed)

    ours.router.action("a.b", tick_item)
    view = {"id": "V1", "callback_id": "home", "private_metadata": "m", "hash": "h"}
    body = press(container={"type": "view", "view_id": "V1"}, view=view, team=None)
    del body["channel"]
    await ours.app.deliver(body, {})
    pressed = await heard.get()
    assert (pressed.channel, pressed.response_url, pressed.team) == (None, None, "T0SANDBOX")
    assert (pressed.container.view_id, pressed.container.private_metadata) == ("V1", "m")


async def test_our_own_events_are_left_out_but_not_our_joining(ours: OurSide) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    ours.router.event("message", heard.put)
    ours.router.event("member_joined_channel", heard.put)
    for kind, number in (("message", 1), ("member_joined_channel", 2)):
        happened = {"type": kind, "user": "U0BLOCKERS", "channel": "C1", "event_ts": f"1.{number}"}
        body = {
            "type": "event_callback",
            "team_id": "T0SANDBOX",
            "event_id": f"Ev{number}",
            "authorizations": [{"team_id": "T0SANDBOX", "user_id": "U0BLOCKERS", "is_bot": True}],
            "event": happened,
        }
        assert (await ours.app.deliver(body, {})).status == 200
    assert (await heard.get()).type == "member_joined_channel"
    assert heard.empty()
