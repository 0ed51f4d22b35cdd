"""What a schedule leads to: its next posts across the next clock change, and what is left out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.milestone import DigestSchedule
from bot.domain.outlook import ComingPost, LeftOut, Outlook
from bot.services.calendar import LOOK_AHEAD_DAYS, deliveries, has_delivery
from bot.services.countries import holiday

POSTS = 5
SPARE = 3
"""Looked at beyond those shown, since the first may be done already."""
_DAY = timedelta(days=1)
_NOON = time(12)


def build_outlook(
    schedule: DigestSchedule, now: datetime, last: date | None = None, *, posts: int = POSTS
) -> Outlook:
    """``last`` is the local date of the last digest: neither it nor one before it comes again."""
    ahead = islice(deliveries(schedule, now), posts + SPARE)
    coming = [(day, at) for day, at in ahead if last is None or day > last]
    shown = coming[:posts]
    today = now.astimezone(ZoneInfo(schedule.timezone)).date()
    end = shown[-1][0] if shown else today
    change = _next_change(schedule.timezone, now)
    after = None
    if change and change > end:
        later = (pair for pair in deliveries(schedule, now) if pair[0] >= change)
        after = next((_coming(schedule, *pair) for pair in later), None)
    return Outlook(
        posts=tuple(_coming(schedule, *pair) for pair in shown),
        left_out=tuple(_left_out(schedule, today, end)),
        change=change,
        after=after,
        done=last if last is not None and last >= today else None,
    )


def _coming(schedule: DigestSchedule, day: date, at: datetime) -> ComingPost:
    zone = ZoneInfo(schedule.timezone)
    local = at.astimezone(zone)
    wanted = datetime.combine(day, schedule.at, tzinfo=zone)
    moved = (local.hour, local.minute) != (schedule.at.hour, schedule.at.minute)
    twice = not moved and wanted.utcoffset() != wanted.replace(fold=1).utcoffset()
    return ComingPost(at=local, moved=moved, twice=twice)


def _next_change(timezone: str, now: datetime) -> date | None:
    """The first local date, from today on, at whose noon the offset is another than the day before.

    Clocks change at night everywhere, so noon tells the days apart.
    """
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    before = datetime.combine(today - _DAY, _NOON, tzinfo=zone).utcoffset()
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        offset = datetime.combine(day, _NOON, tzinfo=zone).utcoffset()
        if offset != before:
            return day
    return None


def _left_out(schedule: DigestSchedule, first: date, last: date) -> Iterator[LeftOut]:
    """Weekdays of the schedule up to the last post shown that have none, and why."""
    run: LeftOut | None = None
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if day.weekday() not in schedule.days or has_delivery(schedule, day):
            continue
        why = holiday(schedule.holidays, day) if schedule.holidays else None
        if run and not why and not run.why:
            run = LeftOut(day=run.day, until=day)
            continue
        if run:
            yield run
        run = LeftOut(day=day, until=day, why=why or "")
    if run:
        yield run
