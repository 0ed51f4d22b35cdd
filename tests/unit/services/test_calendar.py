"""One delivery for each local date, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.domain.milestone import DigestSchedule
from bot.services.calendar import (
    deliveries,
    has_delivery,
    instant,
    is_working_day,
    next_delivery,
)
from tests.samples.making import build

EVERY_DAY = frozenset(range(7))


def schedule(at: str, zone: str, **changed: object) -> DigestSchedule:
    values: dict[str, object] = {"at": time.fromisoformat(at), "timezone": zone, "days": EVERY_DAY}
    return build(DigestSchedule, values | changed)


@pytest.mark.parametrize(
    ("zone", "at", "around"),
    [
        ("America/New_York", "02:30", date(2026, 3, 8)),
        ("America/New_York", "01:30", date(2026, 11, 1)),
        ("America/Santiago", "00:00", date(2026, 9, 6)),
        ("Africa/Cairo", "00:00", date(2026, 4, 24)),
        ("Australia/Lord_Howe", "02:15", date(2026, 10, 4)),
        ("Australia/Sydney", "02:30", date(2026, 4, 5)),
        ("Europe/London", "01:00", date(2026, 10, 25)),
        ("Pacific/Apia", "09:00", date(2026, 6, 1)),
    ],
)
def test_each_local_date_has_one_delivery_around_a_clock_change(
    zone: str, at: str, around: date
) -> None:
    wanted = schedule(at, zone)
    start = datetime.combine(around - timedelta(days=4), time(12), tzinfo=UTC)

    found = list(islice(deliveries(wanted, start), 8))

    dates = [day for day, _ in found]
    assert dates == [dates[0] + timedelta(days=n) for n in range(8)]
    moments = [moment for _, moment in found]
    assert moments == sorted(set(moments))
    for day, moment in found:
        local = moment.astimezone(ZoneInfo(zone))
        assert local.date() == day
        assert local.time() >= wanted.at


def test_a_skipped_time_comes_when_the_clock_allows() -> None:
    moment = instant(schedule("02:30", "America/New_York"), date(2026, 3, 8))

    assert moment.astimezone(ZoneInfo("America/New_York")).isoformat() == (
        "2026-03-08T03:30:00-04:00"
    )


def test_a_doubled_time_comes_the_first_time() -> None:
    moment = instant(schedule("01:30", "America/New_York"), date(2026, 11, 1))

    assert moment == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_holidays_weekends_and_off_dates_have_none() -> None:
    wanted = schedule(
        "09:00",
        "America/New_York",
        days=frozenset(range(5)),
        holidays="US",
        off_dates=frozenset({date(2026, 11, 27)}),
    )

    assert not has_delivery(wanted, date(2026, 11, 26))  # Thanksgiving
    assert not has_delivery(wanted, date(2026, 11, 27))
    assert not has_delivery(wanted, date(2026, 11, 28))
    after = datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert next_delivery(wanted, after) == datetime(2026, 11, 30, 14, tzinfo=UTC)


def test_a_schedule_without_days_never_comes() -> None:
    assert (
        next_delivery(schedule("09:00", "UTC", days=frozenset()), datetime(2026, 1, 1, tzinfo=UTC))
        is None
    )


@pytest.mark.parametrize(
    ("days", "day", "works"),
    [
        ({0, 1, 2, 3, 4}, date(2026, 11, 18), True),
        ({0, 1, 2, 3, 4}, date(2026, 11, 21), False),
        ({0}, date(2026, 11, 18), True),  # a weekly digest makes no week of one day
        ({0}, date(2026, 11, 21), False),
        ({6, 0, 1, 2, 3}, date(2026, 11, 22), True),  # Sunday to Thursday
        ({6, 0, 1, 2, 3}, date(2026, 11, 20), False),
        ({0, 1, 2, 3, 4}, date(2026, 11, 26), False),  # Thanksgiving
        ({0, 1, 2, 3, 4}, date(2026, 11, 27), False),  # an own off-date
    ],
)
def test_working_days_are_the_channels_own(days: set[int], day: date, works: bool) -> None:
    schedule = DigestSchedule(
        at=time(9),
        timezone="America/New_York",
        days=frozenset(days),
        holidays="US",
        off_dates=frozenset({date(2026, 11, 27)}),
    )
    assert is_working_day(schedule, day) is works
