"""A folder of its own for an embedded store, bots that use it, and looks at its processes."""

import asyncio
import fcntl
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.store.guardian import lock_file, try_lock

BOT = """
import asyncio, sys
from pathlib import Path
from bot.store.connection import open_link
from bot.store.embedded import embedded_store

async def main():
    async with embedded_store(Path(sys.argv[1])) as url, open_link(url) as link:
        await link.write("INCR", "bots")
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await link.write("SET", "farewell", "said")

asyncio.run(main())
"""


@pytest.fixture
def folder(short_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A data folder; nothing of the store may be alive on it when a test is over."""
    place = short_folder / f"e{abs(hash(request.node.name)) % 10**8}"
    place.mkdir()
    yield place
    if (place / "store").exists():
        assert ended(place), "a process of the store is still there"


@dataclass(frozen=True, slots=True)
class Bot:
    process: asyncio.subprocess.Process

    async def leave(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert await self.process.wait() == 0

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def running_bot(folder: Path) -> AsyncIterator[Bot]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BOT, str(folder), stdin=pipe, stdout=pipe
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    try:
        yield Bot(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def free(folder: Path, name: str) -> bool:
    lock = lock_file(folder / "store" / name)
    try:
        return try_lock(lock, fcntl.LOCK_EX)
    finally:
        os.close(lock)


def exists(path: Path) -> bool:
    return path.exists()


def ended(folder: Path) -> bool:
    return free(folder, "server.lock") and free(folder, "guardian.lock")


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that other processes do."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.005)


def server_pid(folder: Path) -> int:
    return int((folder / "store" / "server.lock").read_text())


async def guardian_pid(folder: Path) -> int:
    """The parent of the server it started."""
    ps = await asyncio.create_subprocess_exec(
        "ps", "-o", "ppid=", "-p", str(server_pid(folder)), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await ps.communicate()
    return int(output)


async def value(url: str, key: str) -> str | None:
    async with Redis.from_url(url, decode_responses=True) as client:
        found = await client.get(key)
        return None if found is None else str(found)
