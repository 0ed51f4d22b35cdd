"""Two sides of an unresolved merge → one reading: what agrees stands, what differs stays open."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.domain.document import ReadBlocker, ReadItem, ReadWarning, SummaryDocument
from bot.summary.fold import fold

T = TypeVar("T")

_RAW_OF = {
    "status": "status_raw", "priority": "priority_raw", "effort_hours": "effort_raw",
    "target": "target_raw",
}  # fmt: skip
_FIELDS = (
    "status", "priority", "owners", "target", "effort_hours", "blocks", "next_action", "why",
    "note", "done_on", "blocking",
)  # fmt: skip


def merge_sides(ours: SummaryDocument, theirs: SummaryDocument) -> SummaryDocument:
    warnings = list(dict.fromkeys([*ours.warnings, *theirs.warnings]))
    blockers = _merged(
        ours.blockers,
        theirs.blockers,
        lambda one: one.key or fold(one.title),
        lambda a, b: _blocker(a, b, warnings),
    )
    head = ours.head
    for name in ("status", "dated", "target", "overall", "title"):
        mine, other = getattr(ours.head, name), getattr(theirs.head, name)
        if mine != other and other is not None:
            if mine is not None:
                warnings.append(
                    ReadWarning("value_conflict", f"{name} of the document: {mine} or {other}")
                )
            head = replace(
                head, **{name: other if mine is None else None if name == "status" else mine}
            )
    if ours.counts != theirs.counts:
        counts = " and ".join(str(one) for one in dict.fromkeys([*ours.counts, *theirs.counts]))
        warnings.append(ReadWarning("count_conflict", f"headings say {counts}"))
    return replace(
        ours,
        head=head,
        blockers=blockers,
        scorecard=_merged(
            ours.scorecard,
            theirs.scorecard,
            lambda one: fold(one.component),
            lambda a, b: a if a == b or b.status == "done" else b,
        ),
        timeline=ours.timeline or theirs.timeline,
        risk=ours.risk or theirs.risk,
        next_milestone=ours.next_milestone or theirs.next_milestone,
        mentions=tuple(dict.fromkeys([*ours.mentions, *theirs.mentions])),
        warnings=tuple(warnings),
        unread=tuple(sorted({*ours.unread, *theirs.unread}, key=lambda one: one.line)),
    )


def _merged(
    ours: tuple[T, ...], theirs: tuple[T, ...], key: Callable[[T], str], both: Callable[[T, T], T]
) -> tuple[T, ...]:
    other = {key(one): one for one in theirs}
    mine = {key(one) for one in ours}
    kept = [both(one, other[key(one)]) if key(one) in other else one for one in ours]
    return tuple([*kept, *(one for one in theirs if key(one) not in mine)])


def _blocker(ours: ReadBlocker, theirs: ReadBlocker, warnings: list[ReadWarning]) -> ReadBlocker:
    merged = ours
    for name in _FIELDS:
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine == other:
            continue
        raw = _RAW_OF.get(name)
        said = (getattr(ours, raw), getattr(theirs, raw)) if raw else (mine, other)
        if mine in {None, ()} or other in {None, ()}:
            merged = replace(
                merged, **{name: mine or other}, **({raw: said[0] or said[1]} if raw else {})
            )
            continue
        text = " | ".join(str(one) for one in said)
        warnings.append(
            ReadWarning("value_conflict", f"{ours.key or ours.title} {name}: {text}", ours.line)
        )
        merged = replace(
            merged, **{name: () if name == "owners" else None}, **({raw: text} if raw else {})
        )
    items = _merged(
        ours.items, theirs.items, lambda one: fold(one.text), lambda a, b: _item(a, b, warnings)
    )
    return replace(merged, items=items)


def _item(ours: ReadItem, theirs: ReadItem, warnings: list[ReadWarning]) -> ReadItem:
    if ours.state == theirs.state:
        return ours
    warnings.append(
        ReadWarning(
            "value_conflict", f'"{ours.text[:40]}": {ours.state} or {theirs.state}', ours.line
        )
    )
    states = {ours.state, theirs.state}
    return replace(
        ours,
        state="doing" if "doing" in states and "todo" not in states else "todo",
        flag="conflict",
    )
