"""After a reading of the tracker: what its issues take over of what is kept here."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.blocker import Blocker
from bot.domain.editing import Author
from bot.domain.ids import DeliveryId, MilestoneKey, UserId
from bot.domain.local import LocalBatch, LocalBlocker, LocalChange, Locals
from bot.domain.takeover import Issue, Kept, plan_overruled, plan_takeover
from bot.domain.trackers import author_of
from bot.ports import ChecklistStore, LocalBlockerStore
from bot.services.stories import Stories

log = logging.getLogger(__name__)


class TakeoverService:
    def __init__(
        self, checklists: ChecklistStore, locals_: LocalBlockerStore, stories: Stories
    ) -> None:
        self._checklists = checklists
        self._locals = locals_
        self._stories = stories

    async def follow(
        self, milestone: MilestoneKey, issues: Sequence[Blocker], at: datetime
    ) -> None:
        """After the issues' checklists followed their descriptions.

        What a press overtakes is left for the next reading. Raises StoreUnavailableError.
        """
        kept = await self._locals.load_locals(milestone)
        told = {telling.blocker for telling in kept.tellings}
        for issue in issues:
            if issue.id in told:
                said = self._stories.story(issue)
                change = plan_overruled(issue, kept.telling(issue.id), said)
                if change:
                    await self._save(milestone, at, (change,))
        for issue, local in _of_one_key(issues, kept):
            lists = await self._checklists.load_many(milestone, [local.id, issue.id])
            changes = plan_takeover(
                Kept(local=local, checklist=lists[local.id]),
                Issue(
                    blocker=issue,
                    checklist=lists[issue.id],
                    told=kept.telling(issue.id),
                    said=self._stories.story(issue),
                ),
            )
            if await self._save(milestone, at, changes):
                log.info("%s is the tracker's issue from now on", issue.key)

    async def _save(
        self, milestone: MilestoneKey, at: datetime, changes: tuple[LocalChange, ...]
    ) -> bool:
        """Two replicas may read at once: of the same change the first one counts."""
        delivery = DeliveryId(f"takeover:{changes[0].blocker}:{at.isoformat()}")
        by = UserId(author_of(changes[-1].blocker))  # the issue that takes over comes last
        author = Author(by=by, at=at, delivery=delivery)
        batch = LocalBatch(milestone=milestone, changes=changes, author=author)
        return await self._locals.save_locals(batch) is not None


def _of_one_key(issues: Sequence[Blocker], kept: Locals) -> Iterator[tuple[Blocker, LocalBlocker]]:
    by_key = {issue.key.upper(): issue for issue in issues}
    for local in kept.blockers:
        issue = by_key.get(local.key.upper())
        if issue and local.became is None:
            yield issue, local
