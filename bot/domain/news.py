"""One thing that changed since the last digest, and of what kind it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby


class ChangeKind(StrEnum):
    """In the order in which they are told; values are the headings of a group."""

    CLEARED = "Cleared"
    NEW = "New"
    REOPENED = "Reopened"
    LEFT = "No longer listed"
    TARGET = "Target"
    SLIPPED = "Slipped"
    DATED = "New dates"
    REASSIGNED = "Reassigned"
    PRIORITY = "Priorities"
    GROWN = "Grown"
    TICKED = "Ticked"
    UNDONE = "Undone"
    SKIPPED = "Skipped"
    RESUMED = "Taken up again"
    CONTESTED = "Contested"
    TURNED = "Probes"
    WAITS = "Held up"
    NOTE = "Notes"
    OTHER = "Also"


_ORDER = {kind: place for place, kind in enumerate(ChangeKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``words`` stand alone; ``short`` is what is said of it below its kind's heading.

    ``at`` is when it happened, where that matters, or since when it ``lasts``. ``number``: how many
    it tells of at once.
    """

    kind: ChangeKind
    words: str
    short: str = ""
    at: datetime | None = None
    number: int = 1
    lasts: bool = False

    def __str__(self) -> str:
        return self.words


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The weightiest kind first; within one as they came."""
    return tuple(sorted(changes, key=lambda change: _ORDER[change.kind]))


def grouped(changes: Sequence[Change]) -> list[tuple[ChangeKind, list[Change]]]:
    """``changes`` in their order."""
    return [(kind, list(found)) for kind, found in groupby(changes, key=lambda one: one.kind)]
