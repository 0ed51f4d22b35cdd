"""Somebody at the sandbox's page, without the page: types, presses, and waits for what appears."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

PATIENCE = 12.0
LOOK_SECONDS = 0.1
"""Seconds to wait for what has to appear."""
Seen = Mapping[str, Any]
Wanted = Callable[[Seen], bool]


class NothingSeenError(AssertionError):
    """What should have appeared did not; the message says what it was."""


@dataclass(frozen=True, slots=True)
class Visitor:
    origin: str
    session: aiohttp.ClientSession

    async def state(self) -> dict[str, Any]:
        async with self.session.get(f"{self.origin}/_sandbox/state") as response:
            state: dict[str, Any] = await response.json()
        return state

    async def type_command(self, user: str, channel: str, text: str) -> Seen:
        """The private answer to it."""
        since = await self._now()
        await self._post("command", {"user": user, "channel": channel, "text": text})
        return await self.private_answer(user, channel, since)

    async def press(self, user: str, channel: str, message: Seen, button: Seen) -> None:
        """Returns once the bot has acknowledged it."""
        container = {
            "type": "message",
            "channel_id": channel,
            "message_ts": message["ts"],
            "is_ephemeral": bool(message.get("ephemeral")),
        }
        await self._post("action", {"user": user, "container": container, "action": dict(button)})

    async def press_for_answer(self, user: str, channel: str, message: Seen, button: Seen) -> Seen:
        since = await self._now()
        await self.press(user, channel, message, button)
        return await self.private_answer(user, channel, since)

    async def press_for_post(self, user: str, channel: str, message: Seen, button: Seen) -> Seen:
        since = await self._now()
        await self.press(user, channel, message, button)
        return await self.post_in(channel, since)

    async def private_answer(self, user: str, channel: str, since: int) -> Seen:
        def is_answer(event: Seen) -> bool:
            message = event.get("message") or {}
            return (
                event["type"] in {"message", "message_changed"}
                and event.get("channel") == channel
                and bool(message.get("ephemeral"))
                and user in (event.get("to") or ())
            )

        event = await self.wait(since, is_answer, f"a private answer to {user}")
        return dict(event["message"])

    async def post_in(self, channel: str, since: int) -> Seen:
        def is_post(event: Seen) -> bool:
            message = event.get("message") or {}
            return (
                event["type"] == "message"
                and event.get("channel") == channel
                and not message.get("ephemeral")
            )

        event = await self.wait(since, is_post, f"a message in {channel}")
        return dict(event["message"])

    async def changed(self, channel: str, ts: str, says: Wanted, what: str) -> Seen:
        """The message once it says so; it may say so already."""
        since = await self._now()
        for message in (await self.state())["messages"].get(channel, []):
            if message["ts"] == ts and says(message):
                return dict(message)

        def is_changed(event: Seen) -> bool:
            message = event.get("message") or {}
            return event["type"] == "message_changed" and message.get("ts") == ts and says(message)

        event = await self.wait(since, is_changed, f"a copy in {channel} that says {what}")
        return dict(event["message"])

    async def control(self, name: str, **values: str) -> int:
        """Returns the number of the last event before it."""
        since = await self._now()
        await self._post("control", {"name": name, **values})
        return since

    async def connected(self) -> None:
        """Wait for the bot's connection; its process is there before that."""
        for _ in range(int(PATIENCE / LOOK_SECONDS)):
            if (await self.state())["connections"]:
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise NothingSeenError("the bot did not connect again")

    async def wait(self, since: int, wanted: Wanted, what: str) -> Seen:
        while True:
            query = {"since": str(since), "timeout": str(PATIENCE)}
            async with self.session.get(f"{self.origin}/_sandbox/wait", params=query) as response:
                answer = await response.json()
            for event in answer["events"]:
                if wanted(event):
                    return dict(event)
            if not answer["events"]:
                raise NothingSeenError(f"{what} did not appear within {PATIENCE:g} s")
            since = answer["next"]

    async def _now(self) -> int:
        return int((await self.state())["event"])

    async def _post(self, name: str, body: Mapping[str, Any]) -> Seen:
        async with self.session.post(f"{self.origin}/_sandbox/{name}", json=body) as response:
            answer: dict[str, Any] = await response.json()
        if not answer.get("ok"):
            raise NothingSeenError(f"{name} failed: {answer}")
        return answer
