"""The dns probe against a real name server on loopback."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.health import ProbeId, Verdict
from tests.servers.probes import NOWHERE, probe_once, running
from tests.servers.wire import NameServer, name_server

NAME = "api.example.test"
RECORDS = {
    (NAME, "A"): ("203.0.113.7", "203.0.113.8"),
    (NAME, "AAAA"): ("2001:db8::7",),
    (NAME, "TXT"): ('"v=spf1 " "include:mail.example.test -all"',),
    (NAME, "MX"): ("10 mail.example.test.",),
    (NAME, "CAA"): ('0 issue "letsencrypt.org"',),
    ("www.example.test", "CNAME"): ("api.example.test.",),
}


def question(server: NameServer, **fields: Any) -> Mapping[str, Any]:
    asked = {"id": "dns", "kind": "dns", "name": NAME, "interval": "5s", "timeout": "400ms"}
    return {**asked, "nameserver": server.address, **fields}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "api.example.test is 203.0.113.7, 203.0.113.8"),
        ({"expect_any": ["203.0.113.8"]}, "203.0.113.8"),
        ({"expect_all": ["203.0.113.0/24"]}, "203.0.113.8"),
        ({"expect_none": ["10.0.0.0/8"]}, "203.0.113.8"),
        ({"type": "AAAA", "expect_any": ["2001:db8:0::7"]}, "2001:db8::7"),
        ({"type": "TXT", "expect_any": ["v=spf1 include:mail.example.test -all"]}, "v=spf1"),
        ({"type": "MX", "expect_any": ["10 MAIL.example.test"]}, "10 mail.example.test"),
        ({"type": "CAA", "expect_all": ['0 issue "letsencrypt.org"']}, "letsencrypt.org"),
        (
            {"name": "www.example.test", "type": "CNAME", "expect_any": [NAME + "."]},
            "api.example.test",
        ),
    ],
)
async def test_answer_that_is_as_expected(fields: dict[str, Any], said: str) -> None:
    async with name_server(RECORDS) as server:
        result = await probe_once(question(server, **fields))

    assert (result.verdict, result.reason) == (Verdict.UP, "ok")
    assert said in result.sentence
    assert result.evidence["ttl"] == 300


@pytest.mark.parametrize(
    ("fields", "reason", "said"),
    [
        ({"expect_any": ["192.0.2.1"]}, "dns.records", "answers none of 192.0.2.1; it answers"),
        ({"expect_all": ["203.0.113.7", "192.0.2.1"]}, "dns.records", "does not answer 192.0.2.1"),
        ({"expect_none": ["203.0.113.0/29"]}, "dns.unwanted", "must not answer 203.0.113.0/29"),
        ({"name": "gone.example.test"}, "dns.nxdomain", "gone.example.test does not exist"),
        ({"type": "NS"}, "dns.noanswer", "has no NS record"),
    ],
)
async def test_answer_that_is_not(fields: dict[str, Any], reason: str, said: str) -> None:
    async with name_server(RECORDS) as server:
        result = await probe_once(question(server, **fields))

    assert (result.verdict, result.reason) == (Verdict.DOWN, reason)
    assert said in result.sentence


@pytest.mark.parametrize(
    ("failing", "reason"), [("mute", "dns.server_timeout"), ("broken", "dns.server_servfail")]
)
async def test_named_server_that_fails_is_down(failing: str, reason: str) -> None:
    async with name_server(RECORDS, **{failing: True}) as server:
        result = await probe_once(question(server))

    assert (result.verdict, result.reason) == (Verdict.DOWN, reason)
    assert server.address in result.sentence


async def test_changed_record_is_seen_at_once() -> None:
    async with (
        name_server(RECORDS) as server,
        running(question(server, expect_any=["203.0.113.7"])) as runner,
    ):
        before = await runner.probe(ProbeId("dns"))
        server.records[NAME, "A"] = ("192.0.2.9",)
        after = await runner.probe(ProbeId("dns"))

    assert (before.verdict, after.verdict) == (Verdict.UP, Verdict.DOWN)


async def test_name_server_in_a_forbidden_range_is_not_asked() -> None:
    async with name_server(RECORDS) as server:
        result = await probe_once(question(server), policy=NOWHERE)

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.blocked_address")
    assert server.asked == 0


async def test_many_questions_to_a_dead_server_keep_no_other_probe_waiting() -> None:
    async with name_server(RECORDS, mute=True) as dead, name_server(RECORDS) as server:
        asked = [
            question(dead, timeout="200ms", id=f"dead-{n}", name=f"n{n}.example.test")
            for n in range(20)
        ]
        async with running(*asked, question(server)) as runner, asyncio.TaskGroup() as group:
            tasks = [group.create_task(runner.probe(ProbeId(f"dead-{n}"))) for n in range(20)]
            healthy = await runner.probe(ProbeId("dns"))
            ended = sum(task.done() for task in tasks)

    assert healthy.verdict is Verdict.UP
    assert ended < 20
