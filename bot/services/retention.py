"""The log is kept for a configured time: once a day what is older goes, behind a stored base."""

import logging
from datetime import datetime, timedelta

from bot.domain.milestone import Milestone
from bot.ports import RETENTION_QUEUE, Clock, DueQueue, PastStore
from bot.services.installation import Installation
from bot.services.past import BeforeTheLogError, PastService

log = logging.getLogger(__name__)

EVERY = timedelta(hours=24)
LEASE = timedelta(minutes=5)


class RetentionService:
    def __init__(
        self,
        installation: Installation,
        past: PastService,
        store: PastStore,
        due: DueQueue,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._past = past
        self._store = store
        self._due = due
        self._clock = clock

    async def run_due(self) -> None:
        """Trim the log of every milestone whose day has come and that no other replica claimed."""
        now = self._clock.now()
        wanted: dict[str, datetime] = {m.key: now for m in self._installation.roster.milestones}
        await self._due.add_missing(RETENTION_QUEUE, wanted)
        for due in await self._due.claim(RETENTION_QUEUE, now, LEASE, limit=1):
            milestone = self._installation.roster.milestone(due.member)
            if milestone is None:
                await self._due.finish(RETENTION_QUEUE, due, None)
                continue
            await self.trim(milestone)
            await self._due.finish(RETENTION_QUEUE, due, now + EVERY)

    async def trim(self, milestone: Milestone) -> int:
        """How many entries were forgotten.

        The base is stored first: should all end right after, the log still reaches back as far as
        it says, and the next time trims.
        """
        until = self._clock.now() - self._installation.roster.keep_log
        try:
            base = await self._past.standing(milestone.key, until)
        except BeforeTheLogError:
            return 0
        await self._store.save_base(milestone.key, base)
        gone = await self._store.trim(milestone.key)
        if gone:
            log.info("%s: %s entries of the log were too old", milestone.key, gone)
        return gone
