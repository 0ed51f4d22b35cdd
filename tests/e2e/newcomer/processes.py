"""`python -m sandbox` as a process, its end, and whatever it might leave behind."""

import asyncio
import os
import re
import select
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
START_SECONDS = 60.0
END_SECONDS = 30.0
READY = re.compile(r"Sandbox ready: (http://\S+)/$")
PROC = Path("/proc")


@dataclass(slots=True)
class SandboxRun:
    process: asyncio.subprocess.Process
    folder: Path
    origin: str = ""
    said: list[str] = field(default_factory=list)

    async def ready(self) -> None:
        """Until it says where it is; the test fails with what it said where it does not."""
        assert self.process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            async for raw in self.process.stdout:
                self.said.append(raw.decode(errors="replace").rstrip())
                found = READY.search(self.said[-1])
                if found:
                    self.origin = found[1]
                    return
        raise AssertionError("\n".join(self.said) or "the sandbox said nothing")

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code after a signal; what it still says is added to ``said``."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.code()

    async def code(self) -> int:
        """Its exit code, where it ends by itself."""
        async with asyncio.timeout(END_SECONDS):
            rest, _ = await self.process.communicate()
        self.said += rest.decode(errors="replace").splitlines()
        return self.process.returncode if self.process.returncode is not None else -1


def arguments(folder: Path, *more: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "sandbox", "--folder", str(folder), *more)


async def spawn(folder: Path, *more: str) -> SandboxRun:
    process = await asyncio.create_subprocess_exec(
        *arguments(folder, *more),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    return SandboxRun(process, folder)


async def spawn_alone(folder: Path) -> SandboxRun:
    """On a free port, with nobody left who reads what it says."""
    read, write = os.pipe()
    process = await asyncio.create_subprocess_exec(
        *arguments(folder, "--port", "0"), cwd=ROOT, stdout=write, start_new_session=True
    )
    os.close(write)
    run = SandboxRun(process, folder)
    async with asyncio.timeout(START_SECONDS):
        with os.fdopen(read, encoding="utf-8") as said:
            while not READY.search(line := await asyncio.to_thread(said.readline)):
                assert line, run.said
                run.said.append(line)
    return run


@asynccontextmanager
async def running(folder: Path, *more: str) -> AsyncIterator[SandboxRun]:
    """On a free port; ended with SIGTERM, after which nothing of it may be left."""
    run = await spawn(folder, "--port", "0", *more)
    try:
        await run.ready()
        yield run
    finally:
        code = await run.end()
    assert code == 0, run.said
    assert processes_of(folder) == {}


def processes_of(folder: Path) -> dict[int, str]:
    """Every process that was given this folder: in its arguments or in its environment."""
    sign = str(folder).encode()
    found: dict[int, str] = {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            if sign in command or sign in (entry / "environ").read_bytes():
                found[int(entry.name)] = command.replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended while we looked, or is somebody else's
    return found


async def all_ended(pids: list[int], seconds: float = END_SECONDS) -> bool:
    """Whether all of these processes have ended within that time."""
    async with asyncio.timeout(seconds):
        return all([await asyncio.to_thread(_ended, pid, seconds) for pid in pids])


def _ended(pid: int, seconds: float) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
