# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Due dates and efforts as people write them."""

from datetime import date

import pytest

from bot.summary.dates import Calendar, day_first_in
from bot.summary.effort import read_effort

WEDNESDAY = date(2026, 11, 18)
CALENDAR = Calendar(WEDNESDAY, launch=date(2026, 12, 10))


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-12-11", "2026-12-11"),
        ("2026/12/1 17:00 UTC", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("2026-12-01T14:00Z", "2026-12-01"),
        ("Complete by Jan 15, 2027", "2027-01-15"),
        ("December 10, 2026, 2:00 PM", "2026-12-10"),
        ("20 November 2026", "2026-11-20"),
        ("November 20th, 2026", "2026-11-20"),
        ("4 Dec '26", "2026-12-04"),
        ("15. Januar 2027", "2027-01-15"),
        ("1er décembre 2026", "2026-12-01"),
        ("1 de dezembro de 2026", "2026-12-01"),
        ("2026年12月1日", "2026-12-01"),
        ("12月1日", "2026-12-01"),
        ("12/4", "2026-12-04"),
        ("15.1.", "2027-01-15"),
        ("January/15", "2027-01-15"),
        ("Nov 10", "2026-11-10"),
        ("Nov 30-Dec 3", "2026-12-03"),
        ("Dec 1-5", "2026-12-05"),
        ("1-5 Dec", "2026-12-05"),
        ("Dec 20-Jan 5", "2027-01-05"),
        ("between Dec 1 and Dec 5", "2026-12-05"),
        ("Sept 9 → 12/4", "2026-12-04"),
        ("~~Nov 20~~ Dec 4", "2026-12-04"),
        ("Dec 4 (was Nov 20)", "2026-12-04"),
        ("slipped from Nov 20 to Dec 4", "2026-12-04"),
        ("Q1 2027", "2027-03-31"),
        ("H1 2027", "2027-06-30"),
        ("Dec 2026", "2026-12-31"),
        ("end of January", "2027-01-31"),
        ("mid-January", "2027-01-15"),
        ("week of Nov 30", "2026-12-04"),
        ("2026-W49", "2026-12-04"),
        ("KW 49", "2026-12-04"),
        ("EOD Friday", "2026-11-20"),
        ("next Friday", "2026-11-27"),
        ("Friday, Dec 4", "2026-12-04"),
        ("tomorrow", "2026-11-19"),
        ("demain", "2026-11-19"),
        ("in two weeks", "2026-12-02"),
        ("EOM", "2026-11-30"),
        ("EOW", "2026-11-20"),
        ("T-2 days", "2026-12-08"),
        ("launch + 2 days", "2026-12-12"),
        ("2 days before launch", "2026-12-08"),
        ("2025-12-01", "2025-12-01"),
        ("1H27", "2027-06-30"),
        ("2-3 weeks", "2026-12-09"),
        ("first week of December", "2026-12-04"),
        ("last week of January", "2027-01-29"),
        ("Dec 3rd or 4th", "2026-12-04"),
        ("week 49 or 50", "2026-12-11"),
        ("mid Q1 2027", "2027-02-15"),
        ("27/Nov/26", "2026-11-27"),
        ("06.12.2026", "2026-12-06"),
    ],
)
def test_date_is_read_from_the_documents_day(raw: str, day: str) -> None:
    assert CALENDAR.read(raw).value == date.fromisoformat(day)


@pytest.mark.parametrize(
    "raw",
    [
        "TBD",
        "n/a",
        "",
        "-",
        "ASAP",
        "After THR-42 completion",
        "we may ship",
        "31 Feb",
        "T-9999 days after 1",
        "soon",
        "FY27 Q2",
        "next sprint",
    ],
)
def test_date_is_not_invented(raw: str) -> None:
    assert Calendar(WEDNESDAY).read(raw).value is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("12/4", "year_assumed"),
        ("Q1 2027", "date_imprecise"),
        ("Friday", "relative_date"),
        ("Sept 9 → 12/4", "date_moved"),
        ("2025-12-01", "year_suspect"),
        ("Feb 29", "year_suspect"),
        ("Feb 30, 2026", "date_impossible"),
        ("November 31", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("31/04/2026", "date_impossible"),
        ("Monday, Nov 24", "weekday_odd"),
        ("Nov 24 (Wed)", "weekday_odd"),
    ],
)
def test_date_names_its_doubt(raw: str, code: str) -> None:
    assert code in CALENDAR.read(raw).codes


def test_day_that_is_like_no_other_is_not_doubted() -> None:
    unsure = Calendar(WEDNESDAY, sure=False)
    assert "date_ambiguous" in unsure.read("02/03/2027").codes
    for raw in ("02/02/2027", "13/03/2027", "02.03.2027", "2027-02-03", "Feb 3, 2027"):
        assert unsure.read(raw).codes == ()
    for raw in ("Tuesday, Nov 24, 2026", "2026-11-24 (Tue)", "v1.2.3", "Nov 24, 2026; ask Mon"):
        assert CALENDAR.read(raw).codes == ()


def test_order_of_day_and_month_is_the_documents() -> None:
    assert day_first_in(["17/11/2026", "01/12/2026"]) is True
    assert day_first_in(["Nov 18, 2026", "12/4"]) is False
    assert day_first_in(["20 November 2026"]) is True
    assert day_first_in(["2026-11-20"]) is None
    assert day_first_in(["30.11.2026", "Dec 10", "12/4"]) is False
    assert Calendar(WEDNESDAY, day_first=True).read("01/12/2026").value == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("raw", "hours"),
    [
        ("6-8 hours remaining", (6, 8)),
        ("4 a 6 horas", (4, 6)),
        ("2時間", (2, 2)),
        ("3〜5時間", (3, 5)),
        ("1-2 days", (8, 16)),
        ("1,5 Tage", (12, 12)),
        ("2–3 weeks", (80, 120)),
        ("half a day", (4, 4)),
        ("~2h", (2, 2)),
        ("2h 30m", (2.5, 2.5)),
        ("90 min", (1.5, 1.5)),
        ("2 days + 4 hours", (20, 20)),
        ("1 day dev + 0.5 day QA", (12, 12)),
        ("< 1 day", (0, 8)),
        ("4 hours to 2 days", (4, 16)),
        ("10-12 hours (was 4-6)", (10, 12)),
        ("~~4 h~~ 6 h", (6, 6)),
        ("M (2-3 days)", (16, 24)),
        ("an hour", (1, 1)),
        ("16 (hours)", (16, 16)),
        ("½ day", (4, 4)),
        ("1½ days", (12, 12)),
        ("½–1 day", (4, 8)),
        ("1/2 day", (4, 4)),
        ("half a week", (20, 20)),
        ("2 x 4h", (8, 8)),
        ("a day or two", (8, 16)),
        ("ca. 12 Std.", (12, 12)),
        ("part of #1", None),
        ("3 pts", None),
        ("XL", None),
        ("1 sprint", None),
        ("TBD", None),
        ("", None),
    ],
)
def test_effort_is_read_in_hours(raw: str, hours: tuple[float, float] | None) -> None:
    assert read_effort(raw).hours == hours


def test_effort_says_what_it_assumed_and_what_it_cannot_read() -> None:
    assert read_effort("2 days").assumed == "day"
    assert read_effort("6 hours").assumed is None
    assert read_effort("part of #1").unclear
    assert not read_effort("TBD").unclear
