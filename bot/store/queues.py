"""Due work in sorted sets: claimed for the time of a lease, given back, moved meanwhile."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.ports import Due
from bot.store.connection import Link, Word
from bot.store.keys import queue_keys
from bot.store.replies import pairs, text, texts
from bot.store.scripting import load_script
from bot.store.times import micros, time_of

_ADD = load_script("due_add", "part_due")
_CLAIM = load_script("due_claim")
_FINISH = load_script("due_finish")
_NEXT = load_script("due_next", reads=True)
_ALL = load_script("due_all", reads=True)
_REMOVE = load_script("due_remove")


class RedisDueQueue:
    """The DueQueue of the ports. A member is one replica's while its lease lasts, moved or not."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def add(self, queue: str, member: str, due: datetime) -> None:
        await self._link.run(_ADD, tuple(queue_keys(queue)), member, micros(due))

    async def add_missing(self, queue: str, members: Mapping[str, datetime]) -> None:
        words: list[Word] = []
        for member, due in members.items():
            words += (micros(due), member)
        if words:
            await self._link.write("ZADD", queue_keys(queue).due, "NX", *words)

    async def claim(
        self, queue: str, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Due, ...]:
        token = secrets.token_hex(8)
        reply = await self._link.run(
            _CLAIM, tuple(queue_keys(queue)), micros(now), micros(now + lease), limit, token
        )
        return tuple(
            Due(member=member, token=token, due=time_of(due)) for member, due in pairs(texts(reply))
        )

    async def finish(self, queue: str, due: Due, again: datetime | None) -> bool:
        at = micros(again) if again else ""
        kept = await self._link.run(_FINISH, tuple(queue_keys(queue)), due.member, due.token, at)
        return kept == 1

    async def next_due(self, queue: str, member: str) -> datetime | None:
        found = text(await self._link.run(_NEXT, tuple(queue_keys(queue)), member))
        return time_of(found) if found else None

    async def all_due(self, queue: str) -> dict[str, datetime]:
        reply = await self._link.run(_ALL, tuple(queue_keys(queue)))
        return {member: time_of(due) for member, due in pairs(texts(reply))}

    async def remove(self, queue: str, members: Iterable[str]) -> None:
        gone = tuple(members)
        if gone:
            await self._link.run(_REMOVE, tuple(queue_keys(queue)), *gone)
