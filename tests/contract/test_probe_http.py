"""The http probe against real servers, good ones and broken ones."""

import asyncio
import gzip
import socket
import tracemalloc

import pytest

from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.store.probe_json import result_to_json
from tests.servers.probes import (
    Handler,
    answering,
    hang_up,
    http,
    names,
    probe_once,
    reply,
    reset,
    running,
    saying,
    serving,
    stay_mute,
)


def _said(result: ProbeResult) -> tuple[Verdict, str]:
    return result.verdict, result.reason


async def test_good_answer_is_up_with_its_figures_and_without_its_body() -> None:
    async with answering(reply(body=b'{"status": "ok", "secret": "s3cr3t"}')) as server:
        result = await probe_once(http(server.url, json_equals={"status": "ok"}))

    assert _said(result) == (Verdict.UP, "ok")
    assert result.evidence["status"] == 200
    assert result.evidence["address"] == "127.0.0.1"
    assert [name for name, _ in result.phases] == ["connect", "wait", "body"]
    assert sum(ms for _, ms in result.phases) == pytest.approx(result.duration_ms, abs=50)
    assert "s3cr3t" not in result_to_json(result)


async def test_status_without_a_name_is_told_by_its_number() -> None:
    async with answering(reply("299 Whatever")) as server:
        result = await probe_once(http(server.url))

    assert result.verdict is Verdict.UP
    assert result.sentence.startswith("answered 299 in ")


async def test_name_is_looked_up_and_its_time_is_told() -> None:
    async with answering(reply()) as server:
        result = await probe_once(
            http(f"http://api.example.test:{server.port}/"),
            lookup=names(api_example_test=["127.0.0.1"]),
        )

    assert result.verdict is Verdict.UP
    assert [name for name, _ in result.phases] == ["dns", "connect", "wait", "body"]


async def test_every_run_makes_a_fresh_connection_and_keeps_no_cookie() -> None:
    async with (
        answering(reply(Set_Cookie="session=1; Path=/")) as server,
        running(http(server.url)) as runner,
    ):
        for _ in range(2):
            assert (await runner.probe(ProbeId("http"))).verdict is Verdict.UP

    assert server.connections == 2
    assert "cookie" not in "".join(server.requests).lower()


async def test_head_asks_for_no_body() -> None:
    async with answering(reply(body=b"", Content_Length="5")) as server:
        result = await probe_once(http(server.url, method="HEAD"))

    assert result.verdict is Verdict.UP
    assert server.requests[0].startswith("HEAD / HTTP/1.1")


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (hang_up, "http.disconnected"),
        (reset, "tcp.reset"),
        (saying(b"SSH-2.0-OpenSSH_9.6\r\n"), "http.malformed"),
        (saying(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000), "http.malformed"),
    ],
    ids=["hangs up", "resets", "speaks ssh", "endless header"],
)
async def test_broken_server_has_its_own_reason(handler: Handler, reason: str) -> None:
    async with serving(handler) as server:
        result = await probe_once(http(server.url))

    assert _said(result) == (Verdict.DOWN, reason)


async def test_answer_that_breaks_off_is_down() -> None:
    async with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") as server:
        result = await probe_once(http(server.url))

    assert _said(result) == (Verdict.DOWN, "http.cut")


async def test_refused_connection_is_down_and_names_host_and_port() -> None:
    async with serving(stay_mute) as server:
        port = server.port
    result = await probe_once(http(f"http://127.0.0.1:{port}/"))

    assert _said(result) == (Verdict.DOWN, "tcp.refused")
    assert result.sentence == f"127.0.0.1:{port} refused the connection"


@pytest.mark.parametrize(
    ("handler", "scheme", "reason", "phase"),
    [
        (stay_mute, "http", "http.timeout", "wait"),
        (stay_mute, "https", "tls.timeout", "tls"),
        (saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), "http", "http.timeout", "body"),
    ],
)
async def test_deadline_covers_every_phase(
    handler: Handler, scheme: str, reason: str, phase: str
) -> None:
    async with serving(handler) as server:
        probe = http(f"{scheme}://127.0.0.1:{server.port}/", timeout="150ms")
        result = await probe_once(probe)

    assert _said(result) == (Verdict.DOWN, reason)
    assert result.phases[-1][0] == phase
    assert 140 <= result.duration_ms < 1000
    assert result.sentence.endswith("within 150ms")


async def test_deadline_covers_a_connection_that_nobody_takes() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:  # fills the queue of connections nobody accepts
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        result = await probe_once(
            http(f"http://127.0.0.1:{deaf.getsockname()[1]}/", timeout="150ms")
        )
        for one in waiting:
            one.close()

    assert _said(result) == (Verdict.DOWN, "tcp.timeout")


async def test_slow_answer_is_degraded() -> None:
    async with answering(reply()) as server:
        result = await probe_once(http(server.url, slow="0.01ms"))

    assert _said(result) == (Verdict.DEGRADED, "http.slow")
    assert result.sentence.endswith("more than 0.01ms")


@pytest.mark.parametrize(
    ("lookup", "reason"),
    [
        (names(), "dns.nxdomain"),
        (names(api_example_test=socket.gaierror(socket.EAI_FAIL, "")), "dns.failed"),
    ],
)
async def test_name_without_an_address_is_down(lookup: object, reason: str) -> None:
    result = await probe_once(http("http://api.example.test/"), lookup=lookup)

    assert _said(result) == (Verdict.DOWN, reason)


async def test_endless_body_is_read_to_its_bound_and_no_further() -> None:
    sent = 0

    async def stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            sent += 65536
            await writer.drain()

    async with serving(stream) as server:
        result = await probe_once(http(server.url))
        wanted = await probe_once(http(server.url, body_contains="ready"))

    assert _said(result) == (Verdict.UP, "ok")
    assert _said(wanted) == (Verdict.DOWN, "http.body")
    assert sent < 32_000_000


async def test_compressed_answer_is_matched_as_text_and_a_bomb_is_not_unpacked() -> None:
    bomb = reply(body=gzip.compress(b"ready" + b"\0" * 50_000_000), Content_Encoding="gzip")
    async with answering(bomb) as server:
        tracemalloc.start()
        result = await probe_once(http(server.url, body_contains="ready"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        as_json = await probe_once(http(server.url, json_equals={"a": 1}))

    assert _said(result) == (Verdict.UP, "ok")
    assert _said(as_json) == (Verdict.DOWN, "http.too_big")
    assert peak < 10_000_000


async def test_redirect_is_not_followed_unless_asked() -> None:
    async with answering(reply("302 Found", Location="/login")) as server:
        result = await probe_once(http(server.url))
        expected = await probe_once(http(server.url, status=302))

    assert result.sentence == "answered 302, expected 2xx"
    assert expected.verdict is Verdict.UP


async def test_redirect_is_followed_as_often_as_allowed() -> None:
    away = reply("301 Moved Permanently", Location="/next")
    async with answering(away, away, reply()) as server:
        result = await probe_once(http(server.url, follow_redirects=2))
    async with answering(away) as server:
        endless = await probe_once(http(server.url, follow_redirects=2))

    assert result.verdict is Verdict.UP
    assert _said(endless) == (Verdict.DOWN, "http.redirect")
    assert endless.sentence == "more than 2 redirects"


@pytest.mark.parametrize(
    "location",
    [
        "ftp://a.example/",
        "javascript:1",
        "http://bob:pw@127.0.0.1/",
        "http://[::1",
        "http://127.1/",
    ],
)
async def test_redirect_to_what_is_no_web_address_is_down(location: str) -> None:
    async with answering(reply("302 Found", Location=location)) as server:
        result = await probe_once(http(server.url, follow_redirects=1))

    assert _said(result) == (Verdict.DOWN, "http.redirect")
    assert "pw" not in result_to_json(result)


async def test_redirect_without_a_location_is_down() -> None:
    async with answering(reply("302 Found")) as server:
        result = await probe_once(http(server.url, follow_redirects=1))

    assert _said(result) == (Verdict.DOWN, "http.redirect")


async def test_failure_behind_a_redirect_names_the_host_it_went_to() -> None:
    async with serving(hang_up) as other:
        gone = other.port
    async with answering(reply("302 Found", Location=f"http://127.0.0.1:{gone}/")) as server:
        result = await probe_once(http(server.url, follow_redirects=1))

    assert result.sentence == f"127.0.0.1:{gone} refused the connection"


SECRET = {"Authorization": {"env": "TOKEN", "prefix": "Bearer "}, "X-Plain": "here"}


async def test_secret_reaches_its_origin_and_nothing_else() -> None:
    async with answering(reply()) as other:
        away = reply("302 Found", Location=other.url)
        async with answering(reply("302 Found", Location="/same"), away) as server:
            result = await probe_once(
                http(server.url, follow_redirects=2, headers=SECRET),
                environment={"TOKEN": "s3cr3t"},
            )

    assert result.verdict is Verdict.UP
    assert ["Authorization: Bearer s3cr3t" in head for head in server.requests] == [True, True]
    assert "s3cr3t" not in other.requests[0]
    assert "X-Plain" not in other.requests[0]
    assert "s3cr3t" not in result_to_json(result)


async def test_missing_secret_is_our_own_trouble_and_nobody_is_asked() -> None:
    async with answering(reply()) as server:
        result = await probe_once(http(server.url, headers=SECRET))

    assert _said(result) == (Verdict.UNKNOWN, "prober.secret")
    assert result.sentence == "not asked: the variable TOKEN is missing or empty"
    assert server.connections == 0


async def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(hang_up) as proxy, answering(reply()) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        result = await probe_once(http(server.url))

    assert result.verdict is Verdict.UP
    assert proxy.connections == 0
