"""A WebSocket that opens to whoever has the key; a switch opens it to all."""

from aiohttp import web

from sandbox.targets.switched import HOST, Switched, TargetPlan, bind_any

OPEN_TO_ALL, CLOSED_TO_ALL = "open-to-all", "closed-to-all"
KEY = "sandbox-stream-key"
PLAN = TargetPlan(
    id="ws-no-key", name="Price stream", path="/stream", switches=(OPEN_TO_ALL, CLOSED_TO_ALL)
)


class Stream(Switched):
    """Closed to all it answers 503, which is no refusal but an outage."""

    alone = frozenset({OPEN_TO_ALL, CLOSED_TO_ALL})

    def __init__(self, plan: TargetPlan = PLAN) -> None:
        super().__init__(plan)
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"ws://{HOST}:{self.port}{self.plan.path}"

    async def start(self, port: int = 0) -> None:
        application = web.Application()
        application.router.add_get(self.plan.path, self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        held = bind_any(port)
        self.port = held.getsockname()[1]
        await web.SockSite(self._runner, held).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if CLOSED_TO_ALL in self._active:
            return web.Response(status=503)
        knows = request.headers.get("Authorization") == f"Bearer {KEY}"
        if not knows and OPEN_TO_ALL not in self._active:
            return web.Response(status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for _ in socket:
            pass
        return socket
