"""Socket Mode: several connections, each replaced before it goes, none kept that is silent.

Our own instead of slack_sdk's client, which closes a connection before it opens the next one and
may retry a dead one-shot address for ever (docs/adr/0011-own-sockets.md).
"""

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import PostRefusedError, SlackUnavailableError
from bot.slack.client import ask
from bot.slack.socket_connection import MAX_FRAME, Deliver, SocketConnection

logger = logging.getLogger(__name__)

MAX_CONNECTIONS = 10
DISABLED = "link_disabled"
TOO_MANY = "too_many_websockets"
REFUSALS = {
    DISABLED: "Socket Mode is switched off in the app's settings",
    TOO_MANY: "the app has its 10 connections already: another copy of the bot runs somewhere",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketTiming:
    """Seconds. ``ping``: how often a silent connection is asked whether it lives.

    ``patience``: between two tries to connect. ``refused``: the same after Slack took none.
    ``hello``: how long an open connection may not greet. ``quiet``: a connection on which nothing
    but pings came for so long is replaced, since Slack may have forgotten it (bolt-python#1529).
    ``linger``: how long one that was replaced still takes what comes.
    """

    ping: float = 10.0
    patience: float = 3.0
    refused: float = 30.0
    hello: float = 10.0
    quiet: float = 900.0
    linger: float = 5.0
    start: float = 30.0
    drain: float = 3.0


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
        self._up: set[SocketConnection] = set()
        self._settled = asyncio.Event()
        """Whether the first connection is up, or never will be."""
        self._group = asyncio.TaskGroup()
        self._slots: list[asyncio.Task[None]] = []
        self._last_frame = time.monotonic()
        self._refusal: str | None = None
        self._address: str | None = None

    async def __aenter__(self) -> Self:
        """Raises SlackUnavailableError, ``permanent`` where the app token is refused."""
        self._address = await self._fetch_address()
        await self._group.__aenter__()
        try:
            for place in range(self._count):
                slot = self._group.create_task(self._keep_one(), name=f"socket {place}")
                self._slots.append(slot)
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
        if self.connected():
            return None
        last = f"last frame {self.silence():.0f} s ago"
        return f"none of {self._count} connections is up, {last}{self._why()}"

    def connected(self) -> int:
        """How many connections are up."""
        return sum(connection.is_up for connection in self._up)

    def silence(self) -> float:
        """Seconds since the last frame on any connection."""
        return time.monotonic() - self._last_frame

    async def close(self) -> None:
        """Take nothing more, let what was taken be answered, then close. May be called twice."""
        slots, self._slots = self._slots, []
        closing = [connection.close(self._timing.drain) for connection in tuple(self._up)]
        for slot in slots:
            slot.cancel()
        await asyncio.gather(*closing)
        await asyncio.gather(*slots, return_exceptions=True)

    async def _until_connected(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timing.start):
                await self._settled.wait()
        if not self.connected():
            raise SlackUnavailableError(
                "Slack",
                f"no Socket Mode connection in {self._timing.start:g} s{self._why()}",
                permanent=self._refusal == DISABLED,
            )

    def _why(self) -> str:
        return f": {REFUSALS.get(self._refusal, self._refusal)}" if self._refusal else ""

    async def _keep_one(self) -> None:
        """One connection for ever: the next one is opened before one that is leaving is closed."""
        current: SocketConnection | None = None
        while True:
            following = await self._open()
            if following is None:
                timing = self._timing
                await asyncio.sleep(timing.refused if self._refusal else timing.patience)
                continue
            if current is not None:
                self._group.create_task(self._retire(current), name="socket retires")
            current = following
            reason = await self._until_over(current)
            logger.info("a Socket Mode connection is replaced: %s", reason)
            if reason in REFUSALS:
                self._refuse(reason)
                await asyncio.sleep(self._timing.refused)

    async def _until_over(self, connection: SocketConnection) -> str:
        """Why it is to be replaced: Slack's reason, its end, or its silence."""
        ended = asyncio.ensure_future(connection.ended.wait())
        try:
            while True:
                quiet = connection.quiet_for()
                if quiet >= self._timing.quiet:
                    return "nothing came for too long"
                await asyncio.wait(
                    (ended, connection.leaving),
                    timeout=self._timing.quiet - quiet,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if connection.leaving.done():
                    return connection.leaving.result()
                if ended.done():
                    return "it ended"
        finally:
            ended.cancel()

    async def _open(self) -> SocketConnection | None:
        """A connection that has greeted; None where that failed, with the reason in the log."""
        try:
            address, self._address = self._address or await self._fetch_address(), None
            socket = await self._connect(address)
        except SlackUnavailableError as error:
            logger.warning("no Socket Mode connection: %s", error)
            return None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            logger.warning("no Socket Mode connection: %s", type(error).__name__)
            return None
        connection = SocketConnection(socket, self._deliver, self._note_frame)
        self._up.add(connection)
        self._group.create_task(self._serve(connection), name="socket reads")
        if await self._greets(connection):
            self._refusal = None
            self._settled.set()
            return connection
        await connection.close(self._timing.drain)
        return None

    async def _connect(self, address: str) -> aiohttp.ClientWebSocketResponse:
        session = self._app_client.session
        if session is None:
            raise SlackUnavailableError("Slack", "there is no session to connect by")
        async with asyncio.timeout(self._timing.hello):
            return await session.ws_connect(
                address,
                heartbeat=self._timing.ping,
                autoping=False,  # so that each ping and pong is noted as a frame
                max_msg_size=MAX_FRAME,
            )

    async def _greets(self, connection: SocketConnection) -> bool:
        """Slack says hello, or why not."""
        hello = asyncio.ensure_future(connection.greeted.wait())
        ended = asyncio.ensure_future(connection.ended.wait())
        try:
            await asyncio.wait(
                (hello, ended, connection.leaving),
                timeout=self._timing.hello,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            hello.cancel()
            ended.cancel()
        if connection.leaving.done() and not connection.greeted.is_set():
            self._refuse(connection.leaving.result())
        return connection.greeted.is_set()

    def _refuse(self, reason: str) -> None:
        self._refusal = reason
        logger.error("Slack takes no connection: %s", REFUSALS.get(reason, reason))
        if reason == DISABLED:
            self._settled.set()

    async def _serve(self, connection: SocketConnection) -> None:
        try:
            await connection.serve(self._group)
        finally:
            self._up.discard(connection)

    async def _retire(self, connection: SocketConnection) -> None:
        """Slack has another one by now; what comes on this one is still taken for a moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timing.linger):
                await connection.ended.wait()
        await connection.close(self._timing.drain)

    def _note_frame(self) -> None:
        self._last_frame = time.monotonic()

    async def _fetch_address(self) -> str:
        """One-shot: each connection needs a fresh one."""
        token = self._app_client.token or ""
        try:
            opened = await ask(self._app_client.apps_connections_open(app_token=token))
        except PostRefusedError as error:
            raise SlackUnavailableError(
                "Slack", f"it refuses Socket Mode ({error.code})", permanent=True
            ) from error
        if not opened.get("url"):
            raise SlackUnavailableError("Slack", "it gives no address to connect to")
        return str(opened["url"])
