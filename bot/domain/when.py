"""A past moment as people type it: ``fri 17:00``, ``yesterday 9am``, ``3 days ago``, ``15 nov``.

A date without a time means the end of that day. A time that the clocks skipped in spring is read as
the clocks showed it after that; one that came twice in autumn as its first coming.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.due_spans import date_or_none

EXAMPLES = ("fri 17:00", "yesterday 9am", "2026-11-20 17:00", "15 nov", "3 days ago")
"""What a sentence about something else names as expected."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SHORTEST = 3
_UNITS = {"minute": 1, "min": 1, "hour": 60, "hr": 60, "h": 60, "day": 1440, "week": 10080}
_NUMBERS = ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FILLERS = frozenset({"at", "on", "the", "of", "around"})
_WEEK = 7
_YEAR_LENGTH, _LEAP_YEARS, _FIRST_YEAR = 12, 8, 1000
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(am|pm|h)?")
_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th)?")
_JOINED = re.compile(r"(\d{1,4})(min|m|h|d|w)")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_AHEAD = frozenset({"tomorrow", "next", "in"})


class NotATimeError(Exception):
    """What was typed is no moment that we know how to read."""


class FutureError(Exception):
    """It is a moment, but one that has yet to come; ``at`` where it can be said when."""

    def __init__(self, at: datetime | None = None) -> None:
        super().__init__("in the future")
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """``at`` in UTC. ``skipped`` and ``twice`` tell that clocks were changed at that hour.

    ``end_of`` is the date that was typed without a time.
    """

    at: datetime
    end_of: date | None = None
    skipped: bool = False
    twice: bool = False


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> Moment:
    """Raises NotATimeError, FutureError."""
    words = _words(text)
    if not words:
        raise NotATimeError(text)
    if words[0] in _AHEAD:
        raise FutureError
    now = now.replace(microsecond=0)
    today = now.astimezone(zone).date()
    if words in (["now"], ["today"]):
        return Moment(at=now)
    if words[-1] == "ago":
        return _ago(words[:-1], now, zone)
    clock, words = _take_time(words)
    day, apart = _read_day(words, today) if words else (today, 1)
    found = _moment(day, clock, zone)
    if apart and found.at > now:
        found = _moment(_days_before(day, apart), clock, zone)
    if found.end_of == today:
        return Moment(at=now)
    if found.at > now:
        raise FutureError(found.at)
    return found


def _words(text: str) -> list[str]:
    """Lower case, with ``2026-11-20T17:00`` parted and ``9 am`` put together."""
    lowered = re.sub(r"(\d{4}-\d{2}-\d{2})t(\d)", r"\1 \2", text.lower())
    lowered = re.sub(r"(\d)\s+(am|pm)\b", r"\1\2", lowered.replace(",", " "))
    words = [word.strip("().!?'\"") for word in lowered.split()]
    return [word for word in words if word and word not in _FILLERS]


def _ago(words: list[str], now: datetime, zone: ZoneInfo) -> Moment:
    """``3 days ago``: the same time on the clock; hours and minutes really passed."""
    number, unit = _length(words)
    local = now.astimezone(zone)
    if unit in {"month", "year"}:
        day = _months_before(local.date(), number * (_YEAR_LENGTH if unit == "year" else 1))
    elif unit not in _UNITS:
        raise NotATimeError(unit)
    elif _UNITS[unit] < _UNITS["day"]:
        return Moment(at=now - timedelta(minutes=number * _UNITS[unit]))
    else:
        day = _days_before(local.date(), number * _UNITS[unit] // _UNITS["day"])
    return _moment(day, local.time(), zone)


def _length(words: Sequence[str]) -> tuple[int, str]:
    """``3 days``, ``an hour``, ``2h``: how many of which unit."""
    joined = _JOINED.fullmatch(words[0]) if len(words) == 1 else None
    if joined:
        unit = {"m": "minute", "d": "day", "w": "week"}.get(joined[2], joined[2])
        return int(joined[1]), unit
    number = _number(words[0]) if len(words) == 2 else None  # noqa: PLR2004 - number and unit
    if number is None:
        raise NotATimeError(" ".join(words))
    return number, words[1].removesuffix("s")


def _take_time(words: list[str]) -> tuple[time | None, list[str]]:
    """The time, first or last among the words, and the others."""
    for place in (-1, 0):
        clock = _read_time(words[place])
        if clock is not None:
            return clock, words[:-1] if place else words[1:]
    return None, words


def _read_time(word: str) -> time | None:
    """None for a word that is no time at all; what is nearly one (``25:00``) is refused."""
    if word in _TIMES:
        return _TIMES[word]
    found = _CLOCK.fullmatch(word)
    if found is None or not (found[2] or found[4]):
        return None
    if not _is_clock(found):
        raise NotATimeError(word)
    hour, half = int(found[1]), found[4]
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def _is_clock(found: re.Match[str]) -> bool:
    hours = range(1, 13) if found[4] in {"am", "pm"} else range(24)
    sixty = range(60)
    return int(found[1]) in hours and int(found[2] or 0) in sixty and int(found[3] or 0) in sixty


def _read_day(words: Sequence[str], today: date) -> tuple[date, int]:
    """The latest such day, and after how many days it comes again; 0 where it is the only one."""
    match words:
        case [("today" | "yesterday") as word]:
            return _days_before(today, int(word == "yesterday")), 0
        case ["last", "week"]:
            return _days_before(today, _WEEK), 0
        case ["last", word] if (weekday := _nth(word, _DAYS)) is not None:
            return _days_before(today, (today.weekday() - weekday - 1) % _WEEK + 1), 0
        case [word] if (weekday := _nth(word, _DAYS)) is not None:
            return _days_before(today, (today.weekday() - weekday) % _WEEK), _WEEK
        case [word] if _ISO.fullmatch(word):
            return _date(*(int(part) for part in word.split("-"))), 0
    return _named_day(words, today), 0


def _named_day(words: Sequence[str], today: date) -> date:
    """``15 nov``, ``nov 15th 2026``: without a year the latest that is not ahead."""
    parts = [part for word in words for part in word.split("-")] if len(words) == 1 else words
    months = [n for part in parts if (n := _nth(part, _MONTHS)) is not None]
    numbers = [int(found[1]) for p in parts if (found := _ORDINAL.fullmatch(p))]
    if len(months) != 1 or len(months) + len(numbers) != len(parts) or not numbers:
        raise NotATimeError(" ".join(words))
    month, day, *rest = (months[0] + 1, *numbers)
    years = rest or range(today.year, today.year - _LEAP_YEARS - 1, -1)
    days = (date_or_none(year, month, day) for year in years)
    latest = next((found for found in days if found and (rest or found <= today)), None)
    if latest is None or len(rest) > 1 or latest.year < _FIRST_YEAR:
        raise NotATimeError(" ".join(words))
    return latest


def _moment(day: date, clock: time | None, zone: ZoneInfo) -> Moment:
    if clock is None:
        next_day = datetime.combine(_days_before(day, -1), time(0), tzinfo=zone)
        return Moment(at=next_day.astimezone(UTC) - timedelta(seconds=1), end_of=day)
    local = datetime.combine(day, clock.replace(fold=0), tzinfo=zone)
    at = local.astimezone(UTC)
    return Moment(
        at=at,
        skipped=at.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None),
        twice=local.replace(fold=1).astimezone(UTC) > at,
    )


def is_month(word: str) -> bool:
    return _nth(word.lower(), _MONTHS) is not None


def _nth(word: str, names: Sequence[str]) -> int | None:
    """Which of the names a word begins, three letters at least (``sept`` too)."""
    if len(word) < _SHORTEST:
        return None
    return next((n for n, name in enumerate(names) if name.startswith(word)), None)


def _number(word: str) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 5 else None  # noqa: PLR2004 - beyond any log
    return next((n for n, names in enumerate(_NUMBERS, 1) if word in names.split()), None)


def _date(year: int, month: int, day: int) -> date:
    found = date_or_none(year, month, day)
    if found is None:
        raise NotATimeError(f"{year}-{month}-{day}")
    return found


def _days_before(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        raise NotATimeError(str(days)) from None


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last where it is shorter."""
    year, month = divmod(day.year * _YEAR_LENGTH + day.month - 1 - months, _YEAR_LENGTH)
    if year < 1:
        raise NotATimeError(str(months))
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
