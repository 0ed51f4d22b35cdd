"""The past of a probe in a few figures: how much of it was well, how fast, hour by hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.health import Verdict
from bot.domain.health_history import HourBucket, hour_of, latency_percentile, uptime

HOURS = 24
DAY, WEEK = timedelta(hours=HOURS), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbePast:
    """Uptimes are shares from 0 to 1; latencies are milliseconds of the last 24 hours.

    ``hours`` are the worst verdict of each of the last 24 hours, the oldest first; None where
    nothing ran. Everything is None where there is nothing to say.
    """

    uptime_day: float | None = None
    uptime_week: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    hours: tuple[Verdict | None, ...] = (None,) * HOURS


def build_past(history: Sequence[HourBucket], now: datetime) -> ProbePast:
    """By whole hours: the one that runs now is the last of them."""
    this = hour_of(now)
    day = [bucket for bucket in history if this - DAY < bucket.hour <= this]
    week = [bucket for bucket in history if this - WEEK < bucket.hour <= this]
    by_hour = {bucket.hour: bucket.worst for bucket in day}
    return ProbePast(
        uptime_day=uptime(day),
        uptime_week=uptime(week),
        p50_ms=latency_percentile(day, 0.5) if day else None,
        p95_ms=latency_percentile(day, 0.95) if day else None,
        hours=tuple(by_hour.get(this - timedelta(hours=ago)) for ago in range(HOURS - 1, -1, -1)),
    )
