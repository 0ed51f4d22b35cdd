"""The bot as a person starts it, ``python -m bot``; ready when it says so, killed at will."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
END_SECONDS = 20.0
READY = re.compile(r"(http://\S+)/health/ready")


class BotEndedError(AssertionError):
    """It did not start, or ended by itself; the message is what it said."""


@dataclass(slots=True)
class BotProcess:
    process: asyncio.subprocess.Process
    log: list[str] = field(default_factory=list)
    address: str = ""
    reading: asyncio.Task[None] | None = None

    async def ready(self) -> None:
        """Until it says where it listens, which it does last."""
        said = asyncio.Event()
        self.reading = asyncio.get_running_loop().create_task(self._read(said))
        try:
            async with asyncio.timeout(START_SECONDS):
                await said.wait()
        except TimeoutError:
            pass
        if not self.address:
            raise BotEndedError("\n".join(self.log[-20:]) or "the bot said nothing")

    async def _read(self, said: asyncio.Event) -> None:
        if self.process.stderr is None:
            raise BotEndedError("its log cannot be read")
        async for raw in self.process.stderr:
            self.log.append(raw.decode(errors="replace").rstrip())
            found = READY.search(self.log[-1])
            if found:
                self.address = found[1]
                said.set()
        said.set()

    async def kill(self) -> None:
        """SIGKILL; returns when it is gone."""
        self.process.kill()
        await self.process.wait()

    async def end(self) -> None:
        """SIGTERM where it still runs, which it has to leave with 0."""
        if self.process.returncode is None:
            self.process.terminate()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self.process.wait()
        except TimeoutError:
            await self.kill()
            raise BotEndedError("it did not end after SIGTERM") from None
        finally:
            if self.reading:
                await self.reading


@asynccontextmanager
async def running_bot(
    environment: Mapping[str, str], before: Sequence[str] = (), module: str = "bot"
) -> AsyncIterator[BotProcess]:
    """``before`` stands before the command, such as ``taskset -c 0``. Raises BotEndedError."""
    process = await asyncio.create_subprocess_exec(
        *before,
        sys.executable,
        "-m",
        module,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONUNBUFFERED": "1", **environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    bot = BotProcess(process)
    try:
        await bot.ready()
        yield bot
    finally:
        await bot.end()


async def run_bot(environment: dict[str, str], *words: str) -> tuple[int, str]:
    """``python -m bot …`` to its end: its exit code, and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *words,
        cwd=ROOT,
        env={"PATH": os.defpath, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()
