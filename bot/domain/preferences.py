"""What somebody wants of pings: which, where, when not, and who stands in while they are away."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.ids import UserId


class PingLevel(StrEnum):
    ALL = "all"
    OVERDUE = "overdue"
    NONE = "none"


class PingPlace(StrEnum):
    CHANNEL = "channel"
    DIRECT = "direct"
    """One direct message for all of a day instead of a mention beside each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From ``start`` up to ``end``, local; over midnight where the end is the earlier one."""

    start: time
    end: time

    def hold(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def end_after(self, local: datetime) -> datetime:
        """The next end later than ``local``, in its zone."""
        at = local.replace(
            hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0, fold=0
        )
        return at if at > local else at + timedelta(days=1)


NIGHT: Final = QuietHours(start=time(20), end=time(8))
"""Of whoever has set no quiet hours of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Both days included. ``stand_in`` is pinged meanwhile, None: nobody is."""

    first: date
    last: date
    stand_in: UserId | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One person's. ``timezone`` is "" where Slack's holds; ``revision`` counts the savings."""

    pings: PingLevel = PingLevel.ALL
    place: PingPlace = PingPlace.CHANNEL
    quiet: QuietHours | None = None
    timezone: str = ""
    absence: Absence | None = None
    revision: int = 0


def by_day(preferences: Preferences) -> Preferences:
    """The same, with the night for quiet hours where none were set."""
    return preferences if preferences.quiet else replace(preferences, quiet=NIGHT)


class Reach(StrEnum):
    """How somebody is told now."""

    LIVE = "live"
    NAMED = "named"
    """Pinged today already: named without a live mention."""
    LATER = "later"
    """Named now, and told in one direct message later."""
    OFF = "off"
    """They want no such ping."""
    AWAY = "away"


def judge_reach(preferences: Preferences, local: datetime, *, overdue: bool) -> Reach:
    """``local`` is now in their own zone. Whether they were pinged today is not looked at."""
    if preferences.absence and preferences.absence.covers(local.date()):
        return Reach.AWAY
    if preferences.pings is PingLevel.NONE:
        return Reach.OFF
    if preferences.pings is PingLevel.OVERDUE and not overdue:
        return Reach.OFF
    if preferences.place is PingPlace.DIRECT or is_quiet(preferences, local):
        return Reach.LATER
    return Reach.LIVE


def is_quiet(preferences: Preferences, local: datetime) -> bool:
    return preferences.quiet is not None and preferences.quiet.hold(local.time())
