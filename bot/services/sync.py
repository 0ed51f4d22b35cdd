"""Bring the tracker's issues in: the snapshot, and each checklist after its description."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.checklist import Checklist
from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.import_scorecard import merge_stated
from bot.domain.merge import plan_merge
from bot.domain.milestone import Milestone
from bot.domain.reading import out_of_sight
from bot.domain.scorecard import is_tied
from bot.domain.trackers import author_of
from bot.ports import (
    SYNC_QUEUE,
    ChecklistStore,
    Clock,
    DueQueue,
    LocalBlockerStore,
    SelectionError,
    SnapshotStore,
    Tracker,
    TrackerUnavailableError,
)
from bot.services.installation import Installation
from bot.services.readings import Readings
from bot.services.stories import Stories
from bot.services.takeover import TakeoverService

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=30)
LEASE = timedelta(seconds=60)
MERGE_ATTEMPTS = 5
PATIENCE = 5.0
"""Seconds that a first answer waits for the tracker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStores:
    """What a sync reads and writes."""

    checklists: ChecklistStore
    snapshots: SnapshotStore
    due: DueQueue
    locals: LocalBlockerStore


class SyncService:
    """``tracker`` is None where none is configured: then there is nothing to bring in."""

    def __init__(
        self,
        installation: Installation,
        tracker: Tracker | None,
        stores: SyncStores,
        stories: Stories,
        clock: Clock,
        patience: float = PATIENCE,
    ) -> None:
        self._installation = installation
        self._readings = Readings(tracker, clock) if tracker else None
        self._stores = stores
        self._stories = stories
        self._takeover = TakeoverService(stores.checklists, stores.locals, stories)
        self._clock = clock
        self._patience = patience

    async def run_due(self) -> None:
        """Sync every milestone whose time has come and that no other replica has claimed."""
        now = self._clock.now()
        tracked: dict[str, datetime] = {
            m.key: now for m in self._installation.roster.milestones if m.selection
        }
        if not tracked or self._readings is None:
            return
        await self._stores.due.add_missing(SYNC_QUEUE, tracked)
        for due in await self._stores.due.claim(SYNC_QUEUE, now, LEASE, limit=10):
            milestone = self._installation.roster.milestone(due.member)
            if milestone is None or milestone.selection is None:
                await self._stores.due.finish(SYNC_QUEUE, due, None)
                continue
            pause = await self.sync(milestone)
            await self._stores.due.finish(SYNC_QUEUE, due, self._clock.now() + pause)

    async def read_once(self, milestone: Milestone) -> None:
        """Read the tracker now if this milestone was never read, so that a first answer has it.

        Not where that failed already: the next try is the schedule's, which heeds the limits. What
        takes longer than a person waits is left to the schedule too.
        """
        if await self._stores.snapshots.load_snapshot(milestone.key) is not None:
            return
        if await self._stores.snapshots.load_trouble(milestone.key) is not None:
            return
        try:
            async with asyncio.timeout(self._patience):
                await self.sync(milestone)
        except TimeoutError:
            log.info("%s was not read in time for an answer", milestone.key)

    async def sync(self, milestone: Milestone) -> timedelta:
        """Read the tracker once. A failure is kept as the milestone's trouble, never raised.

        Returns how long to wait before the next time.
        """
        if self._readings is None or milestone.selection is None:
            return EVERY
        now = self._clock.now()
        before = await self._stores.snapshots.load_snapshot(milestone.key)
        try:
            snapshot = await self._readings.read(milestone.selection, before)
        except TrackerUnavailableError as error:
            log.warning("tracker away for %s: %s", milestone.key, error)
            await self._stores.snapshots.save_trouble(milestone.key, error.reason, now)
            return timedelta(seconds=error.retry_after) if error.retry_after else EVERY
        except SelectionError as error:
            log.warning("selection of %s finds nothing: %s", milestone.key, error)
            await self._stores.snapshots.save_trouble(milestone.key, str(error), now)
            return EVERY
        keys = {blocker.id: blocker.key for blocker in before.blockers} if before else {}
        for left in snapshot.departures:
            log.info("%s: %s %s", milestone.key, keys.get(left.blocker, left.blocker), left.words)
        kept = await self._still_told(milestone, out_of_sight(before, snapshot.blockers))
        blockers = (*snapshot.blockers, *kept)
        await self._take_in(milestone.key, replace(snapshot, blockers=blockers))
        return EVERY * self._readings.slower()

    async def _still_told(
        self, milestone: Milestone, closed: tuple[Blocker, ...]
    ) -> tuple[Blocker, ...]:
        """Of those that trackers do not list for long after, what the scorecard is to go by."""
        if not closed:
            return ()
        ours = await self._stores.locals.load_locals(milestone.key)
        components = merge_stated(milestone, ours.scorecard.components)
        return tuple(one for one in closed if any(is_tied(part, one) for part in components))

    async def _take_in(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        """Checklists first: who asks meanwhile must not read that there are none."""
        now = self._clock.now()
        await self._follow_descriptions(milestone, snapshot)
        await self._stores.snapshots.save_snapshot(milestone, snapshot)
        await self._stores.snapshots.save_trouble(milestone, None, now)
        await self._takeover.follow(milestone, snapshot.blockers, now)

    async def _follow_descriptions(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        ids = [blocker.id for blocker in snapshot.blockers]
        checklists = await self._stores.checklists.load_many(milestone, ids)
        for blocker in snapshot.blockers:
            await self._follow(milestone, blocker, checklists)

    async def _follow(
        self,
        milestone: MilestoneKey,
        blocker: Blocker,
        checklists: Mapping[BlockerId, Checklist],
    ) -> None:
        """A tick that comes in between wins: the merge is planned again on what it left."""
        checklist = checklists[blocker.id]
        lines = self._stories.described(blocker).items
        now = self._clock.now()
        at = min(blocker.updated_at or now, now)
        for _ in range(MERGE_ATTEMPTS):
            merge = plan_merge(checklist, lines, by=author_of(blocker.id), at=at, read_at=now)
            if merge is None or await self._stores.checklists.save_merge(milestone, merge):
                return
            again = await self._stores.checklists.load_many(milestone, [blocker.id])
            checklist = again[blocker.id]
        log.warning("checklist of %s keeps moving; left for the next sync", blocker.key)
