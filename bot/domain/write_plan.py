"""Which writes to the tracker follow from how a blocker stands, and from what was told already."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.domain.blocker import Blocker
from bot.domain.checklist import Checklist, Item, ItemState
from bot.domain.ids import ItemId
from bot.domain.trackers import author_of
from bot.domain.writes import Mark, Switch, Write, WriteKind, WritePolicy, WriteRecord

TELL_AGAIN = timedelta(hours=24)
"""An item that is contested again within that time is not commented on again."""
_SWITCHES = {
    WriteKind.COMPLETE: Switch.COMPLETE,
    WriteKind.CONTEST: Switch.CONTEST,
    WriteKind.THREAD: Switch.THREAD,
}
LabelChange = tuple[tuple[str, ...], tuple[str, ...]]
"""Names to put on, names to take away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A message about one blocker that people can answer. ``place`` is its channel's id."""

    place: str
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts of comments, should they be needed."""

    complete: str = ""
    contested: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How a blocker stands. ``since`` says from when on each switch counts."""

    blocker: Blocker
    checklist: Checklist
    since: Mapping[str, datetime]
    threads: Sequence[Thread] = ()
    words: Words = Words()


def plan_writes(
    record: WriteRecord, situation: Situation, policy: WritePolicy, now: datetime
) -> WriteRecord:
    """The record with what has to be written now; the same where there is nothing new.

    What was planned and is not true any more is left out. What was so before its switch was turned
    on is not told afterwards.
    """
    change = label_change(record, situation, policy)
    kept = [
        write
        for write in record.pending
        if _still_true(write, situation, policy) or _is_change(write, change)
    ]
    untold = {item for write in record.pending if write not in kept for item in write.about}
    standing = _contested_since(situation.checklist)
    told = {
        item: at
        for item, at in record.contested.items()
        if item not in untold and (now - at < TELL_AGAIN or standing.get(item, now) <= at)
    }
    plan = _Plan(replace(record, contested=told, pending=tuple(kept)), situation, policy, now)
    pending = (*kept, *plan.completion(), *plan.contest(), *plan.threads(), *plan.labels(change))
    new = {item: now for write in pending if write not in kept for item in write.about}
    return replace(
        record,
        key=situation.blocker.key,
        is_complete=is_complete(situation.checklist)
        or (record.is_complete and is_all_done(situation.checklist)),
        contested={**told, **new},
        labels=_held_labels(record, situation, policy),
        pending=pending,
    )


class _Plan:
    """What is new since the record was made."""

    def __init__(
        self, record: WriteRecord, situation: Situation, policy: WritePolicy, now: datetime
    ) -> None:
        self._record = record
        self._now = now
        self._situation = situation
        self._policy = policy

    def completion(self) -> Iterator[Write]:
        record, checklist = self._record, self._situation.checklist
        if record.is_complete or not is_complete(checklist) or not self._may_tell(Switch.COMPLETE):
            return
        last = last_word(checklist)
        if (
            last is None
            or last.touched is None
            or last.touched.by == author_of(self._record.blocker)
        ):
            return
        if last.touched.at >= self._situation.since[Switch.COMPLETE]:
            yield self._write(WriteKind.COMPLETE, text=self._situation.words.complete)

    def contest(self) -> Iterator[Write]:
        if not self._may_tell(Switch.CONTEST):
            return
        since = self._situation.since[Switch.CONTEST]
        new = tuple(
            item
            for item, at in _contested_since(self._situation.checklist).items()
            if item not in self._record.contested and at >= since
        )
        if new:
            yield self._write(WriteKind.CONTEST, text=self._situation.words.contested, about=new)

    def threads(self) -> Iterator[Write]:
        if not self._may_tell(Switch.THREAD):
            return
        there = {*self._record.places, *(write.place for write in self._record.pending)}
        for thread in self._situation.threads:
            if thread.place not in there:
                there.add(thread.place)
                yield self._write(
                    WriteKind.THREAD, text=thread.title, url=thread.url, place=thread.place
                )

    def labels(self, change: LabelChange) -> Iterator[Write]:
        added, removed = change
        planned = any(write.kind is WriteKind.LABELS for write in self._record.pending)
        if (added or removed) and not planned:
            yield self._write(WriteKind.LABELS, added=added, removed=removed)

    def _may_tell(self, switch: Switch) -> bool:
        return (
            switch in self._policy.switches
            and switch in self._situation.since
            and self._situation.blocker.is_open
        )

    def _write(self, kind: WriteKind, **fields: object) -> Write:
        """The id is made of what cannot come twice: a record is planned once at each version."""
        record = self._record
        seed = f"{record.blocker}/{record.version}/{kind}/{fields.get('place', '')}"
        return Write(id=write_id(seed), kind=kind, planned_at=self._now, **fields)  # type: ignore[arg-type]


def _still_true(write: Write, situation: Situation, policy: WritePolicy) -> bool:
    """A switch that was off meanwhile leaves nothing behind."""
    since = situation.since.get(_SWITCHES.get(write.kind, ""))
    if since is None or write.planned_at < since:
        return False
    match write.kind:
        case WriteKind.COMPLETE:
            return Switch.COMPLETE in policy.switches and is_all_done(situation.checklist)
        case WriteKind.CONTEST:
            standing = _contested_since(situation.checklist)
            return Switch.CONTEST in policy.switches and not standing.keys().isdisjoint(write.about)
        case WriteKind.THREAD:
            return Switch.THREAD in policy.switches
        case WriteKind.LABELS:
            return False


def _is_change(write: Write, change: LabelChange) -> bool:
    return write.kind is WriteKind.LABELS and (write.added, write.removed) == change


def label_change(record: WriteRecord, situation: Situation, policy: WritePolicy) -> LabelChange:
    """Labels to put on and to take away, by name. Those of a closed issue are left as they are."""
    if not situation.blocker.is_open:
        return (), ()
    wanted = _wanted_labels(situation, policy)
    added = tuple(sorted(wanted - record.labels.keys()))
    ours = {name for name, is_ours in record.labels.items() if is_ours}
    return added, tuple(sorted(ours - wanted))


def _held_labels(
    record: WriteRecord, situation: Situation, policy: WritePolicy
) -> Mapping[str, bool]:
    """Somebody else's label is forgotten when its condition ends, and never taken away."""
    wanted = _wanted_labels(situation, policy)
    return {name: ours for name, ours in record.labels.items() if ours or name in wanted}


def _wanted_labels(situation: Situation, policy: WritePolicy) -> set[str]:
    holds = {
        Mark.BLOCKED: bool(situation.blocker.blocked_by),
        Mark.CONTESTED: bool(contested_items(situation.checklist)),
        Mark.COMPLETE: is_complete(situation.checklist),
    }
    return {name for mark, name in policy.labels if holds[mark]}


def is_complete(checklist: Checklist) -> bool:
    """Whether all is done and nothing of it is contested."""
    return is_all_done(checklist) and not contested_items(checklist)


def is_all_done(checklist: Checklist) -> bool:
    """Whether everything that counts is done; nothing at all is not."""
    counted = [item for item in checklist.live if item.state is not ItemState.SKIPPED]
    return bool(counted) and all(item.state is ItemState.DONE for item in counted)


def last_word(checklist: Checklist) -> Item | None:
    """The item that was touched last; None where none ever was."""
    touched = [(item.touched.at, item) for item in checklist.live if item.touched]
    return max(touched, key=lambda pair: pair[0])[1] if touched else None


def contested_items(checklist: Checklist) -> tuple[Item, ...]:
    return tuple(item for item in checklist.live if item.contested)


def _contested_since(checklist: Checklist) -> dict[ItemId, datetime]:
    return {item.id: item.contested.since for item in checklist.live if item.contested}


def write_id(seed: str) -> str:
    """A UUID of version 4, as the tracker wants it, that is the same for the same seed."""
    return str(UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4))
