"""Past moments as people type them, at both changes of the clocks too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.when import EXAMPLES, FutureError, NotATimeError, read_moment
from tests.samples.builders import NOW

NEW_YORK, SYDNEY = ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney")


def shown(text: str, now: datetime = NOW, zone: ZoneInfo = NEW_YORK) -> str:
    return f"{read_moment(text, now, zone).at.astimezone(zone):%a %Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fri 17:00", "Fri 2026-11-13 17:00:00"),
        ("Friday, at 5 PM", "Fri 2026-11-13 17:00:00"),
        ("17:00 fri", "Fri 2026-11-13 17:00:00"),
        ("wed 08:00", "Wed 2026-11-18 08:00:00"),
        ("wed 10:00", "Wed 2026-11-11 10:00:00"),
        ("wed", "Wed 2026-11-11 23:59:59"),
        ("last wed", "Wed 2026-11-11 23:59:59"),
        ("last monday", "Mon 2026-11-16 23:59:59"),
        ("tues 9:30", "Tue 2026-11-17 09:30:00"),
        ("yesterday", "Tue 2026-11-17 23:59:59"),
        ("yesterday 9am", "Tue 2026-11-17 09:00:00"),
        ("noon yesterday", "Tue 2026-11-17 12:00:00"),
        ("2026-11-10", "Tue 2026-11-10 23:59:59"),
        ("2026-11-10 17:00", "Tue 2026-11-10 17:00:00"),
        ("2026-11-10T17:00:30", "Tue 2026-11-10 17:00:30"),
        ("15 nov", "Sun 2026-11-15 23:59:59"),
        ("15th of November 12am", "Sun 2026-11-15 00:00:00"),
        ("nov 15 2025", "Sat 2025-11-15 23:59:59"),
        ("24 dec", "Wed 2025-12-24 23:59:59"),
        ("29 feb", "Thu 2024-02-29 23:59:59"),
        ("17:00", "Tue 2026-11-17 17:00:00"),
        ("08:00", "Wed 2026-11-18 08:00:00"),
        ("midnight", "Wed 2026-11-18 00:00:00"),
        ("3 days ago", "Sun 2026-11-15 09:00:00"),
        ("two weeks ago", "Wed 2026-11-04 09:00:00"),
        ("an hour ago", "Wed 2026-11-18 08:00:00"),
        ("90 min ago", "Wed 2026-11-18 07:30:00"),
        ("2h ago", "Wed 2026-11-18 07:00:00"),
        ("9 months ago", "Wed 2026-02-18 09:00:00"),
        ("last week", "Wed 2026-11-11 23:59:59"),
        ("now", "Wed 2026-11-18 09:00:00"),
        ("today", "Wed 2026-11-18 09:00:00"),
        ("18 nov", "Wed 2026-11-18 09:00:00"),
    ],
)
def test_moments_are_read(typed: str, expected: str) -> None:
    assert shown(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "nonsense",
            "9",
            "25:00",
            "13pm",
            "17:60",
            "2026-13-40",
            "31 feb",
            "15.11.",
            "fri sat",
        ),
        *(
            "days ago",
            "3 ago",
            "3 moons ago",
            "99999 days ago",
            "5000 years ago",
            "15 16 nov",
            "ago",
        ),
        *("nov", "1 2 3 nov", "4 nov 12", "last", "last 17:00", "fri 17:00 18:00", "0:00pm"),
    ],
)
def test_what_is_no_moment_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(NotATimeError):
        read_moment(typed, NOW, NEW_YORK)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("tomorrow", None),
        ("next friday", None),
        ("in 3 days", None),
        ("2026-11-20 17:00", datetime(2026, 11, 20, 22, tzinfo=UTC)),
        ("today 10:00", datetime(2026, 11, 18, 15, tzinfo=UTC)),
        ("24 dec 2026", datetime(2026, 12, 25, 4, 59, 59, tzinfo=UTC)),
    ],
)
def test_what_is_ahead_is_said_to_be(typed: str, at: datetime | None) -> None:
    with pytest.raises(FutureError) as raised:
        read_moment(typed, NOW, NEW_YORK)
    assert raised.value.at == at


@pytest.mark.parametrize(
    ("typed", "zone", "expected", "skipped", "twice"),
    [
        ("2026-03-08 02:30", NEW_YORK, "2026-03-08T03:30:00-04:00", True, False),
        ("2026-03-08 03:30", NEW_YORK, "2026-03-08T03:30:00-04:00", False, False),
        ("2026-11-01 01:30", NEW_YORK, "2026-11-01T01:30:00-04:00", False, True),
        ("2026-11-01 02:30", NEW_YORK, "2026-11-01T02:30:00-05:00", False, False),
        ("2026-10-04 02:30", SYDNEY, "2026-10-04T03:30:00+11:00", True, False),
        ("2026-04-05 02:30", SYDNEY, "2026-04-05T02:30:00+11:00", False, True),
    ],
)
def test_hours_at_which_clocks_change(
    typed: str, zone: ZoneInfo, expected: str, skipped: bool, twice: bool
) -> None:
    found = read_moment(typed, NOW, zone)
    assert found.at.astimezone(zone).isoformat() == expected
    assert (found.skipped, found.twice) == (skipped, twice)


def test_days_ago_keep_the_time_on_the_clock_and_hours_ago_do_not() -> None:
    after_the_change = datetime(2026, 11, 2, 14, tzinfo=UTC)  # 09:00 in winter
    assert shown("2 days ago", after_the_change) == "Sat 2026-10-31 09:00:00"
    assert shown("48 hours ago", after_the_change) == "Sat 2026-10-31 10:00:00"


def test_a_date_without_a_time_is_known_to_be_its_end() -> None:
    assert read_moment("15 nov", NOW, NEW_YORK).end_of == date(2026, 11, 15)
    assert read_moment("15 nov 17:00", NOW, NEW_YORK).end_of is None


def test_day_begins_and_ends_in_the_zone_of_who_asks() -> None:
    assert shown("yesterday", NOW, SYDNEY) == "Wed 2026-11-18 23:59:59"
    assert shown("thu 00:30", NOW, SYDNEY) == "Thu 2026-11-19 00:30:00"


def test_examples_that_answers_name_are_understood() -> None:
    for example in EXAMPLES:
        read_moment(example, NOW + timedelta(days=9), NEW_YORK)


@given(st.text(st.sampled_from("0123456789 :-apmfriyestodnwhkg"), max_size=24))
def test_anything_typed_is_a_past_moment_or_a_named_trouble(typed: str) -> None:
    try:
        found = read_moment(typed, NOW, NEW_YORK)
    except (NotATimeError, FutureError):
        return
    assert found.at <= NOW


@given(st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 17)))  # noqa: DTZ001 - on a wall
def test_a_date_and_time_written_out_is_that_time_on_the_clock(wall: datetime) -> None:
    wall = wall.replace(microsecond=0)
    found = read_moment(f"{wall:%Y-%m-%d %H:%M:%S}", NOW, NEW_YORK)
    back = found.at.astimezone(NEW_YORK).replace(tzinfo=None)
    assert back == wall + (timedelta(hours=1) if found.skipped else timedelta(0))
