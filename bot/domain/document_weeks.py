"""The timeline of a summary document: what is due in which week, and the work left."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.domain.board import BlockerView
from bot.domain.document import TimelineWeek
from bot.domain.key_order import key_order

MOST_WEEKS = 26
"""Beyond half a year "Nov 16" may mean two years: those days are written in full."""
_FRIDAY = 4
_WEEK = timedelta(days=7)
_SHORT_TITLE = 40
_SAFE = re.compile(r"(?:[^\W_]|[ /,.&'+-])+")


def build_weeks(blockers: Sequence[BlockerView], today: date) -> tuple[TimelineWeek, ...]:
    """Week 1 is this one, or on a weekend the next; what is overdue stands in it."""
    first = working_week(today)[0]
    weeks: dict[int, list[BlockerView]] = {}
    later: list[BlockerView] = []
    for view in blockers:
        due = view.blocker.due
        number = max((due - first).days // 7, 0) if due else None
        if number is not None and number < MOST_WEEKS:
            weeks.setdefault(number, []).append(view)
        elif due:
            later.append(view)
    later.sort(key=lambda view: (view.blocker.due or date.max, key_order(view.blocker.key)))
    return (
        *(_week(number, first + number * _WEEK, weeks[number], today) for number in sorted(weeks)),
        *(_later(view) for view in later),
    )


def working_week(day: date) -> tuple[date, date]:
    """Monday and Friday; of a weekend day those to come."""
    monday = day - timedelta(days=day.weekday())
    if day.weekday() > _FRIDAY:
        monday += _WEEK
    return monday, monday + timedelta(days=_FRIDAY)


def resolution(blockers: Sequence[BlockerView], today: date) -> str | None:
    """How long it takes by the dates and by the hours that are said; what says none is named."""
    if not blockers:
        return None
    dues = [view.blocker.due for view in blockers if view.blocker.due]
    days = max((max(dues) - today).days, 0) if dues else 0
    hours = [view.story.effort_hours for view in blockers if view.story.effort_hours]
    parts = [_weeks_text(days)] if dues else ["no date yet"]
    if hours:
        low, high = sum(one[0] for one in hours), sum(one[1] for one in hours)
        parts.append(f"{hours_text(low, high)} of work left")
    return ", ".join([*parts, *_silent(blockers)])


def hours_text(low: float, high: float) -> str:
    """Never with more than two decimals; ``6-8 hours``."""
    first, last = f"{round(low, 2):g}", f"{round(high, 2):g}"
    unit = "hour" if first == last == "1" else "hours"
    return f"{first} {unit}" if first == last else f"{first}-{last} {unit}"


def day_text(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _weeks_text(days: int) -> str:
    weeks = -(-days // 7)
    return "this week" if weeks <= 1 else f"{weeks} weeks"


def _silent(blockers: Sequence[BlockerView]) -> Iterator[str]:
    unsized = [view.blocker.key for view in blockers if not view.story.effort_hours]
    undated = [view.blocker.key for view in blockers if not view.blocker.due]
    if unsized:
        yield f"without an estimate {' and '.join(unsized)}"
    if undated:
        yield f"without a date {' and '.join(undated)}"


def _week(number: int, monday: date, views: Sequence[BlockerView], today: date) -> TimelineWeek:
    friday = monday + timedelta(days=_FRIDAY)
    text = " + ".join(_step(view, today) for view in views)
    keys = tuple(view.blocker.key for view in views)
    return TimelineWeek(number + 1, monday, friday, keys, text)


def _later(view: BlockerView) -> TimelineWeek:
    due = view.blocker.due
    return TimelineWeek(None, due, due, (view.blocker.key,), f"Complete {_name(view)}")


def _step(view: BlockerView, today: date) -> str:
    due, effort = view.blocker.due, view.story.effort_hours
    work = f", {hours_text(*effort)}" if effort else ""
    late = f", overdue since {due:%b} {due.day}" if due and due < today else ""
    return f"Complete {_name(view)}{work}{late}"


def _name(view: BlockerView) -> str:
    """The title beside the key where it is short and holds no sign that a code block would show."""
    title = " ".join(view.blocker.title.split())
    plain = len(title) <= _SHORT_TITLE and _SAFE.fullmatch(title)
    return f"{view.blocker.key} ({title})" if plain else view.blocker.key
