"""Serves the page's folder and speaks its WebSocket protocol from a script."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from aiohttp import WSMsgType, web

Frame: TypeAlias = dict[str, Any]
Script: TypeAlias = Callable[["ScriptedWorkspace", Frame], list[Frame]]

PAGE = Path(__file__).parents[3] / "sandbox" / "slack" / "page"


class ScriptedWorkspace:
    """Answers `done` to every frame, after the frames that `script` gives for it."""

    def __init__(self, snapshot: Callable[[str], Frame], script: Script) -> None:
        self._snapshot = snapshot
        self._script = script
        self._sockets: dict[web.WebSocketResponse, str] = {}
        self._arrived = asyncio.Condition()
        self._seen = 0
        self.received: list[Frame] = []
        self.holding = False
        self._held: list[tuple[web.WebSocketResponse, Frame]] = []
        self.address = ""
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.router.add_get("/", self._index)
        app.router.add_get("/page/ws", self._live)
        app.router.add_post("/page/upload", self._upload)
        app.router.add_static("/page/", PAGE)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        await self.drop_connections()
        if self._runner:
            await self._runner.cleanup()

    async def drop_connections(self) -> None:
        for socket in list(self._sockets):
            await socket.close()

    async def push(self, *frames: Frame) -> None:
        """Sends frames to every open page."""
        for socket in list(self._sockets):
            for frame in frames:
                await socket.send_str(json.dumps(frame))

    async def release(self) -> None:
        """Answers the frames that were held back while `holding`."""
        self.holding = False
        held, self._held = self._held, []
        for socket, frame in held:
            await socket.send_str(json.dumps({"type": "done", "id": frame["id"]}))

    async def next_frame(self, kind: str, seconds: float = 5) -> Frame:
        """The next frame of that type that was not handed out before."""
        async with asyncio.timeout(seconds), self._arrived:
            while True:
                for index in range(self._seen, len(self.received)):
                    if self.received[index]["type"] == kind:
                        self._seen = index + 1
                        return self.received[index]
                await self._arrived.wait()

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        name = request.query["name"]
        return web.json_response({"file": {"id": "F0PICKED", "name": name, "size": len(content)}})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        user = request.query.get("user") or "U0ALICE"
        if not user.startswith("U0"):
            raise web.HTTPNotFound
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets[socket] = user
        await socket.send_str(json.dumps(self._snapshot(user)))
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await self._take(socket, json.loads(message.data))
        finally:
            del self._sockets[socket]
        return socket

    async def _take(self, socket: web.WebSocketResponse, frame: Frame) -> None:
        frame["as"] = self._sockets[socket]
        for answer in self._script(self, frame):
            await socket.send_str(json.dumps(answer))
        if self.holding:
            self._held.append((socket, frame))
        else:
            await socket.send_str(json.dumps({"type": "done", "id": frame["id"]}))
        async with self._arrived:
            self.received.append(frame)
            self._arrived.notify_all()
