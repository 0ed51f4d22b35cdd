"""How a milestone stood at a time: what stands now, with every later change taken back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import MilestoneKey
from bot.domain.past import (
    Replaced,
    Standing,
    rewind_blockers,
    rewind_checklist,
    rewind_locals,
)
from bot.ports import ChecklistStore, LocalBlockerStore, PastStore, SnapshotStore


class BeforeTheLogError(Exception):
    """The log does not reach back that far: it begins at ``start``, or is empty (None)."""

    def __init__(self, start: datetime | None) -> None:
        super().__init__("before the log begins")
        self.start = start


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStores:
    checklists: ChecklistStore
    snapshots: SnapshotStore
    locals: LocalBlockerStore
    past: PastStore


class PastService:
    def __init__(self, stores: PastStores) -> None:
        self._stores = stores

    async def start(self, milestone: MilestoneKey) -> datetime | None:
        """From when on it can be told how the milestone stood."""
        return await self._stores.past.load_start(milestone)

    async def standing(self, milestone: MilestoneKey, at: datetime) -> Standing:
        """Raises BeforeTheLogError, StoreUnavailableError.

        What stands now is read before the log: then a change that comes in between is only taken
        back once more than needed, and never missed.
        """
        start = await self.start(milestone)
        if start is None or at < start:
            raise BeforeTheLogError(start)
        base = await self._stores.past.load_base(milestone)
        if base and base.at == at:
            return base
        snapshot = await self._stores.snapshots.load_snapshot(milestone)
        kept = await self._stores.locals.load_locals(milestone)
        undone = await self._stores.past.load_replaced(milestone, at)
        blockers = rewind_blockers(snapshot, undone)
        local = rewind_locals(kept, undone)
        names = [*(one.id for one in blockers), *(one.id for one in local.blockers)]
        lists = await self._stores.checklists.load_many(milestone, names)
        undone = (*await self._since(milestone, at, undone), *undone)
        return Standing(
            at=at,
            blockers=blockers,
            checklists=tuple(rewind_checklist(lists[name], undone) for name in names),
            locals=local,
        )

    async def _since(
        self, milestone: MilestoneKey, at: datetime, known: tuple[Replaced, ...]
    ) -> tuple[Replaced, ...]:
        """What came while the checklists were read."""
        after = known[0].id if known else ""
        return await self._stores.past.load_replaced(milestone, at, after=after)
