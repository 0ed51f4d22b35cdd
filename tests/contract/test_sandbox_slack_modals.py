"""Modals and the Home tab on the local Slack, driven through a real Bolt app."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.slack.acts import modals, presses, visits
from sandbox.slack.acts.commands import run_command
from sandbox.slack.pressed import NotThereError
from tests.servers.bolt import (
    Ack,
    Json,
    Stage,
    actions,
    button,
    http_stage,
    modal,
    plain,
    socket_stage,
    text_input,
)

USERS = {
    "type": "input",
    "block_id": "owner",
    "optional": True,
    "label": plain("Owner"),
    "element": {"type": "users_select", "action_id": "user"},
}


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = socket_stage() if request.param == "socket" else http_stage()
    async with opened as stage:
        yield stage


async def open_modal(stage: Stage, opened: Json, /, **answer: Any) -> str:
    """Let the app open a modal on a command and answer its submission; gives the view's id."""

    @stage.app.command("/blockers")
    async def _(ack: Ack, command: Json, client: Any) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=opened)
        await ack()

    @stage.app.view("item.edit")
    async def _submitted(ack: Ack, body: Json) -> None:
        stage.heard.append(body)
        await ack(**answer)

    await stage.connect()
    outcome = await run_command(stage.slack.core, "U0BOB", "C0OPS", "/blockers")
    assert outcome.ok, outcome
    (shown,) = (await stage.watch.until("views"))["views"]
    return str(shown["id"])


def state(**texts: str) -> Json:
    return {
        "values": {
            block: {"text": {"type": "plain_text_input", "value": text}}
            for block, text in texts.items()
        }
    }


async def test_submission_carries_touched_and_untouched_inputs(stage: Stage) -> None:
    view = modal(text_input(), text_input("note", initial_value="old"), USERS, private_metadata="m")
    view_id = await open_modal(stage, view)
    outcome = await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="new"))
    assert outcome.ok, outcome
    sent = stage.heard[0]["view"]
    assert sent["state"]["values"] == {
        "title": {"text": {"type": "plain_text_input", "value": "new"}},
        "note": {"text": {"type": "plain_text_input", "value": "old"}},
        "owner": {"user": {"type": "users_select", "selected_user": None}},
    }
    assert (sent["private_metadata"], sent["callback_id"]) == ("m", "item.edit")
    assert stage.slack.state.views["U0BOB"] == []


async def test_empty_required_input_is_stopped_by_slack_itself(stage: Stage) -> None:
    view_id = await open_modal(stage, modal())
    outcome = await modals.submit(stage.slack.core, "U0BOB", view_id)
    assert outcome.errors == {"title": "Please complete this required field."}
    assert stage.heard == []
    assert (await stage.watch.until("view_errors"))["errors"] == outcome.errors


async def test_errors_of_the_app_keep_the_modal_open(stage: Stage) -> None:
    errors = {"title": "Too short"}
    view_id = await open_modal(stage, modal(), response_action="errors", errors=errors)
    outcome = await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="x"))
    assert outcome.errors == errors
    assert len(stage.slack.state.views["U0BOB"]) == 1


async def test_errors_for_a_block_without_input_are_trouble(stage: Stage) -> None:
    view_id = await open_modal(stage, modal(), response_action="errors", errors={"elsewhere": "no"})
    outcome = await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="x"))
    assert "We had some trouble connecting" in str(outcome.notice)


@pytest.mark.parametrize(
    ("action", "titles"), [("update", ["Second"]), ("push", ["Edit", "Second"])]
)
async def test_answer_updates_or_pushes(stage: Stage, action: str, titles: list[str]) -> None:
    second = modal(title=plain("Second"))
    view_id = await open_modal(stage, modal(), response_action=action, view=second)
    await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="x"))
    stack = stage.slack.state.views["U0BOB"]
    assert [view["title"]["text"] for view in stack] == titles
    assert {view["root_view_id"] for view in stack} == {view_id}


@pytest.mark.parametrize(
    ("answer", "titles"),
    [({}, []), ({"response_action": "update", "view": modal(title=plain("Next"))}, ["Next"])],
)
async def test_answer_reaches_a_view_that_was_drawn_anew_meanwhile(
    stage: Stage, answer: Json, titles: list[str]
) -> None:
    view_id = await open_modal(stage, modal(text_input()), **answer)

    @stage.app.middleware
    async def _draw_anew(body: Json, client: Any, next_: Any) -> None:
        if body.get("type") == "view_submission":
            await client.views_update(view_id=view_id, view=modal(text_input(), text_input("more")))
        await next_()

    outcome = await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="new"))
    assert outcome.ok, outcome
    stack = stage.slack.state.views["U0BOB"]
    assert [view["title"]["text"] for view in stack] == titles


async def test_answer_with_an_invalid_view_is_trouble(stage: Stage) -> None:
    long_title = modal(title=plain("t" * 25))
    view_id = await open_modal(stage, modal(), response_action="push", view=long_title)
    outcome = await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="x"))
    assert "must be less than 25 characters" in str(outcome.notice)


async def test_clear_closes_the_whole_stack(stage: Stage) -> None:
    view_id = await open_modal(stage, modal(), response_action="clear")
    await modals.submit(stage.slack.core, "U0BOB", view_id, state(title="x"))
    assert stage.slack.state.views["U0BOB"] == []


async def test_only_the_view_in_front_can_be_submitted(stage: Stage) -> None:
    view_id = await open_modal(stage, modal())
    with pytest.raises(NotThereError):
        await modals.submit(stage.slack.core, "U0ALICE", view_id)


@pytest.mark.parametrize("notify", [True, False])
async def test_closing_is_told_only_on_demand(stage: Stage, *, notify: bool) -> None:
    closed = asyncio.Event()

    @stage.app.view_closed("item.edit")
    async def _(ack: Ack, body: Json) -> None:
        await ack()
        stage.heard.append(body)
        closed.set()

    view_id = await open_modal(stage, modal(notify_on_close=notify))
    await modals.close(stage.slack.core, "U0BOB", view_id)
    assert stage.slack.state.views["U0BOB"] == []
    if notify:
        await closed.wait()
        assert stage.heard[0]["is_cleared"] is True
    else:
        await run_command(stage.slack.core, "U0BOB", "C0OPS", "/blockers")
        assert stage.heard == []


async def test_press_in_a_modal_may_push_with_its_trigger(stage: Stage) -> None:
    @stage.app.action("item.tick")
    async def _(ack: Ack, body: Json, client: Any) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=modal())
        await ack()
        stage.heard.append(body)

    view_id = await open_modal(stage, modal(text_input(), actions(button())))
    container = {"type": "view", "view_id": view_id}
    typed = state(title="half")
    outcome = await presses.press(
        stage.slack.core, "U0BOB", container, {"action_id": "item.tick"}, typed
    )
    assert outcome.ok, outcome
    body = stage.heard[0]
    assert body["container"] == container
    assert body["view"]["state"]["values"]["title"]["text"]["value"] == "half"
    assert not {"channel", "message", "response_url"} & body.keys()
    assert len(stage.slack.state.views["U0BOB"]) == 2


async def test_input_without_dispatch_action_is_silent() -> None:
    async with socket_stage() as stage:
        view_id = await open_modal(stage, modal(USERS))
        chosen = {"action_id": "user", "selected_user": "U0BOB"}
        container = {"type": "view", "view_id": view_id}
        outcome = await presses.press(stage.slack.core, "U0BOB", container, chosen)
        assert (outcome.ok, outcome.acked_ms) == (True, None)


async def test_home_is_opened_and_published(stage: Stage) -> None:
    @stage.app.event("app_home_opened")
    async def _(event: Json, client: Any) -> None:
        stage.heard.append(event)
        view = {"type": "home", "blocks": [actions(button())]}
        await client.views_publish(user_id=event["user"], view=view)

    @stage.app.action("item.tick")
    async def _press(ack: Ack, body: Json) -> None:
        stage.heard.append(body)
        await ack()

    await stage.connect()
    visits.open_home(stage.slack.core, "U0BOB")
    home = (await stage.watch.until("home"))["view"]
    assert (stage.heard[0]["tab"], "view" in stage.heard[0]) == ("home", False)
    visits.open_home(stage.slack.core, "U0BOB")
    again = (await stage.watch.until("home"))["view"]
    assert stage.heard[1]["view"]["id"] == home["id"] == again["id"]
    assert home["hash"] != again["hash"]
    container = {"type": "view", "view_id": home["id"]}
    await presses.press(stage.slack.core, "U0BOB", container, {"action_id": "item.tick"})
    assert stage.heard[2]["view"]["type"] == "home"
    with pytest.raises(SlackApiError) as caught:
        await stage.app.client.views_publish(
            user_id="U0BOB", view={"type": "home", "blocks": []}, hash=home["hash"]
        )
    assert caught.value.response["error"] == "hash_conflict"


async def test_external_select_gets_its_options_from_the_app(stage: Stage) -> None:
    select = {
        "type": "input",
        "block_id": "issue",
        "label": plain("Issue"),
        "element": {"type": "external_select", "action_id": "pick"},
    }
    options = [{"text": plain("THR-42"), "value": "THR-42"}]

    @stage.app.options("pick")
    async def _(ack: Ack, body: Json) -> None:
        stage.heard.append(body)
        await ack(options=options)

    view_id = await open_modal(stage, modal(select))
    container = {"type": "view", "view_id": view_id}
    outcome = await presses.suggest(
        stage.slack.core, "U0BOB", container, {"action_id": "pick"}, "thr"
    )
    assert outcome.ack == {"options": options}
    assert stage.heard[0]["value"] == "thr"
