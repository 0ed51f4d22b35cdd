"""What a new reading of the tracker changes in the blockers themselves: a line of the log each."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.merge import day_word

Fields = dict[str, Any]


class Tracked(StrEnum):
    """Kinds of log entries that are about a blocker itself, not about one of its items."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    CLEARED = "cleared"
    REOPENED = "reopened"
    WORKFLOW = "workflow"
    DUE = "blocker due"
    ASSIGNEE = "assignee"
    PRIORITY = "priority"
    TITLE = "title"
    KEY = "key"
    WATCHED = "watched"
    LABELS = "labels"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedNote:
    """A log entry to be written. ``before`` and ``after`` are words, "" for none."""

    blocker: BlockerId
    key: BlockerKey
    title: str
    kind: Tracked
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``replaced``: by blocker the fields that had other values, None where it was not there."""

    notes: tuple[TrackedNote, ...]
    replaced: dict[BlockerId, Fields | None]
    goals: bool
    """Whether the project or release is told of otherwise than before."""


def compare_readings(before: Snapshot | None, after: Snapshot) -> Difference:
    old = {blocker.id: blocker for blocker in before.blockers} if before else {}
    new = {blocker.id: blocker for blocker in after.blockers}
    why = {departure.blocker: departure.words for departure in after.departures}
    notes: list[TrackedNote] = []
    replaced: dict[BlockerId, Fields | None] = {}
    for key in (*new, *(key for key in old if key not in new)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        replaced[key] = _replaced(was, now) if was else None
        notes += _notes(was, now, why.get(key, ""))
    goals = (before.goals if before else ()) != after.goals
    return Difference(notes=tuple(notes), replaced=replaced, goals=goals)


def _replaced(was: Blocker, now: Blocker | None) -> Fields:
    """All fields of one that is gone, else those that differ."""
    names = [field.name for field in fields(Blocker)]
    return {
        name: getattr(was, name)
        for name in names
        if now is None or getattr(was, name) != getattr(now, name)
    }


def _notes(was: Blocker | None, now: Blocker | None, why: str) -> Iterator[TrackedNote]:
    shown = now or was
    if shown is None:  # pragma: no cover - one of them is there
        return
    for kind, before, after in _changes(was, now, why):
        yield TrackedNote(
            blocker=shown.id,
            key=shown.key,
            title=shown.title,
            kind=kind,
            before=before,
            after=after,
        )


def _changes(
    was: Blocker | None, now: Blocker | None, why: str
) -> Iterator[tuple[Tracked, str, str]]:
    if was is None or now is None:
        if was is not None and was.is_open:  # a closed one is listed for a while only
            yield Tracked.VANISHED, was.state_name, why
        if now is not None:
            yield Tracked.APPEARED, "watched" if now.watched else "", now.state_name
        return
    if was.is_open != now.is_open:
        kind = Tracked.REOPENED if now.is_open else Tracked.CLEARED
        yield kind, was.state_name, now.state_name
    elif (was.stage, was.state_name) != (now.stage, now.state_name):
        yield Tracked.WORKFLOW, was.state_name, now.state_name
    for kind, before, after in _plain_fields(was, now):
        if before != after:
            yield kind, before, after


def _plain_fields(was: Blocker, now: Blocker) -> Iterator[tuple[Tracked, str, str]]:
    yield Tracked.DUE, day_word(was.due), day_word(now.due)
    yield Tracked.ASSIGNEE, _owner(was), _owner(now)
    yield Tracked.PRIORITY, was.priority.word, now.priority.word
    yield Tracked.TITLE, was.title, now.title
    yield Tracked.KEY, was.key, now.key
    yield Tracked.WATCHED, _watched(was), _watched(now)
    yield Tracked.LABELS, ", ".join(sorted(was.labels)), ", ".join(sorted(now.labels))
    yield Tracked.ESTIMATE, _points(was), _points(now)


def _owner(blocker: Blocker) -> str:
    return blocker.assignee.name if blocker.assignee else ""


def _watched(blocker: Blocker) -> str:
    return "watched" if blocker.watched else "blocking"


def _points(blocker: Blocker) -> str:
    return "" if blocker.estimate is None else f"{blocker.estimate:g}"
