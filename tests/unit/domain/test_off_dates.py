"""Off-dates as people write them, back and forth, and each mistake by its line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.off_dates import MOST, read_off_dates, write_off_dates

XMAS = date(2026, 12, 24)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-24/2026-12-26",
        " 2026-12-24 to 2026-12-26 ",
        "2026-12-24 - 2026-12-26",
        "2026-12-24..2026-12-26",
        "2026-12-24\u20132026-12-26",
        "2026-12-24, 2026-12-25\r\n\r\n2026-12-26\n2026-12-24",
    ],
)
def test_ways_to_write_three_days(text: str) -> None:
    days = frozenset(XMAS + timedelta(days=ahead) for ahead in range(3))
    assert read_off_dates(text).dates == days
    assert read_off_dates(text).mistake == ""


def test_nothing_written_is_no_day() -> None:
    assert read_off_dates(" \n").dates == frozenset()
    assert write_off_dates(()) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("24.12.2026", "Line 1, “24.12.2026”: no date; write a date as 2026-12-31"),
        ("2026-12-24\nXmas", "Line 2, “Xmas”: no date"),
        ("2026-02-30", "there is no such day"),
        ("0000-01-01", "there is no such day"),
        ("2026-12-26/2026-12-24", "the range ends before it begins"),
        ("2026-01-01/9999-12-31", "the range is longer than a year (366 days)"),
        ("2026-12-24/", "no date"),
        ("x" * 5000, "Line 1, “" + "x" * 29 + "…”: no date"),
        ("a\nb\nc\nd\ne", "And 2 more."),
    ],
)
def test_mistakes_say_the_line_and_what_was_expected(text: str, said: str) -> None:
    found = read_off_dates(text)
    assert said in found.mistake
    assert found.dates == frozenset()


def test_too_many_days_are_refused() -> None:
    years = "\n".join(f"{year}-01-01/{year}-12-31" for year in (2027, 2029, 2030))
    assert f"at most {MOST}" in read_off_dates(years).mistake


@given(st.frozensets(st.dates(date(2020, 1, 1), date(2022, 1, 1)), max_size=60))
def test_what_is_written_reads_back_as_the_same(dates: frozenset[date]) -> None:
    assert read_off_dates(write_off_dates(dates)).dates == dates
