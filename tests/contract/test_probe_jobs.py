"""Workflow and Kubernetes probes on the wire, and reports of jobs in every kind of store."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.domain.beats import Beat, Beats, BeatStatus
from bot.domain.health import ProbeId, Verdict
from bot.services.heartbeats import HeartbeatsService
from bot.store.stores import Stores
from bot.web.heartbeat import Heartbeats
from bot.web.server import serve
from tests.fakes.beats import FakeBeats
from tests.fakes.checklists import Switch
from tests.fakes.store import fake_stores
from tests.fakes.surroundings import HandClock
from tests.servers.probes import answering, probe_once, reply, running

pytest_plugins = ("tests.servers.store_fixtures",)

BACKUP = ProbeId("backup")
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
RUNS = {
    "workflow_runs": [
        {
            "run_number": 7,
            "status": "completed",
            "conclusion": "success",
            "head_sha": "0123456789abcdef",
            "created_at": "2026-11-18T11:00:00Z",
            "updated_at": "2026-11-18T11:05:00Z",
            "event": "push",
        }
    ]
}
CI = {"id": "ci", "kind": "github_workflow", "repo": "acme/api", "workflow": "ci.yml"}
BODY = json.dumps(RUNS).encode()


async def test_workflow_is_asked_with_the_token_and_again_only_if_it_changed() -> None:
    answers = (reply(body=BODY, ETag='"one"'), reply("304 Not Modified", b""))
    async with answering(*answers) as server:
        api = f"http://127.0.0.1:{server.port}"
        async with running(CI, github_api=api, environment={"GITHUB_TOKEN": "t-1"}) as runner:
            first = await runner.probe(ProbeId("ci"))
            second = await runner.probe(ProbeId("ci"))

    assert (first.verdict, second.verdict) == (Verdict.UP, Verdict.UP)
    assert first.evidence["build"] == "0123456789ab"
    asked, again = server.requests
    assert asked.startswith("GET /repos/acme/api/actions/workflows/ci.yml/runs?branch=main&")
    assert "Authorization: Bearer t-1" in asked
    assert 'If-None-Match: "one"' in again
    assert "t-1" not in str((first, second))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply("401 Unauthorized"), "prober.token"),
        (reply("404 Not Found"), "prober.token"),
        (reply("403 Forbidden", X_RateLimit_Remaining="0"), "prober.rate_limit"),
        (reply("403 Forbidden"), "prober.token"),
        (reply("503 Unavailable"), "prober.github"),
        (reply(body=b"<html>"), "prober.github"),
    ],
    ids=["401", "404", "spent", "403", "503", "no JSON"],
)
async def test_trouble_with_github_says_nothing_of_the_workflow(answer: bytes, reason: str) -> None:
    async with answering(answer) as server:
        result = await probe_once(CI, github_api=f"http://127.0.0.1:{server.port}")

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, reason)


@pytest.mark.parametrize(
    ("answer", "verdict", "reason"),
    [
        (
            reply(
                body=json.dumps(
                    {
                        "metadata": {"generation": 1},
                        "spec": {"replicas": 1},
                        "status": {
                            "observedGeneration": 1,
                            "replicas": 1,
                            "updatedReplicas": 1,
                            "availableReplicas": 1,
                        },
                    }
                ).encode()
            ),
            Verdict.UP,
            "ok",
        ),
        (reply("404 Not Found"), Verdict.DOWN, "k8s.missing"),
        (reply("403 Forbidden"), Verdict.UNKNOWN, "prober.rbac"),
        (reply("500 Oops"), Verdict.UNKNOWN, "prober.cluster"),
        (reply(body=b"{}"), Verdict.UNKNOWN, "prober.cluster"),
    ],
    ids=["rolled out", "missing", "not allowed", "trouble", "no object"],
)
async def test_cluster_is_asked_for_one_object(
    answer: bytes, verdict: Verdict, reason: str
) -> None:
    async with answering(answer) as server:
        asked = {
            "id": "api",
            "kind": "kubernetes",
            "namespace": "prod",
            "deployment": "api",
            "server": f"http://127.0.0.1:{server.port}",
            "token": {"env": "KUBE"},
        }
        result = await probe_once(asked, environment={"KUBE": "k-1"})

    assert (result.verdict, result.reason) == (verdict, reason)
    assert server.requests[0].startswith("GET /apis/apps/v1/namespaces/prod/deployments/api HTTP")
    assert "Authorization: Bearer k-1" in server.requests[0]


async def test_reports_are_kept_by_kind(stores: Stores) -> None:
    assert await stores.beats.load_beats(BACKUP, NOON) == Beats(known_since=NOON)
    later = NOON + timedelta(hours=1)
    done = Beat(at=later, bytes=12, duration=timedelta(milliseconds=1500))
    await stores.beats.save_beat(BACKUP, Beat(at=NOON, status=BeatStatus.START))
    await stores.beats.save_beat(BACKUP, done)
    await stores.beats.save_beat(BACKUP, Beat(at=NOON, bytes=99))  # an older one, late

    found = await stores.beats.load_beats(BACKUP, later)
    assert found == Beats(known_since=NOON, ok=done, start=NOON)


async def test_report_without_figures_forgets_the_ones_before(stores: Stores) -> None:
    await stores.beats.save_beat(BACKUP, Beat(at=NOON, bytes=12, duration=timedelta(seconds=1)))
    bare = Beat(at=NOON + timedelta(minutes=1))
    await stores.beats.save_beat(BACKUP, bare)

    assert (await stores.beats.load_beats(BACKUP, NOON)).ok == bare


async def test_long_answer_of_github_is_read_to_its_end() -> None:
    """Twenty runs are some 300 kB there, which never come in one piece."""
    run = RUNS["workflow_runs"][0]
    long = {"workflow_runs": [{**run, "repository": {"description": "x" * 15_000}}] * 20}
    async with answering(reply(body=json.dumps(long).encode())) as server:
        result = await probe_once(CI, github_api=f"http://127.0.0.1:{server.port}")

    assert result.verdict is Verdict.UP, result


async def test_long_answer_of_the_cluster_is_read_to_its_end() -> None:
    figures = {"replicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
    deployment = {
        "metadata": {"generation": 1, "annotations": {"last-applied": "x" * 200_000}},
        "spec": {"replicas": 1},
        "status": {"observedGeneration": 1, **figures},
    }
    async with answering(reply(body=json.dumps(deployment).encode())) as server:
        asked = {
            "id": "api",
            "kind": "kubernetes",
            "namespace": "prod",
            "deployment": "api",
            "server": f"http://127.0.0.1:{server.port}",
            "token": {"env": "KUBE"},
        }
        result = await probe_once(asked, environment={"KUBE": "k-1"})

    assert result.verdict is Verdict.UP, result


def token_of(probe: ProbeId) -> str | None:
    return "b-1" if probe == BACKUP else None


@pytest.mark.parametrize(
    ("path", "token", "body", "status"),
    [
        ("backup", "Bearer b-1", "", 204),
        ("backup", "bearer b-1", '{"status": "ok", "bytes": 10, "duration_ms": 5}', 204),
        ("backup", "Bearer b-1", '{"status": "start"}', 204),
        ("backup", "Bearer b-2", "", 401),
        ("backup", "", "", 401),
        ("backup", "Basic b-1", "", 401),
        ("other", "Bearer b-1", "", 404),
        ("backup", "Bearer b-1", '{"status": "great"}', 400),
        ("backup", "Bearer b-1", '{"bytes": -1}', 400),
        ("backup", "Bearer b-1", '{"bytes": "many"}', 400),
        ("backup", "Bearer b-1", '{"size": 1}', 400),
        ("backup", "Bearer b-1", "[", 400),
        ("backup", "Bearer b-1", " " * 5000, 413),
    ],
)
async def test_report_over_http(path: str, token: str, body: str, status: int) -> None:
    stores, clock = fake_stores(), HandClock()
    service = HeartbeatsService(stores.beats, stores.due, token_of, clock)
    async with (
        serve("127.0.0.1", 0, Heartbeats(service, clock).routes()) as address,
        ClientSession() as session,
        session.post(
            f"http://127.0.0.1:{address.port}/heartbeat/{path}",
            data=body,
            headers={"Authorization": token} if token else {},
        ) as answer,
    ):
        assert answer.status == status, await answer.text()

    assert isinstance(stores.beats, FakeBeats)
    assert bool(stores.beats.kept) == (status == 204)
    assert (tuple(await stores.due.all_due("probes")) == (BACKUP,)) == (status == 204)


async def test_report_that_comes_in_parts_is_read_whole() -> None:
    stores, clock = fake_stores(), HandClock()
    service = HeartbeatsService(stores.beats, stores.due, token_of, clock)

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"status": "ok", '
        await asyncio.sleep(0)
        yield b'"bytes": 7}'

    async with (
        serve("127.0.0.1", 0, Heartbeats(service, clock).routes()) as address,
        ClientSession() as session,
        session.post(
            f"http://127.0.0.1:{address.port}/heartbeat/backup",
            data=parts(),
            headers={"Authorization": "Bearer b-1"},
        ) as answer,
    ):
        assert answer.status == 204
    kept = (await stores.beats.load_beats(BACKUP, NOON)).ok
    assert kept is not None
    assert kept.bytes == 7


async def test_report_is_not_acknowledged_where_it_cannot_be_stored() -> None:
    switch = Switch()
    stores, clock = fake_stores(switch), HandClock()
    service = HeartbeatsService(stores.beats, stores.due, token_of, clock)
    switch.away = True
    async with (
        serve("127.0.0.1", 0, Heartbeats(service, clock).routes()) as address,
        ClientSession() as session,
        session.post(
            f"http://127.0.0.1:{address.port}/heartbeat/backup",
            headers={"Authorization": "Bearer b-1"},
        ) as answer,
    ):
        assert answer.status == 503


async def test_probe_turns_with_the_report_and_outlives_a_restart() -> None:
    beats = FakeBeats()
    asked: dict[str, Any] = {
        "id": "backup",
        "kind": "heartbeat",
        "every": "1d",
        "token": {"env": "T"},
    }
    waiting = await probe_once(asked, beats=beats)
    await beats.save_beat(BACKUP, Beat(at=waiting.at, status=BeatStatus.FAIL))
    failed = await probe_once(asked, beats=beats)
    await beats.save_beat(BACKUP, Beat(at=waiting.at + timedelta(seconds=1)))
    well = await probe_once(asked, beats=beats)

    verdicts = (waiting.verdict, failed.verdict, well.verdict)
    assert verdicts == (Verdict.UNKNOWN, Verdict.DOWN, Verdict.UP)
