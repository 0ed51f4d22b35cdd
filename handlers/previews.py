"""A form that is drawn anew at each change in it, until it is sent off."""

import asyncio
from collections.abc import Awaitable
from weakref import WeakValueDictionary

from bot.domain.messages import Json
from bot.ports import Modals

PATIENCE = 1.0
"""Seconds that a submission waits for a drawing under way; its answer has three in all."""


class Previews:
    """Only the newest change is drawn: two in a row may come out in any order.

    Once the form is sent off nothing more is drawn: that would wipe the errors under its inputs.
    """

    def __init__(self, modals: Modals) -> None:
        self._modals = modals
        self._newest: dict[str, str] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def begin(self, view_id: str, change: str) -> None:
        """``change`` tells one from the others."""
        self._newest[view_id] = change

    async def draw(self, view_id: str, change: str, drawing: Awaitable[Json]) -> None:
        try:
            view = await drawing
            async with self._lock(view_id):
                if self._newest.get(view_id) == change:
                    await self._modals.update_view(view_id, view)
        finally:
            if self._newest.get(view_id) == change:
                del self._newest[view_id]

    def end(self, view_id: str) -> None:
        """What is not on its way to Slack yet is not drawn any more."""
        self._newest.pop(view_id, None)

    async def settle(self, view_id: str) -> None:
        """Until what was on its way is there, unless Slack keeps it waiting too long."""
        try:
            async with asyncio.timeout(PATIENCE), self._lock(view_id):
                pass
        except TimeoutError:
            return

    def _lock(self, view_id: str) -> asyncio.Lock:
        lock = self._locks.get(view_id) or asyncio.Lock()
        self._locks[view_id] = lock
        return lock
