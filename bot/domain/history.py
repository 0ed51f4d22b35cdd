"""The log as people read it: one row a press or reading, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from typing import Final

from bot.domain.checklist import AuditEntry
from bot.domain.ids import BlockerId, BlockerKey

TOLD_TOGETHER = 5
"""Changes of one press that a row tells; more of them go on in the next row."""
LISTED: Final = frozenset({"added", "archived", "restored"})
"""What comes, goes or comes back at once is told as one change, however many items it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """What one person, or the tracker, changed at once in one blocker, in the order it was done."""

    entries: tuple[AuditEntry, ...]

    @property
    def first(self) -> AuditEntry:
        return self.entries[0]

    @property
    def at(self) -> datetime:
        return self.first.at


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """``rows`` of the whole milestone or of one blocker, with the names of all they speak of.

    ``names`` of people by id or as written; ``keys`` of blockers, gone ones too; ``places`` are
    what was pressed, by where. ``start`` is from when on there is a log.
    """

    milestone: str
    rows: tuple[LogRow, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[BlockerId, BlockerKey] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    blocker: BlockerId | None = None
    start: datetime | None = None


def group_presses(log: Sequence[AuditEntry]) -> tuple[LogRow, ...]:
    """``log`` is newest first."""
    rows: list[LogRow] = []
    for _, found in groupby(log, key=_press):
        told = _told_at_once(list(found)[::-1])
        rows += (
            LogRow(entries=tuple(chain.from_iterable(told[start : start + TOLD_TOGETHER])))
            for start in range(0, len(told), TOLD_TOGETHER)
        )
    return tuple(rows)


def keys_in(log: Sequence[AuditEntry]) -> dict[BlockerId, BlockerKey]:
    """What blockers were called last, as far as the log tells."""
    return {entry.blocker: BlockerKey(entry.key) for entry in reversed(log) if entry.key}


def _told_at_once(entries: Sequence[AuditEntry]) -> list[list[AuditEntry]]:
    found: list[list[AuditEntry]] = []
    for entry in entries:
        listed = entry.kind in LISTED and entry.item
        if listed and found and found[-1][0].item and found[-1][0].kind == entry.kind:
            found[-1].append(entry)
        else:
            found.append([entry])
    return found


def _press(entry: AuditEntry) -> tuple[datetime, str, BlockerId, str]:
    return entry.at, entry.by, entry.blocker, entry.where
