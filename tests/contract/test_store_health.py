"""Durability in plain words: what a server would lose, or that it cannot be seen."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

import pytest

from bot.ports import StoreUnavailableError
from bot.store.connection import Link, Reply, Sender, Word, open_link
from bot.store.health import RedisStoreHealth
from bot.store.stores import Stores
from tests.fakes.checklists import Switch
from tests.fakes.store import fake_stores
from tests.servers.stores import free_port

pytest_plugins = ("tests.servers.store_fixtures",)


@pytest.fixture
def health(valkey_link: Link) -> RedisStoreHealth:
    return RedisStoreHealth(valkey_link)


async def test_store_that_answers_pings(stores: Stores) -> None:
    await stores.health.ping()


async def test_store_that_is_away_does_not() -> None:
    async with open_link(f"redis://127.0.0.1:{free_port()}") as link:
        health = RedisStoreHealth(link)
        for asking in (health.ping(), health.durability()):
            with pytest.raises(StoreUnavailableError):
                await asking
    switch = Switch()
    away = fake_stores(switch)
    switch.away = True
    with pytest.raises(StoreUnavailableError):
        await away.health.ping()


async def test_settings_of_the_embedded_store_keep_every_write(health: RedisStoreHealth) -> None:
    assert await health.durability() is None


@pytest.mark.parametrize(
    ("name", "value", "kept", "words"),
    [
        ("appendonly", "no", "yes", "ticks are lost when the server stops"),
        ("appendfsync", "everysec", "always", "up to a second of ticks is lost"),
        ("appendfsync", "no", "always", "ticks are lost if the machine fails"),
        ("maxmemory-policy", "allkeys-lru", "noeviction", "drops keys when its memory is full"),
    ],
)
async def test_setting_that_loses_writes_is_named(
    health: RedisStoreHealth, valkey_link: Link, name: str, value: str, kept: str, words: str
) -> None:
    await valkey_link.write("CONFIG", "SET", name, value)
    try:
        assert words in (await health.durability() or "")
    finally:
        await valkey_link.write("CONFIG", "SET", name, kept)
        await _rewritten(valkey_link)


async def test_cluster_without_append_only_file_is_named(link: Link) -> None:
    """The cluster of the tests keeps nothing, the others have the embedded store's settings."""
    found = await RedisStoreHealth(link).durability()
    is_cluster = "cluster_enabled:1" in str(await link.read_each("INFO", "cluster"))
    assert (found is not None) is is_cluster


async def test_server_that_forbids_to_look_is_said_to(
    valkey_link: Link, health: RedisStoreHealth
) -> None:
    await valkey_link.write("ACL", "SETUSER", "hosted", "on", ">pw", "~*", "+@all", "-config")
    url = (await _socket_of(valkey_link)).replace("unix://", "unix://hosted:pw@")
    async with open_link(url) as link:
        found = await RedisStoreHealth(link).durability()
        assert "the server forbids CONFIG" in (found or "")
        await valkey_link.write("CONFIG", "SET", "appendonly", "no")
        found = await RedisStoreHealth(link).durability()
        assert "ticks are lost when the server stops" in (found or "")
    await valkey_link.write("CONFIG", "SET", "appendonly", "yes")
    await _rewritten(valkey_link)
    await valkey_link.write("ACL", "DELUSER", "hosted")
    assert await health.durability() is None


class Full:
    """A server whose disk is full, as it answers."""

    def ready(self) -> AbstractAsyncContextManager[Sender]:
        raise NotImplementedError

    async def each(self, words: Sequence[Word]) -> list[Reply]:
        answers: dict[Sequence[Word], Reply] = {
            ("CONFIG", "GET", "append*"): ["appendfsync", "always"],
            ("CONFIG", "GET", "maxmemory-policy"): ["maxmemory-policy", "noeviction"],
            ("INFO", "persistence"): "# Persistence\r\naof_enabled:1\r\naof_last_write_status:err",
        }
        return [answers[words]]

    async def close(self) -> None:
        return


async def test_server_that_cannot_write_is_named() -> None:
    found = await RedisStoreHealth(Link(Full())).durability()
    assert found == "the server cannot write its append-only file; look at its disk"


async def _rewritten(link: Link) -> None:
    """A server that was just told to append does not end before its first file is written."""
    async with asyncio.timeout(10):
        while "aof_rewrite_in_progress:1" in str(await link.read("INFO", "persistence")):
            pass


async def _socket_of(link: Link) -> str:
    reply = await link.read("CONFIG", "GET", "unixsocket")
    assert isinstance(reply, list)
    return f"unix://{reply[1]}"
