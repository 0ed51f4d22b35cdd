"""Checklists and due work in memory, and the switch that takes a store in memory away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from bot.domain.checklist import (
    AlreadySo,
    AuditEntry,
    Checklist,
    ItemChange,
    ItemGone,
    MovedOn,
    Ticked,
    TickOutcome,
)
from bot.domain.editing import Edit
from bot.domain.ids import BlockerId, DeliveryId, MilestoneKey
from bot.domain.merge import Merge, Noted
from bot.ports import Due, StoreUnavailableError, copies_queue
from tests.fakes.logbook import Logbook


class Switch:
    """Takes the whole store away: every call fails while ``away`` is set."""

    def __init__(self) -> None:
        self.away = False

    def check(self) -> None:
        if self.away:
            raise StoreUnavailableError("The store", "switched off")


@dataclass
class _Work:
    due: datetime
    """When it is due, or was before it was claimed."""
    token: str | None = None
    until: datetime | None = None
    moved: datetime | None = None

    @property
    def ready(self) -> datetime:
        return self.until or self.due


class FakeDueQueue:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._queues: dict[str, dict[str, _Work]] = {}
        self._tokens = count(1)

    async def add(self, queue: str, member: str, due: datetime) -> None:
        self._switch.check()
        work = self._queue(queue).setdefault(member, _Work(due))
        if work.token:
            work.moved = due
        else:
            work.due = due

    async def add_missing(self, queue: str, members: Mapping[str, datetime]) -> None:
        self._switch.check()
        for member, due in members.items():
            self._queue(queue).setdefault(member, _Work(due))

    async def claim(
        self, queue: str, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Due, ...]:
        self._switch.check()
        ready = [(work.ready, member) for member, work in self._queue(queue).items()]
        token = f"lease-{next(self._tokens)}"
        claimed = []
        for _, member in sorted(pair for pair in ready if pair[0] <= now)[:limit]:
            due = self._queue(queue)[member].moved or self._queue(queue)[member].due
            if due > now:
                self._queue(queue)[member] = _Work(due)
            else:
                self._queue(queue)[member] = _Work(due, token=token, until=now + lease)
                claimed.append(Due(member=member, token=token, due=due))
        return tuple(claimed)

    async def finish(self, queue: str, due: Due, again: datetime | None) -> bool:
        self._switch.check()
        work = self._queue(queue).get(due.member)
        if work is None or work.token != due.token:
            return False
        if work.moved:
            self._queue(queue)[due.member] = _Work(work.moved)
            return False
        if again:
            self._queue(queue)[due.member] = _Work(again)
        else:
            del self._queue(queue)[due.member]
        return True

    async def next_due(self, queue: str, member: str) -> datetime | None:
        self._switch.check()
        work = self._queue(queue).get(member)
        return (work.moved or work.due) if work else None

    async def all_due(self, queue: str) -> dict[str, datetime]:
        self._switch.check()
        return {name: work.moved or work.due for name, work in self._queue(queue).items()}

    async def remove(self, queue: str, members: Iterable[str]) -> None:
        self._switch.check()
        for member in members:
            self._queue(queue).pop(member, None)

    def mark(self, queue: str, member: str, due: datetime) -> None:
        """Due by a time: what is due sooner stays."""
        work = self._queue(queue).setdefault(member, _Work(due))
        if work.token:
            work.moved = min(work.moved or due, due)
        else:
            work.due = min(work.due, due)

    def _queue(self, name: str) -> dict[str, _Work]:
        return self._queues.setdefault(name, {})


class FakeChecklists:
    def __init__(self, switch: Switch, due: FakeDueQueue, logbook: Logbook | None = None) -> None:
        self._switch = switch
        self._due = due
        self._logbook = logbook or Logbook()
        self._lists: dict[tuple[MilestoneKey, BlockerId], Checklist] = {}
        self._presses: dict[tuple[MilestoneKey, DeliveryId], TickOutcome] = {}
        self._edits: set[tuple[MilestoneKey, DeliveryId]] = set()

    async def load_many(
        self, milestone: MilestoneKey, blockers: Sequence[BlockerId]
    ) -> dict[BlockerId, Checklist]:
        self._switch.check()
        return {blocker: self._load(milestone, blocker) for blocker in blockers}

    async def tick(self, change: ItemChange) -> TickOutcome:
        self._switch.check()
        press = (change.milestone, change.delivery)
        if press in self._presses:
            return replace(self._presses[press], repeated=True)
        self._presses[press] = self._tick(change)
        return self._presses[press]

    async def save_merge(self, milestone: MilestoneKey, merge: Merge) -> bool:
        self._switch.check()
        checklist = self._load(milestone, merge.blocker)
        if checklist.version != merge.version:
            return False
        items = {item.id: item for item in (*checklist.items, *merge.items)}
        self._save(milestone, replace(checklist, items=tuple(items.values())), merge.at)
        for note in merge.notes:
            entry = AuditEntry(
                id="",
                at=merge.at,
                by=merge.by,
                blocker=merge.blocker,
                item=note.item,
                text=note.text,
                kind=note.kind,
                before=note.before,
                after=note.after,
                why=note.why,
            )
            self._log(milestone, entry)
        self._due.mark(copies_queue(milestone), merge.blocker, merge.at)
        return True

    async def save_edit(self, edit: Edit) -> bool:
        self._switch.check()
        delivery = (edit.milestone, edit.author.delivery)
        if delivery in self._edits:
            return True
        checklist = self._load(edit.milestone, edit.blocker)
        if checklist.version != edit.version:
            return False
        self._edits.add(delivery)
        items = {item.id: item for item in (*checklist.items, *edit.items)}
        self._save(edit.milestone, replace(checklist, items=tuple(items.values())), edit.author.at)
        for note in edit.notes:
            self._log(edit.milestone, edited(edit, note))
        self._due.mark(copies_queue(edit.milestone), edit.blocker, edit.author.at)
        return True

    async def load_audit(
        self,
        milestone: MilestoneKey,
        *,
        blocker: BlockerId | None = None,
        since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[AuditEntry, ...]:
        self._switch.check()
        found = [
            entry
            for entry in reversed(self._logbook.entries(milestone))
            if blocker in {None, entry.blocker} and (since is None or entry.at >= since)
        ]
        return tuple(found[:limit])

    def _tick(self, change: ItemChange) -> TickOutcome:
        checklist = self._load(change.milestone, change.blocker)
        item = checklist.item(change.item)
        if item is None or item.archived:
            return ItemGone()
        if item.state is change.to:
            return AlreadySo(item)
        if item.revision != change.seen_revision:
            return MovedOn(item)
        revision = item.revision + 1
        after = replace(item, state=change.to, revision=revision, touched=change.touch)
        items = tuple(after if other.id == item.id else other for other in checklist.items)
        self._save(change.milestone, replace(checklist, items=items), change.at)
        entry = AuditEntry(
            id="",
            at=change.at,
            by=change.by,
            blocker=change.blocker,
            item=item.id,
            text=item.text,
            kind="state",
            before=item.state,
            after=change.to,
            where=change.where,
            why=change.why,
            reading=change.reading,
        )
        self._log(change.milestone, entry)
        self._due.mark(copies_queue(change.milestone), change.blocker, change.at)
        return Ticked(after, before=item.state)

    def _load(self, milestone: MilestoneKey, blocker: BlockerId) -> Checklist:
        return self._lists.get((milestone, blocker), Checklist(blocker=blocker))

    def _save(self, milestone: MilestoneKey, checklist: Checklist, at: datetime) -> None:
        self._logbook.add_items(milestone, self._load(milestone, checklist.blocker), checklist, at)
        items = sorted(checklist.items, key=lambda item: (item.position, item.archived, item.id))
        self._lists[milestone, checklist.blocker] = replace(
            checklist, items=tuple(items), version=checklist.version + 1
        )

    def _log(self, milestone: MilestoneKey, entry: AuditEntry) -> None:
        self._logbook.add(milestone, entry)


def edited(edit: Edit, note: Noted) -> AuditEntry:
    return AuditEntry(
        id="",
        at=edit.author.at,
        by=edit.author.by,
        blocker=edit.blocker,
        item=note.item,
        text=note.text,
        kind=note.kind,
        before=note.before,
        after=note.after,
        where=edit.author.where,
        why=note.why,
        reading=note.reading,
    )
