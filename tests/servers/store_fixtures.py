"""The fixture ``stores``: the store in memory and on every kind of server, one contract for all."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.store.connection import Link, open_link
from bot.store.stores import Stores, stores_on
from tests.fakes.store import fake_stores
from tests.servers.stores import KINDS, Servers


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory(prefix="blk", dir="/tmp") as folder:
        yield Path(folder)


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
