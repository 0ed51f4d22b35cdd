"""The past of a probe in figures: by whole hours, and nothing where nothing ran."""

from datetime import timedelta

from bot.domain.health import Verdict
from bot.domain.health_history import HourBucket, hour_of
from bot.domain.probe_past import HOURS, ProbePast, build_past
from tests.samples.builders import NOW

THIS = hour_of(NOW)


def bucket(ago: int, *, up: int = 0, degraded: int = 0, down: int = 0, ms: int = 0) -> HourBucket:
    latencies = tuple((up + degraded) * (slot == ms) for slot in range(12))
    return HourBucket(
        hour=THIS - timedelta(hours=ago), up=up, degraded=degraded, down=down, latencies=latencies
    )


def test_probe_without_a_past_has_no_figures() -> None:
    assert build_past((), NOW) == ProbePast()
    assert build_past((), NOW).hours == (None,) * HOURS


def test_a_day_and_a_week_are_counted_apart() -> None:
    history = (
        bucket(24 * 8, down=99),
        bucket(24, up=50, down=50),
        bucket(23, up=90, down=10),
        bucket(0, up=100),
    )
    past = build_past(history, NOW + timedelta(minutes=40))

    assert past.uptime_day == 190 / 200
    assert past.uptime_week == 240 / 300


def test_strip_shows_the_worst_of_each_hour_the_oldest_first() -> None:
    past = build_past((bucket(23, down=1, up=9), bucket(1, degraded=1), bucket(0, up=3)), NOW)

    assert past.hours[0] is Verdict.DOWN
    assert past.hours[-2:] == (Verdict.DEGRADED, Verdict.UP)
    assert past.hours[1:-2] == (None,) * 21


def test_latencies_are_those_of_the_last_day() -> None:
    history = (bucket(30, up=100, ms=11), bucket(2, up=18, ms=1), bucket(1, degraded=2, ms=11))
    past = build_past(history, NOW)

    assert past.p50_ms == 20
    assert past.p95_ms == float("inf")
