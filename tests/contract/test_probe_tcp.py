"""The tcp probe against real servers: taken, refused, greeted, with TLS and without."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.health import Verdict
from tests.servers.certificates import NAMES, Certificates
from tests.servers.probes import (
    NOWHERE,
    Handler,
    hang_up,
    probe_once,
    saying,
    serving,
    stay_mute,
)
from tests.servers.stores import free_port


def tcp(port: int, **fields: Any) -> dict[str, Any]:
    asked = {"id": "tcp", "kind": "tcp", "host": "127.0.0.1", "port": port, "interval": "5s"}
    return {**asked, "timeout": "400ms", **fields}


async def test_port_that_takes_the_connection_is_up() -> None:
    async with serving(stay_mute) as server:
        result = await probe_once(tcp(server.port))

    assert result.verdict is Verdict.UP
    assert "took the connection" in result.sentence


async def test_port_where_nobody_listens_is_down() -> None:
    result = await probe_once(tcp(free_port()))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tcp.refused")


@pytest.mark.parametrize(
    ("handler", "verdict", "reason"),
    [
        (saying(b"220 mail.example.", b"test ESMTP\r\n"), Verdict.UP, "ok"),
        (saying(b"x" * 4000 + b"ESMTP"), Verdict.DOWN, "tcp.banner"),
        (hang_up, Verdict.DOWN, "tcp.banner"),
        (stay_mute, Verdict.DOWN, "tcp.banner"),
    ],
    ids=["in two parts", "too late", "hangs up", "mute"],
)
async def test_greeting_is_looked_for_in_the_first_kilobyte(
    handler: Handler, verdict: Verdict, reason: str
) -> None:
    async with serving(handler) as server:
        result = await probe_once(tcp(server.port, banner_contains="ESMTP"))

    assert (result.verdict, result.reason) == (verdict, reason)
    assert "220" not in result.sentence


async def test_tls_on_the_port_is_verified(certificates: Certificates) -> None:
    fresh = certificates.server(certificates.root.issue(NAMES, certificates.fresh).pem)
    gone = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    ca_file = certificates.ca_file.name
    folder: Path = certificates.folder
    for context, verdict, reason in (
        (fresh, Verdict.UP, "ok"),
        (gone, Verdict.DOWN, "tls.expired"),
    ):
        async with serving(stay_mute, context) as server:
            asked = tcp(server.port, tls=True, ca_file=ca_file, timeout="2s")
            result = await probe_once(asked, folder=folder)
        assert (result.verdict, result.reason) == (verdict, reason)


async def test_forbidden_address_is_not_dialled() -> None:
    async with serving(stay_mute) as server:
        result = await probe_once(tcp(server.port), policy=NOWHERE)

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.blocked_address")
    assert server.connections == 0
