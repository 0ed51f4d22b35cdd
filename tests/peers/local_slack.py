"""local-slack as a process, and somebody at it: acts, and waits for what it tells its page.

Its page's socket ``/ui`` says everything that happens; acts go through its control API.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.servers.bot_process import ROOT

BINARY = ROOT / "node_modules/local-slack-linux-x64/bin/local-slack"
ORIGIN = re.compile(r"(http://127\.0\.0\.1:\d+)/api/")
PATIENCE = 15.0
Seen = Mapping[str, Any]


class NotSeenError(AssertionError):
    """What should have happened did not; the message says what it was and what happened last."""


@dataclass(slots=True)
class LocalSlack:
    origin: str
    session: aiohttp.ClientSession
    seen: list[Seen] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def listen(self, page: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in page:
            async with self.news:
                self.seen.append(json.loads(frame.data))
                self.news.notify_all()

    async def command(self, user: str, channel: str, text: str) -> int:
        """Type ``/blockers …``; returns once acknowledged, with where the story goes on."""
        name, _, rest = text.partition(" ")
        body = {"user": user, "channel": channel, "command": name, "text": rest}
        return await self._act("command", body)

    async def press(self, user: str, message: Seen, button: Seen) -> int:
        kept = ("type", "action_id", "block_id", "value", "text")
        body = {
            "user": user,
            "channel": message["channel"],
            "messageTs": message["ts"],
            "action": {name: button[name] for name in kept if name in button},
        }
        return await self._act("interact", body)

    async def open_home(self, user: str) -> int:
        return await self._act("open-home", {"user": user})

    async def answer_to(self, user: str, since: int) -> Seen:
        """The next private answer."""

        def is_answer(event: Seen) -> bool:
            to: str | None = event.get("message", {}).get("ephemeral_to")
            return event["t"] == "message" and to == user

        event = await self.wait(is_answer, f"a private answer to {user}", since)
        return dict(event["message"])

    async def post_in(self, channel: str, since: int) -> Seen:
        def is_post(event: Seen) -> bool:
            message = event.get("message", {})
            where: str | None = message.get("channel")
            public = event["t"] == "message" and message.get("subtype") != "ephemeral"
            return public and where == channel

        event = await self.wait(is_post, f"a message in {channel}", since)
        return dict(event["message"])

    async def updated(self, message: Seen, says: str, since: int) -> Seen:
        def is_update(event: Seen) -> bool:
            changed = event.get("message", {})
            same = event["t"] == "message_update" and changed["ts"] == message["ts"]
            return same and says in json.dumps(changed, ensure_ascii=False)

        event = await self.wait(is_update, f"an update that says {says!r}", since)
        return dict(event["message"])

    async def home_of(self, user: str, since: int) -> Seen:
        event = await self.wait(
            lambda event: event["t"] == "home" and event["user"] == user, "App Home", since
        )
        return dict(event["view"])

    async def call(self, method: str, since: int = 0) -> Seen:
        """What the bot asked the Web API with."""

        def is_call(event: Seen) -> bool:
            entry = event.get("entry", {})
            called: str | None = entry.get("summary")
            return entry.get("kind") == "web_api" and called == method

        event = await self.wait(is_call, f"a call of {method}", since)
        return dict(event["entry"].get("detail") or {})

    async def wait(self, wanted: Callable[[Seen], bool], what: str, since: int = 0) -> Seen:
        """The first event from there on that is wanted, whether it happened already or not."""
        at = since
        try:
            async with asyncio.timeout(PATIENCE), self.news:
                while True:
                    for event in self.seen[at:]:
                        if wanted(event):
                            return event
                    at = len(self.seen)
                    await self.news.wait()
        except TimeoutError:
            last = [json.dumps(event)[:300] for event in self.seen[-8:]]
            raise NotSeenError("\n".join([f"{what} was not seen; last:", *last])) from None

    async def _act(self, name: str, body: Seen) -> int:
        since = len(self.seen)
        async with self.session.post(f"{self.origin}/_control/{name}", json=body) as response:
            answer = await response.json()
        assert answer == {"ok": True}, answer
        await self.wait(_is_acknowledgement, f"the acknowledgement of {name}", since)
        return since


def _is_acknowledgement(event: Seen) -> bool:
    entry = event.get("entry") or {"direction": "", "kind": "", "summary": ""}
    said = {str(entry["kind"]), str(entry["summary"])}
    return entry["direction"] == "from_bot" and bool(said & {"ack", "HTTP 200"})


@asynccontextmanager
async def running_local_slack(folder: Path, config: Seen) -> AsyncIterator[LocalSlack]:
    path = folder / "slack.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    assert BINARY.exists(), "local-slack is not installed: make peers installs it with npm"
    process = await asyncio.create_subprocess_exec(
        str(BINARY),
        *("--config", str(path), "--port", "0", "--base-host", "127.0.0.1"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with aiohttp.ClientSession() as session:
            slack = LocalSlack(await _origin(process), session)
            async with session.ws_connect(f"{slack.origin}/ui", max_msg_size=0) as page:
                listening = asyncio.get_running_loop().create_task(slack.listen(page))
                yield slack
                await page.close()
                await listening
    finally:
        process.terminate()
        await process.communicate()


async def _origin(process: asyncio.subprocess.Process) -> str:
    said = ""
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        async for raw in process.stdout:
            said += raw.decode(errors="replace")
            found = ORIGIN.search(said)
            if found:
                return found[1]
    raise NotSeenError(f"local-slack did not start: {said}")
