"""Real servers on loopback for probes to meet, good ones and broken ones, and a runner for them."""

import asyncio
import ssl
import struct
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from socket import EAI_NONAME, SO_LINGER, SOL_SOCKET, gaierror
from typing import Any

from pydantic import TypeAdapter

from bot.domain.health import ProbeId, ProbeResult
from bot.ports import BeatStore
from bot.probes.config import ProbeConfigs, ProbePolicy
from bot.probes.lookup import Lookup
from bot.probes.runner import GITHUB_API, ProbeRunner, Surroundings, open_probe_runner
from tests.fakes.beats import FakeBeats

LOOPBACK = ProbePolicy(allow=(ip_network("127.0.0.0/8"),))
NOWHERE = ProbePolicy()
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def real_time() -> datetime:
    """The machine's clock: OpenSSL judges certificates by it."""
    return datetime.fromtimestamp(time.time(), UTC)


@dataclass
class Server:
    """Where it listens, and what it has seen."""

    port: int = 0
    connections: int = 0
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@asynccontextmanager
async def serving(handler: Handler, context: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Every connection goes to the handler; whatever happens to it is the probe's to see."""
    seen = Server()
    busy: set[asyncio.Task[Any] | None] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        busy.add(asyncio.current_task())
        try:
            await handler(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the probe has left
        finally:
            writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=context)
    seen.port = server.sockets[0].getsockname()[1]
    try:
        yield seen
    finally:
        server.close()
        if at_work := [task for task in busy if task]:
            await asyncio.wait(at_work, timeout=2)  # they end when the probe has left


@asynccontextmanager
async def answering(
    *answers: bytes, context: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """A server that keeps the heads of requests and answers them in turn, the last one for ever."""
    heads: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        heads.append(head.decode())
        writer.write(answers[min(len(heads), len(answers)) - 1])
        await writer.drain()

    async with serving(answer, context) as server:
        server.requests = heads
        yield server


def reply(status: str = "200 OK", body: bytes = b"ok", **headers: str) -> bytes:
    named = {"Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


async def stay_mute(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Takes all and says nothing until the other side leaves."""
    await reader.read()


async def hang_up(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Listens, and closes without a word."""
    await reader.read(65536)


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Cuts the connection hard, after the first bytes."""
    await reader.read(1)
    sock = writer.get_extra_info("socket")
    sock.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def saying(*parts: bytes) -> Handler:
    """Says its parts without listening, then stays mute."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
        await writer.drain()
        await reader.read()

    return speak


def names(**known: Sequence[str] | OSError) -> Lookup:
    """A name service that knows these names (with _ for a dot) and no other."""
    table = {name.replace("_", "."): answer for name, answer in known.items()}

    def resolve(host: str) -> list[str]:
        answer = table.get(host) or gaierror(EAI_NONAME, "unknown")
        if isinstance(answer, OSError):
            raise answer
        return list(answer)

    return Lookup(resolve)


def http(url: str, **fields: Any) -> dict[str, Any]:
    return {"id": "http", "kind": "http", "url": url, "interval": "5s"} | fields


def tls(port: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": "tls",
        "kind": "tls",
        "host": "127.0.0.1",
        "port": port,
        "interval": "5s",
    } | fields


@asynccontextmanager
async def running(
    *probes: Mapping[str, Any],
    policy: ProbePolicy = LOOPBACK,
    lookup: Lookup | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    beats: BeatStore | None = None,
    github_api: str = GITHUB_API,
) -> AsyncIterator[ProbeRunner]:
    configs = TypeAdapter(ProbeConfigs).validate_python(list(probes))
    surroundings = Surroundings(
        now=real_time,
        environment=environment or {},
        folder=folder or Path(),
        beats=beats or FakeBeats(),
        lookup=lookup,
        github_api=github_api,
    )
    async with open_probe_runner(configs, policy, surroundings) as runner:
        yield runner


async def probe_once(probe: Mapping[str, Any], **around: Any) -> ProbeResult:
    async with running(probe, **around) as runner:
        return await runner.probe(ProbeId(probe["id"]))
