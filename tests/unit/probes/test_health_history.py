"""The past of a probe in hourly buckets."""

from datetime import timedelta

import pytest

from bot.domain.health import Verdict
from bot.domain.health_history import (
    LATENCY_BOUNDS_MS,
    HourBucket,
    hour_of,
    latency_class,
    latency_percentile,
    uptime,
)
from tests.fakes.probes import record_result
from tests.unit.probes.results import LETTERS, MINUTE, START, minute, result


def _history(letters: str, step: timedelta = MINUTE) -> tuple[HourBucket, ...]:
    history: tuple[HourBucket, ...] = ()
    for number, letter in enumerate(letters):
        history = record_result(history, result(LETTERS[letter], START + number * step))
    return history


def test_history_counts_each_verdict_in_its_hour() -> None:
    (hour,) = _history("uuugdx")

    assert (hour.hour, hour.up, hour.degraded, hour.down, hour.unknown) == (START, 3, 1, 1, 1)
    assert (hour.answered, hour.judged, hour.worst) == (4, 5, Verdict.DOWN)


def test_history_keeps_thirty_days_however_long_it_runs() -> None:
    history = _history("u" * 1000, step=timedelta(hours=1))

    assert len(history) == 30 * 24
    assert history[-1].hour == START + timedelta(hours=999)


def test_history_takes_a_result_of_an_earlier_hour_into_its_place() -> None:
    history = _history("uu", step=timedelta(hours=2))

    history = record_result(history, result(Verdict.DOWN, START + timedelta(hours=1)))

    assert [bucket.worst for bucket in history] == [Verdict.UP, Verdict.DOWN, Verdict.UP]


def test_uptime_leaves_our_own_trouble_out() -> None:
    assert uptime(_history("uuudxxxx")) == 0.75
    assert uptime(_history("xxx")) is None
    assert uptime(()) is None


@pytest.mark.parametrize(
    ("letters", "worst"), [("uug", Verdict.DEGRADED), ("uu", Verdict.UP), ("x", Verdict.UNKNOWN)]
)
def test_hour_shows_its_worst_verdict(letters: str, worst: Verdict) -> None:
    assert _history(letters)[0].worst is worst


@pytest.mark.parametrize(("ms", "slot"), [(0, 0), (10, 0), (10.1, 1), (10240, 10), (10241, 11)])
def test_latency_class_ends_at_its_bound(ms: float, slot: int) -> None:
    assert latency_class(ms) == slot


def test_percentile_is_the_bound_of_the_class_that_reaches_the_share() -> None:
    counts = (50, 45, 4, *(0,) * 8, 1)
    bucket = HourBucket(hour=hour_of(minute(0)), up=100, latencies=counts)

    percentiles = [latency_percentile([bucket], share) for share in (0.5, 0.95, 0.99, 1)]

    assert percentiles == [10, 20, 40, float("inf")]


def test_percentile_needs_an_answer() -> None:
    assert latency_percentile(_history("ddd"), 0.5) is None
    assert latency_percentile([], 0.5) is None


def test_failures_do_not_count_as_latency() -> None:
    (hour,) = _history("ud")

    assert sum(hour.latencies) == 1
    assert hour.total_ms == 12.5
    assert len(hour.latencies) == len(LATENCY_BOUNDS_MS) + 1
