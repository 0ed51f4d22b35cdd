"""Slash commands and presses on the local Slack, answered by a real Bolt app in both modes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.acts import presses
from sandbox.slack.acts.commands import run_command
from sandbox.slack.pressed import NotThereError
from tests.servers.bolt import Ack, Json, Stage, actions, button, http_stage, socket_stage

MESSAGE = {"type": "message", "channel_id": "C0RELEASE"}


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = socket_stage() if request.param == "socket" else http_stage()
    async with opened as stage:
        yield stage


async def heard_command(stage: Stage, line: str, **answer: Any) -> Json:
    """Run a command that the app answers with `answer`; give what the app heard."""

    @stage.app.command("/blockers")
    @stage.app.command("/plain")
    async def _(ack: Ack, command: Json) -> None:
        stage.heard.append(command)
        await ack(**answer)

    await stage.connect()
    outcome = await run_command(stage.slack.core, "U0CHARLIE", "C0GENERAL", line)
    assert outcome.ok, outcome
    return stage.heard[0]


async def test_command_payload_is_slacks(stage: Stage) -> None:
    command = await heard_command(stage, "/blockers @bob #ops #leads @backend <b> & https://x.org")
    assert command["text"] == (
        "<@U0BOB|bob> <#C0OPS|ops> #leads <!subteam^S0BACKEND|@backend> &lt;b&gt; &amp; "
        "<https://x.org>"
    )
    wanted = {
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_name": "charlie",
        "team_domain": "three-rivers",
        "is_enterprise_install": "false",
    }
    assert wanted.items() <= command.items()
    assert all(isinstance(value, str) for value in command.values())


async def test_command_without_should_escape_keeps_names(stage: Stage) -> None:
    command = await heard_command(stage, "/plain @bob & co")
    assert command["text"] == "@bob &amp; co"


@pytest.mark.parametrize(
    ("answer", "ephemeral"), [({}, True), ({"response_type": "in_channel"}, None)]
)
async def test_command_answer_is_private_unless_said(
    stage: Stage, answer: Json, ephemeral: bool | None
) -> None:
    await heard_command(stage, "/blockers", text="two blockers", **answer)
    shown = await stage.watch.until("message", channel="C0GENERAL")
    assert shown["message"]["text"] == "two blockers"
    assert shown["message"].get("ephemeral") is ephemeral


async def test_command_with_a_bad_answer_shows_slacks_error(stage: Stage) -> None:
    @stage.app.command("/blockers")
    async def _(ack: Ack) -> None:
        await ack(text="x", blocks=[{"type": "section"}])

    await stage.connect()
    outcome = await run_command(stage.slack.core, "U0CHARLIE", "C0GENERAL", "/blockers")
    assert not outcome.ok
    assert "invalid_blocks" in (await stage.watch.until("notice"))["text"]


async def test_late_command_shows_operation_timeout() -> None:
    async with socket_stage() as stage:
        late = asyncio.Event()

        @stage.app.command("/blockers")
        async def _(ack: Ack) -> None:
            await late.wait()
            await ack()

        await stage.connect()
        outcome = await run_command(stage.slack.core, "U0ALICE", "C0OPS", "/blockers")
        late.set()
        assert outcome.notice == '/blockers failed with the error "operation_timeout"'
        assert (await stage.watch.until("notice"))["text"] == outcome.notice


@pytest.mark.parametrize(
    ("line", "thread_ts", "word"),
    [
        ("/blockers", None, "dispatch_failed"),
        ("/nothing", None, "not a valid command"),
        ("/blockers", "1.000000", "not supported in threads"),
    ],
)
async def test_command_that_reaches_nobody_is_said(
    line: str, thread_ts: str | None, word: str
) -> None:
    async with socket_stage() as stage:
        outcome = await run_command(stage.slack.core, "U0ALICE", "C0OPS", line, thread_ts)
        assert word in str(outcome.notice)


async def test_wrong_signature_is_a_failed_dispatch() -> None:
    async with http_stage(signed_with="another-secret") as stage:
        outcome = await run_command(stage.slack.core, "U0ALICE", "C0OPS", "/blockers")
        assert outcome.notice == '/blockers failed with the error "dispatch_failed"'


@pytest.mark.parametrize("line", ["/blockers", "/nothing"])
async def test_command_by_a_stranger_or_in_a_hidden_channel_is_refused(line: str) -> None:
    async with socket_stage() as stage:
        with pytest.raises(NotThereError):
            await run_command(stage.slack.core, "U0NOBODY", "C0OPS", line)
        with pytest.raises(NotThereError):
            await run_command(stage.slack.core, "U0CHARLIE", "C0LEADS", line)


async def press_posted(stage: Stage, respond_with: Json) -> tuple[Json, str]:
    """Post a message with a button, press it; the app answers by response_url."""
    done = asyncio.Event()

    @stage.app.action("item.tick")
    async def _(ack: Ack, body: Json, respond: Ack) -> None:
        await ack()
        stage.heard.append(body)
        await respond(**respond_with)
        done.set()

    await stage.connect()
    posted = await stage.app.client.chat_postMessage(
        channel="C0RELEASE", text="item", blocks=[actions(button())], metadata=METADATA
    )
    container = {**MESSAGE, "message_ts": posted["ts"]}
    outcome = await presses.press(stage.slack.core, "U0BOB", container, {"action_id": "item.tick"})
    assert outcome.ok
    await done.wait()
    return stage.heard[0], posted["ts"]


METADATA = {"event_type": "item", "event_payload": {"id": "1"}}


async def test_press_carries_message_channel_and_value(stage: Stage) -> None:
    body, ts = await press_posted(stage, {"text": "noted"})
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0RELEASE",
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": "C0RELEASE", "name": "release"}
    assert body["message"]["ts"] == ts
    pressed = body["actions"][0]
    assert (pressed["type"], pressed["block_id"], pressed["value"]) == ("button", "row", "1")
    assert body["state"] == {"values": {}}
    whisper = (stage.slack.state.ephemerals)[0]
    assert (whisper.user, whisper.message["text"]) == ("U0BOB", "noted")


async def test_replace_original_changes_the_pressed_message(stage: Stage) -> None:
    _, ts = await press_posted(stage, {"text": "ticked", "replace_original": True})
    message = stage.slack.state.find_message("C0RELEASE", ts)
    assert message is not None
    assert message["text"] == "ticked"
    assert "blocks" not in message


async def test_delete_original_removes_the_pressed_message(stage: Stage) -> None:
    _, ts = await press_posted(stage, {"delete_original": True})
    assert stage.slack.state.find_message("C0RELEASE", ts) is None


async def test_ephemeral_press_has_no_message_and_can_replace_itself(stage: Stage) -> None:
    done = asyncio.Event()

    @stage.app.command("/blockers")
    async def _(ack: Ack) -> None:
        await ack(text="private", blocks=[actions(button())])

    @stage.app.action("item.tick")
    async def _press(ack: Ack, body: Json, respond: Ack) -> None:
        await ack()
        stage.heard.append(body)
        await respond(text="replaced", replace_original=True)
        done.set()

    await stage.connect()
    await run_command(stage.slack.core, "U0CHARLIE", "C0GENERAL", "/blockers")
    (whisper,) = stage.slack.state.ephemerals
    container = {
        "type": "message",
        "channel_id": "C0GENERAL",
        "message_ts": whisper.message["ts"],
        "is_ephemeral": True,
    }
    await presses.press(stage.slack.core, "U0CHARLIE", container, {"action_id": "item.tick"})
    await done.wait()
    assert "message" not in stage.heard[0]
    assert stage.heard[0]["container"]["is_ephemeral"] is True
    assert [one.message["text"] for one in stage.slack.state.ephemerals] == ["replaced"]


@pytest.mark.parametrize(
    "action",
    [
        {"action_id": "item.gone"},
        {"action_id": "item.tick", "value": "other"},
        {"action_id": "item.tick", "block_id": "elsewhere"},
        {"action_id": "twice"},
    ],
)
async def test_press_of_what_is_not_there_is_refused(action: Json) -> None:
    async with socket_stage() as stage:
        rows = [
            actions(button()),
            actions(button("twice"), block_id="a"),
            actions(button("twice"), block_id="b"),
        ]
        posted = await stage.app.client.chat_postMessage(channel="C0RELEASE", text="x", blocks=rows)
        container = {**MESSAGE, "message_ts": posted["ts"]}
        with pytest.raises(NotThereError):
            await presses.press(stage.slack.core, "U0BOB", container, action)


async def test_unacked_press_always_gets_an_answer() -> None:
    async with socket_stage() as stage:
        posted = await stage.app.client.chat_postMessage(
            channel="C0RELEASE", text="x", blocks=[actions(button())]
        )
        container = {**MESSAGE, "message_ts": posted["ts"]}
        outcome = await presses.press(
            stage.slack.core, "U0BOB", container, {"action_id": "item.tick"}
        )
        assert "dispatch_failed" in str(outcome.notice)
        assert (await stage.watch.until("notice"))["level"] == "error"
