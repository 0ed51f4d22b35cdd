"""Reports of jobs held against when they were due: rhythms, clock changes, restarts, sizes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.beats import Beat, Beats
from bot.domain.health import Verdict
from bot.probes.config_jobs import HeartbeatProbeConfig
from bot.probes.heartbeat import expected_by, judge_reports, size_words

NIGHTLY = {"cron": "0 2 * * *", "timezone": "Europe/Berlin", "grace": "90m"}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def job(**fields: Any) -> HeartbeatProbeConfig:
    given_ = {"id": "backup", "kind": "heartbeat", "token": {"env": "T"}, **fields}
    return HeartbeatProbeConfig.model_validate(given_)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ok(text: str, **more: Any) -> Beats:
    return Beats(known_since=LONG_AGO, ok=Beat(at=at(text), **more))


@pytest.mark.parametrize(
    ("now", "verdict", "reason"),
    [
        ("2026-11-18T01:00", Verdict.UP, "ok"),  # 02:00 in Berlin: due, within its grace
        ("2026-11-18T02:29", Verdict.UP, "ok"),
        ("2026-11-18T02:31", Verdict.DOWN, "beat.late"),
    ],
)
def test_yesterdays_report_counts_until_todays_grace_is_over(
    now: str, verdict: Verdict, reason: str
) -> None:
    found = judge_reports(job(**NIGHTLY), ok("2026-11-17T01:10"), at(now))

    assert (found.verdict, found.reason) == (verdict, reason)
    if verdict is Verdict.DOWN:
        assert found.sentence == "no report since Tue 17 Nov 02:10 CET; due by Wed 18 Nov 03:30 CET"


def test_never_reported_is_waiting_until_it_is_late() -> None:
    config = job(**NIGHTLY)
    new = Beats(known_since=at("2026-11-17T12:00"))

    assert judge_reports(config, new, at("2026-11-17T20:00")).reason == "prober.waiting"
    late = judge_reports(config, new, at("2026-11-18T02:31"))
    assert (late.verdict, late.reason) == (Verdict.DOWN, "beat.late")
    assert "never reported; due by Wed 18 Nov 03:30 CET" in late.sentence


@pytest.mark.parametrize(
    ("zone", "now", "slot"),
    [
        # In spring 02:30 does not come and is due at 03:00; in autumn it comes twice, due once.
        ("Europe/Berlin", "2026-03-29T12:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25T12:00", "2026-10-25T00:30"),
        ("America/Santiago", "2026-09-06T18:00", "2026-09-06T05:30"),
        ("Australia/Sydney", "2026-10-04T06:00", "2026-10-03T16:00"),
    ],
)
def test_clock_changes_bring_one_slot_a_day(zone: str, now: str, slot: str) -> None:
    config = job(cron="30 2 * * *", timezone=zone, grace="30m")

    assert expected_by(config, at(now)).slot.astimezone(UTC) == at(slot)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
    st.sampled_from(("Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Sydney")),
)
def test_slot_is_never_in_the_future_nor_more_than_a_day_and_an_hour_ago(
    moment: datetime, zone: str
) -> None:
    config = job(cron="30 2 * * *", timezone=zone, grace="30m")
    now = moment.replace(tzinfo=UTC)
    expected = expected_by(config, now)

    assert expected.deadline <= now
    assert now - expected.slot <= timedelta(hours=26)


def test_every_counts_from_the_last_report() -> None:
    config = job(every="1h", grace="10m")

    assert judge_reports(config, ok("2026-11-18T01:00"), at("2026-11-18T02:09")).reason == "ok"
    late = judge_reports(config, ok("2026-11-18T01:00"), at("2026-11-18T02:11"))
    assert late.reason == "beat.late"


def test_failure_counts_until_the_next_success() -> None:
    config, now = job(**NIGHTLY), at("2026-11-18T04:00")
    failed = Beats(known_since=LONG_AGO, fail=at("2026-11-18T01:05"))
    again = Beats(
        known_since=LONG_AGO, fail=at("2026-11-18T01:05"), ok=Beat(at=at("2026-11-18T01:30"))
    )

    assert judge_reports(config, failed, now).reason == "beat.failed"
    assert judge_reports(config, again, now).verdict is Verdict.UP


@pytest.mark.parametrize(
    ("size", "reason", "said"),
    [
        (0, "beat.too_small", "reported 0 B at Wed 18 Nov 02:10 CET, expected at least 1 MB"),
        (None, "beat.too_small", "reported no size"),
        (1_200_000, "ok", "reported at Wed 18 Nov 02:10 CET: 1.2 MB in 63s"),
    ],
)
def test_fresh_but_empty_is_down(size: int | None, reason: str, said: str) -> None:
    config = job(**NIGHTLY, min_bytes=1_000_000)
    beats = ok("2026-11-18T01:10", bytes=size, duration=timedelta(seconds=63))
    found = judge_reports(config, beats, at("2026-11-18T04:00"))

    assert found.reason == reason
    assert said in found.sentence


def test_slow_and_stuck() -> None:
    config = job(**NIGHTLY, slow="10m", max_run="2h")
    slow = ok("2026-11-18T01:20", duration=timedelta(minutes=15))
    stuck = Beats(
        known_since=LONG_AGO, ok=Beat(at=at("2026-11-18T01:20")), start=at("2026-11-18T02:00")
    )
    now = at("2026-11-18T04:01")

    assert judge_reports(config, slow, now).reason == "beat.slow"
    assert judge_reports(config, slow, now).verdict is Verdict.DEGRADED
    assert judge_reports(config, stuck, now).reason == "beat.stuck"
    assert judge_reports(config, stuck, at("2026-11-18T03:59")).reason == "ok"


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_250_000, "1.2 MB")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
