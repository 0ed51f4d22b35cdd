"""When something is due, as people say it: ``this-week``, ``none``, ``2026-11-20``, ``dec``."""

import re
from calendar import monthrange
from datetime import date, timedelta

NONE, PAST = "none", "past"
TODAY, TOMORROW = "today", "tomorrow"
THIS_WEEK, NEXT_WEEK, THIS_MONTH, NEXT_MONTH = "this-week", "next-week", "this-month", "next-month"
DUE_WORDS = (TODAY, TOMORROW, THIS_WEEK, NEXT_WEEK, THIS_MONTH, NEXT_MONTH, PAST, NONE)
EXPECTED = (
    "`due:` takes today, tomorrow, this-week, next-week, this-month, next-month, past, none, "
    "a month (`due:december`) or a date (`due:2026-11-20`)"
)
MAX_WORDS = 4
"""How many words a date has at most when it is said: ``on 20 Nov 2026``."""

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = 3
_ALIASES = {"the-past": PAST, "overdue": PAST, "no-date": NONE, "week": THIS_WEEK}
_LEAD = re.compile(r"^(?:on|in|by)-")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})-([a-z]+)(?:-(\d{4}))?", re.ASCII)
_MONTH = re.compile(r"([a-z]+)(?:-(\d{4}))?", re.ASCII)
_HALF_A_YEAR = 6
_YEAR = 12
_SUNDAY = 6


def read_due(text: str) -> str:
    """The one way to write it, "" where it is no due date: ``20 Nov`` gives ``20-nov``."""
    word = _LEAD.sub("", re.sub(r"[\s_-]+", "-", text.strip().lower()))
    word = _ALIASES.get(word, word)
    if word in DUE_WORDS:
        return word
    if _ISO.fullmatch(word):
        return word if date_or_none(*map(int, word.split("-"))) else ""
    if found := _ISO_MONTH.fullmatch(word):
        return word if _is_month(int(found[1]), int(found[2])) else ""
    if found := _DAY.fullmatch(word):
        return _day_word(int(found[1]), _month(found[2]), found[3])
    if found := _MONTH.fullmatch(word):
        return _month_word(_month(found[1]), found[2])
    return ""


def pin_due(word: str, today: date) -> str:
    """A month or day without its year gets the year that is nearest to ``today``."""
    if found := _DAY.fullmatch(word):
        month = _month(found[2])
        year = _nearest_year(month, today)
        day = date_or_none(year, month, int(found[1])) or date(
            year, month, monthrange(year, month)[1]
        )
        return day.isoformat()
    month = _month(word)
    return f"{_nearest_year(month, today):04}-{month:02}" if month else word


def is_due(due: date | None, word: str, today: date) -> bool:
    if word == NONE or due is None:
        return due is None and word == NONE
    first, last = due_range(word, today)
    return first <= due <= last


def due_range(word: str, today: date) -> tuple[date, date]:
    """The first and last day; weeks begin on Monday. Not for ``none``."""
    monday = today - timedelta(days=today.weekday())
    weeks = {THIS_WEEK: monday, NEXT_WEEK: _after(monday, 7)}
    if word in weeks:
        return weeks[word], _after(weeks[word], _SUNDAY)
    if word == PAST:
        return date.min, today - timedelta(days=1)
    if word in {TODAY, TOMORROW}:
        day = _after(today, int(word == TOMORROW))
        return day, day
    if word in {THIS_MONTH, NEXT_MONTH}:
        month = today.year * _YEAR + today.month - 1 + int(word == NEXT_MONTH)
        return _whole_month(*divmod(month, _YEAR))
    pinned = pin_due(word, today)
    if found := _ISO_MONTH.fullmatch(pinned):
        return _whole_month(int(found[1]), int(found[2]) - 1)
    day = date.fromisoformat(pinned)
    return day, day


def due_said(word: str) -> str:
    """``due this week``, ``no due date``, ``due on 20 Nov 2026``, ``due in December 2026``."""
    if word in DUE_WORDS:
        return {NONE: "no due date", PAST: "due in the past"}.get(
            word, f"due {word.replace('-', ' ')}"
        )
    if _ISO.fullmatch(word):
        day = date.fromisoformat(word)
        return f"due on {day.day} {_name(day.month)[:_SHORT]} {day.year:04}"
    if found := _ISO_MONTH.fullmatch(word):
        return f"due in {_name(int(found[2]))} {found[1]}"
    if found := _DAY.fullmatch(word):
        return f"due on {found[1]} {_name(_month(found[2]))[:_SHORT]}"
    return f"due in {_name(_month(word))}"


def _day_word(day: int, month: int, year: str | None) -> str:
    if year:
        found = date_or_none(int(year), month, day)
        return found.isoformat() if found else ""
    leap = 2000
    return f"{day}-{_MONTHS[month - 1][:_SHORT]}" if date_or_none(leap, month, day) else ""


def _month_word(month: int, year: str | None) -> str:
    if not month:
        return ""
    if year:
        return f"{year}-{month:02}" if _is_month(int(year), month) else ""
    return _MONTHS[month - 1][:_SHORT]


def _month(name: str) -> int:
    """1 to 12; 0 where it is no month. Three letters are enough."""
    fits = [n for n, full in enumerate(_MONTHS, 1) if len(name) >= _SHORT and full.startswith(name)]
    return fits[0] if fits else 0


def _name(month: int) -> str:
    return _MONTHS[month - 1].title()


def _nearest_year(month: int, today: date) -> int:
    ahead = (month - today.month) % _YEAR
    if ahead >= _HALF_A_YEAR:
        ahead -= _YEAR
    return min(max((today.year * _YEAR + today.month - 1 + ahead) // _YEAR, 1), date.max.year)


def _is_month(year: int, month: int) -> bool:
    return date_or_none(year, month, 1) is not None


def _whole_month(year: int, index: int) -> tuple[date, date]:
    return date(year, index + 1, 1), date(year, index + 1, monthrange(year, index + 1)[1])


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def date_or_none(year: int, month: int, day: int) -> date | None:
    """None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
