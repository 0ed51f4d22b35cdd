"""One thing to probe: an HTTP or HTTPS server on a loopback port, and the ways to break it."""

import asyncio
import socket
import ssl

from aiohttp import web

from sandbox.targets.certificates import CERTIFICATE_SWITCHES, GOOD, Wardrobe
from sandbox.targets.switched import HOST, Switched, TargetPlan, bind, bind_any

ANSWER_SWITCHES = ("down", "slow", "wrong-json")
REFUSE = "refuse"
SLOW_SECONDS = 1.2


class Target(Switched):
    """Keeps its port from start to stop, also while it refuses connections."""

    alone = frozenset(CERTIFICATE_SWITCHES)

    def __init__(self, plan: TargetPlan, wardrobe: Wardrobe) -> None:
        super().__init__(plan)
        self._wardrobe = wardrobe
        self._runner: web.AppRunner | None = None
        self._site: web.SockSite | None = None
        self._held: socket.socket | None = None

    @property
    def url(self) -> str:
        scheme = "https" if self.plan.secure else "http"
        return f"{scheme}://{HOST}:{self.port}{self.plan.path}"

    @property
    def address(self) -> str:
        return self.url if self.plan.path else f"{HOST}:{self.port}"

    async def start(self, port: int = 0) -> None:
        """On the given port if it is free, else on another."""
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        held = bind_any(port)
        self.port = held.getsockname()[1]
        await self._listen(held)

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._held is not None:
            self._held.close()
        self._runner = self._site = self._held = None

    async def switched(self, switch: str, *, on: bool) -> None:
        if switch == REFUSE:
            await (self._refuse() if on else self._accept())

    async def _listen(self, held: socket.socket) -> None:
        if self._runner is None:
            return
        context = self._changing_context() if self.plan.secure else None
        self._site = web.SockSite(self._runner, held, ssl_context=context)
        await self._site.start()

    async def _refuse(self) -> None:
        """A bound socket that does not listen refuses, and nobody else gets the port."""
        if self._site is not None:
            await self._site.stop()
        self._site, self._held = None, bind(self.port)

    async def _accept(self) -> None:
        if self._held is not None:
            self._held.close()
        self._held = None
        if (listening := bind(self.port)) is not None:
            await self._listen(listening)

    def _changing_context(self) -> ssl.SSLContext:
        """A context that puts on what the switches say at each handshake."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(connection: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
            connection.context = self._wardrobe.context(self._certificate())

        context.sni_callback = choose
        return context

    def _certificate(self) -> str:
        return next((name for name in self._active if name in CERTIFICATE_SWITCHES), GOOD)

    async def _answer(self, request: web.Request) -> web.Response:
        if request.path != self.plan.path:
            return web.json_response({"error": "not found"}, status=404)
        if "slow" in self._active:
            await asyncio.sleep(SLOW_SECONDS)
        if "down" in self._active:
            return web.json_response({"status": "down"}, status=503)
        status = "starting" if "wrong-json" in self._active else "ok"
        return web.json_response({"status": status})
