"""What somebody's preferences make of a ping, and when quiet hours end."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.preferences import (
    Absence,
    PingLevel,
    PingPlace,
    Preferences,
    QuietHours,
    Reach,
    judge_reach,
)

VIENNA = ZoneInfo("Europe/Vienna")
NOON = datetime(2026, 11, 18, 12, tzinfo=VIENNA)
NIGHT = QuietHours(start=time(18, 30), end=time(8))
LUNCH = QuietHours(start=time(11), end=time(13))


@pytest.mark.parametrize(
    ("wanted", "overdue", "reach"),
    [
        (Preferences(), False, Reach.LIVE),
        (Preferences(pings=PingLevel.OVERDUE), False, Reach.OFF),
        (Preferences(pings=PingLevel.OVERDUE), True, Reach.LIVE),
        (Preferences(pings=PingLevel.NONE), True, Reach.OFF),
        (Preferences(place=PingPlace.DIRECT), False, Reach.LATER),
        (Preferences(place=PingPlace.DIRECT, pings=PingLevel.NONE), True, Reach.OFF),
        (Preferences(quiet=LUNCH), True, Reach.LATER),
        (Preferences(quiet=NIGHT), True, Reach.LIVE),
        (Preferences(absence=Absence(first=NOON.date(), last=NOON.date())), True, Reach.AWAY),
        (
            Preferences(absence=Absence(first=date(2026, 11, 19), last=date(2026, 11, 20))),
            False,
            Reach.LIVE,
        ),
    ],
)
def test_reach(wanted: Preferences, overdue: bool, reach: Reach) -> None:
    assert judge_reach(wanted, NOON, overdue=overdue) is reach


@pytest.mark.parametrize(
    ("at", "quiet"),
    [(time(18, 29), False), (time(18, 30), True), (time(0), True), (time(8), False)],
)
def test_quiet_hours_over_midnight(at: time, quiet: bool) -> None:
    assert NIGHT.hold(at) is quiet


@pytest.mark.parametrize(
    ("local", "end"),
    [
        (datetime(2026, 11, 18, 19, tzinfo=VIENNA), datetime(2026, 11, 19, 8, tzinfo=VIENNA)),
        (datetime(2026, 11, 19, 3, tzinfo=VIENNA), datetime(2026, 11, 19, 8, tzinfo=VIENNA)),
        # The clock is set back in between: the end is an hour further away, and still at eight.
        (datetime(2026, 10, 24, 23, tzinfo=VIENNA), datetime(2026, 10, 25, 8, tzinfo=VIENNA)),
    ],
)
def test_quiet_hours_end_at_their_local_time(local: datetime, end: datetime) -> None:
    assert NIGHT.end_after(local) == end
