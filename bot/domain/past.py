"""Going back in time: every change keeps what it replaced, so that putting it back undoes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.checklist import Checklist, Item
from bot.domain.ids import BlockerId, ItemId
from bot.domain.local import LocalBlocker, Locals, Record, StatedScorecard
from bot.domain.telling import Telling

LOCAL_RECORD, TELLING_RECORD, SCORECARD_RECORD = "local", "telling", "scorecard"
"""Kinds of records, as they are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What stood where one change put something else; None where nothing did.

    ``items`` are those of ``blocker``. ``blockers`` are the tracker's: of each the fields that had
    other values, all of them where it has vanished. ``records`` are kept here, by blocker and kind.
    ``id`` orders changes, ``at`` never goes back.
    """

    id: str
    at: datetime
    blocker: BlockerId | None = None
    items: Mapping[ItemId, Item | None] = field(default_factory=dict)
    blockers: Mapping[BlockerId, Mapping[str, Any] | None] = field(default_factory=dict)
    records: Mapping[tuple[BlockerId, str], Record | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Blockers and checklists as they stood ``at`` a moment, its own changes included."""

    at: datetime
    blockers: tuple[Blocker, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    locals: Locals = field(default_factory=Locals)

    def checklist(self, blocker: BlockerId) -> Checklist:
        found = (one for one in self.checklists if one.blocker == blocker)
        return next(found, Checklist(blocker=blocker))


def rewind_blockers(now: Snapshot | None, undone: Iterable[Replaced]) -> tuple[Blocker, ...]:
    """``undone`` are the changes to take back, newest first.

    What has come after ``now`` was read may be among them: taking that back changes nothing.
    """
    standing = {blocker.id: blocker for blocker in (now.blockers if now else ())}
    for change in undone:
        for name, fields in change.blockers.items():
            if fields is None:
                standing.pop(name, None)
            elif name in standing:
                standing[name] = replace(standing[name], **fields)
            elif "id" in fields:  # so all of them are there, as far as there were any then
                standing[name] = Blocker(**fields)
    return tuple(standing.values())


def rewind_locals(now: Locals, undone: Iterable[Replaced]) -> Locals:
    """As for ``rewind_blockers``."""
    standing: dict[tuple[BlockerId, str], Record | None] = {
        **{(one.id, record_kind(one)): one for one in now.blockers},
        **{(one.blocker, record_kind(one)): one for one in now.tellings},
        (now.scorecard.blocker, SCORECARD_RECORD): now.scorecard,
    }
    for change in undone:
        standing.update(change.records)
    return locals_of([record for record in standing.values() if record])


def record_kind(record: Record) -> str:
    if isinstance(record, StatedScorecard):
        return SCORECARD_RECORD
    return LOCAL_RECORD if isinstance(record, LocalBlocker) else TELLING_RECORD


def locals_of(records: Iterable[Record]) -> Locals:
    """In the order of a store."""
    kept = list(records)
    blockers = [one for one in kept if isinstance(one, LocalBlocker)]
    tellings = [one for one in kept if isinstance(one, Telling)]
    return Locals(
        blockers=tuple(sorted(blockers, key=lambda one: (len(one.key), one.key))),
        tellings=tuple(sorted(tellings, key=lambda one: one.blocker)),
        scorecard=next(
            (one for one in kept if isinstance(one, StatedScorecard)), StatedScorecard()
        ),
    )


def rewind_checklist(now: Checklist, undone: Iterable[Replaced]) -> Checklist:
    """As for ``rewind_blockers``. The version counts for what stands now only, so there is none."""
    standing = {item.id: item for item in now.items}
    for change in undone:
        if change.blocker != now.blocker:
            continue
        for name, item in change.items.items():
            if item is None:
                standing.pop(name, None)
            else:
                standing[name] = item
    return Checklist(blocker=now.blocker, items=in_order(standing.values()))


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """As a store gives them."""
    return tuple(sorted(items, key=lambda item: (item.position, item.archived, item.id)))
