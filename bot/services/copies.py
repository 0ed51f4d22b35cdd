"""Keep every posted copy current: what a change marked is drawn again, once for all changes."""

import asyncio
import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.domain.ids import BlockerId, ChannelId, MilestoneKey, UserId
from bot.domain.messages import Copy, CopyKind, Message
from bot.domain.milestone import Milestone
from bot.ports import (
    WHOLE_BOARD,
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
from bot.services.membership import MembershipService
from bot.services.passes import EDITS, VISITS, Pace, Pass

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
"""Longer than a round of edits takes; after a crash the marks come back this late."""
PAUSE = timedelta(seconds=2)
"""How long to wait after trouble where Slack does not say."""
NEXT_TURN = timedelta(seconds=0.3)
"""When to look again while another replica draws this milestone's copies."""
ABANDONED = timedelta(seconds=30)
"""After so long without a word, what a replica had left to draw is anybody's."""
AT_ONCE = 8
TURN = "turn"
BEYOND_REPAIR = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "user_not_found",
    }
)
"""What Slack says of a copy that can never be edited again; other refusals may be mended.

``channel_not_found`` here is of a direct message: a channel's copies are put aside.
"""


class Painter(Protocol):
    """Draws a copy as it should look now; None where its subject no longer exists."""

    async def paint(self, milestone: Milestone, copies: Sequence[Copy]) -> list[Message | None]:
        """In the order of ``copies``; the board is read once for all of them."""
        ...


class Homes(Protocol):
    async def publish(self, user: UserId) -> None:
        """Raises PostRefusedError, SlackUnavailableError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesSlack:
    """Where copies are drawn: messages, and App Homes."""

    poster: Poster
    homes: Homes


class Followers(Protocol):
    """Whoever else has to know of every change that is drawn."""

    async def note_changed(self, milestone: Milestone, blockers: Iterable[str]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesStores:
    """``followers`` are told of what is claimed before it is given back."""

    copies: CopyStore
    due: DueQueue
    followers: Followers | None = None


class _Tour:
    """What this replica has left to draw of one milestone, and under which names it says so."""

    def __init__(self, edits: Pace, visits: Pace) -> None:
        self.posts = Pass(edits)
        self.homes = Pass(visits)
        self.left: set[str] = set()
        """Members of the tail queue that stand for it."""
        self.told = datetime.min.replace(tzinfo=UTC)

    def restart(self, copies: Sequence[Copy]) -> None:
        self.posts.restart([copy for copy in copies if copy.kind is not CopyKind.HOME])
        self.homes.restart([copy for copy in copies if copy.kind is CopyKind.HOME])

    def __len__(self) -> int:
        return len(self.posts) + len(self.homes)


class CopiesService:
    def __init__(
        self,
        installation: Installation,
        stores: CopiesStores,
        slack: CopiesSlack,
        painter: Painter,
        membership: MembershipService,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._poster, self._homes = slack.poster, slack.homes
        self._painter = painter
        self._membership = membership
        self._clock = clock
        self._name = secrets.token_hex(4)
        self._edits, self._visits = Pace(EDITS), Pace(VISITS)
        self._tours: dict[MilestoneKey, _Tour] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run_due(self) -> None:
        for milestone in self._installation.roster.milestones:
            await self.refresh(milestone)

    async def refresh(self, milestone: Milestone) -> None:
        """Draw again every copy that shows a changed blocker; latest state wins.

        The newest are drawn at once, the others at Slack's rate in the rounds that follow. What is
        left is noted before the claimed marks are given back, so that a crash in between repeats
        edits instead of losing them. One replica at a time draws a milestone's copies: else an
        older drawing could arrive after a newer one.
        """
        queue, now = copies_queue(milestone.key), self._clock.now()
        tour = self._tours.setdefault(milestone.key, _Tour(self._edits, self._visits))
        await self._adopt(milestone, now)
        dues = await self._stores.due.claim(queue, now, LEASE, limit=200)
        if not dues and not len(tour):
            return
        if dues and self._stores.followers:
            await self._stores.followers.note_changed(milestone, [due.member for due in dues])
        turn = await self._take_turn(milestone, now)
        if turn is None:
            await self._finish(queue, dues, now + NEXT_TURN)
            return
        if dues:
            tour.restart(await self._stale(milestone, dues))
        await self._redraw(milestone, tour)
        await self._note_the_rest(milestone, tour, dues)
        await self._stores.due.finish(_turns(milestone), turn, None)
        await self._finish(queue, dues, None)

    async def _finish(self, queue: str, dues: Sequence[Due], again: datetime | None) -> None:
        for due in dues:
            await self._stores.due.finish(queue, due, again)

    async def _take_turn(self, milestone: Milestone, now: datetime) -> Due | None:
        await self._stores.due.add_missing(_turns(milestone), {TURN: now})
        return next(iter(await self._stores.due.claim(_turns(milestone), now, LEASE, 1)), None)

    async def _adopt(self, milestone: Milestone, now: datetime) -> None:
        """What a replica that is gone had left to draw is a change like any other."""
        for due in await self._stores.due.claim(_tails(milestone), now, LEASE, limit=200):
            blocker = due.member.partition(" ")[2]
            await self._stores.due.add(copies_queue(milestone.key), blocker, now)
            await self._stores.due.finish(_tails(milestone), due, None)

    async def _note_the_rest(self, milestone: Milestone, tour: _Tour, dues: Sequence[Due]) -> None:
        """Said again long before it would count as abandoned, until all is drawn."""
        now, queue = self._clock.now(), _tails(milestone)
        if not len(tour):
            await self._stores.due.remove(queue, tour.left)
            tour.left.clear()
            return
        new = {f"{self._name} {due.member}" for due in dues} - tour.left
        tour.left |= new
        again = now - tour.told >= ABANDONED / 3
        for member in tour.left if again else new:
            await self._stores.due.add(queue, member, now + ABANDONED)
        tour.told = now if again else tour.told

    async def _stale(self, milestone: Milestone, dues: Sequence[Due]) -> list[Copy]:
        """Newest first, each once; those in channels that take no edits are left for later."""
        found: dict[Copy, None] = {}
        for due in dues:
            blocker = None if due.member == WHOLE_BOARD else BlockerId(due.member)
            for copy in await self._stores.copies.load_copies(milestone.key, blocker):
                found.setdefault(copy)
        channels = {ChannelId(copy.channel) for copy in found if copy.kind is not CopyKind.HOME}
        paused = await self._membership.pauses(channels) if channels else {}
        return [copy for copy in found if copy.channel not in paused]

    async def _redraw(self, milestone: Milestone, tour: _Tour) -> None:
        now = self._clock.now()
        posted, homes = tour.posts.take(now), tour.homes.take(now)
        painted = await self._painter.paint(milestone, posted) if posted else []
        async with asyncio.TaskGroup() as group:
            edits = [
                group.create_task(self._edit(copy, message))
                for copy, message in zip(posted, painted, strict=True)
            ]
            visits = [group.create_task(self._publish(copy)) for copy in homes]
        tour.posts.put_back(_undone(posted, edits))
        tour.homes.put_back(_undone(homes, visits))

    async def _edit(self, copy: Copy, message: Message | None) -> bool:
        """False where it has to be tried again."""
        if message is None:
            await self._stores.copies.forget_copy(copy)
            return True
        async with self._slots:
            if not self._edits.is_open(self._clock.now()):  # Slack limits all of them
                return False
            try:
                await self._poster.update_message(ChannelId(copy.channel), copy.ts, message)
            except (MessageGoneError, PostRefusedError) as error:
                await self._drop(copy, error)
            except SlackUnavailableError as error:
                self._put_off(self._edits, error)
                return False
        return True

    async def _publish(self, copy: Copy) -> bool:
        async with self._slots:
            if not self._visits.is_open(self._clock.now()):
                return False
            try:
                await self._homes.publish(UserId(copy.channel))
            except PostRefusedError as error:
                await self._drop(copy, error)
            except SlackUnavailableError as error:
                self._put_off(self._visits, error)
                return False
        return True

    def _put_off(self, pace: Pace, error: SlackUnavailableError) -> None:
        wait = timedelta(seconds=error.retry_after) if error.retry_after else PAUSE
        pace.close(self._clock.now() + wait)

    async def _drop(self, copy: Copy, error: MessageGoneError | PostRefusedError) -> None:
        """Put aside what is in a closed channel; forget what can never be edited again."""
        if isinstance(error, PostRefusedError) and await self._membership.note_refusal(
            ChannelId(copy.channel), error.code
        ):
            log.info("copies in %s are put aside: %s", copy.channel, error.code)
            return
        if isinstance(error, PostRefusedError) and error.code not in BEYOND_REPAIR:
            log.error("copy in %s cannot be drawn again: %s", copy.channel, error)
            return
        log.info("copy in %s is gone: %s", copy.channel, error)
        await self._stores.copies.forget_copy(copy)


def _turns(milestone: Milestone) -> str:
    return f"turns:{milestone.key}"


def _tails(milestone: Milestone) -> str:
    return f"tails:{milestone.key}"


def _undone(copies: Sequence[Copy], tries: Sequence[asyncio.Task[bool]]) -> list[Copy]:
    return [copy for copy, done in zip(copies, tries, strict=True) if not done.result()]
