"""The fixture ``stores``: the store in memory and on every kind of server, one contract for all."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from bot.store.connection import Link, open_link
from bot.store.stores import Stores, stores_on
from tests.fakes_store import fake_stores
from tests.store_servers import (
    NO_REDIS_SERVER,
    REDIS_SERVER,
    Server,
    cluster_server,
    unix_server,
    valkey,
)

KINDS = ("valkey", "redis-server", "cluster")


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory(prefix="blk", dir="/tmp") as folder:
        yield Path(folder)


class Servers:
    """Starts each kind once, when it is first asked for."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        self._running: dict[str, Server] = {}

    def url(self, kind: str) -> str:
        if kind not in self._running:
            folder = self._folder / kind
            folder.mkdir()
            self._running[kind] = self._stack.enter_context(self._start(kind, folder))
        return self._running[kind].url

    def _start(self, kind: str, folder: Path) -> AbstractContextManager[Server]:
        if kind == "cluster":
            return cluster_server(folder)
        if kind == "valkey":
            return unix_server(valkey(), folder)
        if REDIS_SERVER is None:
            pytest.skip(NO_REDIS_SERVER)
        return unix_server(REDIS_SERVER, folder)


@pytest.fixture(scope="session")
def store_servers(short_folder: Path) -> Iterator[Servers]:
    with ExitStack() as stack:
        yield Servers(stack, short_folder)


@pytest.fixture(params=KINDS)
async def link(request: pytest.FixtureRequest, store_servers: Servers) -> AsyncIterator[Link]:
    """An empty store on each kind of real server."""
    async with open_link(store_servers.url(request.param)) as opened:
        await opened.read_each("FLUSHALL")
        yield opened


@pytest.fixture
async def valkey_link(store_servers: Servers) -> AsyncIterator[Link]:
    async with open_link(store_servers.url("valkey")) as opened:
        await opened.read_each("FLUSHALL")
        yield opened


@pytest.fixture(params=("fake", *KINDS))
async def stores(request: pytest.FixtureRequest, store_servers: Servers) -> AsyncIterator[Stores]:
    """An empty store: in memory and on each kind of real server."""
    if request.param == "fake":
        yield fake_stores()
        return
    async with open_link(store_servers.url(request.param)) as opened:
        await opened.read_each("FLUSHALL")
        yield stores_on(opened)
