"""Calls from the local Slack through the door or a socket to a handler, and what comes back."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.messages import Message
from bot.ports import SlackUnavailableError, StoreUnavailableError
from bot.slack.payloads import Command, Event, FollowUp, Press, Shortcut, Submission, ViewAnswer
from sandbox.slack.acts import modals, presses, visits
from sandbox.slack.acts.commands import run_command
from tests.servers.bolt import Json, actions, button, modal, text_input
from tests.stages.slack_side import Stage, http_stage, socket_stage


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = socket_stage() if request.param == "socket" else http_stage()
    async with opened as stage:
        yield stage


async def post_button(stage: Stage, channel: str = "C0RELEASE") -> str:
    posted = await stage.ours.writer.chat_postMessage(
        channel=channel, text="an item", blocks=[actions(button("checklist.tick", "{}"))]
    )
    return str(posted["ts"])


async def press(stage: Stage, ts: str, action_id: str = "checklist.tick") -> None:
    outcome = await presses.press(
        stage.slack.core,
        "U0BOB",
        {"type": "message", "channel_id": "C0RELEASE", "message_ts": ts},
        {"type": "button", "action_id": action_id, "block_id": "row", "value": "{}"},
    )
    assert outcome.ok, outcome


async def private_words(stage: Stage, channel: str = "C0RELEASE") -> str:
    while True:
        shown = await stage.watch.until("message", channel=channel)
        if shown["message"].get("ephemeral"):
            return str(shown["message"]["text"])


async def test_command_is_acknowledged_before_its_work_ends(stage: Stage) -> None:
    acknowledged = asyncio.Event()
    heard: list[Command] = []

    async def show_blockers(command: Command) -> None:
        await acknowledged.wait()
        heard.append(command)
        assert command.response_url is not None
        await stage.ours.private.tell(command, Message(text="the answer"))

    stage.ours.router.command("/blockers", show_blockers)
    outcome = await run_command(
        stage.slack.core, "U0CHARLIE", "C0GENERAL", "/blockers payload=1 & <b>"
    )
    assert outcome.ok, outcome
    assert heard == []
    acknowledged.set()
    assert await private_words(stage, "C0GENERAL") == "the answer"
    assert (heard[0].name, heard[0].text) == ("/blockers", "payload=1 &amp; &lt;b&gt;")
    assert (heard[0].user, heard[0].channel) == ("U0CHARLIE", "C0GENERAL")


async def test_press_is_committed_then_acknowledged_then_followed_up(stage: Stage) -> None:
    order: list[str] = []
    done = asyncio.Event()

    async def follow() -> None:
        order.append("followed up")
        done.set()

    async def tick_item(pressed: Press) -> FollowUp:
        order.append(f"committed {pressed.value} by {pressed.user} in {pressed.container.ts}")
        return follow()

    stage.ours.router.action("checklist.tick", tick_item)
    ts = await post_button(stage)
    await press(stage, ts)
    await done.wait()
    assert order == [f"committed {{}} by U0BOB in {ts}", "followed up"]


async def test_press_that_cannot_be_committed_in_time_says_not_saved(stage: Stage) -> None:
    async def hang(_: Press) -> None:
        await asyncio.Event().wait()

    stage.ours.router.action("checklist.tick", hang)
    await press(stage, await post_button(stage))
    assert "Not saved" in await private_words(stage)


async def test_press_of_an_unknown_button_names_the_way_out(stage: Stage) -> None:
    await press(stage, await post_button(stage))
    assert "older version" in await private_words(stage)


async def test_press_that_fails_tells_a_reference_found_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: Press) -> None:
        raise RuntimeError("a secret detail")

    stage.ours.router.action("checklist.tick", fail)
    await press(stage, await post_button(stage))
    said = await private_words(stage)
    reference = said.split("`")[1]
    assert "a secret detail" not in said
    logged = [record for record in caplog.records if reference in record.getMessage()]
    assert [record.levelname for record in logged] == ["ERROR"]
    assert logged[0].exc_info is not None


async def test_press_delivered_twice_is_done_once(stage: Stage) -> None:
    pressed: list[Press] = []

    async def tick_item(press: Press) -> None:
        pressed.append(press)

    stage.ours.router.action("checklist.tick", tick_item)
    ts = await post_button(stage)
    stage.slack.core.faults.add("interactive", "duplicate")
    await press(stage, ts)
    await press(stage, ts)
    assert len(pressed) == 2
    assert pressed[0].delivery != pressed[1].delivery


async def test_modal_sent_off_gets_errors_then_closes(stage: Stage) -> None:
    view = await open_modal(stage)
    heard: list[Submission] = []

    async def save(submission: Submission) -> ViewAnswer:
        heard.append(submission)
        if submission.text("title") == "bad":
            return ViewAnswer.errors({"title": "Not that."})
        return ViewAnswer.close()

    stage.ours.router.view("item.edit", save)
    refused = await modals.submit(stage.slack.core, "U0BOB", view, _typed("bad"))
    assert refused.errors == {"title": "Not that."}
    closed = await modals.submit(stage.slack.core, "U0BOB", view, _typed("good"))
    assert closed.ok
    assert stage.slack.state.views.get("U0BOB", []) == []
    assert [one.text("title") for one in heard] == ["bad", "good"]


async def test_modal_that_cannot_be_saved_stays_open_and_says_so(stage: Stage) -> None:
    view = await open_modal(stage)

    async def hang(_: Submission) -> ViewAnswer:
        await asyncio.Event().wait()
        return ViewAnswer.close()

    stage.ours.router.view("item.edit", hang)
    refused = await modals.submit(stage.slack.core, "U0BOB", view, _typed("x"))
    assert refused.errors is not None
    assert "Not saved" in refused.errors["title"]
    assert [one["id"] for one in stage.slack.state.views["U0BOB"]] == [view]


async def test_home_opened_reaches_its_handler(stage: Stage) -> None:
    opened: asyncio.Queue[Event] = asyncio.Queue()
    stage.ours.router.event("app_home_opened", opened.put)
    visits.open_home(stage.slack.core, "U0BOB")
    event = await opened.get()
    assert (event.user, event.tab, event.type) == ("U0BOB", "home", "app_home_opened")


async def test_event_without_handler_is_acknowledged_and_not_sent_again(stage: Stage) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    stage.ours.router.event("app_home_opened", heard.put)
    await run_command(stage.slack.core, "U0BOB", "C0RELEASE", "/topic whatever")
    await run_command(stage.slack.core, "U0BOB", "C0RELEASE", "/rename shipping")
    visits.open_home(stage.slack.core, "U0BOB")
    await heard.get()
    text = stage.ours.metrics.text()
    assert 'kind="event",status="404"' not in text
    assert 'blockers_slack_calls_total{kind="event",status="200"}' in text


async def test_shortcut_carries_the_message(stage: Stage) -> None:
    heard: asyncio.Queue[Shortcut] = asyncio.Queue()
    stage.ours.router.shortcut("blocker.make", heard.put)
    posted = await stage.ours.writer.chat_postMessage(channel="C0RELEASE", text="it is broken")
    await presses.use_shortcut(
        stage.slack.core, "U0BOB", "blocker.make", "C0RELEASE", str(posted["ts"])
    )
    shortcut = await heard.get()
    assert shortcut.message_text == "it is broken"
    assert (shortcut.message_ts, shortcut.channel) == (posted["ts"], "C0RELEASE")


def _typed(text: str) -> dict[str, object]:
    return {"values": {"title": {"text": {"type": "plain_text_input", "value": text}}}}


async def test_command_that_fails_is_answered_all_the_same(stage: Stage) -> None:
    async def fail(_: Command) -> None:
        raise StoreUnavailableError("The store", "switched off")

    stage.ours.router.command("/blockers", fail)
    assert (await run_command(stage.slack.core, "U0BOB", "C0GENERAL", "/blockers")).ok
    assert "store does not answer" in await private_words(stage, "C0GENERAL")


async def test_follow_up_that_fails_is_told(stage: Stage) -> None:
    async def follow() -> None:
        raise SlackUnavailableError("Slack", "no answer")

    async def tick_item(_: Press) -> FollowUp:
        return follow()

    stage.ours.router.action("checklist.tick", tick_item)
    await press(stage, await post_button(stage))
    assert "try again" in await private_words(stage)


async def test_store_away_does_not_keep_a_press_from_its_handler(stage: Stage) -> None:
    pressed = asyncio.Event()

    async def open_blocker(_: Press) -> None:
        pressed.set()

    stage.ours.router.action("blocker.open", open_blocker)
    posted = await stage.ours.writer.chat_postMessage(
        channel="C0RELEASE", text="x", blocks=[actions(button("blocker.open", "{}"))]
    )
    stage.store.switch.away = True
    await press(stage, str(posted["ts"]), "blocker.open")
    assert pressed.is_set()


@pytest.mark.parametrize("kind", ["update", "push", "clear"])
async def test_modal_sent_off_may_be_updated_covered_or_cleared(stage: Stage, kind: str) -> None:
    followed = asyncio.Event()

    async def follow() -> None:
        followed.set()

    async def save(_: Submission) -> ViewAnswer:
        if kind == "clear":
            return ViewAnswer.clear(follow())
        answer = ViewAnswer.update if kind == "update" else ViewAnswer.push
        return answer(modal(text_input("second")), follow())

    view = await open_modal(stage)
    stage.ours.router.view("item.edit", save)
    assert (await modals.submit(stage.slack.core, "U0BOB", view, _typed("x"))).ok
    await followed.wait()
    stack = stage.slack.state.views.get("U0BOB", [])
    shown = [one["blocks"][0]["block_id"] for one in stack]
    assert shown == {"update": ["second"], "push": ["title", "second"], "clear": []}[kind]


async def test_modal_without_inputs_that_cannot_be_saved_closes_and_tells(stage: Stage) -> None:
    view = await open_modal(stage, {"type": "divider"})
    assert (await modals.submit(stage.slack.core, "U0BOB", view)).ok
    shown = await stage.watch.until("message")
    assert "outdated" in shown["message"]["text"]
    assert str(shown["channel"]).startswith("D")


async def open_modal(stage: Stage, *blocks: Json) -> str:
    """Press a button that opens a modal; give the modal's id."""

    async def opening(pressed: Press) -> None:
        view = modal(*(blocks or (text_input(),)))
        await stage.ours.writer.views_open(trigger_id=pressed.trigger_id or "", view=view)

    stage.ours.router.action("checklist.tick", opening)
    await press(stage, await post_button(stage))
    shown = await stage.watch.until("views")
    return str(shown["views"][-1]["id"])
