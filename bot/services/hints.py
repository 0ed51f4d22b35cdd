"""Webhooks of trackers: a hint has the milestones read that it may touch, and is never believed."""

import logging
from datetime import datetime, timedelta

from bot.domain.hints import Hint
from bot.domain.milestone import Milestone
from bot.ports import Clock, HintStore, SnapshotStore, StoreUnavailableError, Taken
from bot.services.installation import Installation

log = logging.getLogger(__name__)

GAP = timedelta(seconds=10)
"""A milestone is read at the first hint at once, during a storm of them this often."""
REFUSAL_NOTED = timedelta(minutes=1)
"""Between two notes of refused deliveries: a stranger is not to write as often as they knock."""


class HintsService:
    def __init__(
        self,
        installation: Installation,
        hints: HintStore,
        snapshots: SnapshotStore,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._hints = hints
        self._snapshots = snapshots
        self._clock = clock
        self._refusal_noted: datetime | None = None

    def now(self) -> datetime:
        return self._clock.now()

    async def listen(self, tracker: str) -> None:
        """From now on its webhooks are expected. Raises StoreUnavailableError."""
        await self._hints.note_listening(tracker, self._clock.now())

    async def take(self, hint: Hint) -> Taken:
        """What is to be read is in the store when this returns. Raises StoreUnavailableError."""
        milestones = [
            milestone.key
            for milestone in self._installation.roster.milestones
            if hint.matters and await self._may_touch(hint, milestone)
        ]
        taken = await self._hints.take_hint(hint, milestones, GAP)
        log.info("a webhook about %s: %s, %d milestones", hint.kind, taken, len(milestones))
        return taken

    async def refuse(self, tracker: str) -> None:
        """Somebody's delivery was turned away: wrongly signed, or far too old."""
        now = self._clock.now()
        if self._refusal_noted and now - self._refusal_noted < REFUSAL_NOTED:
            return
        self._refusal_noted = now
        try:
            await self._hints.note_refused(tracker, now)
        except StoreUnavailableError as error:
            log.info("a refused webhook could not be noted: %s", error)

    async def _may_touch(self, hint: Hint, milestone: Milestone) -> bool:
        """All but issues of other places that are not among the milestone's."""
        selection = milestone.selection
        if selection is None or selection.source != hint.tracker:
            return False
        place = selection.place
        if not place or not hint.places or place.strip().casefold() in hint.places:
            return True
        snapshot = await self._snapshots.load_snapshot(milestone.key)
        return snapshot is None or any(one.id == hint.issue for one in snapshot.blockers)
