"""The grpc probe against a real grpcio server with the standard health service."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest

from bot.domain.health import Verdict
from bot.probes.grpc import METHOD
from tests.servers.certificates import NAMES, Certificates
from tests.servers.probes import NOWHERE, names, probe_once
from tests.servers.stores import free_port

LEDGER = "acme.Ledger"


class Health(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Answers with the state of a service; those it does not know are NOT_FOUND."""

    def __init__(self, states: Mapping[str, bytes]) -> None:
        self.states = states

    def service(self, call: Any) -> Any:
        return grpc.unary_unary_rpc_method_handler(self._check) if call.method == METHOD else None

    async def _check(self, request: bytes, context: Any) -> bytes:
        name = request[2:].decode()
        if name not in self.states:
            await context.abort(grpc.StatusCode.NOT_FOUND, "unknown")
        return self.states[name]


@asynccontextmanager
async def serving_grpc(
    states: Mapping[str, bytes] | None, pair: tuple[bytes, bytes] | None = None
) -> AsyncIterator[int]:
    """None: a server without a health service."""
    server = grpc.aio.server()
    if states is not None:
        server.add_generic_rpc_handlers((Health(states),))
    if pair:
        port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([pair]))
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield port
    finally:
        await server.stop(None)


def ask(port: int, **fields: Any) -> dict[str, Any]:
    asked = {"id": "g", "kind": "grpc", "host": "127.0.0.1", "port": port, "interval": "5s"}
    return {**asked, "tls": False, "timeout": "2s", **fields}


@pytest.mark.parametrize(
    ("states", "fields", "verdict", "reason"),
    [
        ({"": b"\x08\x01"}, {}, Verdict.UP, "ok"),
        ({LEDGER: b"\x08\x01"}, {"service": LEDGER}, Verdict.UP, "ok"),
        ({LEDGER: b"\x08\x02"}, {"service": LEDGER}, Verdict.DOWN, "grpc.not_serving"),
        ({LEDGER: b""}, {"service": LEDGER}, Verdict.DOWN, "grpc.not_serving"),
        ({}, {"service": "other"}, Verdict.DOWN, "grpc.unknown_service"),
        (None, {}, Verdict.DOWN, "grpc.unimplemented"),
    ],
)
async def test_health_of_a_service(
    states: Mapping[str, bytes] | None, fields: dict[str, Any], verdict: Verdict, reason: str
) -> None:
    async with serving_grpc(states) as port:
        result = await probe_once(ask(port, **fields))

    assert (result.verdict, result.reason) == (verdict, reason)


async def test_nobody_there_is_unavailable() -> None:
    result = await probe_once(ask(free_port()))

    assert (result.verdict, result.reason) == (Verdict.DOWN, "grpc.unavailable")


async def test_tls_in_the_name_that_was_asked_for(certificates: Certificates) -> None:
    issued = certificates.root.issue(NAMES, certificates.fresh)
    lookup = names(api_example_test=("127.0.0.1",), other_example_test=("127.0.0.1",))
    around = {"folder": certificates.folder, "lookup": lookup}
    async with serving_grpc({"": b"\x08\x01"}, _pair(issued.pem)) as port:
        asked = ask(port, tls=True, ca_file=certificates.ca_file.name)
        good = await probe_once({**asked, "host": "api.example.test"}, **around)
        other = await probe_once({**asked, "host": "other.example.test"}, **around)

    assert good.verdict is Verdict.UP
    assert (other.verdict, other.reason) == (Verdict.DOWN, "grpc.unavailable")


def _pair(pem: bytes) -> tuple[bytes, bytes]:
    """Key and chain out of one file."""
    begin = b"-----BEGIN CERTIFICATE-----"
    parts = pem.split(begin)
    key = next(part for part in parts if b"PRIVATE KEY" in part)
    chain = b"".join(begin + part for part in parts if b"END CERTIFICATE" in part)
    return key[key.index(b"-----BEGIN") :], chain


async def test_forbidden_address_is_not_dialled() -> None:
    async with serving_grpc({"": b"\x08\x01"}) as port:
        result = await probe_once(ask(port), policy=NOWHERE)

    assert (result.verdict, result.reason) == (Verdict.UNKNOWN, "prober.blocked_address")
