"""The log in memory: entries, what each change replaced, and the base that it begins with."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.domain.blocker import Snapshot
from bot.domain.checklist import AuditEntry, Checklist
from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.domain.local import Record
from bot.domain.past import Replaced, Standing
from bot.domain.tracked import compare_readings
from bot.domain.trackers import author_of


class Logbook:
    """What the checklists, the snapshots and the records in memory write to."""

    def __init__(self) -> None:
        self._entries: dict[MilestoneKey, list[AuditEntry]] = {}
        self._replaced: dict[MilestoneKey, list[Replaced]] = {}
        self._number = 0

    def entries(self, milestone: MilestoneKey) -> list[AuditEntry]:
        return self._entries.setdefault(milestone, [])

    def replaced(self, milestone: MilestoneKey) -> list[Replaced]:
        return self._replaced.setdefault(milestone, [])

    def add(self, milestone: MilestoneKey, entry: AuditEntry) -> None:
        self.entries(milestone).append(replace(entry, id=self._id()))

    def add_items(
        self, milestone: MilestoneKey, before: Checklist, after: Checklist, at: datetime
    ) -> None:
        known: dict[ItemId, object] = {item.id: item for item in before.items}
        changed = [item.id for item in after.items if known.get(item.id) != item]
        items = {name: before.item(name) for name in changed}
        self._add(milestone, Replaced(id="", at=at, blocker=after.blocker, items=items))

    def add_record(
        self,
        milestone: MilestoneKey,
        place: tuple[BlockerId, str],
        before: Record | None,
        at: datetime,
    ) -> None:
        self._add(milestone, Replaced(id="", at=at, records={place: before}))

    def add_reading(
        self, milestone: MilestoneKey, before: Snapshot | None, after: Snapshot
    ) -> None:
        found = compare_readings(before, after)
        at = after.fetched_at
        if found.replaced:
            self._add(milestone, Replaced(id="", at=at, blockers=found.replaced))
        for note in found.notes:
            entry = AuditEntry(
                id="",
                at=at,
                by=author_of(note.blocker),
                blocker=note.blocker,
                item=ItemId(""),
                text=note.title,
                kind=note.kind,
                before=note.before,
                after=note.after,
                key=note.key,
            )
            self.add(milestone, entry)

    def _add(self, milestone: MilestoneKey, change: Replaced) -> None:
        """Times are kept in whole milliseconds and never go back."""
        log = self.replaced(milestone)
        at = change.at.replace(microsecond=change.at.microsecond // 1000 * 1000)
        if log:
            at = max(at, log[-1].at)
        log.append(replace(change, id=self._id(), at=at))

    def _id(self) -> str:
        self._number += 1
        return f"{self._number}-0"


class Away(Protocol):
    def check(self) -> None: ...


class FakePast:
    def __init__(self, switch: Away, logbook: Logbook) -> None:
        self._switch = switch
        self._logbook = logbook
        self._bases: dict[MilestoneKey, Standing] = {}

    async def load_replaced(
        self, milestone: MilestoneKey, since: datetime, *, after: str = ""
    ) -> tuple[Replaced, ...]:
        self._switch.check()
        log = reversed(self._logbook.replaced(milestone))
        seen = _number(after) if after else 0
        return tuple(one for one in log if one.at > since and _number(one.id) > seen)

    async def load_log(
        self, milestone: MilestoneKey, blocker: BlockerId | None = None
    ) -> tuple[AuditEntry, ...]:
        self._switch.check()
        log = reversed(self._logbook.entries(milestone))
        return tuple(entry for entry in log if blocker in {None, entry.blocker})

    async def load_start(self, milestone: MilestoneKey) -> datetime | None:
        self._switch.check()
        if milestone in self._bases:
            return self._bases[milestone].at
        return next((one.at for one in self._logbook.replaced(milestone)), None)

    async def load_base(self, milestone: MilestoneKey) -> Standing | None:
        self._switch.check()
        return self._bases.get(milestone)

    async def save_base(self, milestone: MilestoneKey, base: Standing) -> None:
        self._switch.check()
        known = self._bases.get(milestone)
        if known is None or known.at < base.at:
            self._bases[milestone] = base

    async def trim(self, milestone: MilestoneKey) -> int:
        self._switch.check()
        base = self._bases.get(milestone)
        if base is None:
            return 0
        replaced, entries = self._logbook.replaced(milestone), self._logbook.entries(milestone)
        kept = [one for one in replaced if one.at > base.at]
        told = [one for one in entries if one.at > base.at]
        gone = len(replaced) + len(entries) - len(kept) - len(told)
        replaced[:], entries[:] = kept, told
        return gone


def _number(entry_id: str) -> int:
    return int(entry_id.partition("-")[0])
