"""The sandbox's targets as the probes see them, with every switch."""

import json
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.probes.config_jobs import HeartbeatProbeConfig
from bot.probes.heartbeat import judge_reports
from bot.services.heartbeats import HeartbeatsService
from bot.web.heartbeat import Heartbeats
from bot.web.server import serve
from sandbox.config_text import probe_entries
from sandbox.targets.backup import TOKEN
from sandbox.targets.switched import UnknownSwitchError
from sandbox.targets.targets import PLANS, Targets
from tests.fakes.beats import FakeBeats
from tests.fakes.store import fake_stores
from tests.fakes.surroundings import HandClock
from tests.servers.probes import probe_once, real_time, running

OTHERS = {
    ("api-dns", "wrong-record"): (Verdict.DOWN, "dns.records"),
    ("api-dns", "gone"): (Verdict.DOWN, "dns.nxdomain"),
    ("api-dns", "silent"): (Verdict.DOWN, "dns.server_timeout"),
    ("ws-no-key", "open-to-all"): (Verdict.DOWN, "ws.accepted"),
    ("ws-no-key", "closed-to-all"): (Verdict.DOWN, "ws.unexpected_status"),
    ("ci-main", "red"): (Verdict.DOWN, "gh.failed"),
    ("ci-main", "running"): (Verdict.UP, "ok"),
    ("ci-main", "limited"): (Verdict.UNKNOWN, "prober.rate_limit"),
}
REASONS = {
    "down": (Verdict.DOWN, "http.status"),
    "slow": (Verdict.DEGRADED, "http.slow"),
    "wrong-json": (Verdict.DOWN, "http.json"),
    "refuse": (Verdict.DOWN, "tcp.refused"),
    "expired": (Verdict.DOWN, "tls.expired"),
    "wrong-host": (Verdict.DOWN, "tls.host_mismatch"),
    "self-signed": (Verdict.DOWN, "tls.self_signed"),
    "renewal-overdue": (Verdict.DEGRADED, "tls.renewal_overdue"),
}


@asynccontextmanager
async def _started(folder: Path) -> AsyncIterator[Targets]:
    targets = Targets(folder, real_time())
    await targets.start()
    try:
        yield targets
    finally:
        await targets.stop()


def _probe(targets: Targets, target: str) -> dict[str, Any]:
    """As the sandbox's configuration writes it."""
    entries = {entry["id"]: entry for entry in probe_entries(targets.addresses)}
    return {**entries[target], "interval": "5s"}


async def _see(targets: Targets, target: str) -> ProbeResult:
    api = targets.environment["GITHUB_API_URL"]
    return await probe_once(_probe(targets, target), github_api=api)


@pytest.mark.parametrize("target", [plan.id for plan in PLANS])
async def test_target_is_well_until_it_is_broken(tmp_path: Path, target: str) -> None:
    async with _started(tmp_path) as targets:
        assert (await _see(targets, target)).verdict is Verdict.UP


@pytest.mark.parametrize(
    ("target", "switch"), [(plan.id, switch) for plan in PLANS for switch in plan.switches]
)
async def test_switch_breaks_its_target_in_its_own_way_and_mends_it(
    tmp_path: Path, target: str, switch: str
) -> None:
    async with _started(tmp_path) as targets:
        address = targets.addresses[target]
        await targets.set_switch(target, switch, on=True)
        broken = await _see(targets, target)
        await targets.set_switch(target, switch, on=False)
        mended = await _see(targets, target)

        assert targets.addresses[target] == address
    assert (broken.verdict, broken.reason) == REASONS[switch]
    assert mended.verdict is Verdict.UP


@pytest.mark.parametrize(("target", "switch"), OTHERS, ids="-".join)
async def test_every_other_target_has_switches_of_its_own(
    tmp_path: Path, target: str, switch: str
) -> None:
    async with _started(tmp_path) as targets:
        well = await _see(targets, target)
        await targets.set_switch(target, switch, on=True)
        broken = await _see(targets, target)
        await targets.set_switch(target, None, on=False)
        mended = await _see(targets, target)

    assert (well.verdict, mended.verdict) == (Verdict.UP, Verdict.UP)
    assert (broken.verdict, broken.reason) == OTHERS[target, switch]


async def test_no_switch_of_another_target_is_left_out(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets:
        known = {plan.id for plan in PLANS} | {"nightly-backup"}
        found = {
            (str(entry["id"]), switch)
            for entry in targets.list()
            if entry["id"] not in known
            for switch in entry["switches"]  # type: ignore[attr-defined]
        }

    assert found == set(OTHERS)


async def test_backup_job_reports_to_the_bot_as_its_switches_say(tmp_path: Path) -> None:
    stores, clock = fake_stores(), HandClock()
    assert isinstance(stores.beats, FakeBeats)
    service = HeartbeatsService(stores.beats, stores.due, lambda _probe: TOKEN, clock)
    async with _started(tmp_path) as targets:
        asked = _probe(targets, "nightly-backup")
        routes = Heartbeats(service, clock).routes()
        reasons = []
        async with serve("127.0.0.1", targets.bot_port, routes):
            for switch in (None, "empty", "failed", None):
                clock.forward(seconds=1)
                came = stores.beats.expect()
                await targets.set_switch("nightly-backup", switch, on=switch is not None)
                await targets.set_switch("nightly-backup", "missed", on=False)
                await came
                beats = await stores.beats.load_beats(ProbeId("nightly-backup"), clock.now())
                config = HeartbeatProbeConfig.model_validate(asked)
                reasons.append(judge_reports(config, beats, clock.now()).reason)

    assert reasons == ["ok", "beat.too_small", "beat.failed", "ok"]


async def test_one_runner_sees_a_target_break_and_mend(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets, running(_probe(targets, "api-cert")) as runner:
        reasons = []
        for switch in ("expired", "wrong-host", None):
            await targets.set_switch("api-cert", switch, on=switch is not None)
            reasons.append((await runner.probe(ProbeId("api-cert"))).reason)

    assert reasons == ["tls.expired", "tls.host_mismatch", "ok"]


async def test_panel_shows_every_target_with_its_switches(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets:
        await targets.set_switch("api-cert", "expired", on=True)
        await targets.set_switch("api-cert", "self-signed", on=True)
        await targets.set_switch("api-https", "down", on=True)
        await targets.set_switch("api-https", "slow", on=True)
        shown = {str(entry["id"]): entry for entry in targets.list()}
        json.dumps(targets.list())

    assert list(shown)[:3] == ["api-https", "api-cert", "status-page"]
    assert shown["api-https"]["active"] == ["down", "slow"]
    assert shown["api-cert"]["active"] == ["self-signed"]  # one certificate at a time
    assert shown["api-cert"]["broken"] is True
    assert shown["status-page"] | {"url": ""} == {
        "id": "status-page",
        "name": "Status page",
        "url": "",
        "healthy": True,
        "broken": False,
        "switches": ["down", "slow", "wrong-json", "refuse"],
        "active": [],
    }


async def test_break_without_a_switch_takes_the_first_and_mend_turns_all_off(
    tmp_path: Path,
) -> None:
    async with _started(tmp_path) as targets:
        await targets.set_switch("api-cert", None, on=True)
        await targets.set_switch("api-cert", "refuse", on=True)
        broken = targets.list()[1]["active"]
        await targets.set_switch("api-cert", None, on=False)

        assert broken == ["expired", "refuse"]
        assert targets.list()[1]["active"] == []
        assert (await _see(targets, "api-cert")).verdict is Verdict.UP


@pytest.mark.parametrize(("target", "switch"), [("none", "down"), ("api-cert", "down")])
async def test_unknown_target_or_switch_is_refused(
    tmp_path: Path, target: str, switch: str
) -> None:
    async with _started(tmp_path) as targets:
        with pytest.raises(UnknownSwitchError):
            await targets.set_switch(target, switch, on=True)


async def test_addresses_are_kept_over_a_restart(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets:
        before = targets.addresses
    async with _started(tmp_path) as targets:
        after = targets.addresses
        assert (await _see(targets, "api-https")).verdict is Verdict.UP

    assert after == before


@pytest.mark.parametrize("ports", ["no json", "[]", '{"api-https": "x"}', '{"api-https": 70000}'])
async def test_ports_that_cannot_be_had_again_are_replaced(tmp_path: Path, ports: str) -> None:
    (tmp_path / "target-ports.json").write_text(ports)

    async with _started(tmp_path) as targets:
        assert (await _see(targets, "status-page")).verdict is Verdict.UP


async def test_port_that_another_took_meanwhile_is_replaced(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        (tmp_path / "target-ports.json").write_text(json.dumps({"status-page": taken}))

        async with _started(tmp_path) as targets:
            assert f":{taken}/" not in targets.addresses["status-page"]
            assert (await _see(targets, "status-page")).verdict is Verdict.UP


async def test_refusing_target_stops_and_switching_twice_changes_nothing(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets:
        for on in (True, True):
            await targets.set_switch("status-page", "refuse", on=on)

        assert targets.list()[2]["active"] == ["refuse"]


async def test_target_answers_its_own_path_only(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets, aiohttp.ClientSession() as session:
        url = targets.addresses["status-page"]
        async with session.get(url) as right, session.get(url + "/other") as wrong:
            assert (right.status, wrong.status) == (200, 404)


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    Targets(tmp_path, real_time())

    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("target-*.pem")}
    assert modes == {0o600}
