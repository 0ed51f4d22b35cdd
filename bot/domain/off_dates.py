"""Off-dates as people write them: a date or a range a line, and each mistake by its line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 366
MOST = 1_000
SHOWN_MISTAKES = 3
QUOTED = 30
_RANGE = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:\s*(?:/|\.\.+|\u2013|\u2014|\bto\b|\bbis\b|\s-\s)\s*(\d{4}-\d{2}-\d{2}))?",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)
_EXPECTED = "write a date as 2026-12-31, or a range as 2026-12-24/2027-01-02"


@dataclass(frozen=True, slots=True)
class OffDates:
    """``mistake`` says which lines are wrong and what was expected; "" where none is."""

    dates: frozenset[date] = frozenset()
    mistake: str = ""


def read_off_dates(text: str) -> OffDates:
    dates: set[date] = set()
    mistakes: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for part in filter(None, map(str.strip, line.split(","))):
            found = _read(part)
            if isinstance(found, str):
                mistakes.append(f"Line {number}, \u201c{_quoted(part)}\u201d: {found}.")
            else:
                dates |= found
    if not mistakes and len(dates) > MOST:
        mistakes.append(f"These are {len(dates)} days: at most {MOST} were expected.")
    more = len(mistakes) - SHOWN_MISTAKES
    told = mistakes[:SHOWN_MISTAKES] + ([f"And {more} more."] if more > 0 else [])
    return OffDates(frozenset() if mistakes else frozenset(dates), " ".join(told))


def write_off_dates(dates: Iterable[date]) -> str:
    """A line for each date or run of dates, in order; reads back as the same."""
    return "\n".join(
        first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        for first, last in runs_of(dates)
    )


def runs_of(dates: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last of each run of days without a gap."""
    first: date | None = None
    last = date.min
    for day in sorted(dates):
        if first is not None and day - last > _DAY:
            yield first, last
            first = None
        first, last = first or day, day
    if first is not None:
        yield first, last


def _read(part: str) -> set[date] | str:
    """The dates, or what is wrong with them."""
    found = _RANGE.fullmatch(part)
    if found is None:
        return f"no date; {_EXPECTED}"
    try:
        first = date.fromisoformat(found[1])
        last = date.fromisoformat(found[2] or found[1])
    except ValueError:
        return f"there is no such day; {_EXPECTED}"
    if last < first:
        return "the range ends before it begins"
    if (last - first).days >= LONGEST:
        return f"the range is longer than a year ({LONGEST} days)"
    return {first + timedelta(days=ahead) for ahead in range((last - first).days + 1)}


def _quoted(part: str) -> str:
    return part if len(part) <= QUOTED else f"{part[: QUOTED - 1]}\u2026"
