"""The sandbox as a process of its own, started for the tour and ended with SIGTERM."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

START_SECONDS = 45.0
END_SECONDS = 20.0
READY = re.compile(r"Sandbox ready: (http://\S+?)/?$")
ROOT = Path(__file__).parent.parent.parent


class SandboxEndedError(RuntimeError):
    """It did not get ready, or did not end as it should; the message is what it said."""


@asynccontextmanager
async def running_sandbox(folder: Path, summary: Path | None) -> AsyncIterator[str]:
    """Gives its address. Raises SandboxEndedError."""
    arguments = ["--folder", str(folder), "--port", "0", "--reset"]
    if summary:
        arguments += ["--summary", str(summary)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        address = await _address(process)
    except SandboxEndedError:
        with suppress(ProcessLookupError):  # it may have ended by itself
            process.kill()
        await process.wait()
        raise
    try:
        yield address
    finally:
        await _end(process)


async def _address(process: asyncio.subprocess.Process) -> str:
    said: list[str] = []
    if process.stdout is None:
        raise SandboxEndedError("its output cannot be read")
    try:
        async with asyncio.timeout(START_SECONDS):
            async for raw in process.stdout:
                line = raw.decode(errors="replace").rstrip()
                said.append(line)
                found = READY.search(line)
                if found:
                    return found[1]
    except TimeoutError:
        said.append(f"(not ready within {START_SECONDS:g} s)")
    raise SandboxEndedError("\n".join(said))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(END_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
    if process.returncode:
        raise SandboxEndedError(f"the sandbox ended with {process.returncode}, not with 0")
