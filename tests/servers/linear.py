"""A local Linear in process, for tests that speak GraphQL on the wire; its clock moves by hand."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.linear.app import CALLS, ENDPOINT, Call, linear_app
from sandbox.linear.state import API_KEY, LinearState
from sandbox.sample import sample_seed
from sandbox.seed import LinearSeed

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)


@dataclass
class Clock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class LocalLinear:
    url: str
    state: LinearState
    clock: Clock
    app: web.Application

    @property
    def calls(self) -> list[Call]:
        calls: deque[Call] = self.app[CALLS]
        return list(calls)

    async def until(self, has_come: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until what is looked for after each answer is there."""
        async with asyncio.timeout(seconds):
            await self.app[ENDPOINT].until(has_come)

    async def ask(
        self,
        query: str,
        variables: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> "Answer":
        """Ask without any client of ours."""
        sent = {"Authorization": API_KEY} | dict(headers or {})
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                self.url, json={"query": query, "variables": variables or {}}, headers=sent
            ) as response,
        ):
            body = await response.json(content_type=None)
            return Answer(status=response.status, headers=dict(response.headers), body=body)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> Any:  # the shape is what a test looks at
        return self.body["data"]

    @property
    def error(self) -> dict[str, Any]:
        first: dict[str, Any] = self.body["errors"][0]
        return first


@asynccontextmanager
async def local_linear(seed: LinearSeed | None = None) -> AsyncIterator[LocalLinear]:
    clock = Clock()
    state = LinearState(seed or sample_seed(TODAY, {}).linear, clock.now)
    app = linear_app(state)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield LocalLinear(url=f"http://{host}:{port}/graphql", state=state, clock=clock, app=app)
    finally:
        await runner.cleanup()
