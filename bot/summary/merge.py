"""Two sides of an unresolved merge → one reading: what agrees stands, what differs stays open."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from bot.domain.document import (
    DocumentHead,
    ReadBlocker,
    ReadComponent,
    ReadItem,
    ReadWarning,
    SummaryDocument,
)
from bot.summary.fold import fold


class _Placed(Protocol):
    @property
    def line(self) -> int: ...


T = TypeVar("T", bound=_Placed)
_RAW_OF = {
    "status": "status_raw",
    "priority": "priority_raw",
    "effort_hours": "effort_raw",
    "target": "target_raw",
}
_FIELDS = (
    "title", "status", "priority", "owners", "target", "effort_hours", "blocks", "next_action",
    "why", "note", "done_on", "blocking",
)  # fmt: skip
_HEAD = ("title", "status", "dated", "target", "overall", "prepared_by")
_MOST_COMPARED = 2_500
"""Pairs of one key; of more no person could tell which is which."""
_STAYS = {"title", "dated"}
"""Of these the first side is kept: a document needs a name and a day to count from."""


def merge_sides(ours: SummaryDocument, theirs: SummaryDocument) -> SummaryDocument:
    warnings = list(dict.fromkeys([*ours.warnings, *theirs.warnings]))
    if ours.counts != theirs.counts:
        counts = " and ".join(str(one) for one in dict.fromkeys([*ours.counts, *theirs.counts]))
        warnings.append(ReadWarning("count_conflict", f"headings say {counts}"))
    return replace(
        ours,
        head=_head(ours.head, theirs.head, warnings),
        blockers=_merged(
            ours.blockers,
            theirs.blockers,
            lambda one: one.key or fold(one.title),
            lambda a, b: _blocker(a, b, warnings),
            _shared_items,
        ),
        scorecard=_merged(
            ours.scorecard,
            theirs.scorecard,
            lambda one: fold(one.component),
            lambda a, b: _component(a, b, warnings),
        ),
        timeline=ours.timeline or theirs.timeline,
        risk=ours.risk or theirs.risk,
        next_milestone=ours.next_milestone or theirs.next_milestone,
        mentions=tuple(dict.fromkeys([*ours.mentions, *theirs.mentions])),
        warnings=tuple(dict.fromkeys(warnings)),
        unread=tuple(
            sorted(dict.fromkeys([*ours.unread, *theirs.unread]), key=lambda one: one.line)
        ),
    )


def _merged(
    ours: tuple[T, ...],
    theirs: tuple[T, ...],
    key: Callable[[T], str],
    both: Callable[[T, T], T],
    alike: Callable[[T, T], int] = lambda *_: 0,
) -> tuple[T, ...]:
    pairs = _pairs(ours, theirs, key, alike)
    kept = [both(one, theirs[pairs[at]]) if at in pairs else one for at, one in enumerate(ours)]
    lines = [one.line for one in kept]
    met = set(pairs.values())
    found = [*kept, *(one for at, one in enumerate(theirs) if at not in met)]
    return tuple(sorted(found, key=lambda one: one.line) if lines == sorted(lines) else found)


def _pairs(
    ours: tuple[T, ...],
    theirs: tuple[T, ...],
    key: Callable[[T], str],
    alike: Callable[[T, T], int],
) -> dict[int, int]:
    """Of several with one key those on one line are one, then the likest, then by order."""
    mine, others = _places(ours, key), _places(theirs, key)
    found: dict[int, int] = {}
    for name, places in mine.items():
        there = others.get(name, [])
        if len(places) * len(there) > _MOST_COMPARED:
            found |= dict(zip(places, there, strict=False))
            continue
        met: set[int] = set()
        scored = sorted(
            (ours[at].line != theirs[other].line, -alike(ours[at], theirs[other]), at, other)
            for at in places
            for other in there
        )
        for *_, at, other in scored:
            if at not in found and other not in met:
                found[at] = other
                met.add(other)
    return found


def _places(several: tuple[T, ...], key: Callable[[T], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, one in enumerate(several):
        found.setdefault(key(one), []).append(at)
    return found


def _shared_items(one: ReadBlocker, other: ReadBlocker) -> int:
    return len({fold(item.text) for item in one.items} & {fold(item.text) for item in other.items})


def _head(ours: DocumentHead, theirs: DocumentHead, warnings: list[ReadWarning]) -> DocumentHead:
    changes: dict[str, Any] = {}
    for name in _HEAD:
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine == other or other is None:
            continue
        if mine is None:
            changes[name] = other
            continue
        detail = f"{name} of the document: {mine} or {other}"
        warnings.append(ReadWarning("value_conflict", detail))
        if name not in _STAYS:
            changes[name] = None
    return replace(ours, **changes)


def _blocker(ours: ReadBlocker, theirs: ReadBlocker, warnings: list[ReadWarning]) -> ReadBlocker:
    changes: dict[str, Any] = {}
    for name in _FIELDS:
        if getattr(ours, name) != getattr(theirs, name):
            changes |= _field(name, ours, theirs, warnings)
    changes["items"] = _merged(
        ours.items,
        theirs.items,
        lambda one: f"{one.section} {fold(one.text)}",
        lambda a, b: _item(a, b, warnings),
    )
    return ours._replace(**changes)


def _field(
    name: str, ours: ReadBlocker, theirs: ReadBlocker, warnings: list[ReadWarning]
) -> dict[str, object]:
    mine, other = getattr(ours, name), getattr(theirs, name)
    raw = _RAW_OF.get(name)
    said = (getattr(ours, raw), getattr(theirs, raw)) if raw else (mine, other)
    if mine in {None, ()} or other in {None, ()}:
        return {name: mine or other} | ({raw: said[0] or said[1]} if raw else {})
    text = " | ".join(str(one) for one in said)
    detail = f"{ours.key or ours.title} {name}: {text}"
    warnings.append(ReadWarning("value_conflict", detail, ours.line))
    if name in _STAYS:
        return {}
    return {name: () if name == "owners" else None} | ({raw: text} if raw else {})


def _component(
    ours: ReadComponent, theirs: ReadComponent, warnings: list[ReadWarning]
) -> ReadComponent:
    if ours.status == theirs.status:
        return ours
    detail = f"{ours.component}: {ours.status_raw} or {theirs.status_raw}"
    warnings.append(ReadWarning("value_conflict", detail, ours.line))
    return replace(ours, status=None, status_raw=f"{ours.status_raw} | {theirs.status_raw}")


def _item(ours: ReadItem, theirs: ReadItem, warnings: list[ReadWarning]) -> ReadItem:
    if ours.state == theirs.state:
        return ours
    detail = f'"{ours.text[:40]}": {ours.state} or {theirs.state}'
    warnings.append(ReadWarning("value_conflict", detail, ours.line))
    states = {ours.state, theirs.state}
    agreed = "doing" in states and "todo" not in states
    return ours._replace(state="doing" if agreed else "todo", flag="conflict")
