"""The embedded store's life: shared, restarted, ended with its last bot, whatever dies how."""

import asyncio
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.ports import StoreUnavailableError
from bot.store.connection import open_link
from bot.store.embedded import embedded_store
from bot.store.guardian import lock_file, server_arguments, try_lock

pytest_plugins = ("tests.store_fixtures",)

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
        assert _ended(place), "a process of the store is still there"


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
async def _bot(folder: Path) -> AsyncIterator[Bot]:
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


def _free(folder: Path, name: str) -> bool:
    lock = lock_file(folder / "store" / name)
    try:
        return try_lock(lock, fcntl.LOCK_EX)
    finally:
        os.close(lock)


def _exists(path: Path) -> bool:
    return path.exists()


def _ended(folder: Path) -> bool:
    return _free(folder, "server.lock") and _free(folder, "guardian.lock")


async def _until(holds: Callable[[], bool]) -> None:
    """Wait for something that other processes do."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.005)


def _server_pid(folder: Path) -> int:
    return int((folder / "store" / "server.lock").read_text())


async def _guardian_pid(folder: Path) -> int:
    """The parent of the server it started."""
    ps = await asyncio.create_subprocess_exec(
        "ps", "-o", "ppid=", "-p", str(_server_pid(folder)), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await ps.communicate()
    return int(output)


async def _value(url: str, key: str) -> str | None:
    async with Redis.from_url(url, decode_responses=True) as client:
        found = await client.get(key)
        return None if found is None else str(found)


async def test_store_is_usable_within_150_ms(folder: Path) -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        async with embedded_store(folder) as url, open_link(url) as link:
            await link.write("SET", "k", "v")
            times.append(time.perf_counter() - start)
    assert min(times) < 0.150


async def test_store_keeps_what_it_was_given_over_a_clean_end(folder: Path) -> None:
    async with embedded_store(folder) as url, open_link(url) as link:
        await link.write("SET", "k", "v")
    assert _ended(folder)
    async with embedded_store(folder) as url:
        assert await _value(url, "k") == "v"


async def test_store_syncs_each_write_and_listens_on_no_port(folder: Path) -> None:
    async with embedded_store(folder) as url, Redis.from_url(url, decode_responses=True) as client:
        found = await client.config_get("*")
        assert (found["appendonly"], found["appendfsync"]) == ("yes", "always")
        assert (found["save"], found["port"], found["maxmemory-policy"]) == ("", "0", "noeviction")
        assert (folder / "store").stat().st_mode & 0o077 == 0


async def test_second_start_attaches_to_the_server_that_runs(folder: Path) -> None:
    async with embedded_store(folder) as url:
        server = _server_pid(folder)
        async with embedded_store(folder) as same:
            assert same == url
            assert _server_pid(folder) == server
        assert await _value(url, "k") is None  # it goes on for the first


async def test_many_starts_at_once_share_one_server(folder: Path) -> None:
    entered: list[int] = []
    everybody = asyncio.Event()

    async def start() -> None:
        async with embedded_store(folder) as url, open_link(url) as link:
            await link.write("INCR", "starts")
            entered.append(_server_pid(folder))
            if len(entered) == 8:
                assert await _value(url, "starts") == "8"
                everybody.set()
            await everybody.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(start())
    assert len(set(entered)) == 1


async def test_two_bots_share_a_server_until_the_last_leaves(folder: Path) -> None:
    async with _bot(folder) as first, _bot(folder) as second:
        server = _server_pid(folder)
        await first.leave()
        assert not _free(folder, "server.lock")
        assert _server_pid(folder) == server
        await second.leave()
        assert _ended(folder)
    async with embedded_store(folder) as url:
        assert await _value(url, "bots") == "2"
        assert await _value(url, "farewell") == "said"


async def test_killed_bot_leaves_no_orphan(folder: Path) -> None:
    async with _bot(folder) as bot:
        await bot.kill()
        await _until(lambda: _ended(folder))
    async with embedded_store(folder) as url:
        assert await _value(url, "bots") == "1"


async def test_killed_bot_does_not_take_the_store_from_the_others(folder: Path) -> None:
    async with _bot(folder) as first, _bot(folder) as second:
        await first.kill()
        async with embedded_store(folder) as url:
            assert await _value(url, "bots") == "2"
        await second.leave()


async def test_killed_server_is_started_again_with_everything_acknowledged(folder: Path) -> None:
    async with embedded_store(folder) as url, open_link(url) as link:
        for place in range(50):
            await link.write("RPUSH", "list", place)
        killed = _server_pid(folder)
        os.kill(killed, signal.SIGKILL)
        assert await link.read("LLEN", "list") == 50  # a read waits for it to come back
        assert _server_pid(folder) != killed


async def test_killed_guardian_is_replaced_and_the_server_goes_on(folder: Path) -> None:
    async with embedded_store(folder) as url, open_link(url) as link:
        server = _server_pid(folder)
        os.kill(await _guardian_pid(folder), signal.SIGKILL)
        await _until(lambda: _free(folder, "guardian.lock"))
        await _until(lambda: not _free(folder, "guardian.lock"))
        assert await link.write("SET", "k", "v") == "OK"
        assert _server_pid(folder) == server
        os.kill(server, signal.SIGKILL)
        assert await link.read("GET", "k") == "v"
        assert _server_pid(folder) != server
    assert _ended(folder)


async def test_bot_and_guardian_killed_together_leave_a_server_the_next_bot_ends(
    folder: Path,
) -> None:
    async with _bot(folder) as bot:
        server = _server_pid(folder)
        os.kill(await _guardian_pid(folder), signal.SIGKILL)
        await bot.kill()
    async with embedded_store(folder) as url:
        assert await _value(url, "bots") == "1"
        assert _server_pid(folder) == server
    assert _ended(folder)


async def test_ctrl_c_in_the_terminal_does_not_reach_the_store(folder: Path) -> None:
    """The terminal signals the whole foreground process group of the bot."""
    async with embedded_store(folder) as url:
        server, guardian = _server_pid(folder), await _guardian_pid(folder)
        assert os.getpgid(server) != os.getpgid(0)
        assert os.getpgid(guardian) != os.getpgid(0)
        assert os.getsid(server) != os.getsid(0)
        assert await _value(url, "k") is None


async def test_stale_socket_and_number_are_cleaned_up(folder: Path) -> None:
    store = folder / "store"
    store.mkdir()
    (store / "server.lock").write_text(str(os.getpid()))  # as of a machine that lost its power
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(store / "store.sock"))
    async with embedded_store(folder) as url, open_link(url) as link:
        assert await link.write("SET", "k", "v") == "OK"
        assert _server_pid(folder) != os.getpid()


async def test_long_path_gets_a_private_short_socket(folder: Path) -> None:
    deep = folder / ("d" * 90)
    async with embedded_store(deep) as url, open_link(url) as link:
        await link.write("SET", "k", "v")
        path = Path(url.removeprefix("unix://"))
        assert len(os.fsencode(path)) <= 90
        assert path.parent.stat().st_mode & 0o077 == 0
        async with embedded_store(deep) as same:
            assert same == url
    assert not _exists(path)


async def test_error_of_the_block_comes_out_as_it_is(folder: Path) -> None:
    with pytest.raises(KeyError):
        async with embedded_store(folder):
            raise KeyError
    with pytest.raises(asyncio.CancelledError):
        async with embedded_store(folder):
            raise asyncio.CancelledError


async def test_folder_that_cannot_be_made_is_said_at_once(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(StoreUnavailableError, match="Not a directory") as raised:
        async with embedded_store(folder / "file"):
            pass
    assert raised.value.permanent


async def test_server_that_cannot_read_its_files_is_said_with_its_last_words(folder: Path) -> None:
    async with embedded_store(folder) as url, open_link(url) as link:
        await link.write("SET", "k", "v")
    (manifest,) = (folder / "store" / "appendonlydir").glob("*.manifest")
    manifest.write_text("nonsense\n")
    with pytest.raises(StoreUnavailableError, match=r"does not start: .*store\.log"):
        async with embedded_store(folder):
            pass
    assert _ended(folder)


def test_arguments_hold_no_snapshot_and_no_port() -> None:
    arguments = server_arguments("valkey-server", Path("/data"), "/data/s")
    assert arguments[arguments.index("--save") + 1] == ""
    assert arguments[arguments.index("--port") + 1] == "0"
