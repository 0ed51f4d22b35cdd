"""Keep every posted copy current: what a change marked is drawn again, once for all changes."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.domain.ids import BlockerId, ChannelId, UserId
from bot.domain.messages import Copy, CopyKind, Json, Message
from bot.domain.milestone import Milestone
from bot.ports import (
    Clock,
    CopyStore,
    Due,
    DueQueue,
    MessageGoneError,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
    copies_queue,
)
from bot.services.installation import Installation
from bot.services.sync import WHOLE_BOARD

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
PAUSE = timedelta(seconds=2)
"""How long to wait after trouble where Slack does not say."""
AT_ONCE = 8


class Painter(Protocol):
    """Draws a copy as it should look now; None where its subject no longer exists."""

    async def paint(self, milestone: Milestone, copies: Sequence[Copy]) -> list[Message | None]:
        """In the order of ``copies``; the board is read once for all of them."""
        ...

    async def paint_home(self, user: UserId) -> Json: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesStores:
    copies: CopyStore
    due: DueQueue


class CopiesService:
    def __init__(
        self,
        installation: Installation,
        stores: CopiesStores,
        poster: Poster,
        painter: Painter,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._poster = poster
        self._painter = painter
        self._clock = clock
        self._shown: dict[Copy, str] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run_due(self) -> None:
        for milestone in self._installation.roster.milestones:
            await self.refresh(milestone)

    async def refresh(self, milestone: Milestone) -> None:
        """Draw again every copy that shows a changed blocker; latest state wins.

        Claimed marks are given back only after every edit, so that a crash in between repeats
        the edits instead of losing them.
        """
        queue = copies_queue(milestone.key)
        dues = await self._stores.due.claim(queue, self._clock.now(), LEASE, limit=200)
        if not dues:
            return
        copies = await self._stale(milestone, dues)
        wait = await self._redraw(milestone, copies)
        again = self._clock.now() + wait if wait else None
        for due in dues:
            await self._stores.due.finish(queue, due, again)

    async def _stale(self, milestone: Milestone, dues: Sequence[Due]) -> list[Copy]:
        """Newest first, each once."""
        found: dict[Copy, None] = {}
        for due in dues:
            blocker = None if due.member == WHOLE_BOARD else BlockerId(due.member)
            for copy in await self._stores.copies.load_copies(milestone.key, blocker):
                found.setdefault(copy)
        return list(found)

    async def _redraw(self, milestone: Milestone, copies: list[Copy]) -> timedelta | None:
        """The longest wait that an edit asked for; None when all are done."""
        homes = [copy for copy in copies if copy.kind is CopyKind.HOME]
        posted = [copy for copy in copies if copy.kind is not CopyKind.HOME]
        painted = await self._painter.paint(milestone, posted) if posted else []
        async with asyncio.TaskGroup() as group:
            edits = [
                group.create_task(self._edit(copy, message))
                for copy, message in zip(posted, painted, strict=True)
            ]
            edits += [group.create_task(self._publish(copy)) for copy in homes]
        waits = [wait for edit in edits if (wait := edit.result()) is not None]
        return max(waits, default=None)

    async def _edit(self, copy: Copy, message: Message | None) -> timedelta | None:
        if message is None:
            await self._stores.copies.forget_copy(copy)
            return None
        looks = _fingerprint(message.blocks)
        if self._shown.get(copy) == looks:
            return None
        async with self._slots:
            try:
                await self._poster.update_message(ChannelId(copy.channel), copy.ts, message)
            except (MessageGoneError, PostRefusedError) as error:
                log.info("copy in %s is gone: %s", copy.channel, error)
                await self._stores.copies.forget_copy(copy)
                self._shown.pop(copy, None)
                return None
            except SlackUnavailableError as error:
                return timedelta(seconds=error.retry_after) if error.retry_after else PAUSE
        self._shown[copy] = looks
        return None

    async def _publish(self, copy: Copy) -> timedelta | None:
        async with self._slots:
            try:
                user = UserId(copy.channel)
                await self._poster.publish_home(user, await self._painter.paint_home(user))
            except PostRefusedError as error:
                log.info("home of %s cannot be shown: %s", copy.channel, error.code)
                await self._stores.copies.forget_copy(copy)
            except SlackUnavailableError as error:
                return timedelta(seconds=error.retry_after) if error.retry_after else PAUSE
        return None


def _fingerprint(blocks: object) -> str:
    return hashlib.sha256(json.dumps(blocks, sort_keys=True).encode()).hexdigest()
