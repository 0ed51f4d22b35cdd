"""What the product asks of Slack while it is measured: canned answers, and its own ones counted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TEAM = "T0SANDBOX"
PATIENCE = 30.0


@dataclass(slots=True)
class SlackStandIn:
    origin: str = ""
    answers: int = 0
    last: dict[str, Any] = field(default_factory=dict)
    edits: int = 0
    last_edit: dict[str, Any] = field(default_factory=dict)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, answers: int) -> None:
        """Until the product has given so many answers in all."""
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: self.answers >= answers)

    async def take_answer(self, request: web.Request) -> web.Response:
        self.last = await request.json()
        async with self.news:
            self.answers += 1
            self.news.notify_all()
        return web.Response()

    async def take_call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "chat.update":
            self.edits += 1
            self.last_edit = await request.json()
            return web.json_response({"ok": True, "ts": self.last_edit["ts"]})
        asked = {**request.query, **await request.post()}
        return web.json_response(_canned(method, asked))


def _canned(method: str, asked: dict[str, Any]) -> dict[str, Any]:
    match method:
        case "auth.test":
            who = {"team_id": TEAM, "team": "Bench", "user_id": "U0BOT", "bot_id": "B0BOT"}
            return {"ok": True, "user": "blockers", **who}
        case "users.info":
            return {"ok": True, "user": {"id": asked["user"], "name": asked["user"], "tz": "UTC"}}
        case "conversations.info":
            return {"ok": True, "channel": {"id": asked["channel"], "name": "release"}}
        case _:
            return {"ok": False, "error": "unknown_method"}


@asynccontextmanager
async def slack_stand_in() -> AsyncIterator[SlackStandIn]:
    slack = SlackStandIn()
    app = web.Application()
    app.router.add_post("/answer/{call}", slack.take_answer)
    app.router.add_route("*", "/api/{method}", slack.take_call)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield slack
    finally:
        await runner.cleanup()
