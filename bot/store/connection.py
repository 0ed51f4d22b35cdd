"""The connection to the store: what is sent again and what never is, time limits, errors.

redis-py by itself re-sends a command up to ten times when its connection dies, a script too. Here
it may only connect; reads are repeated within the time limit, everything else is sent once.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from redis.asyncio import ConnectionPool, RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, NoScriptError, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisClusterException as RedisClusterError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.ports import StoreUnavailableError
from bot.store.address import (
    ClusterAddress,
    SentinelAddress,
    SingleAddress,
    StoreAddress,
    read_address,
    secrets_of,
)
from bot.store.scripting import Script

Word = str | int | float
Reply = object

TIME_LIMIT = 1.0
"""Seconds for one call, whatever it needs: a slot, a connection, an answer."""
_PAUSE = 0.02
_AT_ONCE = 16
_IDLE_CHECK = 30
_AWAY = (RedisConnectionError, RedisTimeoutError, OSError)
_OWN = ("CLUSTER", "COMMAND")
"""What redis-py asks a cluster for itself, to know its servers."""
_FAILED = (RedisError, RedisClusterError, OSError, TimeoutError)


class Transport(Protocol):
    """A kind of server. Only ``ready`` may be repeated; ``call`` sends once."""

    def ready(self) -> AbstractAsyncContextManager["Sender"]: ...

    async def each(self, words: Sequence[Word]) -> list[Reply]:
        """The answers of every server that holds a part of the keys."""
        ...

    async def close(self) -> None: ...


class Sender(Protocol):
    async def __call__(self, words: Sequence[Word]) -> Reply: ...


class Link:
    """Commands to the store. Every method raises StoreUnavailableError and nothing else."""

    def __init__(self, transport: Transport, secrets: tuple[str, ...] = ()) -> None:
        self._transport = transport
        self._secrets = secrets
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def read(self, *words: Word) -> Reply:
        """A command that changes nothing."""
        return await self._bounded(words, reads=True)

    async def write(self, *words: Word) -> Reply:
        return await self._bounded(words, reads=False)

    async def run(self, script: Script, keys: Sequence[str], *arguments: Word) -> Reply:
        """Run a script, by its hash where the server has it."""
        return await self._bounded(
            ("EVALSHA", script.sha, len(keys), *keys, *arguments),
            reads=script.reads,
            otherwise=("EVAL", script.text, len(keys), *keys, *arguments),
        )

    async def read_each(self, *words: Word) -> list[Reply]:
        """Ask every server that holds a part of the keys."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return await self._transport.each(words)
        except _FAILED as error:
            raise self._unavailable(error) from None

    async def close(self) -> None:
        await self._transport.close()

    async def _bounded(
        self, words: Sequence[Word], *, reads: bool, otherwise: Sequence[Word] = ()
    ) -> Reply:
        try:
            async with asyncio.timeout(TIME_LIMIT), self._slots:
                return await self._call(words, otherwise, reads=reads)
        except _FAILED as error:
            # Not chained: redis-py's own words may hold what is secret.
            raise self._unavailable(error) from None

    async def _call(
        self, words: Sequence[Word], otherwise: Sequence[Word], *, reads: bool
    ) -> Reply:
        clock = asyncio.get_running_loop().time
        end = clock() + TIME_LIMIT
        sent = False
        while True:
            try:
                async with self._transport.ready() as send:
                    sent = True
                    try:
                        return await send(words)
                    except NoScriptError:  # so nothing was run
                        return await send(otherwise)
            except AuthenticationError:
                raise
            except _AWAY:
                # Looked at here too: up to Python 3.11 ``wait_for``, which redis-py sends with, may
                # swallow the cancellation that the time limit is made of (bpo-37658).
                if (sent and not reads) or clock() >= end:
                    raise
            await asyncio.sleep(_PAUSE)

    def _unavailable(self, error: BaseException) -> StoreUnavailableError:
        if isinstance(error, TimeoutError | RedisTimeoutError):
            reason = f"no answer within {TIME_LIMIT:g} s"
        else:
            reason = str(error) or type(error).__name__
        for secret in self._secrets:
            reason = reason.replace(secret, "…")
        refused = isinstance(error, AuthenticationError | NoPermissionError)
        return StoreUnavailableError("The store", reason, permanent=refused)


@asynccontextmanager
async def open_link(url: str) -> AsyncIterator[Link]:
    """Raises StoreAddressError; whether the server is there shows with the first call."""
    address = read_address(url)
    link = Link(_transport(address), secrets_of(address))
    try:
        yield link
    finally:
        await link.close()


def _transport(address: StoreAddress) -> Transport:
    options: dict[str, Any] = {
        "retry": Retry(NoBackoff(), 0),
        "socket_timeout": TIME_LIMIT,
        "socket_connect_timeout": TIME_LIMIT,
        "health_check_interval": _IDLE_CHECK,
        "decode_responses": True,
        "protocol": 2,
    }
    match address:
        case SingleAddress(url=url):
            return _Pooled(ConnectionPool.from_url(url, **options))
        case SentinelAddress():
            return _Pooled(*_sentinel_pool(address, options))
        case ClusterAddress():
            return _Clustered(_cluster(address, options))


class _Pooled:
    def __init__(self, pool: ConnectionPool, sentinel: Sentinel | None = None) -> None:
        self._pool = pool
        self._sentinel = sentinel

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[Sender]:
        connection = await self._pool.get_connection()  # type: ignore[no-untyped-call]
        try:
            await connection.check_health()
            yield _Line(connection)
        finally:
            await self._pool.release(connection)

    async def each(self, words: Sequence[Word]) -> list[Reply]:
        async with self.ready() as send:
            return [await send(words)]

    async def close(self) -> None:
        await self._pool.aclose()
        if self._sentinel is not None:
            await self._sentinel.aclose()


class _Line:
    def __init__(self, connection: AbstractConnection) -> None:
        self._connection = connection

    async def __call__(self, words: Sequence[Word]) -> Reply:
        await self._connection.send_command(*words, check_health=False)
        return await self._connection.read_response()


class _Clustered:
    def __init__(self, client: RedisCluster) -> None:
        self._client = client

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[Sender]:
        await self._client.initialize()
        yield self._send

    async def _send(self, words: Sequence[Word]) -> Reply:
        return await self._client.execute_command(*words)

    async def each(self, words: Sequence[Word]) -> list[Reply]:
        await self._client.initialize()
        return [await node.execute_command(*words) for node in self._client.get_primaries()]

    async def close(self) -> None:
        await self._client.aclose()


def _sentinel_pool(
    address: SentinelAddress, options: dict[str, Any]
) -> tuple[ConnectionPool, Sentinel]:
    asking = {
        **options,
        "username": address.sentinel_username,
        "password": address.sentinel_password,
        "ssl": address.tls,
    }
    sentinel = Sentinel(list(address.hosts), sentinel_kwargs=asking)  # type: ignore[no-untyped-call]
    pool = SentinelConnectionPool(  # type: ignore[no-untyped-call]
        address.master,
        sentinel,
        db=address.db,
        username=address.username,
        password=address.password,
        ssl=address.tls,
        **options,
    )
    return pool, sentinel


def _cluster(address: ClusterAddress, options: dict[str, Any]) -> RedisCluster:
    client = RedisCluster(
        startup_nodes=[ClusterNode(host, port) for host, port in address.hosts],
        username=address.username,
        password=address.password,
        ssl=address.tls,
        **options,
    )
    # Replies as the server gives them, the same from every kind of server; only what the client
    # asks for itself keeps its shape.
    for command in [name for name in client.response_callbacks if not name.startswith(_OWN)]:
        del client.response_callbacks[command]
    return client
