"""A server that answers as told, one answer a request, and keeps what it was asked."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` wins over ``body``; ``cut`` closes the connection without an answer."""

    body: Mapping[str, Any] = field(default_factory=lambda: {"ok": True})
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    cut: bool = False


@dataclass(slots=True)
class Scripted:
    """The last answer of ``answers`` is given again and again."""

    answers: list[Answer]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.bodies.append(await request.read())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.cut and request.transport is not None:
            request.transport.abort()
        if answer.text is not None:
            return web.Response(text=answer.text, status=answer.status, headers=answer.headers)
        return web.json_response(answer.body, status=answer.status, headers=answer.headers)


@asynccontextmanager
async def scripted(*answers: Answer) -> AsyncIterator[Scripted]:
    server = Scripted(list(answers) or [Answer()])
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()
