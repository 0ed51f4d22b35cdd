"""What is asked of an HTTP answer."""

from typing import Any

import pytest

from bot.probes.conditions import Answer, judge_answer, same, value_at
from bot.probes.config import HttpProbeConfig


def _config(**conditions: Any) -> HttpProbeConfig:
    return HttpProbeConfig.model_validate(
        {"id": "api", "kind": "http", "url": "https://api.example.com/"} | conditions
    )


def _answer(**fields: Any) -> Answer:
    given: dict[str, Any] = {
        "status": 200,
        "headers": {"Content-Type": "application/json"},
        "body": b'{"status": "ok", "db": {"lag": 3, "nodes": [{"up": true}]}, "a.b": 1}',
    }
    return Answer(**given | fields)


@pytest.mark.parametrize(
    ("conditions", "answer"),
    [
        ({}, {}),
        ({}, {"status": 204}),
        ({"status": [301, 302]}, {"status": 302}),
        ({"json_equals": {"status": "ok"}}, {}),
        ({"json_equals": {"db.lag": 3, "db.nodes.0.up": True, "a.b": 1}}, {}),
        ({"json_equals": {"db.nodes": [{"up": True}]}}, {}),
        ({"json_equals": {"0": 5}}, {"body": b"[5]"}),
        ({"body_contains": ["status", "ok"]}, {}),
        ({"body_contains": "früh"}, {"body": "früh".encode("latin-1"), "charset": "latin-1"}),
        ({"body_contains": "früh"}, {"body": "früh".encode(), "charset": "no-such-charset"}),
        ({"header_contains": {"content-type": "json"}}, {}),
    ],
)
def test_answer_that_meets_its_conditions_is_good(
    conditions: dict[str, object], answer: dict[str, object]
) -> None:
    assert judge_answer(_config(**conditions), _answer(**answer)) is None


@pytest.mark.parametrize(
    ("conditions", "answer", "reason", "sentence"),
    [
        ({}, {"status": 503}, "http.status", "answered 503, expected 2xx"),
        (
            {"status": [200, "4xx"]},
            {"status": 302},
            "http.status",
            "answered 302, expected 200 or 4xx",
        ),
        ({"json_equals": {"status": "up"}}, {}, "http.json", '“status” in the answer is not "up"'),
        ({"json_equals": {"db.lag": True}}, {}, "http.json", "“db.lag” in the answer is not true"),
        (
            {"json_equals": {"db.nodes.1.up": True}},
            {},
            "http.json",
            "the answer has no “db.nodes.1.up”",
        ),
        ({"json_equals": {"status.x": 1}}, {}, "http.json", "the answer has no “status.x”"),
        ({"json_equals": {"a": 1}}, {"body": b"<html>"}, "http.json", "the answer is not JSON"),
        (
            {"json_equals": {"a": 1}},
            {"body": b"[" * 100_000},
            "http.json",
            "the answer is not JSON",
        ),
        (
            {"json_equals": {"a": 1}},
            {"cut": True},
            "http.too_big",
            "the answer is too long to be read as JSON",
        ),
        ({"body_contains": "fine"}, {}, "http.body", "“fine” is not in the answer"),
        (
            {"body_contains": "fine"},
            {"cut": True},
            "http.body",
            "“fine” is not in the first part of a long answer",
        ),
        (
            {"header_contains": {"Server": "x"}},
            {},
            "http.header",
            "header Server does not contain “x”",
        ),
    ],
)
def test_answer_that_misses_a_condition_is_named_by_it(
    conditions: dict[str, object], answer: dict[str, object], reason: str, sentence: str
) -> None:
    finding = judge_answer(_config(**conditions), _answer(**answer))

    assert finding is not None
    assert (finding.reason, finding.sentence) == (reason, sentence)


def test_nothing_of_the_answer_is_repeated() -> None:
    body = b'{"status": "s3cr3t"}'

    finding = judge_answer(
        _config(json_equals={"status": "ok"}, body_contains="x"),
        _answer(body=body, headers={"X": "s3cr3t"}),
    )

    assert "s3cr3t" not in repr(finding)


@pytest.mark.parametrize(
    ("found", "want", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (None, None, True),
        ("1", 1, False),
        ([1, [True]], [1, [True]], True),
        ([1, [True]], [1, [1]], False),
        ([1], [1, 2], False),
        ({"a": {"b": 1}}, {"a": {"b": 1}}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
    ],
)
def test_equality_is_that_of_json(found: object, want: object, equal: bool) -> None:
    assert same(found, want) is equal


def test_key_with_dots_wins_over_the_path() -> None:
    assert value_at({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
