"""The next posts of a schedule: across clock changes in both hemispheres, holidays, off-dates."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.milestone import DigestSchedule
from bot.render.outlook import next_words, offset, outlook_lines
from bot.services.outlook import build_outlook
from tests.samples.making import build

EVERY_DAY = frozenset(range(7))


def schedule(
    at: str = "09:00", zone: str = "America/New_York", **changed: object
) -> DigestSchedule:
    values: dict[str, object] = {"at": time.fromisoformat(at), "timezone": zone, **changed}
    return build(DigestSchedule, values)


def lines(of: DigestSchedule, now: datetime, last: date | None = None) -> list[str]:
    return outlook_lines(build_outlook(of, now, last), of, now)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_weekdays_and_the_offset_where_it_changes() -> None:
    assert lines(schedule(), at("2026-10-29T14:00")) == [
        "• Fri 30 Oct 09:00 (UTC-4)",
        "• Mon 2 Nov 09:00 (UTC-5 from here, clocks change on Sun 1 Nov)",
        "• Tue 3 Nov 09:00",
        "• Wed 4 Nov 09:00",
        "• Thu 5 Nov 09:00",
    ]


def test_change_beyond_the_five_is_told_with_the_first_post_after_it() -> None:
    assert lines(schedule(), at("2026-11-18T16:00"))[-1] == (
        "Clocks change on Sun 14 Mar 2027; then Mon 15 Mar 2027 09:00 UTC-4"
    )


def test_zone_without_changes_tells_of_none() -> None:
    said = lines(schedule(zone="Asia/Kolkata"), at("2026-11-18T00:00"))
    assert said[0] == "• Wed 18 Nov 09:00 (UTC+5:30)"
    assert len(said) == 5


@pytest.mark.parametrize(
    ("zone", "clock", "now", "expected"),
    [
        # Spring: there is no such time that night.
        (
            "America/New_York",
            "02:30",
            "2026-03-07T12:00",
            "• Sun 8 Mar 03:30, since there is no 02:30 that day (UTC-4)",
        ),
        # Autumn: twice, and the first of them counts.
        (
            "America/New_York",
            "01:30",
            "2026-11-01T00:00",
            "• Sun 1 Nov 01:30, the first of two that day (UTC-4)",
        ),
        # The southern hemisphere goes the other way, and Santiago changes at midnight.
        (
            "America/Santiago",
            "00:00",
            "2026-09-05T16:00",
            "• Sun 6 Sep 01:00, since there is no 00:00 that day (UTC-3)",
        ),
        (
            "Africa/Cairo",
            "00:00",
            "2026-04-23T12:00",
            "• Fri 24 Apr 01:00, since there is no 00:00 that day (UTC+3)",
        ),
        (
            "Australia/Sydney",
            "02:30",
            "2026-10-03T12:00",
            "• Sun 4 Oct 03:30, since there is no 02:30 that day (UTC+11)",
        ),
        (
            "Australia/Lord_Howe",
            "02:15",
            "2026-10-03T12:00",
            "• Sun 4 Oct 02:45, since there is no 02:15 that day (UTC+11)",
        ),
    ],
)
def test_night_of_the_change(zone: str, clock: str, now: str, expected: str) -> None:
    assert lines(schedule(clock, zone, days=EVERY_DAY), at(now))[0] == expected


def test_holidays_left_out_are_named() -> None:
    said = lines(schedule(holidays="US"), at("2026-11-24T15:00"))
    assert [line[2:12] for line in said[:5]] == [
        "Wed 25 Nov",
        "Fri 27 Nov",
        "Mon 30 Nov",
        "Tue 1 Dec ",
        "Wed 2 Dec ",
    ]
    assert said[-1] == "Left out: Thu 26 Nov (Thanksgiving Day)"


def test_region_has_its_own_holidays_in_english() -> None:
    said = lines(schedule(zone="Europe/Berlin", holidays="DE-BY"), at("2026-01-05T12:00"))
    assert said[-1].startswith("Left out: Tue 6 Jan (Epiphany)")


def test_own_off_dates_are_left_out_in_one_run_over_the_weekend() -> None:
    off = frozenset(date(2026, 12, 21) + timedelta(days=each) for each in range(12))
    said = lines(schedule(off_dates=off), at("2026-12-18T18:00"))
    assert said[-1] == "Left out: Mon 21 Dec to Fri 1 Jan 2027 (own off-date)"
    assert said[0].startswith("• Mon 4 Jan 2027")


def test_date_that_had_its_post_does_not_come_again() -> None:
    now = at("2026-11-18T16:00")
    said = lines(schedule("17:00"), now, last=date(2026, 11, 18))
    assert said[0] == "• Wed 18 Nov: posted already"
    assert said[1] == "• Thu 19 Nov 17:00 (UTC-5)"
    coming = build_outlook(schedule("17:00"), now, date(2026, 11, 18))
    assert next_words(coming, schedule("17:00"), now) == "Thu 19 Nov 17:00 (UTC-5)"


def test_without_a_day_there_is_none() -> None:
    assert lines(schedule(days=frozenset()), at("2026-11-18T16:00")) == ["No post within a year."]


@given(
    zone=st.sampled_from(
        ["America/Santiago", "Africa/Cairo", "Europe/Dublin", "Africa/Casablanca", "Asia/Gaza"]
    ),
    minute=st.integers(0, 24 * 60 - 1),
    day=st.integers(0, 700),
)
def test_every_local_date_once_and_in_order(zone: str, minute: int, day: int) -> None:
    of = schedule(f"{minute // 60:02d}:{minute % 60:02d}", zone, days=EVERY_DAY)
    now = at("2026-01-01T00:00") + timedelta(days=day, minutes=minute)
    posts = [post.at for post in build_outlook(of, now).posts]
    assert all(
        later.date() - sooner.date() == timedelta(days=1) for sooner, later in pairwise(posts)
    )
    assert all(sooner < later for sooner, later in pairwise(posts))
    assert posts[0] > now


@pytest.mark.parametrize(
    ("zone", "said"),
    [("UTC", "UTC"), ("Asia/Kathmandu", "UTC+5:45"), ("America/St_Johns", "UTC-3:30")],
)
def test_offset_reads_as_people_write_it(zone: str, said: str) -> None:
    coming = build_outlook(schedule(zone=zone), at("2026-01-05T12:00"))
    assert offset(coming.posts[0].at) == said
