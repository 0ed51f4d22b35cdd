"""The `tcp` probe: a connection, TLS on it where asked for, and what the server says first."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from datetime import datetime

from bot.probes.certificates import explain_refusal
from bot.probes.config_wire import TcpProbeConfig
from bot.probes.finding import Finding, found_down, found_up
from bot.probes.guard import Guard
from bot.probes.handshake import read_refused
from bot.probes.phases import TimedContext, begin_phase, current_watch, measured

MAX_BANNER = 1024


class TcpProbe:
    def __init__(
        self,
        config: TcpProbeConfig,
        guard: Guard,
        context: TimedContext,
        now: Callable[[], datetime],
    ) -> None:
        self.host = config.authority
        self._config = config
        self._guard = guard
        self._context = context
        self._now = now

    async def probe(self) -> Finding:
        config = self._config
        sock = await self._guard.dial(config.host, config.port)
        try:
            return await self._talk(sock)
        except ssl.SSLCertVerificationError as error:
            chain = await read_refused(self._guard, config.name, config.port)
            return explain_refusal(error.verify_code, chain, config.name, self._now())

    async def _talk(self, sock: socket.socket) -> Finding:
        """Takes the socket over and closes it."""
        config = self._config
        name = config.name if config.tls else None
        try:
            reader, writer = await asyncio.open_connection(
                sock=sock, ssl=self._context if config.tls else None, server_hostname=name
            )
        except BaseException:
            sock.close()
            raise
        try:
            if config.banner_contains is None:
                return found_up(f"took the connection{_took()}", measured())
            return await self._listen(reader, config.banner_contains)
        finally:
            writer.transport.abort()

    async def _listen(self, reader: asyncio.StreamReader, wanted: str) -> Finding:
        """Until it is there, the server ends or a kilobyte is full. Nothing of it is repeated."""
        begin_phase("banner")
        banner = b""
        while wanted.encode() not in banner:
            part = await reader.read(MAX_BANNER - len(banner))
            banner += part
            if not part or len(banner) >= MAX_BANNER:
                break
        if wanted.encode() not in banner:
            said = "is not in what it says first" if banner else "was not said: it hung up"
            return found_down("tcp.banner", f"“{wanted}” {said}", measured())
        return found_up(f"greeted with “{wanted}”{_took()}", measured())


def _took() -> str:
    watch = current_watch()
    return f" in {watch.elapsed_ms:.0f} ms" if watch else ""
