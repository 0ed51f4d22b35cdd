"""Keep every posted copy current: what a change marked is drawn again, once for all changes."""

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import BlockerId, ChannelId, MilestoneKey, UserId
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

Place = tuple[str, str]
"""Channel (or user) and ts of a copy."""
LEASE = timedelta(seconds=15)
"""Longer than a round of edits takes; after a crash the marks come back this late."""
PAUSE = timedelta(seconds=2)
"""How long to wait after trouble where Slack does not say."""
NEXT_TURN = timedelta(seconds=0.3)
"""When to look again while another replica draws this milestone's copies."""
AT_ONCE = 8
TURN = "turn"
BEYOND_REPAIR = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "not_in_channel",
        "user_not_found",
    }
)
"""What Slack says of a copy that can never be edited again; other refusals may be mended."""


class Painter(Protocol):
    """Draws a copy as it should look now; None where its subject no longer exists."""

    async def paint(self, milestone: Milestone, copies: Sequence[Copy]) -> list[Message | None]:
        """In the order of ``copies``; the board is read once for all of them."""
        ...

    async def paint_home(self, user: UserId, *, page: int = 0) -> Json: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesStores:
    copies: CopyStore
    due: DueQueue


@dataclass(slots=True)
class _Round:
    """One round of edits. ``looks`` holds what was drawn, so that the next try leaves it out."""

    before: Mapping[Place, str]
    looks: dict[Place, str] = field(default_factory=dict)
    wait: timedelta | None = None

    def shows(self, copy: Copy, look: str) -> bool:
        """Whether the try before this one drew it so; kept for the next try then."""
        if self.before.get(_place(copy)) != look:
            return False
        self.looks[_place(copy)] = look
        return True

    def put_off(self, error: SlackUnavailableError) -> None:
        asked = timedelta(seconds=error.retry_after) if error.retry_after else PAUSE
        self.wait = max(self.wait or asked, asked)


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
        self._unfinished: dict[MilestoneKey, dict[Place, str]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run_due(self) -> None:
        for milestone in self._installation.roster.milestones:
            await self.refresh(milestone)

    async def refresh(self, milestone: Milestone) -> None:
        """Draw again every copy that shows a changed blocker; latest state wins.

        Claimed marks are given back only after every edit, so that a crash in between repeats
        the edits instead of losing them. One replica at a time draws a milestone's copies: else an
        older drawing could arrive after a newer one.
        """
        queue, now = copies_queue(milestone.key), self._clock.now()
        dues = await self._stores.due.claim(queue, now, LEASE, limit=200)
        if not dues:
            return
        turn = await self._take_turn(milestone, now)
        wait: timedelta | None = NEXT_TURN
        if turn:
            wait = await self._redraw(milestone, await self._stale(milestone, dues))
            await self._stores.due.finish(_turns(milestone), turn, None)
        again = self._clock.now() + wait if wait else None
        for due in dues:
            await self._stores.due.finish(queue, due, again)

    async def _take_turn(self, milestone: Milestone, now: datetime) -> Due | None:
        await self._stores.due.add_missing(_turns(milestone), {TURN: now})
        return next(iter(await self._stores.due.claim(_turns(milestone), now, LEASE, 1)), None)

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
        before = self._unfinished.pop(milestone.key, {})
        edits, visits = _Round(before), _Round(before)
        painted = await self._painter.paint(milestone, posted) if posted else []
        async with asyncio.TaskGroup() as group:
            for copy, message in zip(posted, painted, strict=True):
                group.create_task(self._edit(copy, message, edits))
            for copy in homes:
                group.create_task(self._publish(copy, visits))
        waits = [part.wait for part in (edits, visits) if part.wait]
        if waits:
            self._unfinished[milestone.key] = edits.looks | visits.looks
        return max(waits, default=None)

    async def _edit(self, copy: Copy, message: Message | None, edits: _Round) -> None:
        if message is None:
            await self._stores.copies.forget_copy(copy)
            return
        look = _look(message.blocks)
        if edits.shows(copy, look):
            return
        async with self._slots:
            if edits.wait:  # Slack limits all of them
                return
            try:
                await self._poster.update_message(ChannelId(copy.channel), copy.ts, message)
            except (MessageGoneError, PostRefusedError) as error:
                await self._drop(copy, error)
            except SlackUnavailableError as error:
                edits.put_off(error)
            else:
                edits.looks[_place(copy)] = look

    async def _publish(self, copy: Copy, visits: _Round) -> None:
        async with self._slots:
            if visits.wait:
                return
            user, page = UserId(copy.channel), int(copy.arguments.get("page", "0"))
            view = await self._painter.paint_home(user, page=page)
            look = _look(view["blocks"])
            if visits.shows(copy, look):
                return
            try:
                await self._poster.publish_home(user, view)
            except PostRefusedError as error:
                await self._drop(copy, error)
            except SlackUnavailableError as error:
                visits.put_off(error)
            else:
                visits.looks[_place(copy)] = look

    async def _drop(self, copy: Copy, error: MessageGoneError | PostRefusedError) -> None:
        """Forget what can never be edited again."""
        if isinstance(error, PostRefusedError) and error.code not in BEYOND_REPAIR:
            log.error("copy in %s cannot be drawn again: %s", copy.channel, error)
            return
        log.info("copy in %s is gone: %s", copy.channel, error)
        await self._stores.copies.forget_copy(copy)


def _turns(milestone: Milestone) -> str:
    return f"turns:{milestone.key}"


def _place(copy: Copy) -> Place:
    return copy.channel, copy.ts


def _look(blocks: object) -> str:
    """What a copy shows, but for the times in its footer, which change by themselves."""
    shown = [_without_times(block) for block in blocks] if isinstance(blocks, Sequence) else blocks
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _without_times(block: Json) -> object:
    if block.get("type") != "context":
        return block
    return re.sub(r"\d+", "0", json.dumps(block, sort_keys=True))
