"""Menus, pickers and inputs: what a choice sends, and what Slack's client does not let through."""

from typing import Any

import pytest

from sandbox.slack.normalise import with_ids
from sandbox.slack.pressed import NotThereError, find_element, pressed
from sandbox.slack.view_state import full_state, missing_inputs
from tests.servers.bolt import Json, actions, plain, text_input

OPTIONS: list[Json] = [{"text": plain(name), "value": name} for name in ("a", "b")]


def sent(element: Json, **chosen: Any) -> Json:
    blocks = with_ids([actions({"action_id": "it", **element})])
    block, found = find_element(blocks, {"action_id": "it"})
    return pressed(block, found, {"action_id": "it", **chosen}, "1.000001")


@pytest.mark.parametrize(
    ("element", "chosen", "key", "value"),
    [
        (
            {"type": "static_select", "options": OPTIONS},
            {"selected_option": {"value": "b"}},
            "selected_option",
            "b",
        ),
        (
            {"type": "overflow", "options": OPTIONS},
            {"selected_option": "a"},
            "selected_option",
            "a",
        ),
        ({"type": "users_select"}, {"selected_user": "U0BOB"}, "selected_user", None),
        ({"type": "datepicker"}, {"selected_date": "2026-12-18"}, "selected_date", None),
    ],
)
def test_choice_is_sent_as_slack_does(
    element: Json, chosen: Json, key: str, value: str | None
) -> None:
    action = sent(element, **chosen)
    if value is None:
        assert action[key] == chosen[key]
    else:
        assert action[key]["value"] == value
        assert action[key]["text"]["text"] == value


def test_checkboxes_send_the_whole_new_set() -> None:
    boxes = {"type": "checkboxes", "options": OPTIONS}
    both = sent(boxes, selected_options=["a", {"value": "b"}])
    assert [one["value"] for one in both["selected_options"]] == ["a", "b"]
    assert sent(boxes, selected_options=[])["selected_options"] == []


def test_grouped_options_are_offered_and_a_choice_can_be_cleared() -> None:
    groups = [{"label": plain("g"), "options": OPTIONS}]
    select = {"type": "static_select", "option_groups": groups, "placeholder": plain("Pick")}
    action = sent(select, selected_option="a")
    assert (action["selected_option"]["value"], action["placeholder"]["text"]) == ("a", "Pick")
    assert sent(select, selected_option=None)["selected_option"] is None


def test_what_is_not_offered_cannot_be_chosen() -> None:
    with pytest.raises(NotThereError):
        sent({"type": "static_select", "options": OPTIONS}, selected_option="c")
    with pytest.raises(NotThereError):
        sent({"type": "workflow_button", "text": plain("x"), "workflow": {}})


def entered(element: Json, value: object, **block: object) -> dict[str, str]:
    key = "files" if element["type"] == "file_input" else "value"
    shown = with_ids(
        [
            {
                "type": "input",
                "block_id": "it",
                "label": plain("It"),
                "element": {"action_id": "it", **element},
                **block,
            }
        ]
    )
    state = full_state(shown, {"it": {"it": {"type": element["type"], key: value}}})
    return missing_inputs(shown, state)


@pytest.mark.parametrize(
    ("element", "good", "bad", "word"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "abc", "ab", "at least 3"),
        ({"type": "plain_text_input", "max_length": 3}, "abc", "abcd", "at most 3"),
        ({"type": "plain_text_input"}, "x" * 3000, "x" * 3001, "at most 3000"),
        ({"type": "number_input", "is_decimal_allowed": False}, "5", "5.5", "enter a number"),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "1"},
            "1.5",
            "0.5",
            "at least 1",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"},
            "9",
            "10",
            "at most 9",
        ),
        ({"type": "email_text_input"}, "a@x.org", "a", "valid email"),
        ({"type": "url_text_input"}, "https://x.org", "x.org", "valid URL"),
        ({"type": "file_input"}, [{"id": "F1"}], [], "required"),
        ({"type": "plain_text_input"}, "x", "", "required"),
    ],
)
def test_client_stops_what_does_not_fit(element: Json, good: Any, bad: Any, word: str) -> None:
    assert entered(element, good) == {}
    assert word in entered(element, bad)["it"]


def test_optional_input_may_stay_empty() -> None:
    assert entered({"type": "plain_text_input"}, "", optional=True) == {}


def test_newer_layers_win_over_older_ones_and_initial_values() -> None:
    blocks = with_ids([text_input(initial_value="first"), text_input("note", initial_value="n")])
    old = {"title": {"text": {"type": "plain_text_input", "value": "second"}}}
    new = {"title": {"text": {"type": "plain_text_input", "value": "third"}}}
    state = full_state(blocks, new, old)
    assert state["title"]["text"]["value"] == "third"
    assert full_state(blocks, None, old)["title"]["text"]["value"] == "second"
    assert state["note"]["text"]["value"] == "n"
