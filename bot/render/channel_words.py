"""What was changed of a channel's settings, field by field, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time, timedelta

from bot.domain.channels import MILESTONE, OFF_DATES, FieldChange
from bot.domain.off_dates import runs_of
from bot.render.escape import outside
from bot.render.limits import NAME, SHORT
from bot.render.words import count

SHOWN_DATES = 5
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EVERY_DAY = 7
_RUN = 3
_LABELS = {
    MILESTONE: "milestone",
    "posts": "digest",
    "at": "time",
    "timezone": "time zone",
    "days": "days",
    "holidays": "public holidays off",
    OFF_DATES: "own off-dates",
    "mention": "pings",
    "quiet": "quiet mode",
    "grace": "late at most",
}
MENTIONS = {"owners": "the owners", "leads": "a lead", "none": "nobody"}


def change_lines(changes: Sequence[FieldChange], names: Mapping[str, str]) -> list[str]:
    """``names`` are those of the milestones by key. Escaped; what says nothing is left out."""
    lines = []
    for change in changes:
        if change.field == OFF_DATES:
            words = _dates_words(change)
        else:
            before, after = (_words(change.field, v, names) for v in (change.before, change.after))
            words = f"{before} → {after}" if before else after
            words = "" if before == after else words
        if words:
            lines.append(f"{_LABELS[change.field]}: {words}")
    return lines


def days_words(days: Iterable[int]) -> str:
    """``Mon to Fri``, ``Mon, Wed``, ``every day``."""
    chosen = sorted(days)
    if not chosen:
        return "no day"
    if len(chosen) == _EVERY_DAY:
        return "every day"
    in_a_row = chosen[-1] - chosen[0] == len(chosen) - 1
    if in_a_row and len(chosen) >= _RUN:
        return f"{_DAYS[chosen[0]]} to {_DAYS[chosen[-1]]}"
    return ", ".join(_DAYS[day] for day in chosen)


def length_words(length: timedelta) -> str:
    for unit, word in ((timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        if length and not length % unit:
            return count(length // unit, word)
    return count(length // timedelta(seconds=1), "second")


def milestone_words(key: str | None, names: Mapping[str, str]) -> str:
    if not key:
        return "nothing"
    return outside(names.get(key) or key, SHORT)


def _words(field: str, value: object, names: Mapping[str, str]) -> str:
    """A value of a field; "" where there is none."""
    if field == MILESTONE:
        return milestone_words(str(value) if value else None, names)
    known: dict[str, Callable[[], str]] = {
        "at": lambda: f"{value:%H:%M}" if isinstance(value, time) else "",
        "days": lambda: days_words(value) if isinstance(value, frozenset) else "",
        "grace": lambda: length_words(value) if isinstance(value, timedelta) else "",
        "mention": lambda: MENTIONS.get(str(value), ""),
        "holidays": lambda: outside(str(value), NAME) if value else "none",
    }
    if isinstance(value, bool) or (field == "quiet" and value is None):
        return "on" if value else "off"
    if field in known:
        return known[field]()
    return outside(str(value), NAME) if value else ""


def _dates_words(change: FieldChange) -> str:
    before = change.before if isinstance(change.before, frozenset) else frozenset()
    after = change.after if isinstance(change.after, frozenset) else frozenset()
    parts = [("added", after - before), ("removed", before - after)]
    return "; ".join(f"{word} {_runs(dates)}" for word, dates in parts if dates)


def _runs(dates: Iterable[date]) -> str:
    runs = [
        first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
        for first, last in runs_of(dates)
    ]
    more = len(runs) - SHOWN_DATES
    return ", ".join([*runs[:SHOWN_DATES], *([f"{more} more"] if more > 0 else [])])
