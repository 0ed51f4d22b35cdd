"""Events of the local Slack: what is told, to whom, how often, in both modes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.slack.acts import presses, talk
from sandbox.slack.acts.commands import run_command
from sandbox.slack.pressed import NotThereError
from tests.servers.bolt import Ack, Json, Stage, button, http_stage, socket_stage


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = socket_stage() if request.param == "socket" else http_stage()
    async with opened as stage:
        yield stage


def listen(stage: Stage, *names: str) -> "asyncio.Queue[Json]":
    heard: asyncio.Queue[Json] = asyncio.Queue()

    async def take(body: Json) -> None:
        heard.put_nowait(body)

    for name in names:
        stage.app.event(name)(take)
    return heard


async def test_mention_reaches_the_app(stage: Stage) -> None:
    heard = listen(stage, "app_mention")
    listen(stage, "message")
    await stage.connect()
    talk.say(stage.slack.core, "U0ALICE", "C0OPS", "@blockers what about #release <x>?")
    body = await heard.get()
    event = body["event"]
    assert event["text"] == "<@U0BLOCKERS> what about <#C0RELEASE> &lt;x&gt;?"
    assert (event["channel"], event["user"]) == ("C0OPS", "U0ALICE")
    assert body["authorizations"][0]["user_id"] == "U0BLOCKERS"


async def test_mention_where_the_bot_is_absent_reaches_nobody(stage: Stage) -> None:
    heard = listen(stage, "app_mention", "message")
    await stage.connect()
    talk.say(stage.slack.core, "U0ALICE", "C0GENERAL", "@blockers hello")
    talk.say(stage.slack.core, "U0ALICE", "C0OPS", "after")
    assert (await heard.get())["event"]["text"] == "after"


async def test_link_is_shared_and_unfurled_by_its_id(stage: Stage) -> None:
    url = "https://linear.app/x/issue/THR-42"

    @stage.app.event("link_shared")
    async def _(event: Json, client: Any) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "THR-42"}}]
        stage.heard.append(event)
        await client.chat_unfurl(
            unfurl_id=event["unfurl_id"], source=event["source"], unfurls={url: {"blocks": blocks}}
        )

    listen(stage, "message")
    await stage.connect()
    talk.say(stage.slack.core, "U0ALICE", "C0OPS", f"see {url} and https://example.com")
    changed = await stage.watch.until("message_changed")
    assert changed["message"]["unfurls"][0]["from_url"] == url
    assert stage.heard[0]["links"] == [{"url": url, "domain": "linear.app"}]
    assert stage.heard[0]["is_bot_user_member"] is True


async def test_link_in_a_message_being_written_gets_a_card_that_goes_with_it(stage: Stage) -> None:
    url = "https://linear.app/x/issue/THR-42"
    heard = listen(stage, "link_shared")
    listen(stage, "message")
    await stage.connect()
    core = stage.slack.core
    draft = talk.compose(core, "U0ALICE", "C0OPS", f"see {url}")
    event = (await heard.get())["event"]
    assert (event["channel"], event["source"]) == ("COMPOSER", "composer")
    assert event["unfurl_id"] == draft
    for text in ("first", "second"):
        await stage.app.client.chat_unfurl(
            unfurl_id=event["unfurl_id"], source="composer", unfurls={url: {"text": text}}
        )
    said = talk.say(core, "U0ALICE", "C0OPS", f"see {url}", draft=draft or "")
    assert said is not None
    assert [(one["text"], one["from_url"]) for one in said["attachments"]] == [("second", url)]
    assert talk.compose(core, "U0ALICE", "C0OPS", "no link") is None


async def test_press_on_a_card_says_that_it_is_one(stage: Stage) -> None:
    url = "https://linear.app/x/issue/THR-42"
    blocks = [{"type": "actions", "elements": [button("a")]}]

    async def take(ack: Ack, body: Json) -> None:
        await ack()
        stage.heard.append(body)

    stage.app.action("a")(take)
    listen(stage, "message", "link_shared")
    await stage.connect()
    said = talk.say(stage.slack.core, "U0ALICE", "C0OPS", url)
    assert said is not None
    client = stage.app.client
    await client.chat_unfurl(channel="C0OPS", ts=said["ts"], unfurls={url: {"blocks": blocks}})
    where = {"type": "message", "channel_id": "C0OPS", "message_ts": said["ts"]}
    assert (await presses.press(stage.slack.core, "U0BOB", where, {"action_id": "a"})).ok
    (pressed,) = stage.heard
    container = pressed["container"]
    assert (container["type"], container["app_unfurl_url"]) == ("message_attachment", url)
    assert pressed["response_url"]


async def test_press_on_a_row_that_is_drawn_anew_meanwhile_is_one_on_what_was_seen(
    stage: Stage,
) -> None:
    async def take(ack: Ack, body: Json) -> None:
        await ack()
        stage.heard.append(body)

    stage.app.action("item.tick")(take)
    await stage.connect()
    client = stage.app.client
    rows = [{"type": "actions", "elements": [button("item.tick", value)]} for value in "12"]
    posted = await client.chat_postMessage(channel="C0OPS", text="rows", blocks=rows)
    where = {"type": "message", "channel_id": "C0OPS", "message_ts": posted["ts"]}
    seen = posted["message"]["blocks"][1]
    action = {"action_id": "item.tick", "block_id": seen["block_id"], "value": "2"}
    anew = [{"type": "actions", "elements": [button("item.tick", "3")]}]
    for _ in range(3):
        await client.chat_update(channel="C0OPS", ts=posted["ts"], text="rows", blocks=anew)
    assert (await presses.press(stage.slack.core, "U0BOB", where, action)).ok
    (pressed,) = stage.heard
    (sent,) = pressed["actions"]
    assert (sent["block_id"], sent["value"]) == (seen["block_id"], "2")
    assert pressed["message"]["blocks"][0]["elements"][0]["value"] == "3"
    with pytest.raises(NotThereError):
        await presses.press(stage.slack.core, "U0BOB", where, {**action, "value": "4"})


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("/invite @blockers", "member_joined_channel"),
        ("/archive", "channel_archive"),
        ("/rename launch", "channel_rename"),
    ],
)
async def test_changes_of_a_channel_are_told(stage: Stage, line: str, event: str) -> None:
    heard = listen(stage, event)
    await stage.connect()
    outcome = await run_command(stage.slack.core, "U0ALICE", "C0GENERAL", line)
    assert outcome.ok, outcome
    assert (await heard.get())["event"]["type"] == event
    assert (await stage.watch.until("channel"))["channel"]["id"] == "C0GENERAL"


async def test_bots_own_post_is_told_but_ignored_by_bolt(stage: Stage) -> None:
    heard = listen(stage, "message")
    await stage.connect()
    await stage.app.client.chat_postMessage(channel="C0OPS", text="mine")
    talk.say(stage.slack.core, "U0ALICE", "C0OPS", "theirs")
    assert (await heard.get())["event"]["text"] == "theirs"


async def test_unacked_event_comes_again_three_times(stage: Stage) -> None:
    """Bolt leaves an event that nobody listens to unanswered (socket) or says 404 (HTTP)."""
    retries: list[tuple[str | None, str | None]] = []
    last = asyncio.Event()

    @stage.app.use
    async def _(request: Any, next_: Any = None) -> None:
        del next_
        headers = {name.lower(): value for name, value in request.headers.items()}
        number = headers.get("x-slack-retry-num", [None])[0]
        reason = headers.get("x-slack-retry-reason", [None])[0]
        retries.append((number, reason))
        if len(retries) == 4:
            last.set()

    await stage.connect()
    talk.say(stage.slack.core, "U0ALICE", "C0OPS", "hello")
    await last.wait()
    numbers = [int(number) for number, _ in retries if number not in (None, "0")]
    assert numbers == [1, 2, 3]
    assert {reason for _, reason in retries[1:]} <= {"timeout", "http_error"}


async def test_duplicate_delivery_comes_twice_with_one_event_id(stage: Stage) -> None:
    heard = listen(stage, "app_mention", "message")
    await stage.connect()
    stage.slack.core.faults.add("events_api", "duplicate")
    talk.say(stage.slack.core, "U0ALICE", "C0OPS", "hello")
    first, second = await heard.get(), await heard.get()
    assert first["event_id"] == second["event_id"]


async def test_shortcut_on_a_message_and_a_global_one(stage: Stage) -> None:
    async def take(ack: Ack, body: Json) -> None:
        await ack()
        stage.heard.append(body)

    stage.app.shortcut("blocker.make")(take)
    stage.app.shortcut("blocker.add")(take)
    await stage.connect()
    posted = await stage.app.client.chat_postMessage(channel="C0OPS", text="it is down")
    core = stage.slack.core
    assert (await presses.use_shortcut(core, "U0BOB", "blocker.make", "C0OPS", posted["ts"])).ok
    assert (await presses.use_shortcut(core, "U0BOB", "blocker.add")).ok
    message, overall = stage.heard
    assert (message["type"], message["message"]["text"]) == ("message_action", "it is down")
    assert message["response_url"]
    assert (overall["type"], "channel" in overall) == ("shortcut", False)
    with pytest.raises(NotThereError):
        await presses.use_shortcut(core, "U0BOB", "blocker.make")


async def test_request_url_answers_the_challenge() -> None:
    async with http_stage() as stage:
        assert stage.slack.core.http is not None
        await stage.slack.core.http.verify_url("any")
