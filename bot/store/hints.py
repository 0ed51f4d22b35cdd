"""Webhooks of trackers: which came already, when the last did, and which changes are our own."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.hints import Hint, WebhookLog
from bot.domain.ids import BlockerId
from bot.ports import SYNC_QUEUE, Taken
from bot.store.connection import Link
from bot.store.keys import queue_keys
from bot.store.replies import pairs, text, texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros, time_of
from bot.store.tracker_keys import HINT, HINT_LIFE, MADE, MADE_LIFE, WEBHOOKS

_TAKE = load_script("hint_take", "part_due")


class RedisHints:
    """The HintStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def take_hint(self, hint: Hint, milestones: Collection[str], gap: timedelta) -> Taken:
        made = [MADE.of(hint.issue, mark) for mark in sorted(hint.marks)] if hint.issue else []
        keys = (
            HINT.of(_short(f"{hint.tracker} {hint.delivery}")),
            WEBHOOKS.of(hint.tracker),
            *queue_keys(SYNC_QUEUE),
            *made,
        )
        reply = await self._link.run(
            _TAKE,
            keys,
            micros(hint.at),
            life_ms(HINT_LIFE),
            gap // timedelta(microseconds=1),
            *milestones,
        )
        return Taken(text(reply) or "")

    async def note_listening(self, tracker: str, at: datetime) -> None:
        await self._link.write("HSETNX", WEBHOOKS.of(tracker), "since", micros(at))

    async def note_refused(self, tracker: str, at: datetime) -> None:
        await self._link.write("HSET", WEBHOOKS.of(tracker), "refused", micros(at))

    async def note_made(self, issue: BlockerId, marks: Collection[str]) -> None:
        for mark in marks:
            await self._link.write("SET", MADE.of(issue, mark), "1", "PX", life_ms(MADE_LIFE))

    async def load_log(self, tracker: str) -> WebhookLog:
        found = dict(pairs(texts(await self._link.read("HGETALL", WEBHOOKS.of(tracker)))))
        return WebhookLog(
            since=time_of(found["since"]) if "since" in found else None,
            came=time_of(found["came"]) if "came" in found else None,
            refused=time_of(found["refused"]) if "refused" in found else None,
        )


def _short(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
