"""A local GitHub in process, for tests on the wire; its clock moves by hand."""

from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.github.app import CALLS, Call, github_app
from sandbox.github.state import TOKEN, GithubState
from tests.servers.linear import Clock

REPO = "acme/api"


@dataclass
class LocalGithub:
    url: str
    state: GithubState
    clock: Clock
    app: web.Application

    @property
    def calls(self) -> list[Call]:
        calls: deque[Call] = self.app[CALLS]
        return list(calls)

    @property
    def paths(self) -> list[str]:
        return [call.path.removeprefix(f"/repos/{REPO}") or "/" for call in self.calls]

    async def ask(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> "Answer":
        """Ask without any client of ours."""
        sent = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/vnd.github+json"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(
                self.url + path,
                params=params,
                headers=sent | dict(headers or {}),
                allow_redirects=False,
            ) as response,
        ):
            raw = await response.read()
            body = await response.json() if raw else None
            return Answer(status=response.status, headers=response.headers, body=body)


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any = field(default=None)


@asynccontextmanager
async def local_github() -> AsyncIterator[LocalGithub]:
    clock = Clock()
    state = GithubState(clock.now)
    state.add_repo(REPO)
    app = github_app(state)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield LocalGithub(url=f"http://{host}:{port}", state=state, clock=clock, app=app)
    finally:
        await runner.cleanup()
