"""The servers that are measured, each a process of its own, pinned apart from the load."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers.bot_process import ROOT, running_bot
from tests.servers.stores import free_port

START_SECONDS = 15.0


def cores() -> tuple[int, int] | None:
    """One for the servers, one for load and store; None where there is only one, or no pinning."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    allowed = sorted(os.sched_getaffinity(0))
    return (allowed[0], allowed[1]) if len(allowed) > 1 else None


def pin(pid: int, core: int | None) -> None:
    """With all its threads."""
    if core is not None:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {core})


@asynccontextmanager
async def peer(module: str, *arguments: str, core: int | None) -> AsyncIterator[int]:
    """Gives its port."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        str(port),
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await _listening(port, process)
        pin(process.pid, core)
        yield port
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def product(environment: Mapping[str, str], core: int | None) -> AsyncIterator[int]:
    async with running_bot(environment) as bot:
        pin(bot.process.pid, core)
        yield int(bot.address.rpartition(":")[2])


async def _listening(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        while process.returncode is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    return
            await asyncio.sleep(0.02)  # there is no event to wait for in a foreign process
    raise RuntimeError(f"{process} ended before it listened")
