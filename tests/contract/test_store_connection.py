"""The connection: addresses, what is sent again and what never is, limits, and kept secrets."""

import asyncio
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.ports import StoreUnavailableError
from bot.store.address import (
    ClusterAddress,
    SentinelAddress,
    SingleAddress,
    StoreAddressError,
    read_address,
    secrets_of,
)
from bot.store.connection import TIME_LIMIT, Link, open_link
from bot.store.scripting import load_script
from bot.store.stores import open_stores
from tests.samples.store import ITEMS, PROD, checklist_of, merge_of
from tests.servers.stores import (
    free_port,
    sentinel_server,
    tcp_server,
    unix_server,
    valkey,
)

pytest_plugins = ("tests.servers.store_fixtures",)

FINISH = load_script("due_finish")
NEXT = load_script("due_next", reads=True)
KEYS = ("{q}:due", "{q}:leases", "{q}:moved")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("redis://localhost:6379/0", SingleAddress("redis://localhost:6379/0")),
        ("rediss://u:p@host/1", SingleAddress("rediss://u:p@host/1")),
        ("unix:///run/s.sock", SingleAddress("unix:///run/s.sock")),
        (
            "redis+sentinel://a:1,b/mymaster/2",
            SentinelAddress(hosts=(("a", 1), ("b", 26379)), master="mymaster", db=2),
        ),
        (
            "rediss+sentinel://u:p%40%2F@[::1]:7/m?sentinel_password=s",
            SentinelAddress(
                hosts=(("::1", 7),),
                tls=True,
                username="u",
                password="p@/",
                master="m",
                sentinel_password="s",
            ),
        ),
        (
            "redis+cluster://:secret@h1:6379,h2:6380",
            ClusterAddress(hosts=(("h1", 6379), ("h2", 6380)), password="secret"),
        ),
        ("redis+cluster://h1/0", ClusterAddress(hosts=(("h1", 6379),))),
    ],
)
def test_address_is_read(url: str, address: object) -> None:
    assert read_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "localhost:6379",
        "",
        "unix+cluster:///s",
        "redis+nothing://h",
        "redis://user:hunter2/hunter2@host:6379",
        "redis+sentinel://hunter2@h:26379",
        "redis+sentinel://h:26379/m/first",
        "redis+sentinel://h:hunter2/m",
        "redis+sentinel://h/m?hunter=2",
        "redis+cluster://h:1/3",
        "redis+cluster://",
        "redis+cluster://:hunter2@",
    ],
)
def test_address_that_is_wrong_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(StoreAddressError, match=r"^REDIS_URL: ") as raised:
        read_address(url)
    assert "hunter2" not in "".join(traceback.format_exception(raised.value))


def test_address_shows_no_password() -> None:
    for url in (
        "redis://u:hunter2@h",
        "redis+sentinel://u:hunter2@h/m?sentinel_password=hunter2",
        "redis+cluster://u:hunter2@h",
    ):
        address = read_address(url)
        assert "hunter2" not in repr(address)
        assert "hunter2" in secrets_of(address)


class Breaking:
    """A server that takes a command and then cuts the line, or keeps silent."""

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent
        self.received: list[bytes] = []
        self.over = asyncio.Event()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while words := await _command(reader):
                if words[0] in {b"AUTH", b"CLIENT", b"SELECT", b"PING"}:
                    writer.write(b"+OK\r\n")
                    continue
                self.received.append(words[0])
                if self._silent:
                    await self.over.wait()
                return
        finally:
            writer.close()


async def _command(reader: asyncio.StreamReader) -> list[bytes]:
    head = await reader.readline()
    words = []
    for _ in range(int(head[1:] or 0)):
        size = int((await reader.readline())[1:])
        words.append((await reader.readexactly(size + 2))[:-2])
    return words


@asynccontextmanager
async def _breaking(server: Breaking) -> AsyncIterator[Link]:
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        async with open_link(f"redis://:hunter2@127.0.0.1:{port}") as link:
            yield link
    finally:
        server.over.set()
        listening.close()
        await listening.wait_closed()


async def test_script_whose_answer_is_lost_is_not_sent_again() -> None:
    async with _breaking(server := Breaking()) as link:
        with pytest.raises(StoreUnavailableError):
            await link.run(FINISH, KEYS, "member", "token", "")
    assert server.received == [b"EVALSHA"]


async def test_write_whose_answer_is_lost_is_not_sent_again() -> None:
    async with _breaking(server := Breaking()) as link:
        with pytest.raises(StoreUnavailableError):
            await link.write("SET", "k", "v")
    assert server.received == [b"SET"]


async def test_reads_whose_answer_is_lost_are_sent_again_within_the_limit() -> None:
    async with _breaking(server := Breaking()) as link:
        start = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            await link.read("GET", "k")
        assert time.monotonic() - start < TIME_LIMIT + 0.5
        reads = len(server.received)
        with pytest.raises(StoreUnavailableError):
            await link.run(NEXT, KEYS, "member")
    assert reads > 2
    assert server.received.count(b"EVALSHA") > 2


async def test_silent_server_is_given_up_within_the_limit() -> None:
    async with _breaking(Breaking(silent=True)) as link:
        start = time.monotonic()
        with pytest.raises(StoreUnavailableError, match="no answer within 1 s") as raised:
            await link.run(FINISH, KEYS, "member", "token", "")
        assert time.monotonic() - start < TIME_LIMIT + 0.5
    assert not raised.value.permanent


async def test_server_that_is_away_is_said_without_the_password() -> None:
    async with open_link(f"redis://u:hunter2@127.0.0.1:{free_port()}/0") as link:
        with pytest.raises(StoreUnavailableError, match=r"^The store: ") as raised:
            await link.write("SET", "k", "v")
    assert "hunter2" not in "".join(traceback.format_exception(raised.value))


async def test_wrong_password_is_permanent_and_not_shown(tmp_path: Path) -> None:
    port = free_port()
    with tcp_server(valkey(), tmp_path, port):
        async with open_link(f"redis://127.0.0.1:{port}") as link:
            await link.write("CONFIG", "SET", "requirepass", "right")
        async with open_link(f"redis://:hunter2@127.0.0.1:{port}") as link:
            with pytest.raises(StoreUnavailableError) as raised:
                await link.write("SET", "k", "v")
    assert raised.value.permanent
    assert "hunter2" not in "".join(traceback.format_exception(raised.value))


async def test_script_waits_for_a_server_that_comes_back(short_folder: Path) -> None:
    """Nothing was sent yet, so waiting is safe; an old connection is not taken for a live one."""
    folder = short_folder / "back"
    folder.mkdir()
    server = ExitStack()
    url = server.enter_context(unix_server(valkey(), folder)).url
    async with open_link(url) as link, asyncio.TaskGroup() as group:
        assert await link.run(FINISH, KEYS, "member", "token", "") == 0
        await asyncio.to_thread(server.close)
        answer = group.create_task(link.run(FINISH, KEYS, "member", "token", ""))
        await asyncio.sleep(0)
        with unix_server(valkey(), folder):
            assert await answer == 0


async def test_script_the_server_has_forgotten_is_given_to_it_again(link: Link) -> None:
    assert await link.run(FINISH, KEYS, "member", "token", "") == 0
    await link.read_each("SCRIPT", "FLUSH")
    assert await link.run(FINISH, KEYS, "member", "token", "") == 0


async def test_more_calls_at_once_than_connections_all_get_through(link: Link) -> None:
    async with asyncio.TaskGroup() as group:
        calls = [group.create_task(link.write("INCR", "n")) for _ in range(100)]
    assert sorted(int(str(call.result())) for call in calls) == list(range(1, 101))


async def test_call_cut_short_leaves_no_answer_for_the_next(valkey_link: Link) -> None:
    await valkey_link.write("SET", "k", "mine")
    for _ in range(20):
        async with asyncio.TaskGroup() as group:
            call = group.create_task(valkey_link.read("ECHO", "another's"))
            await asyncio.sleep(0)
            call.cancel()
        assert await valkey_link.read("GET", "k") == "mine"


async def test_answer_that_refuses_is_the_ports_error(link: Link) -> None:
    await link.write("SET", "k", "text")
    with pytest.raises(StoreUnavailableError, match="WRONGTYPE"):
        await link.read("HGET", "k", "field")


async def test_store_behind_sentinel_is_found(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "s").mkdir()
    with (
        tcp_server(valkey(), tmp_path, port),
        sentinel_server(tmp_path / "s", port, name="mymaster") as sentinel,
    ):
        async with open_stores(sentinel.url) as stores:
            assert await stores.checklists.save_merge(PROD, merge_of(ITEMS))
            assert (await checklist_of(stores.checklists)).version == 1
        async with open_link(sentinel.url.replace("mymaster", "other")) as link:
            with pytest.raises(StoreUnavailableError):
                await link.read("GET", "k")
