"""Log lines: JSON, one a line, with the request's id and without any secret."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot.logs import CHATTY, mask, set_up_logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The root logger and the chatty ones, given back as they were."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line_has_time_level_logger_message_and_request(stream: io.StringIO) -> None:
    set_up_logs("INFO", stream, lambda: "1a2b3c4d")
    logging.getLogger("bot.x").warning("two\nlines of %s", "ü")
    (line,) = lines(stream)
    assert line["time"].endswith("Z")
    assert len(line["time"]) == len("2026-11-25T09:00:00.000Z")
    assert {**line, "time": ""} == {
        "time": "",
        "level": "warning",
        "logger": "bot.x",
        "message": "two\nlines of ü",
        "request": "1a2b3c4d",
    }


def test_trace_is_kept_with_secrets_masked(stream: io.StringIO) -> None:
    set_up_logs("INFO", stream, lambda: None)
    logging.getLogger("bot.x").error("failed", exc_info=RuntimeError("token xoxb-123-abc"))
    (line,) = lines(stream)
    assert "RuntimeError" in line["trace"]
    assert "123-abc" not in stream.getvalue()
    assert "request" not in line


def test_libraries_never_go_below_info(stream: io.StringIO) -> None:
    set_up_logs("DEBUG", stream, lambda: None)
    logging.getLogger("slack_sdk.web").debug("a whole body")
    logging.getLogger("gql.transport").info("a whole query")
    logging.getLogger("markdown_it.rules_block.list").debug("each rule at each line")
    logging.getLogger("bot.x").debug("ours")
    assert [line["message"] for line in lines(stream)] == ["ours"]


def test_set_up_twice_writes_once(stream: io.StringIO) -> None:
    set_up_logs("INFO", stream, lambda: None)
    set_up_logs("INFO", stream, lambda: None)
    logging.getLogger("bot.x").info("once")
    assert len(lines(stream)) == 1


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("xoxb-1-2-abc", "***"),
        ("token=xoxp-1, next", "token=***, next"),
        ("xoxe.xoxb-1-abc", "***"),
        ("xapp-1-A-2-f", "***"),
        ("lin_api_AbC1", "***"),
        ("ghp_abc123", "***"),
        ("github_pat_11AB_x", "***"),
        ("Authorization: Bearer abc.def-1", "Authorization: Bearer ***"),
        ("https://hooks.slack.com/commands/T1/2/xyz", "https://hooks.slack.com/***"),
        ("http://127.0.0.1:8080/response/abc", "http://127.0.0.1:8080/response/***"),
        (
            "wss://x.slack.com/link/?ticket=abc&app_id=1",
            "wss://x.slack.com/link/?ticket=***&app_id=1",
        ),
        ("redis://user:secret@host:6379/0", "redis://user:***@host:6379/0"),
        ("redis://:secret@host", "redis://:***@host"),
        ("at 12:30@noon, see http://h:1/x", "at 12:30@noon, see http://h:1/x"),
        ("the box of oxen", "the box of oxen"),
    ],
)
def test_secret_is_masked_wherever_it_stands(text: str, masked: str) -> None:
    assert mask(text) == masked
