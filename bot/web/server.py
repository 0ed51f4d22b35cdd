"""The one HTTP server: what is served is given to it, the port may be any free one."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.ports import UnavailableError

MAX_BODY = 1024 * 1024
"""Bytes; Slack's largest payload, a view, is 250 kB."""
GRACE = 5.0
"""Seconds that requests under way get when the server stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the server really listens."""

    host: str
    port: int


@asynccontextmanager
async def serve(host: str, port: int, routes: Iterable[web.RouteDef]) -> AsyncIterator[Address]:
    """Listen until left. ``port`` 0: any free one.

    Raises UnavailableError where the address cannot be had.
    """
    app = web.Application(client_max_size=MAX_BODY)
    app.add_routes(routes)
    # No access log: it would write addresses with tokens in them, and one line a call. No body is
    # unpacked: Slack signs what is on the wire, and nobody else's is to cost anything.
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=GRACE,
        handle_signals=False,
        auto_decompress=False,
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            reason = f"it cannot be had ({error.strerror or type(error).__name__})"
            raise UnavailableError(f"the address {host}:{port}", reason, permanent=True) from error
        bound = runner.addresses[0]
        yield Address(host=str(bound[0]), port=int(bound[1]))
    finally:
        await runner.cleanup()
