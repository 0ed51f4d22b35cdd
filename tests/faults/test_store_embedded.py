"""The embedded store: shared, killed, started again, and ended with its last bot."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.ports import StoreUnavailableError
from bot.store.connection import open_link
from bot.store.embedded import embedded_store
from bot.store.guardian import server_arguments
from tests.stages.embedded_store import (
    ended,
    exists,
    folder,
    free,
    guardian_pid,
    running_bot,
    server_pid,
    until,
    value,
)

pytest_plugins = ("tests.servers.store_fixtures",)

__all__ = ["folder"]


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
    assert ended(folder)
    async with embedded_store(folder) as url:
        assert await value(url, "k") == "v"


async def test_store_syncs_each_write_and_listens_on_no_port(folder: Path) -> None:
    async with embedded_store(folder) as url, Redis.from_url(url, decode_responses=True) as client:
        found = await client.config_get("*")
        assert (found["appendonly"], found["appendfsync"]) == ("yes", "always")
        assert (found["save"], found["port"], found["maxmemory-policy"]) == ("", "0", "noeviction")
        assert (folder / "store").stat().st_mode & 0o077 == 0


async def test_second_start_attaches_to_the_server_that_runs(folder: Path) -> None:
    async with embedded_store(folder) as url:
        server = server_pid(folder)
        async with embedded_store(folder) as same:
            assert same == url
            assert server_pid(folder) == server
        assert await value(url, "k") is None  # it goes on for the first


async def test_many_starts_at_once_share_one_server(folder: Path) -> None:
    entered: list[int] = []
    everybody = asyncio.Event()

    async def start() -> None:
        async with embedded_store(folder) as url, open_link(url) as link:
            await link.write("INCR", "starts")
            entered.append(server_pid(folder))
            if len(entered) == 8:
                assert await value(url, "starts") == "8"
                everybody.set()
            await everybody.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(start())
    assert len(set(entered)) == 1


async def test_two_bots_share_a_server_until_the_last_leaves(folder: Path) -> None:
    async with running_bot(folder) as first, running_bot(folder) as second:
        server = server_pid(folder)
        await first.leave()
        assert not free(folder, "server.lock")
        assert server_pid(folder) == server
        await second.leave()
        assert ended(folder)
    async with embedded_store(folder) as url:
        assert await value(url, "bots") == "2"
        assert await value(url, "farewell") == "said"


async def test_killed_bot_leaves_no_orphan(folder: Path) -> None:
    async with running_bot(folder) as bot:
        await bot.kill()
        await until(lambda: ended(folder))
    async with embedded_store(folder) as url:
        assert await value(url, "bots") == "1"


async def test_killed_bot_does_not_take_the_store_from_the_others(folder: Path) -> None:
    async with running_bot(folder) as first, running_bot(folder) as second:
        await first.kill()
        async with embedded_store(folder) as url:
            assert await value(url, "bots") == "2"
        await second.leave()


async def test_killed_server_is_started_again_with_everything_acknowledged(folder: Path) -> None:
    async with embedded_store(folder) as url, open_link(url) as link:
        for place in range(50):
            await link.write("RPUSH", "list", place)
        killed = server_pid(folder)
        os.kill(killed, signal.SIGKILL)
        assert await link.read("LLEN", "list") == 50  # a read waits for it to come back
        assert server_pid(folder) != killed


async def test_killed_guardian_is_replaced_and_the_server_goes_on(folder: Path) -> None:
    async with embedded_store(folder) as url, open_link(url) as link:
        server = server_pid(folder)
        os.kill(await guardian_pid(folder), signal.SIGKILL)
        await until(lambda: free(folder, "guardian.lock"))
        await until(lambda: not free(folder, "guardian.lock"))
        assert await link.write("SET", "k", "v") == "OK"
        assert server_pid(folder) == server
        os.kill(server, signal.SIGKILL)
        assert await link.read("GET", "k") == "v"
        assert server_pid(folder) != server
    assert ended(folder)


async def test_bot_and_guardian_killed_together_leave_a_server_the_next_bot_ends(
    folder: Path,
) -> None:
    async with running_bot(folder) as bot:
        server = server_pid(folder)
        os.kill(await guardian_pid(folder), signal.SIGKILL)
        await bot.kill()
    async with embedded_store(folder) as url:
        assert await value(url, "bots") == "1"
        assert server_pid(folder) == server
    assert ended(folder)


async def test_ctrl_c_in_the_terminal_does_not_reach_the_store(folder: Path) -> None:
    """The terminal signals the whole foreground process group of the bot."""
    async with embedded_store(folder) as url:
        server, guardian = server_pid(folder), await guardian_pid(folder)
        assert os.getpgid(server) != os.getpgid(0)
        assert os.getpgid(guardian) != os.getpgid(0)
        assert os.getsid(server) != os.getsid(0)
        assert await value(url, "k") is None


async def test_stale_socket_and_number_are_cleaned_up(folder: Path) -> None:
    store = folder / "store"
    store.mkdir()
    (store / "server.lock").write_text(str(os.getpid()))  # as of a machine that lost its power
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(store / "store.sock"))
    async with embedded_store(folder) as url, open_link(url) as link:
        assert await link.write("SET", "k", "v") == "OK"
        assert server_pid(folder) != os.getpid()


async def test_long_path_gets_a_private_short_socket(folder: Path) -> None:
    deep = folder / ("d" * 90)
    async with embedded_store(deep) as url, open_link(url) as link:
        await link.write("SET", "k", "v")
        path = Path(url.removeprefix("unix://"))
        assert len(os.fsencode(path)) <= 90
        assert path.parent.stat().st_mode & 0o077 == 0
        async with embedded_store(deep) as same:
            assert same == url
    assert not exists(path)


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
    assert ended(folder)


def test_arguments_hold_no_snapshot_and_no_port() -> None:
    arguments = server_arguments("valkey-server", Path("/data"), "/data/s")
    assert arguments[arguments.index("--save") + 1] == ""
    assert arguments[arguments.index("--port") + 1] == "0"
