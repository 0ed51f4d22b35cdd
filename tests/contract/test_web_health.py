"""Health, metrics and the server around them, asked over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.ports import StoreUnavailableError, UnavailableError
from bot.web.health import Check, Health
from bot.web.metrics import Metrics
from bot.web.server import serve


@asynccontextmanager
async def served(
    checks: Mapping[str, Check], metrics: Metrics | None = None
) -> AsyncIterator[aiohttp.ClientSession]:
    routes = [*Health(checks, seconds=0.05).routes(), *(metrics or Metrics()).routes()]
    async with (
        serve("127.0.0.1", 0, routes) as address,
        aiohttp.ClientSession(f"http://127.0.0.1:{address.port}") as http,
    ):
        yield http


async def fine() -> None:
    return None


async def broken() -> str:
    return "1 of 2 connections, last frame 40 s ago"


async def away() -> None:
    raise StoreUnavailableError("The store", "connection refused")


async def hangs() -> None:
    await asyncio.Event().wait()


async def test_live_is_live_whatever_else_is_not() -> None:
    async with served({"store": away}) as http, http.get("/health/live") as answer:
        assert answer.status == 200


async def test_ready_when_every_check_is() -> None:
    async with served({"store": fine, "slack": fine}) as http:
        answer = await http.get("/health/ready")
        assert answer.status == 200
        assert await answer.json() == {"checks": {"store": "ok", "slack": "ok"}}


async def test_not_ready_says_which_and_why() -> None:
    checks: dict[str, Check] = {"a": fine, "b": broken, "c": away, "d": hangs}
    async with served(checks) as http:
        answer = await http.get("/health/ready")
        assert answer.status == 503
        assert await answer.json() == {
            "checks": {
                "a": "ok",
                "b": "1 of 2 connections, last frame 40 s ago",
                "c": "The store: connection refused",
                "d": "no answer within 0.05 s",
            }
        }


async def test_figures_are_told_beside_the_checks() -> None:
    figures = {"slack_last_frame_seconds": lambda: 3.14159}
    routes = Health({"store": fine}, figures=figures).routes()
    async with (
        serve("127.0.0.1", 0, routes) as address,
        aiohttp.ClientSession(f"http://127.0.0.1:{address.port}") as http,
    ):
        answer = await (await http.get("/health/ready")).json()
    assert answer == {"checks": {"store": "ok"}, "figures": {"slack_last_frame_seconds": 3.1}}


async def test_metrics_are_read_by_prometheus() -> None:
    metrics = Metrics()
    metrics.count_answer("command", 200, 0.004)
    metrics.count_error("NotSavedError")
    metrics.watch_sockets(lambda: 12.5, lambda: 2)
    async with served({}, metrics) as http, http.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        families = text_string_to_metric_families(await answer.text())
    samples = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }
    assert samples["blockers_slack_answer_seconds_count", ("kind", "command")] == 1
    bucket = ("kind", "command"), ("le", "0.005")
    assert samples["blockers_slack_answer_seconds_bucket", *bucket] == 1
    calls = ("kind", "command"), ("status", "200")
    assert samples["blockers_slack_calls_total", *calls] == 1
    assert samples["blockers_errors_total", ("name", "NotSavedError")] == 1
    assert samples["blockers_socket_silence_seconds",] == 12.5


async def test_port_that_is_taken_is_said_in_one_line() -> None:
    async with serve("127.0.0.1", 0, ()) as address:
        with pytest.raises(UnavailableError, match=f"127.0.0.1:{address.port}") as caught:
            async with serve("127.0.0.1", address.port, ()):
                pass
    assert caught.value.permanent


async def test_stopping_waits_for_a_request_under_way() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await go_on.wait()

    health = Health({"slow": slow}, seconds=5)
    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        async with serve("127.0.0.1", 0, health.routes()) as address:
            url = f"http://127.0.0.1:{address.port}/health/ready"
            asked = group.create_task(_status(http, url))
            await begun.wait()
            asyncio.get_running_loop().call_later(0.05, go_on.set)
        assert await asked == 200


async def _status(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(url) as answer:
        return answer.status
