"""The websocket probe against real servers that open, refuse, or do neither properly."""

from typing import Any

import pytest

from bot.domain.health import Verdict
from tests.servers.probes import NOWHERE, answering, probe_once, reply, serving, stay_mute
from tests.servers.wire import Talk, closing, listen, saying_back, websocket_server

KEY = "Bearer k-1"
WITH_KEY = {"headers": {"Authorization": {"env": "WS_KEY", "prefix": "Bearer "}}}
ENVIRONMENT = {"WS_KEY": "k-1"}


def ws(url: str, **fields: Any) -> dict[str, Any]:
    asked = {"id": "ws", "kind": "websocket", "url": url, "interval": "5s", "timeout": "900ms"}
    return {**asked, "settle": "150ms", **fields}


async def test_opens_with_a_key_and_refuses_without() -> None:
    async with websocket_server(listen, KEY) as (url, came):
        opened = await probe_once(ws(url, **WITH_KEY), environment=ENVIRONMENT)
        refused = await probe_once(ws(url, expect="rejected"))

    assert (opened.verdict, opened.sentence) == (Verdict.UP, "opened and stayed open")
    assert refused.verdict is Verdict.UP
    assert refused.sentence == "refused with 401, as it should"
    assert [headers.get("Authorization") for headers in came] == [KEY, None]


async def test_open_to_all_is_down_where_it_should_refuse() -> None:
    async with websocket_server(listen) as (url, _):
        result = await probe_once(ws(url, expect="rejected"))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "ws.accepted")


@pytest.mark.parametrize(
    ("refuse", "verdict", "reason"),
    [
        (403, Verdict.UP, "ok"),
        (200, Verdict.DOWN, "ws.unexpected_status"),
        (302, Verdict.DOWN, "ws.redirect"),
        (503, Verdict.DOWN, "ws.unexpected_status"),
    ],
)
async def test_only_a_refusal_counts_as_one(refuse: int, verdict: Verdict, reason: str) -> None:
    async with websocket_server(listen, KEY, refuse) as (url, _):
        result = await probe_once(ws(url, expect="rejected"))

    assert (result.verdict, result.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("expect", "talk", "verdict", "reason"),
    [
        ("rejected", closing(4401), Verdict.UP, "ok"),
        ("rejected", closing(1008), Verdict.UP, "ok"),
        ("rejected", closing(1011), Verdict.DOWN, "ws.unexpected_close"),
        ("rejected", saying_back("hello"), Verdict.DOWN, "ws.accepted"),
        ("accepted", closing(1000), Verdict.DOWN, "ws.closed"),
        ("accepted", closing(4401), Verdict.DOWN, "ws.closed"),
        ("accepted", saying_back("hello"), Verdict.UP, "ok"),
    ],
    ids=["4401", "1008", "1011", "talks", "closes", "refuses", "greets"],
)
async def test_what_it_does_after_it_opened(
    expect: str, talk: Talk, verdict: Verdict, reason: str
) -> None:
    async with websocket_server(talk) as (url, _):
        result = await probe_once(ws(url, expect=expect))

    assert (result.verdict, result.reason) == (verdict, reason)


@pytest.mark.parametrize(("wanted", "reason"), [("heard ping", "ok"), ("pong", "ws.message")])
async def test_message_that_is_sent_is_to_be_answered(wanted: str, reason: str) -> None:
    async with websocket_server(saying_back("hello")) as (url, _):
        result = await probe_once(ws(url, send="ping", message_contains=wanted))

    assert result.reason == reason


async def test_missing_key_of_ours_says_nothing_of_the_target() -> None:
    async with websocket_server(listen, KEY) as (url, came):
        result = await probe_once(ws(url, **WITH_KEY))

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.secret")
    assert came == []
    assert "k-1" not in str(result)


async def test_server_without_a_websocket_did_not_open() -> None:
    async with answering(reply()) as server:
        result = await probe_once(ws(f"ws://127.0.0.1:{server.port}/"))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "ws.unexpected_status")


async def test_mute_server_and_forbidden_address() -> None:
    async with serving(stay_mute) as server:
        url = f"ws://127.0.0.1:{server.port}/"
        mute = await probe_once(ws(url, timeout="300ms"))
        kept_out = await probe_once(ws(url), policy=NOWHERE)

    assert (mute.verdict, mute.reason) == (Verdict.DOWN, "http.timeout")
    assert (kept_out.verdict, kept_out.reason) == (Verdict.UNKNOWN, "prober.blocked_address")
