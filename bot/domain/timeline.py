"""What is due when, week by week, with the effort left and the naive finish of it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.board import BlockerView, ItemView
from bot.domain.key_order import KeyOrder, key_order

HOURS_A_DAY = 8
WEEKEND = 5
"""Python's number of Saturday, the first day nobody works."""
FAR = 2_000
"""Working days beyond which a naive finish says nothing more."""
Hours = tuple[float, float]


class Span(StrEnum):
    OVERDUE = "overdue"
    WEEK = "week"
    GAP = "gap"
    """Weeks with nothing due, taken together."""
    NO_DATE = "no date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A blocker, or one of its open items that has a date of its own."""

    view: BlockerView
    day: date | None
    item: ItemView | None = None

    @property
    def counts(self) -> bool:
        """Whether it holds the milestone back by itself, and so has effort to sum."""
        return self.item is None and not self.view.blocker.watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A row of the timeline. ``start`` is a Monday; ``weeks`` is how many a gap takes together."""

    span: Span
    start: date | None = None
    weeks: int = 1
    entries: tuple[Entry, ...] = ()
    is_now: bool = False
    has_target: bool = False

    @property
    def blocking(self) -> int:
        return sum(entry.counts for entry in self.entries)

    @property
    def hours(self) -> Hours | None:
        return sum_hours(entry.view for entry in self.entries if entry.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """``finish`` is by the least and by the most effort; None where nothing is known or it is far.

    ``without_effort`` are the blockers whose effort nobody said.
    """

    stretches: tuple[Stretch, ...]
    hours: Hours | None
    without_effort: tuple[BlockerView, ...]
    finish: tuple[date, date] | None = None

    @property
    def entries(self) -> int:
        return sum(len(stretch.entries) for stretch in self.stretches)


def build_timeline(
    blockers: Sequence[BlockerView],
    watched: Sequence[BlockerView],
    target: date | None,
    today: date,
) -> Timeline:
    """Overdue first, then each week from this one to the one after the target, no date last."""
    entries = sorted(_entries([*blockers, *watched]), key=_by_day)
    hours = sum_hours(blockers)
    return Timeline(
        stretches=tuple(_stretches(entries, target, today)),
        hours=hours,
        without_effort=tuple(view for view in blockers if _effort(view) is None),
        finish=naive_finish(hours, today) if hours else None,
    )


def sum_hours(views: Iterable[BlockerView]) -> Hours | None:
    """None where nobody said how much any of them takes."""
    known = [effort for view in views if (effort := _effort(view))]
    if not known:
        return None
    return sum(low for low, _ in known), sum(high for _, high in known)


def naive_finish(hours: Hours, today: date) -> tuple[date, date] | None:
    """All of it one after the other, Monday to Friday, by nobody who does anything else."""
    low, high = (_days(span) for span in hours)
    if high > FAR:
        return None
    return _working_day(today, low), _working_day(today, high)


def _days(hours: float) -> int:
    return math.ceil(min(hours, FAR * HOURS_A_DAY + 1) / HOURS_A_DAY)


def _working_day(today: date, number: int) -> date:
    """The day on which so many working days are over, today being the first of them."""
    day = today
    while True:
        if day.weekday() < WEEKEND:
            number -= 1
        if number <= 0 and day.weekday() < WEEKEND:
            return day
        day += timedelta(days=1)


def _effort(view: BlockerView) -> Hours | None:
    said = view.story.effort_hours
    if said is None or not all(math.isfinite(span) for span in said):
        return None
    return min(said), max(said)


def _entries(views: Sequence[BlockerView]) -> Iterator[Entry]:
    for view in views:
        yield Entry(view=view, day=view.blocker.due)
        for shown in view.items:
            due = shown.item.due
            if due and due != view.blocker.due and shown.item.state.is_open:
                yield Entry(view=view, day=due, item=shown)


def _by_day(entry: Entry) -> tuple[bool, date, int, KeyOrder, int]:
    blocker = entry.view.blocker
    place = entry.item.item.position + 1 if entry.item else 0
    return (
        entry.day is None,
        entry.day or date.max,
        blocker.priority.rank,
        key_order(blocker.key),
        place,
    )


def _stretches(entries: Sequence[Entry], target: date | None, today: date) -> Iterator[Stretch]:
    late = tuple(entry for entry in entries if entry.day and entry.day < today)
    if late:
        yield Stretch(span=Span.OVERDUE, entries=late)
    yield from _weeks([e for e in entries if e.day and e.day >= today], target, today)
    undated = tuple(entry for entry in entries if entry.day is None)
    if undated:
        yield Stretch(span=Span.NO_DATE, entries=undated)


def _weeks(entries: Sequence[Entry], target: date | None, today: date) -> Iterator[Stretch]:
    by_week: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.day:
            by_week.setdefault(_week(entry.day), []).append(entry)
    now = _week(today)
    aim = _week(target) if target and target >= today else None
    last = max([now, *by_week, *([min(aim + 1, _week(date.max))] if aim else [])])
    shown = sorted({now, last, *by_week, *([aim] if aim else [])})
    before = now - 1
    for week in shown:
        if week - before > 1:
            yield Stretch(span=Span.GAP, start=_monday(before + 1), weeks=week - before - 1)
        yield Stretch(
            span=Span.WEEK,
            start=_monday(week),
            entries=tuple(by_week.get(week, ())),
            is_now=week == now,
            has_target=week == aim,
        )
        before = week


def _week(day: date) -> int:
    """Weeks are numbered through, from Monday to Sunday."""
    return (day.toordinal() - 1) // 7


def _monday(week: int) -> date:
    return date.fromordinal(week * 7 + 1)
