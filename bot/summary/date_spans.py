# ruff: noqa: RUF001  (dashes are what is read here)
"""Spans that reach further than the date they begin with: "Dec 1-5", "week 49 or 50"."""

import re
from datetime import date, timedelta

from bot.summary.fold import fold

_FRIDAY = 4
_MORE_DAYS = re.compile(
    r"^(?:\s?[-–—/&]\s?|\s(?:to|bis|or|and|oder|ou)\s)(\d{1,2})(?:st|nd|rd|th)?(?![\d/:.-]|\s?%)(?:,?\s?((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_WEEK_IN_MONTH = re.compile(
    r"\b(?P<n>first|1st|second|2nd|third|3rd|fourth|4th|last)\s(?:full\s)?week\s(?:of|in)\s"
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_MORE_WEEKS = re.compile(
    r"^\s?(?:[-–—/&]|or|and|to|bis|oder)\s?(?:kw|cw|w|week)?\s?(\d{1,2})(?!\d)"
)


def week_of_month(before: str) -> str | None:
    """As in "first week of", in front of a month."""
    found = _WEEK_IN_MONTH.search(fold(before) + " ")
    return found["n"] if found else None


def friday_of(month_end: date, which: str) -> date:
    """The Friday of the month's first, second or last week."""
    back = (month_end.weekday() - _FRIDAY) % 7
    last = month_end - timedelta(back)
    if which not in _ORDINALS:
        return last
    first = month_end.replace(day=1)
    return first + timedelta((_FRIDAY - first.weekday()) % 7 + 7 * (_ORDINALS[which] - 1))


def wider_end(day: date, rest: str, codes: list[str], *, week: int | None) -> date:
    """As in "Dec 1-5" ends on the 5th, "week 49 or 50" with the 50th."""
    weeks = _MORE_WEEKS.match(rest.lower()) if week is not None else None
    if week is not None:
        return (
            day + timedelta(7 * (int(weeks[1]) - week)) if weeks and int(weeks[1]) > week else day
        )
    found = _MORE_DAYS.match(rest)
    if found is None:
        return day
    year = int(found[2]) if found[2] else day.year
    try:
        last = date(year, day.month, int(found[1]))
    except ValueError:
        return day
    if last < day:
        return day
    codes.append("date_imprecise")
    return last
