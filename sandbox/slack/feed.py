"""The numbered stream of everything a page shows, with a long poll so that tests wait on events."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.slack.wire import Payload

Listener = Callable[["PageEvent"], None]


@dataclass(frozen=True, slots=True)
class PageEvent:
    number: int
    audience: frozenset[str] | None  # None: everybody
    frame: Payload

    def is_for(self, user: str) -> bool:
        return self.audience is None or user in self.audience

    def as_payload(self) -> Payload:
        audience = None if self.audience is None else sorted(self.audience)
        return {"n": self.number, "to": audience, **self.frame}


class Feed:
    def __init__(self, keep: int = 10_000) -> None:
        self._events: deque[PageEvent] = deque(maxlen=keep)
        self._listeners: list[Listener] = []
        self._arrived = asyncio.Event()
        self.number = 0

    def publish(self, frame: Payload, audience: Iterable[str] | None = None) -> None:
        self.number += 1
        to = None if audience is None else frozenset(audience)
        event = PageEvent(self.number, to, frame)
        self._events.append(event)
        for listener in tuple(self._listeners):
            listener(event)
        self._arrived.set()
        self._arrived = asyncio.Event()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def after(self, since: int) -> list[PageEvent]:
        return [event for event in self._events if event.number > since]

    async def wait(self, since: int, timeout: float) -> list[PageEvent]:  # noqa: ASYNC109
        """Return the events after `since`, waiting up to `timeout` seconds for the first one."""
        try:
            async with asyncio.timeout(timeout):
                while not self.after(since):
                    await self._arrived.wait()
        except TimeoutError:
            return []
        return self.after(since)
