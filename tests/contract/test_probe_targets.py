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
from sandbox.targets.target import UnknownSwitchError
from sandbox.targets.targets import PLANS, Targets
from tests.probe_servers import http, probe_once, real_time, running, tls

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
    """As the sandbox's configuration writes it: an address with a scheme is asked over HTTP."""
    address, ca_file = targets.addresses[target], targets.addresses["ca_file"]
    if "://" not in address:
        return tls(int(address.rpartition(":")[2]), ca_file=ca_file)
    trusted = {"ca_file": ca_file} if address.startswith("https") else {}
    return http(address, json_equals={"status": "ok"}, slow="800ms", **trusted)


async def _see(targets: Targets, target: str) -> ProbeResult:
    return await probe_once(_probe(targets, target))


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


async def test_one_runner_sees_a_target_break_and_mend(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets, running(_probe(targets, "api-cert")) as runner:
        reasons = []
        for switch in ("expired", "wrong-host", None):
            await targets.set_switch("api-cert", switch, on=switch is not None)
            reasons.append((await runner.probe(ProbeId("tls"))).reason)

    assert reasons == ["tls.expired", "tls.host_mismatch", "ok"]


async def test_panel_shows_every_target_with_its_switches(tmp_path: Path) -> None:
    async with _started(tmp_path) as targets:
        await targets.set_switch("api-cert", "expired", on=True)
        await targets.set_switch("api-cert", "self-signed", on=True)
        await targets.set_switch("api-https", "down", on=True)
        await targets.set_switch("api-https", "slow", on=True)
        shown = {str(entry["id"]): entry for entry in targets.list()}
        json.dumps(targets.list())

    assert list(shown) == ["api-https", "api-cert", "status-page"]
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
