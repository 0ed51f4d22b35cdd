"""Which local dates have a digest, and the instant of each.

A digest belongs to a local date, so dates are counted and each is turned into one instant: a time
that the clock skips in spring comes as soon as the clock allows, one that comes twice in autumn
comes the first time. Never a second time for the same date.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.milestone import DigestSchedule
from bot.services.countries import holiday

_WEEK = frozenset(range(5))
LOOK_AHEAD_DAYS = 400
"""Beyond a year without a single delivery day a schedule counts as one that never comes."""


def deliveries(schedule: DigestSchedule, after: datetime) -> Iterator[tuple[date, datetime]]:
    """Local date and instant (UTC) of each delivery later than ``after``."""
    zone = ZoneInfo(schedule.timezone)
    first = after.astimezone(zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=ahead)
        at = instant(schedule, day)
        if at > after and has_delivery(schedule, day):
            yield day, at


def next_delivery(schedule: DigestSchedule, after: datetime) -> datetime | None:
    return next((at for _, at in deliveries(schedule, after)), None)


def is_working_day(schedule: DigestSchedule, day: date) -> bool:
    """By the schedule's weekdays where they make up a week's work, else Monday to Friday."""
    days = schedule.days if len(schedule.days) >= len(_WEEK) else _WEEK
    return has_delivery(replace(schedule, days=days), day)


def has_delivery(schedule: DigestSchedule, day: date) -> bool:
    """Whether this date is one of its weekdays and neither a holiday nor an off-date."""
    if day.weekday() not in schedule.days or day in schedule.off_dates:
        return False
    return schedule.holidays is None or holiday(schedule.holidays, day) is None


def instant(schedule: DigestSchedule, day: date) -> datetime:
    """The moment of this date's delivery, in UTC."""
    local = datetime.combine(day, schedule.at, tzinfo=ZoneInfo(schedule.timezone))
    return local.astimezone(UTC)
