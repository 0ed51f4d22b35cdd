"""No probe gets around the address policy, whatever the address is written as."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, ip_network
from threading import Event

import pytest

from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.probes.addresses import AddressPolicy
from bot.probes.config import ProbePolicy
from bot.probes.guard import BlockedAddressError, Guard
from bot.probes.lookup import MAX_LOOKUPS, Lookup
from tests.servers.probes import (
    NOWHERE,
    answering,
    http,
    names,
    probe_once,
    reply,
    running,
    serving,
    stay_mute,
    tls,
)

ANY = str(IPv4Address(0))  # this host, to the kernel
ONE = ProbePolicy(allow=(ip_network("127.0.0.1/32"),))


def _blocked(result: ProbeResult) -> bool:
    return (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.blocked_address")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", ANY, "localhost", "0x7f000001"],
)
async def test_loopback_is_refused_by_default_however_it_is_written(host: str) -> None:
    async with answering(reply()) as server:
        result = await probe_once(http(f"http://{host}:{server.port}/"), policy=NOWHERE)

    assert _blocked(result), result
    assert server.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "::ffff:127.0.0.1", ANY, "localhost", "127.1"])
async def test_tls_probe_meets_the_same_policy(host: str) -> None:
    async with serving(stay_mute) as server:
        result = await probe_once(tls(server.port, host=host), policy=NOWHERE)

    assert _blocked(result), result
    assert server.connections == 0


async def test_refusal_says_what_the_address_is_and_where_to_allow_it() -> None:
    result = await probe_once(http("http://169.254.169.254/latest/meta-data/"))

    assert result.sentence == (
        "not asked: 169.254.169.254 is a metadata service; allow it in probe_policy if it is meant"
    )


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.2"],
        ["127.0.0.1", "127.0.0.2"],
        ["127.0.0.2", "127.0.0.1"],
        ["127.0.0.1", "10.0.0.1"],
    ],
)
async def test_name_with_any_forbidden_answer_is_not_asked_at_all(answers: Sequence[str]) -> None:
    lookup = names(api_example_test=answers)
    async with answering(reply()) as server:
        url = f"http://api.example.test:{server.port}/"
        by_http = await probe_once(http(url), policy=ONE, lookup=lookup)
        by_tls = await probe_once(
            tls(server.port, host="api.example.test"), policy=ONE, lookup=lookup
        )

    assert _blocked(by_http)
    assert _blocked(by_tls)
    assert server.connections == 0


async def test_name_that_changes_its_answer_gains_nothing() -> None:
    """Check and connection use the same answer, so a second one cannot slip in between."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    lookup = Lookup(lambda _host: next(answers))
    async with (
        answering(reply()) as server,
        running(
            http(f"http://rebind.example.test:{server.port}/"), policy=ONE, lookup=lookup
        ) as runner,
    ):
        first = await runner.probe(ProbeId("http"))
        second = await runner.probe(ProbeId("http"))

    assert first.evidence["address"] == "127.0.0.1"
    assert _blocked(second)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://other.example.test:{port}/",
    ],
)
async def test_redirect_to_a_forbidden_address_is_not_followed(location: str) -> None:
    lookup = names(other_example_test=["127.0.0.2"])
    async with answering(reply()) as inner:
        target = location.format(port=inner.port)
        async with answering(reply("302 Found", Location=target)) as server:
            result = await probe_once(
                http(server.url, follow_redirects=3), policy=ONE, lookup=lookup
            )

    assert _blocked(result)
    assert inner.connections == 0


def test_socket_is_refused_even_for_an_address_that_was_never_looked_up() -> None:
    guard = Guard(AddressPolicy())

    with pytest.raises(BlockedAddressError, match=r"127\.0\.0\.1 is loopback"):
        guard.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80)))


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
async def test_second_address_is_tried_where_the_first_refuses() -> None:
    lookup = names(api_example_test=["127.0.0.2", "127.0.0.1"])
    policy = AddressPolicy([ip_network("127.0.0.0/8")])
    async with serving(stay_mute) as server:
        sock = await Guard(policy, lookup).dial("api.example.test", server.port)
        with sock:
            assert sock.getpeername() == ("127.0.0.1", server.port)


async def test_dead_names_do_not_starve_the_living() -> None:
    release = Event()

    def resolve(host: str) -> list[str]:
        if host.startswith("dead"):
            release.wait(timeout=10)
        return ["127.0.0.1"]

    dead = [
        http(f"http://dead-{number}.example.test/", id=f"dead-{number}", timeout="200ms")
        for number in range(40)
    ]
    async with answering(reply()) as server:
        alive = http(f"http://alive.example.test:{server.port}/", id="alive", timeout="1s")
        async with running(*dead, alive, lookup=Lookup(resolve)) as runner:
            everyone = [ProbeId(probe["id"]) for probe in (*dead, alive)]
            *stuck, result = await asyncio.gather(*map(runner.probe, everyone))
    release.set()

    assert {found.reason for found in stuck} == {"prober.name_servers"}
    assert result.verdict is Verdict.UP
    assert result.duration_ms < 200


async def test_name_that_is_being_looked_up_is_not_asked_for_again() -> None:
    release = Event()
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        release.wait(timeout=10)
        return ["127.0.0.1"]

    probe = http("http://dead.example.test/", timeout="50ms")
    async with running(probe, lookup=Lookup(resolve)) as runner:
        for _ in range(3):
            await runner.probe(ProbeId("http"))
    release.set()

    assert asked == ["dead.example.test"]


async def test_system_resolver_knows_localhost_and_refuses_what_is_no_name() -> None:
    lookup = Lookup()

    assert "127.0.0.1" in await lookup.addresses("localhost")
    with pytest.raises(socket.gaierror):
        await lookup.addresses("x" * 70 + ".example.test")


async def test_number_of_lookups_at_once_is_bounded() -> None:
    release = Event()

    def resolve(_host: str) -> list[str]:
        release.wait(timeout=10)
        return ["127.0.0.1"]

    lookup = Lookup(resolve)
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(lookup.addresses(f"n{n}.test")) for n in range(MAX_LOOKUPS)]
        one_more = group.create_task(_refused(lookup))
        await one_more
        release.set()

    assert one_more.result() == socket.EAI_AGAIN
    assert [task.result() for task in asked] == [["127.0.0.1"]] * MAX_LOOKUPS


async def _refused(lookup: Lookup) -> int | None:
    with pytest.raises(socket.gaierror) as refusal:
        await lookup.addresses("one-more.test")
    return refusal.value.errno
