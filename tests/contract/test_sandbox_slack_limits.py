"""Slack's limits as the local Slack holds them: at the edge accepted, one beyond refused."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.slack.limits.messages import check_blocks
from sandbox.slack.wire import SlackError
from tests.servers.bolt import Json, actions, button, plain, text_input


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(number: int = 0, **more: object) -> Json:
    return {"text": plain(f"Option {number}"), "value": f"v{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def confirm(**more: str) -> Json:
    words = {"title": "t", "text": "t", "confirm": "c", "deny": "d", **more}
    return {name: plain(word) for name, word in words.items()}


def element(kind: str, **more: object) -> list[Json]:
    return [actions({"type": kind, "action_id": "a", **more})]


def fields(count: int, size: int = 1) -> list[Json]:
    return [{"type": "section", "fields": [mrkdwn("x" * size)] * count}]


def context(count: int, text: str = "x") -> list[Json]:
    return [{"type": "context", "elements": [mrkdwn(text)] * count}]


def table(rows: int, columns: int, text: str = "x") -> list[Json]:
    row = [{"type": "raw_text", "text": text}] * columns
    return [{"type": "table", "rows": [row] * rows}]


def buttons(count: int) -> list[Json]:
    return [actions(*(button(f"a{number}") for number in range(count)))]


def one_button(**more: object) -> list[Json]:
    return [actions({**button(), **more})]


def markdown(*sizes: int) -> list[Json]:
    return [{"type": "markdown", "text": "x" * size} for size in sizes]


def header(text: str) -> list[Json]:
    return [{"type": "header", "text": plain(text)}]


def image(**more: object) -> list[Json]:
    return [{"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a", **more}]


def rich_list(indent: int) -> list[Json]:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    shown = {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": [item]}
    return [{"type": "rich_text", "elements": [shown]}]


CARD: Json = {"type": "card", "title": plain("x")}
# (what it makes of a size, the largest size allowed)
EDGES: list[tuple[str, Callable[[int], list[Json]], int]] = [
    ("blocks of a message", lambda size: [{"type": "divider"}] * size, 50),
    ("section text", lambda size: [section("x" * size)], 3000),
    ("section fields", fields, 10),
    ("field text", lambda size: fields(1, size), 2000),
    ("header", lambda size: header("x" * size), 150),
    ("context elements", context, 10),
    ("context text", lambda size: context(1, "x" * size), 3000),
    ("actions elements", buttons, 25),
    ("block_id", lambda size: [section(block_id="x" * size)], 255),
    ("action_id", lambda size: [actions(button("x" * size))], 255),
    ("button text", lambda size: one_button(text=plain("x" * size)), 75),
    ("button value", lambda size: one_button(value="x" * size), 2000),
    ("button url", lambda size: one_button(url="x" * size), 3000),
    ("button label", lambda size: one_button(accessibility_label="x" * size), 75),
    ("confirm title", lambda size: one_button(confirm=confirm(title="x" * size)), 100),
    ("confirm text", lambda size: one_button(confirm=confirm(text="x" * size)), 300),
    ("confirm yes", lambda size: one_button(confirm=confirm(confirm="x" * size)), 30),
    ("confirm no", lambda size: one_button(confirm=confirm(deny="x" * size)), 30),
    ("checkboxes", lambda size: element("checkboxes", options=options(size)), 10),
    ("radio buttons", lambda size: element("radio_buttons", options=options(size)), 10),
    ("overflow", lambda size: element("overflow", options=options(size)), 5),
    ("select", lambda size: element("static_select", options=options(size)), 100),
    (
        "option text",
        lambda size: element("overflow", options=[option(text=plain("x" * size))]),
        75,
    ),
    ("option value", lambda size: element("overflow", options=[option(value="x" * size)]), 150),
    (
        "option description",
        lambda size: element("checkboxes", options=[option(description=plain("x" * size))]),
        75,
    ),
    (
        "placeholder",
        lambda size: element("users_select", placeholder=plain("x" * size)),
        150,
    ),
    (
        "group label",
        lambda size: element(
            "static_select", option_groups=[{"label": plain("x" * size), "options": options(1)}]
        ),
        75,
    ),
    ("image alt", lambda size: image(alt_text="x" * size), 2000),
    ("image title", lambda size: image(title=plain("x" * size)), 2000),
    ("image url", lambda size: image(image_url="x" * size), 3000),
    ("markdown", markdown, 12_000),
    ("markdown together", lambda size: markdown(size // 2, size - size // 2), 12_000),
    ("table rows", lambda size: table(size, 1), 100),
    ("table columns", lambda size: table(1, size), 20),
    # ten cells, so the sum moves in steps of ten: 10,000 fits, 10,010 does not
    ("table characters", lambda size: table(1, 10, "x" * (size // 10)), 10_009),
    ("list indent", rich_list, 8),
    ("input label", lambda size: [{**text_input(), "label": plain("x" * size)}], 2000),
    ("card title", lambda size: [{"type": "card", "title": mrkdwn("x" * size)}], 150),
    ("card actions", lambda size: [{"type": "card", "actions": buttons(size)[0]["elements"]}], 3),
    (
        "carousel",
        lambda size: [
            {"type": "carousel", "elements": [{"type": "card", "title": plain("x")}] * size}
        ],
        10,
    ),
]


@pytest.mark.parametrize(("make", "most"), [edge[1:] for edge in EDGES], ids=[e[0] for e in EDGES])
def test_edge_is_accepted_and_one_beyond_refused(
    make: Callable[[int], list[Json]], most: int
) -> None:
    assert check_blocks(make(most))
    with pytest.raises(SlackError) as caught:
        check_blocks(make(most + 1))
    assert caught.value.code == "invalid_blocks"
    assert all("[json-pointer:/blocks" in message for message in caught.value.messages)


REFUSED: list[tuple[str, list[Any], str]] = [
    ("empty text", [section("")], "must be more than 0 characters"),
    ("empty header", header(""), "must be more than 0 characters"),
    ("section of nothing", [{"type": "section"}], "missing required field: text or fields"),
    ("header in mrkdwn", [{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn"),
    ("unknown block", [{"type": "banner"}], "unsupported type: banner"),
    ("no type", [{"text": plain("x")}], "missing required field: type"),
    ("no object", ["text"], "must be an object"),
    ("unknown property", [section(colour="red")], "invalid additional property: colour"),
    ("no checkboxes", element("checkboxes", options=[]), "no fewer than 1 items"),
    ("empty select", element("static_select", options=[]), "no fewer than 1 items"),
    ("select without options", element("static_select"), "exactly one of options"),
    (
        "options twice over",
        element(
            "static_select",
            options=options(1),
            option_groups=[{"label": plain("g"), "options": options(1)}],
        ),
        "exactly one of options",
    ),
    ("equal values", element("overflow", options=[option(), option()]), "duplicate option value"),
    (
        "initial option not offered",
        element("static_select", options=options(2), initial_option=option(5)),
        "initial_option must be one of the options",
    ),
    (
        "initial options not offered",
        element("checkboxes", options=options(2), initial_options=[option(5)]),
        "initial_options must be among the options",
    ),
    ("action_id twice", [actions(button("a"), button("a"))], "`action_id` duplicate"),
    ("block_id twice", [section(block_id="b"), section(block_id="b")], "`block_id` duplicate"),
    (
        "text input among actions",
        element("plain_text_input"),
        "unsupported type: plain_text_input",
    ),
    (
        "button in context",
        [{"type": "context", "elements": [button()]}],
        "unsupported type: button",
    ),
    ("button in input", [{**text_input(), "element": button()}], "unsupported type: button"),
    ("text input beside text", [section(accessory=text_input()["element"])], "unsupported type"),
    ("no actions", [{"type": "actions", "elements": []}], "no fewer than 1 items"),
    ("odd style", one_button(style="loud"), "must be one of primary, danger"),
    ("button text in mrkdwn", one_button(text=mrkdwn("x")), "unsupported type: mrkdwn"),
    ("emoji on mrkdwn", [{"type": "section", "text": {**mrkdwn("x"), "emoji": True}}], "emoji"),
    ("value that is no string", one_button(value=1), "must be a string"),
    ("flag that is no flag", [section(expand="yes")], "must be a boolean"),
    ("alert in a message", [{"type": "alert", "text": plain("x")}], "unsupported type: alert"),
    ("image without source", [{"type": "image", "alt_text": "a"}], "exactly one of image_url"),
    ("mrkdwn option in a select", element("static_select", options=[option(text=mrkdwn("x"))]), ""),
    ("min over max", [text_input(min_length=5, max_length=3)], "must not be greater"),
    (
        "file input in a message",
        [{**text_input(), "element": {"type": "file_input"}}],
        "unsupported type: file_input",
    ),
    ("pending task alone", [{"type": "task_card", "task_id": "1"}], "missing required field"),
]


@pytest.mark.parametrize(
    ("blocks", "message"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_invalid_blocks_are_refused_with_the_reason(blocks: list[Any], message: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_blocks(blocks)
    assert caught.value.code == "invalid_blocks"
    assert message in " ".join(caught.value.messages)


ACCEPTED: list[tuple[str, list[Json]]] = [
    ("accessories", [section(accessory=button()), section(accessory=image()[0] | {})]),
    ("marked options", element("checkboxes", options=[option(text=mrkdwn("*x*"))])),
    ("same action_id in two blocks", [actions(button(), block_id="a"), actions(button())]),
    ("initial option", element("static_select", options=options(2), initial_option=option(1))),
    ("date and time", element("datepicker", initial_date="2026-11-25")),
    ("all texts", [{"type": "context", "elements": [plain("x"), mrkdwn("y"), image()[0]]}]),
    ("container", [{"type": "container", "child_blocks": [section(), {"type": "divider"}]}]),
]


@pytest.mark.parametrize("blocks", [one[1] for one in ACCEPTED], ids=[one[0] for one in ACCEPTED])
def test_valid_blocks_are_taken(blocks: list[Json]) -> None:
    assert check_blocks(blocks) == blocks


def test_many_characters_are_too_long_although_each_block_is_fine() -> None:
    with pytest.raises(SlackError) as caught:
        check_blocks([section("x" * 2700)] * 5)
    assert caught.value.code == "msg_blocks_too_long"


def test_only_one_table_a_message() -> None:
    with pytest.raises(SlackError) as caught:
        check_blocks(table(1, 1) * 2)
    assert caught.value.code == "invalid_attachments"
    assert "only_one_table_allowed" in caught.value.messages[0]
