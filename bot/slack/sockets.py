"""Socket Mode: connections that come back by themselves, and close with every answer given.

slack_sdk retries a dead one-shot address for ever and never returns for a wrong token
(python-slack-sdk#1446, #1110); the watchdog here makes it ask for a fresh address.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import PostRefusedError, SlackUnavailableError
from bot.slack.client import ask, quiet_logger

logger = logging.getLogger(__name__)

Deliver = Callable[[dict[str, Any], Mapping[str, str | Sequence[str]]], Awaitable[BoltResponse]]
MAX_CONNECTIONS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketTiming:
    """Seconds. Not connected for longer than ``patience``: ask for a fresh address."""

    ping: float = 10.0
    check: float = 5.0
    patience: float = 30.0
    start: float = 30.0
    drain: float = 3.0


@dataclass(slots=True, kw_only=True)
class _Connection:
    client: SocketModeClient
    opening: asyncio.Task[None]
    lost_at: float | None = None


class Sockets:
    """``async with Sockets(…)``: connected inside, closed when left.

    ``app_client`` carries the app-level token; ``deliver`` is SlackApp's.
    """

    def __init__(
        self,
        app_client: AsyncWebClient,
        deliver: Deliver,
        *,
        connections: int = 1,
        timing: SocketTiming | None = None,
    ) -> None:
        if not 1 <= connections <= MAX_CONNECTIONS:
            raise ValueError(f"Slack allows 1 to {MAX_CONNECTIONS} connections, not {connections}")
        self._app_client = app_client
        self._deliver = deliver
        self._count = connections
        self._timing = timing or SocketTiming()
        self._connections: list[_Connection] = []
        self._answering: set[asyncio.Task[Any]] = set()
        self._group = asyncio.TaskGroup()
        self._watch: asyncio.Task[None] | None = None
        self._last_frame = time.monotonic()
        self._closing = False

    async def __aenter__(self) -> Self:
        """Raises SlackUnavailableError, ``permanent`` where the app token is refused."""
        address = await self._first_address()
        await self._group.__aenter__()
        try:
            for _ in range(self._count):
                self._connections.append(self._open(address))
                address = None
            self._watch = self._group.create_task(self._watch_over(), name="socket watchdog")
            await self._until_connected()
        except BaseException:
            await self.close()
            await self._group.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
        await self._group.__aexit__(kind, error, trace)

    async def trouble(self) -> str | None:
        """For /health/ready: None while any connection is up, since Slack then uses that one."""
        up = [await connection.client.is_connected() for connection in self._connections]
        if any(up):
            return None
        return f"none of {self._count} connections is up, last frame {self.silence():.0f} s ago"

    def silence(self) -> float:
        """Seconds since the last frame on any connection."""
        return time.monotonic() - self._last_frame

    async def close(self) -> None:
        """Take nothing more, let what was taken be answered, then close. May be called twice."""
        self._closing = True
        if self._watch is not None:
            self._watch.cancel()
        if self._answering:
            await asyncio.wait(self._answering, timeout=self._timing.drain)
        while self._connections:
            await self._shut(self._connections.pop())

    async def _first_address(self) -> str | None:
        """The check that slack_sdk leaves out: with a wrong token its connect() never returns."""
        token = self._app_client.token or ""
        try:
            opened = await ask(self._app_client.apps_connections_open(app_token=token))
        except PostRefusedError as error:
            raise SlackUnavailableError(
                "Slack", f"it refuses Socket Mode ({error.code})", permanent=True
            ) from error
        return str(opened["url"])

    def _open(self, address: str | None) -> _Connection:
        client = SocketModeClient(
            app_token=self._app_client.token or "",
            logger=quiet_logger("slack_sdk.socket_mode"),
            web_client=self._app_client,
            ping_interval=self._timing.ping,
        )
        client.proxy = None  # the constructor takes HTTPS_PROXY from the environment by itself
        client.wss_uri = address
        connection = _Connection(
            client=client,
            opening=self._group.create_task(client.connect(), name="socket connect"),
        )

        async def note_frame(_frame: aiohttp.WSMessage) -> None:
            self._last_frame = time.monotonic()

        client.on_message_listeners.append(note_frame)
        client.socket_mode_request_listeners.append(self._answer)
        return connection

    async def _until_connected(self) -> None:
        opening = [connection.opening for connection in self._connections]
        _, waiting = await asyncio.wait(opening, timeout=self._timing.start)
        if waiting:
            seconds = self._timing.start
            raise SlackUnavailableError("Slack", f"no Socket Mode connection in {seconds:g} s")

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """slack_sdk keeps no reference to the task this runs in; it is kept here."""
        task = asyncio.current_task()
        if self._closing or task is None:
            return
        self._answering.add(task)
        begun = time.time()
        try:
            response = await self._deliver(request.payload, build_headers(request) or {})
            await send_async_response(client, request, response, begun)
        finally:
            self._answering.discard(task)

    async def _watch_over(self) -> None:
        while True:
            await asyncio.sleep(self._timing.check)
            now = time.monotonic()
            for connection in self._connections:
                if await connection.client.is_connected():
                    connection.lost_at = None
                elif connection.lost_at is None:
                    connection.lost_at = now
                elif now - connection.lost_at > self._timing.patience:
                    connection.lost_at = now
                    self._revive(connection)

    def _revive(self, connection: _Connection) -> None:
        client = connection.client
        logger.warning("Socket Mode is not connected; asking for a fresh address")
        client.wss_uri = None
        client.auto_reconnect_enabled = True  # off for good after a connect() that was cut short
        monitor = client.current_session_monitor
        if connection.opening.done() and (monitor is None or monitor.done()):
            connection.opening = self._group.create_task(client.connect(), name="socket connect")

    async def _shut(self, connection: _Connection) -> None:
        client = connection.client
        connection.opening.cancel()
        try:
            async with asyncio.timeout(self._timing.drain):
                await client.close()
        except TimeoutError:
            await client.aiohttp_client_session.close()
        tasks = (client.message_processor, client.message_receiver, client.current_session_monitor)
        ended = [task for task in tasks if task is not None]
        for task in ended:
            task.cancel()
        await asyncio.gather(connection.opening, *ended, return_exceptions=True)
