"""What is written to the tracker: the switches, what was told already, and what still has to be.

Nothing here is told twice: a record says what the tracker knows, and a write has its own id from
the moment it is planned, under which the tracker takes it once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import BlockerId, ItemId

KEPT_REFUSALS = 3


class Mark(StrEnum):
    """A condition that a label in the tracker may show for as long as it holds."""

    BLOCKED = "blocked"
    """It waits for another open issue."""
    CONTESTED = "contested"
    COMPLETE = "complete"


class Switch(StrEnum):
    COMPLETE = "comment_on_complete"
    CONTEST = "comment_on_contest"
    THREAD = "attach_thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePolicy:
    """What may be written. ``labels`` holds the label's name for each mark that is shown."""

    switches: frozenset[Switch] = frozenset()
    labels: tuple[tuple[Mark, str], ...] = ()

    @property
    def follows(self) -> bool:
        """Whether a change of a blocker may have to be written at all."""
        return bool(self.switches or self.labels)

    @property
    def names(self) -> frozenset[str]:
        """Everything that is switched on, by a name that stays the same."""
        return frozenset({*self.switches, *(f"label {mark}={name}" for mark, name in self.labels)})


NO_WRITES = WritePolicy()


class WriteKind(StrEnum):
    COMPLETE = "comment on completion"
    CONTEST = "comment on a contested item"
    THREAD = "attachment"
    LABELS = "labels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One thing to write. ``id`` is a UUID of ours; ``about`` the items that a comment tells of.

    ``text`` is a comment's body or an attachment's title; ``attempts`` counts those whose end is
    not known or was a refusal that may pass.
    """

    id: str
    kind: WriteKind
    planned_at: datetime
    text: str = ""
    url: str = ""
    place: str = ""
    about: tuple[ItemId, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    attempts: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A write that the tracker will never take."""

    kind: WriteKind
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRecord:
    """What the tracker was told of one blocker. ``version`` counts the changes of the record.

    ``contested``: when each item was last commented on. ``labels``: by name whether it is ours to
    take away. ``places``: channels of which a thread is attached. ``not_before``: no write is
    tried again sooner.
    """

    blocker: BlockerId
    key: str = ""
    version: int = 0
    is_complete: bool = False
    contested: Mapping[ItemId, datetime] = field(default_factory=dict)
    labels: Mapping[str, bool] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    pending: tuple[Write, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    not_before: datetime | None = None


def mark_written(record: WriteRecord, write: Write, put: Mapping[str, bool]) -> WriteRecord:
    """The tracker has it. ``put``: labels that are on the issue now, and whether we put them."""
    labels = {name: ours for name, ours in record.labels.items() if name not in write.removed}
    return replace(
        _without(record, write),
        labels={**labels, **put},
        places=(*record.places, write.place) if write.place else record.places,
        refusals=tuple(one for one in record.refusals if one.kind is not write.kind),
        not_before=None,
    )


def mark_put_off(record: WriteRecord, write: Write, trouble: str, until: datetime) -> WriteRecord:
    """It may have been written or not; it is tried again with the same id."""
    tried = replace(write, attempts=write.attempts + 1, trouble=trouble)
    pending = tuple(tried if one.id == write.id else one for one in record.pending)
    return replace(record, pending=pending, not_before=until)


def mark_refused(record: WriteRecord, write: Write, reason: str, now: datetime) -> WriteRecord:
    """It will never be taken, and is given up."""
    others = tuple(one for one in record.refusals if one.kind is not write.kind)
    refusal = Refusal(kind=write.kind, reason=reason, at=now)
    return replace(
        _without(record, write),
        places=(*record.places, write.place) if write.place else record.places,
        labels={**record.labels, **dict.fromkeys(write.added, False)},
        refusals=(*others, refusal)[-KEPT_REFUSALS:],
    )


def drop_pending(record: WriteRecord) -> WriteRecord:
    """What waits is not to be written any more."""
    return replace(record, pending=(), not_before=None)


def _without(record: WriteRecord, write: Write) -> WriteRecord:
    return replace(record, pending=tuple(one for one in record.pending if one.id != write.id))
