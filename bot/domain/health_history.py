"""The past of a probe in hourly buckets: a bounded size however often it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.domain.health import Verdict

KEPT = timedelta(days=30)
LATENCY_BOUNDS_MS = (10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240)
"""Upper bounds of the latency classes; a last class holds everything slower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HourBucket:
    """The results of one hour (UTC), counted. Latencies are those of runs that got an answer."""

    hour: datetime
    up: int = 0
    degraded: int = 0
    down: int = 0
    unknown: int = 0
    total_ms: float = 0.0
    latencies: tuple[int, ...] = (0,) * (len(LATENCY_BOUNDS_MS) + 1)

    @property
    def answered(self) -> int:
        return self.up + self.degraded

    @property
    def judged(self) -> int:
        """Runs that say something about the target."""
        return self.answered + self.down

    @property
    def worst(self) -> Verdict:
        """The worst verdict of the hour, for a sparkline."""
        if self.down:
            return Verdict.DOWN
        if self.degraded:
            return Verdict.DEGRADED
        return Verdict.UP if self.up else Verdict.UNKNOWN


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def latency_class(duration_ms: float) -> int:
    return sum(duration_ms > bound for bound in LATENCY_BOUNDS_MS)


def uptime(buckets: Iterable[HourBucket]) -> float | None:
    """The share of judged runs that were answered; None where nothing was judged."""
    answered, judged = 0, 0
    for bucket in buckets:
        answered += bucket.answered
        judged += bucket.judged
    return answered / judged if judged else None


def latency_percentile(buckets: Iterable[HourBucket], share: float) -> float | None:
    """The latency (ms) that a share of the answers kept; right to within its class (a factor 2).

    The slowest class has no bound and gives infinity. None where nothing was answered.
    """
    counts = [sum(column) for column in zip(*(b.latencies for b in buckets), strict=True)]
    total = sum(counts)
    if not total:
        return None
    bounds = (*LATENCY_BOUNDS_MS, float("inf"))
    reached = zip(bounds, accumulate(counts), strict=True)
    return next(bound for bound, sofar in reached if sofar and sofar >= share * total)
