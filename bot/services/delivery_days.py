"""Which local date a piece of due work is about, and which slots were missed."""

import logging
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId
from bot.domain.milestone import DigestSchedule
from bot.services.calendar import deliveries, has_delivery, instant

log = logging.getLogger(__name__)


def missed(schedule: DigestSchedule, now: datetime) -> datetime | None:
    """The last slot that is past and still within the grace."""
    since = now - schedule.grace - timedelta(microseconds=1)
    slots = takewhile(lambda each: each[1] <= now, deliveries(schedule, since))
    return max((at for _, at in slots), default=None)


def day_of(schedule: DigestSchedule, due: datetime, now: datetime) -> date:
    """The local date that due work is about; a retry after midnight is about the day before."""
    day = due.astimezone(ZoneInfo(schedule.timezone)).date()
    before = day - timedelta(days=1)
    if instant(schedule, day) <= now or not has_delivery(schedule, before):
        return day
    return before if now - instant(schedule, before) <= schedule.grace else day


def overtaken(schedule: DigestSchedule, planned: datetime | None, now: datetime) -> datetime | None:
    """The slot of a planned date that a changed schedule has put into the past: late, not lost."""
    if planned is None:
        return None
    day = planned.astimezone(ZoneInfo(schedule.timezone)).date()
    slot = instant(schedule, day)
    is_late = timedelta(0) <= now - slot <= schedule.grace
    return slot if is_late and has_delivery(schedule, day) else None


def log_skipped(
    channel: ChannelId, schedule: DigestSchedule, slot: datetime, now: datetime
) -> None:
    just_before = slot - timedelta(microseconds=1)
    missed = takewhile(
        lambda each: now - each[1] > schedule.grace, deliveries(schedule, just_before)
    )
    days = [day.isoformat() for day, _ in missed]
    log.warning("digest of %s skipped for %s: too late", channel, ", ".join(days))
