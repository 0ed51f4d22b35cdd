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
    ours: tuple[T, ...], theirs: tuple[T, ...], key: Callable[[T], str], both: Callable[[T, T], T]
) -> tuple[T, ...]:
    other = {key(one): one for one in theirs}
    mine = {key(one) for one in ours}
    kept = [both(one, other[key(one)]) if key(one) in other else one for one in ours]
    lines = [one.line for one in kept]
    found = [*kept, *(one for one in theirs if key(one) not in mine)]
    return tuple(sorted(found, key=lambda one: one.line) if lines == sorted(lines) else found)


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
