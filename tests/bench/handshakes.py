"""``python -m tests.bench.handshakes``: TLS probes beside a bare loop of the same handshakes.

A thousand probes a minute are paced as the schedule paces them; what counts is the processor time
that they take of one core, and how fast they go when nothing paces them.
"""

import asyncio
import os
import ssl
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.domain.health import ProbeId, Verdict
from tests.bench.servers import cores, peer, pin
from tests.servers.certificates import NAMES, Certificates
from tests.servers.probes import running, tls

A_MINUTE, SECONDS = 1000, 10
FLAT_OUT, AT_ONCE, REPEATS = 400, 16, 3
PROBES = 20
"""Of different names: no more than two of one host run at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    share: float
    """Of a core, while paced."""
    rate: float
    """A second, flat out."""


async def main() -> int:
    core = cores()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        certificates = Certificates(Path(name))
        pem = Path(name) / "server.pem"
        pem.write_bytes(certificates.root.issue(NAMES, certificates.fresh).pem)
        server = peer("tests.bench.tls_server", str(pem), core=core[0] if core else None)
        async with server as port:
            if core:
                pin(os.getpid(), core[1])
            probes, bare = await _measure(certificates, port)
    sys.stdout.write(_report(probes, bare))
    return 0


async def _measure(certificates: Certificates, port: int) -> tuple[Cell, Cell]:
    asked = [
        tls(port, id=f"p{n}", interval="60s", timeout="10s", ca_file=str(certificates.ca_file))
        for n in range(PROBES)
    ]
    context = ssl.create_default_context(cafile=str(certificates.ca_file))
    async with running(*asked) as runner:
        number = 0

        async def probe() -> None:
            nonlocal number
            number += 1
            result = await runner.probe(ProbeId(f"p{number % PROBES}"))
            assert result.verdict is Verdict.UP, result

        async def handshake() -> None:
            loop = asyncio.get_running_loop()
            transport, _ = await loop.create_connection(
                asyncio.Protocol, "127.0.0.1", port, ssl=context, server_hostname="127.0.0.1"
            )
            transport.abort()

        cells: dict[str, list[Cell]] = {"probe": [], "bare": []}
        for _ in range(REPEATS):
            cells["probe"].append(await _cell(probe))
            cells["bare"].append(await _cell(handshake))
    return _median(cells["probe"]), _median(cells["bare"])


async def _cell(work: Callable[[], Awaitable[None]]) -> Cell:
    return Cell(share=await _paced(work), rate=await _flat_out(work))


async def _paced(work: Callable[[], Awaitable[None]]) -> float:
    """Evenly over the seconds, as due times spread by hash come."""
    count, every = A_MINUTE * SECONDS // 60, 60 / A_MINUTE
    begun, used = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(max(begun + number * every - time.perf_counter(), 0))
            group.create_task(work())  # type: ignore[arg-type]
    return (time.process_time() - used) / (time.perf_counter() - begun)


async def _flat_out(work: Callable[[], Awaitable[None]]) -> float:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with slots:
            await work()

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(FLAT_OUT):
            group.create_task(one())
    return FLAT_OUT / (time.perf_counter() - begun)


def _median(cells: list[Cell]) -> Cell:
    return Cell(
        share=median(cell.share for cell in cells), rate=median(cell.rate for cell in cells)
    )


def _report(probes: Cell, bare: Cell) -> str:
    rows = (
        ("", "probes", "bare", "ratio"),
        (
            f"share of a core at {A_MINUTE} a minute, %",
            f"{probes.share * 100:.1f}",
            f"{bare.share * 100:.1f}",
            f"{probes.share / bare.share:.2f}",
        ),
        (
            f"a second, {AT_ONCE} at once",
            f"{probes.rate:.0f}",
            f"{bare.rate:.0f}",
            f"{probes.rate / bare.rate:.2f}",
        ),
    )
    head = "TLS probes beside asyncio with the same handshakes\n"
    return head + "".join(f"  {a:<42}{b:>10}{c:>10}{d:>10}\n" for a, b, c, d in rows)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
