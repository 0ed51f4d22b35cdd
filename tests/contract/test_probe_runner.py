"""Running configured probes: turns, identity of a run, and the doubt in our own network."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.health import ProbeId, UnknownProbeError, Verdict
from bot.probes.config import ProbePolicy
from bot.probes.lookup import Lookup
from bot.probes.runner import MAX_RUNS_PER_HOST
from tests.servers.probes import (
    LOOPBACK,
    Server,
    answering,
    hang_up,
    http,
    names,
    probe_once,
    real_time,
    reply,
    running,
    serving,
    stay_mute,
    tls,
)

HTTP = ProbeId("http")


async def test_plans_come_in_the_order_of_the_configuration() -> None:
    async with running(tls(443), http("https://api.example.test/x?y=z")) as runner:
        assert [(plan.id, plan.target) for plan in runner.plans] == [
            ("tls", "127.0.0.1"),
            ("http", "https://api.example.test/x"),
        ]


async def test_probe_that_is_not_configured_is_an_error_of_the_caller() -> None:
    async with running(tls(443)) as runner:
        with pytest.raises(UnknownProbeError, match="no probe is called 'other'"):
            await runner.probe(ProbeId("other"))


async def test_every_run_has_a_name_of_its_own_and_tells_what_was_asked() -> None:
    before = real_time()
    async with answering(reply()) as server, running(http(server.url)) as runner:
        first, second = await runner.probe(HTTP), await runner.probe(HTTP)

    assert first.run_id != second.run_id
    assert first.config_hash == second.config_hash != ""
    assert before <= first.at <= second.at <= real_time()


async def test_one_host_is_asked_by_few_at_once() -> None:
    """The first runs hold their answer back until the next could have come, if it were let."""
    together = asyncio.Barrier(MAX_RUNS_PER_HOST)
    now = most = 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        await reader.readuntil(b"\r\n\r\n")
        now += 1
        most = max(most, now)
        await together.wait()
        now -= 1
        writer.write(reply())
        await writer.drain()

    runs = 3 * MAX_RUNS_PER_HOST
    async with serving(count) as server:
        probes = [http(server.url, id=f"p{number}") for number in range(runs)]
        async with running(*probes) as runner:
            found = await asyncio.gather(*(runner.probe(plan.id) for plan in runner.plans))

    assert most == MAX_RUNS_PER_HOST
    assert {result.verdict for result in found} == {Verdict.UP}


async def test_run_that_waited_too_long_for_its_turn_says_nothing_about_its_target() -> None:
    async with serving(stay_mute) as server:
        probes = [
            http(server.url, id=f"p{number}", interval="1s", timeout="600ms")
            for number in range(MAX_RUNS_PER_HOST + 1)
        ]
        async with running(*probes) as runner:
            *first, last = await asyncio.gather(*(runner.probe(plan.id) for plan in runner.plans))

    assert {result.reason for result in first} == {"http.timeout"}
    assert (last.verdict, last.reason) == (Verdict.UNKNOWN, "prober.overloaded")


@asynccontextmanager
async def _gone() -> AsyncIterator[Server]:
    """A port of loopback where nobody listens."""
    async with serving(hang_up) as server:
        pass
    yield server


def _watched_by(canary: Server) -> ProbePolicy:
    return LOOPBACK.model_copy(update={"canary": f"127.0.0.1:{canary.port}"})


NO_SERVERS = {"api_example_test": socket.gaierror(socket.EAI_AGAIN, "")}


async def test_silent_name_servers_are_our_own_trouble_unless_ruled_out() -> None:
    probe = http("http://api.example.test/")
    async with serving(hang_up) as alive, _gone() as dead:
        alone = await probe_once(probe, lookup=names(**NO_SERVERS))
        ruled_out = await probe_once(probe, lookup=names(**NO_SERVERS), policy=_watched_by(alive))
        cut_off = await probe_once(probe, lookup=names(**NO_SERVERS), policy=_watched_by(dead))

    assert (alone.verdict, alone.reason) == (Verdict.UNKNOWN, "prober.name_servers")
    assert (ruled_out.verdict, ruled_out.reason) == (Verdict.DOWN, "dns.servfail")
    assert (cut_off.verdict, cut_off.reason) == (Verdict.UNKNOWN, "prober.cut_off")
    assert cut_off.sentence == (
        f"our own network is cut off: 127.0.0.1:{dead.port} cannot be reached either"
    )


async def test_canary_that_the_policy_forbids_is_our_own_trouble() -> None:
    policy = ProbePolicy(canary="127.0.0.1:443")

    result = await probe_once(
        http("http://api.example.test/"), lookup=names(**NO_SERVERS), policy=policy
    )

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.canary")
    assert result.sentence == "the canary cannot be asked: 127.0.0.1 is loopback"


async def test_refusal_proves_our_network_and_is_believed_without_asking_anybody() -> None:
    async with serving(hang_up) as canary, _gone() as gone:
        result = await probe_once(http(gone.url), policy=_watched_by(canary))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tcp.refused")
    assert canary.connections == 0


async def test_many_failures_ask_the_canary_once() -> None:
    async with serving(hang_up) as canary:
        probes = [http("http://api.example.test/", id=f"p{number}") for number in range(6)]
        async with running(
            *probes, lookup=names(**NO_SERVERS), policy=_watched_by(canary)
        ) as runner:
            found = await asyncio.gather(*(runner.probe(plan.id) for plan in runner.plans))

    assert {result.reason for result in found} == {"dns.servfail"}
    assert canary.connections == 1


async def test_run_that_is_cancelled_leaves_its_turn_to_others() -> None:
    asked = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()

    async with serving(mute) as server:
        probes = [http(server.url, id=f"p{n}", timeout="200ms") for n in range(5)]
        async with running(*probes, lookup=Lookup()) as runner:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(runner.probe(ProbeId(f"p{n}"))) for n in range(4)]
                await asked.wait()
                for task in tasks:
                    task.cancel()
            result = await runner.probe(ProbeId("p4"))

    assert all(task.cancelled() for task in tasks)
    assert result.reason == "http.timeout"
