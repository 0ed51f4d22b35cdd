"""All blockers of a milestone from both places: the tracker's last reading, and the store's own."""

from collections.abc import Iterable

from bot.domain.blocker import Snapshot
from bot.domain.ids import BlockerId
from bot.domain.known import Known, merge_known, people_of, standing_locals
from bot.domain.local import LocalBlocker
from bot.domain.milestone import Milestone
from bot.domain.past import Standing
from bot.domain.people import Owner, Person
from bot.domain.trackers import Source, source_of
from bot.ports import LocalBlockerStore, SnapshotStore
from bot.services.people import PeopleService


class KnownBlockers:
    """``has_tracker`` is False where there is no key for one."""

    def __init__(
        self,
        snapshots: SnapshotStore,
        locals_: LocalBlockerStore,
        people: PeopleService,
        *,
        has_tracker: bool,
    ) -> None:
        self._snapshots = snapshots
        self._locals = locals_
        self._people = people
        self._has_tracker = has_tracker

    async def load(self, milestone: Milestone) -> Known:
        """Raises StoreUnavailableError."""
        snapshot = await self._snapshots.load_snapshot(milestone.key)
        kept = await self._locals.load_locals(milestone.key)
        tracked = snapshot.blockers if snapshot else ()
        standing = standing_locals(tracked, kept)
        owners = await self._owners(standing, people_of(tracked))
        asked = snapshot is not None or self.is_tracked(milestone)
        return Known(
            blockers=merge_known(tracked, standing, owners),
            locals=kept,
            tracker=_name(milestone, snapshot) if asked else "",
            snapshot=snapshot,
            trouble=await self._snapshots.load_trouble(milestone.key) if asked else None,
        )

    async def then(self, standing: Standing) -> Known:
        """As they stood at a time."""
        tracked, kept = standing.blockers, standing.locals
        ours = standing_locals(tracked, kept)
        owners = await self._owners(ours, people_of(tracked))
        return Known(blockers=merge_known(tracked, ours, owners), locals=kept, tracker="")

    def is_tracked(self, milestone: Milestone) -> bool:
        """Whether the tracker is asked for its issues."""
        return self._has_tracker and milestone.selection is not None

    async def _owners(
        self, ours: Iterable[LocalBlocker], people: tuple[Person, ...]
    ) -> dict[BlockerId, Owner]:
        return {
            one.id: await self._people.shown_owner(one.owner, people) for one in ours if one.owner
        }


def _name(milestone: Milestone, snapshot: Snapshot | None) -> str:
    """What the tracker is called; where none is configured any more, by what is kept of it."""
    if milestone.selection:
        return milestone.selection.source.called
    known = (
        [source for one in snapshot.blockers if (source := source_of(one.id))] if snapshot else []
    )
    return (known[0] if known else Source.LINEAR).called
