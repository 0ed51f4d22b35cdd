"""One reading of the tracker: what has changed, or everything; nothing is gone until looked at."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.departures import Departure, Fate
from bot.domain.goals import Goal
from bot.domain.milestone import Selection
from bot.domain.reading import (
    Changes,
    apply_changes,
    departures_of,
    is_sudden_nothing,
    left_out,
    unselected,
)
from bot.ports import Clock, Tracker, TrackerUnavailableError

log = logging.getLogger(__name__)

WHOLE_EVERY = timedelta(minutes=10)
"""Relations, and what else moves no date of the issue, are found at a whole reading only."""
FEW = 2
"""That many open issues do not get out of sight at once unless a credential has lost its rights."""


class Readings:
    def __init__(self, tracker: Tracker, clock: Clock) -> None:
        self._tracker = tracker
        self._clock = clock

    def slower(self) -> float:
        return self._tracker.slower()

    async def read(self, selection: Selection, before: Snapshot | None) -> Snapshot:
        """Raises TrackerUnavailableError, SelectionError; then the last reading stands."""
        if before and self._is_followed(selection, before):
            changes = await self._tracker.fetch_changes(selection, before)
            snapshot = await self._changed(selection, before, changes) if changes else None
            if snapshot:
                return snapshot
        return await self._whole(selection, before)

    def _is_followed(self, selection: Selection, before: Snapshot) -> bool:
        """Whether what has changed since is enough to know."""
        if before.whole_at is None or before.selection != mark_of(selection):
            return False
        return self._clock.now() - before.whole_at < WHOLE_EVERY

    async def _changed(
        self, selection: Selection, before: Snapshot, changes: Changes
    ) -> Snapshot | None:
        """None where what is gone has to be seen in a whole reading first."""
        found = apply_changes(before, changes)
        if is_sudden_nothing(before, found):
            return None
        departures = await self._departures(selection, left_out(before, found))
        if departures is None:
            return None
        return replace(before, fetched_at=self._clock.now(), blockers=found, departures=departures)

    async def _whole(self, selection: Selection, before: Snapshot | None) -> Snapshot:
        asked_at = self._clock.now()
        found = await self._tracker.fetch_blockers(selection)
        departures: tuple[Departure, ...] | None = ()
        if before and before.selection not in {"", mark_of(selection)}:
            departures = unselected(left_out(before, found))
        elif left_out(before, found):
            departures = await self._departures(selection, left_out(before, found))
            if departures is None or is_sudden_nothing(before, found):
                found = await self._tracker.fetch_blockers(selection)
                departures = await self._confirmed(selection, before, found)
        return Snapshot(
            fetched_at=self._clock.now(),
            blockers=found,
            whole_at=asked_at,
            selection=mark_of(selection),
            departures=departures or (),
            goals=await self._goals(selection, before),
        )

    async def _departures(
        self, selection: Selection, gone: Sequence[Blocker]
    ) -> tuple[Departure, ...] | None:
        """None where the tracker, asked for them by their ids, still has one of them."""
        if not gone:
            return ()
        fates = await self._tracker.fetch_fates(selection, gone)
        found = departures_of(gone, fates)
        return found if len(found) == len(gone) else None

    async def _confirmed(
        self, selection: Selection, before: Snapshot | None, found: Sequence[Blocker]
    ) -> tuple[Departure, ...]:
        """After a second look: a list that contradicts itself is no list."""
        gone = left_out(before, found)
        departures = await self._departures(selection, gone)
        if departures is None:
            raise TrackerUnavailableError(
                "The tracker", "its list leaves out issues that are there when asked for one by one"
            )
        unseen = [one for one in departures if one.fate is Fate.UNSEEN]
        if is_sudden_nothing(before, found) and len(unseen) == len(gone) >= FEW:
            raise TrackerUnavailableError(
                "The tracker",
                f"it shows none of the {len(gone)} open issues any more, not even archived: "
                "the key or app may have lost access to them",
            )
        return departures

    async def _goals(self, selection: Selection, before: Snapshot | None) -> tuple[Goal, ...]:
        """What is told beside the issues must not keep them back."""
        try:
            return await self._tracker.fetch_goals(selection)
        except TrackerUnavailableError as error:
            log.info("project or release not read: %s", error)
            kept = before is not None and before.selection == mark_of(selection)
            return before.goals if before and kept else ()


def mark_of(selection: Selection) -> str:
    """Names what is asked for, so that a reading of something else is known as such."""
    return hashlib.sha256(repr(selection).encode()).hexdigest()[:16]
