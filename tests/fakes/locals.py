"""Blockers that live only here, in memory, beside the checklists in memory."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.checklist import AuditEntry
from bot.domain.ids import BlockerId, BlockerKey, DeliveryId, MilestoneKey
from bot.domain.local import (
    LocalBatch,
    LocalBlocker,
    LocalChange,
    Locals,
    Record,
    StatedScorecard,
)
from bot.domain.merge import Noted
from bot.domain.past import record_kind
from bot.domain.telling import Telling
from bot.ports import copies_queue
from tests.fakes.checklists import FakeChecklists, Switch

Keys = dict[BlockerId, BlockerKey]


class FakeLocals:
    def __init__(self, switch: Switch, checklists: FakeChecklists) -> None:
        self._switch = switch
        self._checklists = checklists
        self._records: dict[tuple[MilestoneKey, BlockerId], Record] = {}
        self._holders: dict[tuple[MilestoneKey, str], BlockerId] = {}
        self._minted: dict[tuple[MilestoneKey, str], int] = {}
        self._done: dict[tuple[MilestoneKey, DeliveryId], Keys] = {}

    async def load_locals(self, milestone: MilestoneKey) -> Locals:
        self._switch.check()
        found = [record for (of, _), record in self._records.items() if of == milestone]
        blockers = [one for one in found if isinstance(one, LocalBlocker)]
        tellings = [one for one in found if isinstance(one, Telling)]
        blockers.sort(key=lambda one: (len(one.key), one.key))
        tellings.sort(key=lambda one: one.blocker)
        stated = next((one for one in found if isinstance(one, StatedScorecard)), None)
        return Locals(
            blockers=tuple(blockers),
            tellings=tuple(tellings),
            scorecard=stated or StatedScorecard(),
        )

    async def save_locals(self, batch: LocalBatch) -> Keys | None:
        self._switch.check()
        delivery = (batch.milestone, batch.author.delivery)
        if delivery in self._done:
            return self._done[delivery]
        if not self._is_current(batch):
            return None
        wanted = {
            change.record.key.upper()
            for change in batch.changes
            if isinstance(change.record, LocalBlocker)
        }
        keys: Keys = {}
        for change in batch.changes:
            self._save(batch, change, wanted, keys)
        self._done[delivery] = keys
        return keys

    def _is_current(self, batch: LocalBatch) -> bool:
        claimed: dict[str, BlockerId] = {}
        for change in batch.changes:
            record, stored = change.record, self._records.get((batch.milestone, change.blocker))
            if record and record.version != (stored.version if stored else 0):
                return False
            checklist = self._checklists._load(batch.milestone, change.blocker)
            if change.list_version not in {None, checklist.version}:
                return False
            if isinstance(record, LocalBlocker) and record.key:
                name = record.key.upper()
                holder = claimed.get(name) or self._holders.get((batch.milestone, name))
                if holder not in {None, change.blocker}:
                    return False
                claimed[name] = change.blocker
        return True

    def _save(self, batch: LocalBatch, change: LocalChange, wanted: set[str], keys: Keys) -> None:
        milestone, record = batch.milestone, change.record
        if isinstance(record, LocalBlocker):
            stored = self._records.get((milestone, change.blocker))
            known = stored.key if isinstance(stored, LocalBlocker) else None
            key = record.key or known or self._mint(batch, wanted)
            record = replace(record, key=key)
            keys[change.blocker] = key
            self._holders[milestone, key.upper()] = change.blocker
        if record:
            place = (change.blocker, record_kind(record))
            before = self._records.get((milestone, change.blocker))
            self._checklists._logbook.add_record(milestone, place, before, batch.author.at)
            self._records[milestone, change.blocker] = replace(record, version=record.version + 1)
        if change.items:
            checklist = self._checklists._load(milestone, change.blocker)
            items = {item.id: item for item in (*checklist.items, *change.items)}
            self._checklists._save(
                milestone, replace(checklist, items=tuple(items.values())), batch.author.at
            )
        for entry in _entries(batch, change):
            self._checklists._log(milestone, entry)
        queue = copies_queue(milestone)
        self._checklists._due.mark(queue, change.blocker, batch.author.at)

    def _mint(self, batch: LocalBatch, wanted: set[str]) -> BlockerKey:
        place = (batch.milestone, batch.prefix)
        number = max(self._minted.get(place, 0), batch.taken) + 1
        while (name := f"{batch.prefix}-{number}".upper()) in wanted or (
            batch.milestone,
            name,
        ) in self._holders:
            number += 1
        self._minted[place] = number
        return BlockerKey(f"{batch.prefix}-{number}")


def _entries(batch: LocalBatch, change: LocalChange) -> Iterator[AuditEntry]:
    return (_entry(batch, change.blocker, note) for note in change.notes)


def _entry(batch: LocalBatch, blocker: BlockerId, note: Noted) -> AuditEntry:
    return AuditEntry(
        id="",
        at=batch.author.at,
        by=batch.author.by,
        blocker=blocker,
        item=note.item,
        text=note.text,
        kind=note.kind,
        before=note.before,
        after=note.after,
        where=batch.author.where,
        why=note.why,
    )
