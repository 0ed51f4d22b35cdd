"""Words for times, states and figures: every symbol that is shown has its word beside it.

Dates are written out in the reader's zone instead of Slack's ``<!date^…>``: a due date is a day
without a zone, and the fallback text, a screen reader and the drawn message then say the same.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.checklist import ItemState, Progress
from bot.domain.health import Verdict
from bot.domain.milestone import Readiness
from bot.domain.risk import RiskLevel

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = 7
_JUST_NOW, _IN_SECONDS, _IN_MINUTES, _IN_HOURS = (
    timedelta(seconds=10),
    timedelta(seconds=90),
    timedelta(minutes=90),
    timedelta(hours=36),
)
BAR_CELLS = 10

ITEM_EMOJI = {
    ItemState.TODO: "⬜",
    ItemState.DOING: "🔄",
    ItemState.DONE: "✅",
    ItemState.SKIPPED: "⏭️",
}
ITEM_WORD = {
    ItemState.TODO: "to do",
    ItemState.DOING: "doing",
    ItemState.DONE: "done",
    ItemState.SKIPPED: "skipped",
}
REOPENED = {ItemState.DONE: "reopened", ItemState.SKIPPED: "taken up again"}
"""What is said of an item that is open once more, by what it was until then."""
VERDICT_EMOJI = {
    Verdict.UP: "🟢",
    Verdict.DEGRADED: "🟡",
    Verdict.DOWN: "🔴",
    Verdict.UNKNOWN: "⚪",
}
READINESS_EMOJI = {
    Readiness.READY: "✅",
    Readiness.AT_RISK: "🟡",
    Readiness.BLOCKED: "🔴",
    Readiness.UNKNOWN: "⚪",
}
RISK_EMOJI = {
    RiskLevel.LOW: "🟢",
    RiskLevel.MEDIUM: "🟡",
    RiskLevel.HIGH: "🟠",
    RiskLevel.CRITICAL: "🔴",
}


@dataclass(frozen=True, slots=True)
class LocalTime:
    """Now, and the zone in which times are said."""

    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, now: datetime, timezone: str) -> Self:
        return cls(now, ZoneInfo(timezone))

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def zone_word(self) -> str:
        """``EST``, or ``UTC-03`` where the zone has no letters of its own."""
        name = self.now.astimezone(self.zone).tzname() or self.zone.key
        return name if name.isalpha() else f"UTC{name}"

    def clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"

    def moment(self, at: datetime) -> str:
        """``09:41`` today, ``Mon 16:20`` within a week, else ``Fri 2 Oct 16:20``; also ahead."""
        local = at.astimezone(self.zone)
        apart = abs((local.date() - self.today).days)
        if apart == 0:
            return self.clock(at)
        day = _DAYS[local.weekday()] if apart < _WEEK else self.day(local.date())
        return f"{day} {self.clock(at)}"

    def since(self, at: datetime) -> str:
        """Like ``moment``, with *yesterday* as a word."""
        if at.astimezone(self.zone).date() == self.today - timedelta(days=1):
            return f"yesterday {self.clock(at)}"
        return self.moment(at)

    def day(self, day: date) -> str:
        """``Fri 20 Nov``; with the year where it is not this one."""
        year = "" if day.year == self.today.year else f" {day.year}"
        return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"

    def due(self, day: date) -> str:
        left = (day - self.today).days
        if left < 0:
            return f"overdue {count(-left, 'day')}"
        return {0: "due today", 1: "due tomorrow"}.get(left) or f"due {self.day(day)}"

    def ago(self, at: datetime) -> str:
        passed = self.now - at
        if passed < _JUST_NOW:
            return "just now"
        if passed < _IN_SECONDS:
            return f"{passed.seconds} s ago"
        if passed < _IN_MINUTES:
            return f"{passed.seconds // 60} min ago"
        if passed < _IN_HOURS:
            return f"{int(passed.total_seconds()) // 3600} h ago"
        return f"{count(passed.days, 'day')} ago"

    def days_since(self, at: datetime) -> int:
        return max((self.today - at.astimezone(self.zone).date()).days, 0)


def count(number: int, word: str) -> str:
    """``1 day``, ``5 days``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def hours(span: tuple[float, float]) -> str:
    low, high = span
    return f"{low:g} h" if low == high else f"{low:g}\u2013{high:g} h"


def bar(progress: Progress) -> str:
    """A cell for each item up to ten. Empty means none done, full means all done."""
    cells = min(progress.total, BAR_CELLS)
    if not cells:
        return ""
    filled = progress.done * cells // progress.total
    if progress.done:
        filled = max(filled, 1)
    return "▰" * filled + "▱" * (cells - filled)


def progress_words(progress: Progress) -> str:
    """``▰▰▱▱▱ 2 of 5, 2 doing, 1 contested``."""
    if not progress.total:
        return "no checklist"
    parts = (
        (progress.doing, "doing"),
        (progress.contested, "contested"),
        (progress.rechecks, "to check again"),
    )
    more = "".join(f", {number} {what}" for number, what in parts if number)
    return f"{bar(progress)} {progress.done} of {progress.total}{more}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
