"""Payloads in the shapes that Slack documents, read into what handlers get."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.slack.payloads import ViewAnswer
from bot.slack.router import DuplicateRouteError, Router
from bot.slack.wire import read_event, read_press, read_shortcut, read_submission

USER = {"id": "U1", "username": "bob", "team_id": "T1"}
BASE = {"user": USER, "team": {"id": "T1"}, "trigger_id": "12.3"}
OPTION = {"text": {"type": "plain_text", "text": "One"}, "value": "one"}


def press_of(element: dict[str, Any]) -> dict[str, Any]:
    action = {"action_id": "a.b", "block_id": "c", "action_ts": "4.5", **element}
    return {**BASE, "type": "block_actions", "actions": [action]}


@pytest.mark.parametrize(
    ("element", "chosen"),
    [
        ({"type": "button", "value": "v"}, ("v",)),
        ({"type": "button"}, ()),
        ({"type": "static_select", "selected_option": OPTION}, ("one",)),
        ({"type": "static_select", "selected_option": None}, ()),
        ({"type": "overflow", "selected_option": OPTION}, ("one",)),
        ({"type": "checkboxes", "selected_options": [OPTION, OPTION]}, ("one", "one")),
        ({"type": "checkboxes", "selected_options": []}, ()),
        ({"type": "users_select", "selected_user": "U2"}, ("U2",)),
        ({"type": "multi_users_select", "selected_users": ["U2", "U3"]}, ("U2", "U3")),
        ({"type": "conversations_select", "selected_conversation": "C2"}, ("C2",)),
        ({"type": "channels_select", "selected_channel": "C2"}, ("C2",)),
        ({"type": "datepicker", "selected_date": "2026-11-25"}, ("2026-11-25",)),
        ({"type": "datepicker", "selected_date": None}, ()),
        ({"type": "timepicker", "selected_time": "09:00"}, ("09:00",)),
        ({"type": "datetimepicker", "selected_date_time": 1795000000}, ("1795000000",)),
        ({"type": "plain_text_input", "value": None}, ()),
        ({"type": "file_input", "files": [{"id": "F1", "name": "a.md"}]}, ("F1",)),
    ],
)
def test_press_gives_what_was_chosen(element: dict[str, Any], chosen: tuple[str, ...]) -> None:
    press = read_press(press_of(element))
    assert press.chosen == chosen
    assert press.value == (chosen[0] if chosen else "")


def test_press_is_named_by_trigger_action_and_time() -> None:
    assert read_press(press_of({})).delivery == "action:12.3:a.b:4.5"


def test_press_without_actions_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_press({**BASE, "type": "block_actions", "actions": []})


def submission(**changed: Any) -> dict[str, Any]:
    view = {
        "id": "V1",
        "hash": "1.abc",
        "callback_id": "checklist.edit",
        "private_metadata": "{}",
        "blocks": [
            {"type": "section", "block_id": "head"},
            {"type": "input", "block_id": "title"},
            {"type": "input", "block_id": "due"},
        ],
        "state": {
            "values": {
                "title": {"text": {"type": "plain_text_input", "value": "x"}},
                "due": {"day": {"type": "datepicker", "selected_date": None}},
            }
        },
    }
    return {**BASE, "type": "view_submission", "view": view, **changed}


def test_submission_gives_its_values_and_its_inputs() -> None:
    sent = read_submission(submission())
    assert sent.values == {"title": {"text": ("x",)}, "due": {"day": ()}}
    assert (sent.text("title"), sent.text("due"), sent.text("other")) == ("x", "", "")
    assert sent.inputs == ("title", "due")


def test_submission_again_after_an_error_is_another_delivery() -> None:
    first, again = (read_submission(submission(trigger_id=trigger)) for trigger in ("1", "2"))
    assert first.delivery != again.delivery


def test_shortcut_on_a_message_and_without_one() -> None:
    message = {"ts": "1.2", "text": "broken", "user": "U9"}
    channel = {"id": "C1", "name": "x"}
    body = {**BASE, "callback_id": "blocker.make", "message": message, "channel": channel}
    made = read_shortcut({**body, "team": {"id": "T1", "domain": "acme"}})
    assert made.message_ts == "1.2"
    assert (made.author, made.author_name, made.domain) == ("U9", "", "acme")
    of_app = {"ts": "1.2", "text": None, "user": "U0APP", "bot_id": "B1", "username": "CI"}
    made = read_shortcut({**body, "message": of_app})
    assert (made.message_text, made.author, made.author_name) == ("", None, "CI")
    named = {**of_app, "bot_profile": {"name": "Build bot"}}
    assert read_shortcut({**body, "message": named}).author_name == "Build bot"
    assert read_shortcut({**BASE, "callback_id": "blocker.add"}).message_ts is None


def event(happened: dict[str, Any], **changed: Any) -> dict[str, Any]:
    ours = {"team_id": "T1", "enterprise_id": None, "user_id": "U0", "is_bot": True}
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "authorizations": [ours]}
    return {**body, "event": happened, **changed}


def test_event_has_two_names() -> None:
    mention = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.2", "text": "hi"}
    read = read_event(event({**mention, "event_ts": "1.2", "thread_ts": "1.1"}))
    assert read.delivery == "event:Ev1"
    assert read.other_deliveries == ("event:app_mention:C1:1.2",)
    assert (read.text, read.ts, read.thread_ts) == ("hi", "1.2", "1.1")


def test_event_with_the_whole_channel_or_user_gives_their_ids() -> None:
    renamed = {"type": "channel_rename", "channel": {"id": "C1", "name": "x"}, "event_ts": "1.2"}
    changed = {"type": "user_change", "user": {"id": "U7", "name": "x"}}
    assert (read_event(event(renamed)).channel, read_event(event(renamed)).user) == ("C1", "")
    assert read_event(event(changed)).user == "U7"


def test_event_from_a_shared_channel_is_of_the_callers_team() -> None:
    mention = {"type": "app_mention", "user": "U1", "channel": "C1", "user_team": "T2"}
    assert read_event(event(mention, team_id="T2")).team == "T2"
    opened = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    assert read_event(event(opened, team_id="T2")).team == "T1"


def test_router_refuses_two_handlers_for_one_name() -> None:
    async def close(_: object) -> ViewAnswer:
        return ViewAnswer.close()

    router = Router()
    router.view("checklist.edit", close)
    with pytest.raises(DuplicateRouteError, match=r"checklist\.edit"):
        router.view("checklist.edit", close)
    assert router.names["view"] == ("checklist.edit",)
    assert router.names["action"] == ()
