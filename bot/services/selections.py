"""What the milestones' selections mean in the tracker: said back, or refused while nobody knows."""

import asyncio
import logging
from collections.abc import AsyncIterator

from bot.domain.findings import Finding
from bot.domain.ids import MilestoneKey
from bot.domain.milestone import Milestone, Selection
from bot.domain.trackers import Source
from bot.ports import SelectionError, SnapshotStore, Tracker, TrackerUnavailableError
from bot.services.installation import Installation
from bot.services.readings import mark_of

log = logging.getLogger(__name__)

Meaning = tuple[str, ...] | SelectionError
PATIENCE = 10.0
"""Seconds that a start, or the doctor, waits for the tracker."""
_FIX = "correct the name in blockers.yml, or in the tracker"


class SelectionsService:
    """A ``Check`` of the doctor, and what a start refuses."""

    def __init__(
        self,
        installation: Installation,
        tracker: Tracker | None,
        snapshots: SnapshotStore,
        patience: float = PATIENCE,
    ) -> None:
        self._installation = installation
        self._tracker = tracker
        self._snapshots = snapshots
        self._patience = patience

    async def findings(self) -> AsyncIterator[Finding]:
        """One for each milestone whose names could be looked up; trouble is said elsewhere.

        Raises StoreUnavailableError.
        """
        for milestone, meaning in await self._meanings():
            if not isinstance(meaning, SelectionError):
                yield Finding(f"{milestone.name} is {'; '.join(meaning)}")
            elif str(meaning) != await self._snapshots.load_trouble(milestone.key):
                yield Finding(f"{milestone.name}: {meaning}", _FIX)

    async def wrong_names(self) -> dict[MilestoneKey, SelectionError]:
        """Names that were never good: of selections that have not been read yet, as they stand.

        What was read before and is wrong now was changed in the tracker; then the last reading
        stands, with the trouble beside it. Raises StoreUnavailableError.
        """
        wrong: dict[MilestoneKey, SelectionError] = {}
        for milestone, meaning in await self._meanings():
            if not isinstance(meaning, SelectionError):
                log.info("%s is %s", milestone.key, "; ".join(meaning))
            elif await self._is_new(milestone):
                wrong[milestone.key] = meaning
            else:
                log.warning("%s: %s; the last reading stands", milestone.key, meaning)
        return wrong

    async def _meanings(self) -> list[tuple[Milestone, Meaning]]:
        """As far as the tracker answers in time: whoever waits is a person, or a start."""
        found: list[tuple[Milestone, Meaning]] = []
        away: set[Source] = set()
        try:
            async with asyncio.timeout(self._patience):
                for milestone in self._installation.roster.milestones:
                    selection = milestone.selection
                    if self._tracker is None or selection is None or selection.source in away:
                        continue
                    try:
                        found.append((milestone, await _meaning(self._tracker, selection)))
                    except TrackerUnavailableError as error:
                        away.add(selection.source)  # the others are asked all the same
                        log.warning("not every name was looked up: %s", error)
        except TimeoutError:
            log.warning("not every name was looked up: no answer in time")
        return found

    async def _is_new(self, milestone: Milestone) -> bool:
        snapshot = await self._snapshots.load_snapshot(milestone.key)
        mark = mark_of(milestone.selection) if milestone.selection else ""
        return snapshot is None or snapshot.selection != mark


async def _meaning(tracker: Tracker, selection: Selection) -> Meaning:
    try:
        return await tracker.fetch_meaning(selection)
    except SelectionError as error:
        return error
