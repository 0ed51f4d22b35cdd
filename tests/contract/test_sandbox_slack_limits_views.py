"""What a view, the metadata and the text of a message may hold in the local Slack."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.slack.limits.messages import check_attachments, check_content, check_metadata
from sandbox.slack.limits.views import check_view
from sandbox.slack.wire import SlackError
from tests.servers.bolt import Json, modal, plain, text_input


def section(text: str = "x") -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


TABLE: Json = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
MARKDOWN: Json = {"type": "markdown", "text": "x"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("[", "invalid_metadata_format"),
        ([], "invalid_metadata_format"),
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_type": "no spaces", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"a": "x" * 16_001}}, "metadata_too_large"),
    ],
)
def test_metadata_is_checked(given: Any, code: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_metadata(given)
    assert caught.value.code == code


@pytest.mark.parametrize("given", ["{", {}, ["x"]])
def test_attachments_are_checked(given: Any) -> None:
    with pytest.raises(SlackError) as caught:
        check_attachments(given)
    assert caught.value.code == "invalid_attachments"


VIEW_EDGES: list[tuple[str, Callable[[int], Json], int]] = [
    ("title", lambda size: modal(title=plain("x" * size)), 24),
    ("submit", lambda size: modal(submit=plain("x" * size)), 24),
    ("close", lambda size: modal(close=plain("x" * size)), 24),
    ("private_metadata", lambda size: modal(private_metadata="x" * size), 3000),
    ("callback_id", lambda size: modal(callback_id="x" * size), 255),
    ("external_id", lambda size: modal(external_id="x" * size), 255),
    ("blocks", lambda size: modal(*[{"type": "divider"}] * size), 100),
]


@pytest.mark.parametrize(
    ("make", "most"), [edge[1:] for edge in VIEW_EDGES], ids=[edge[0] for edge in VIEW_EDGES]
)
def test_views_edge_is_accepted_and_one_beyond_refused(
    make: Callable[[int], Json], most: int
) -> None:
    assert check_view(make(most))
    with pytest.raises(SlackError) as caught:
        check_view(make(most + 1))
    assert caught.value.code == "invalid_arguments"


HOME: Json = {"type": "home", "blocks": [section()]}


@pytest.mark.parametrize(
    ("view", "kinds", "message"),
    [
        ({**modal(), "submit": None}, ("modal",), "`submit` is required"),
        ({**modal(), "title": None}, ("modal",), "missing required field: title"),
        (modal(MARKDOWN), ("modal",), "unsupported type: markdown"),
        (modal(TABLE), ("modal",), "unsupported type: table"),
        (HOME, ("modal",), "unsupported type: home"),
        ({**HOME, "title": plain("x")}, ("home",), "invalid additional property: title"),
        ({**HOME, "blocks": [MARKDOWN]}, ("home",), "unsupported type: markdown"),
        (
            {**HOME, "blocks": [{**text_input(), "element": {"type": "file_input"}}]},
            ("home",),
            "unsupported type: file_input",
        ),
        ("{", ("modal",), ""),
        ([], ("modal",), "missing required field: view"),
    ],
)
def test_invalid_views_are_refused(view: Any, kinds: tuple[str, ...], message: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_view(view, kinds)
    assert caught.value.code == "invalid_arguments"
    assert message in " ".join(caught.value.messages)


def test_huge_view_is_too_large() -> None:
    blocks = [section("x" * 2999) for _ in range(90)]
    with pytest.raises(SlackError) as caught:
        check_view(modal(*blocks))
    assert caught.value.code == "view_too_large"


def test_home_and_alert_in_a_modal_are_fine() -> None:
    assert check_view(HOME, ("home",)) == HOME
    assert check_view(modal({"type": "alert", "text": plain("x"), "level": "warning"}))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"text": 5}, "invalid_arguments"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"blocks": []}, "no_text"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"attachments": [{"blocks": [{"type": "section"}]}]}, "invalid_blocks"),
    ],
)
def test_bad_content_is_refused(content: Json, code: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_content(content)
    assert caught.value.code == code


def test_markdown_text_becomes_a_block_and_empty_metadata_removes() -> None:
    assert check_content({"markdown_text": "**x**"})["blocks"] == [
        {"type": "markdown", "text": "**x**"}
    ]
    assert check_metadata({}) == {}
    assert check_content({"text": "x", "attachments": [{"text": "a"}]})["attachments"]
