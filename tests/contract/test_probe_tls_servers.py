"""The tls probe against servers that fail in the handshake, and what it needs to start."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.health import Verdict
from bot.probes.lookup import Lookup
from bot.probes.trust import TrustError
from tests.servers.certificates import NAMES, Certificates, said
from tests.servers.probes import (
    Handler,
    hang_up,
    probe_once,
    running,
    saying,
    serving,
    stay_mute,
    tls,
)

PROTOCOL_ALERT = b"\x15\x03\x01\x00\x02\x02\x46"


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "tls.not_tls"),
        (saying(PROTOCOL_ALERT), "tls.protocol"),
        (stay_mute, "tls.timeout"),
    ],
    ids=["plain http", "old tls", "mute"],
)
async def test_server_that_does_not_finish_the_handshake(handler: Handler, reason: str) -> None:
    async with serving(handler) as server:
        result = await probe_once(tls(server.port, timeout="200ms"))

    assert (result.verdict, result.reason) == (Verdict.DOWN, reason)


async def test_server_that_closes_in_the_handshake() -> None:
    async with serving(hang_up) as server:
        result = await probe_once(tls(server.port))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "tls.closed")


async def test_refusal_is_looked_at_once_more_at_the_same_address(
    certificates: Certificates,
) -> None:
    context = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with serving(stay_mute, context) as server:
        probe = tls(server.port, host="api.example.test", ca_file=str(certificates.ca_file))
        result = await probe_once(probe, lookup=Lookup(resolve))

    assert result.sentence == "certificate expired 3 days ago"
    assert asked == ["api.example.test"]


async def test_certificate_that_is_shown_only_once_still_has_its_reason(
    certificates: Certificates,
) -> None:
    context = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    seen = 0

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        seen += 1
        if seen == 1:
            await writer.start_tls(context)
        await reader.read(65536)

    async with serving(once) as server:
        result = await probe_once(tls(server.port, ca_file=str(certificates.ca_file)))

    assert said(result) == (
        Verdict.DOWN,
        "tls.expired",
        "the certificate was refused: it has expired",
    )
    assert result.evidence == {}


async def test_https_answer_behind_a_bad_certificate_has_the_same_reason(
    certificates: Certificates,
) -> None:
    context = certificates.server(certificates.root.issue(NAMES, certificates.gone).pem)
    async with serving(stay_mute, context) as server:
        result = await probe_once(
            {
                "id": "https",
                "kind": "http",
                "url": f"https://127.0.0.1:{server.port}/",
                "ca_file": str(certificates.ca_file),
            }
        )

    assert said(result) == (Verdict.DOWN, "tls.expired", "certificate expired 3 days ago")
    assert result.evidence["days_left"] == -3


@pytest.mark.parametrize(
    ("content", "why"), [(None, "cannot be read"), (b"nothing", "holds no certificate in PEM form")]
)
async def test_authority_file_that_cannot_be_used_stops_the_start(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)

    with pytest.raises(TrustError, match=f"ca_file ca.pem {why}"):
        async with running(tls(443, ca_file="ca.pem"), folder=tmp_path):
            raise AssertionError("it started")
