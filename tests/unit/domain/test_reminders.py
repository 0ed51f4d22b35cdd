"""Nine o'clock of one's next working day, wherever one is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.reminders import is_weekend, next_working_morning
from tests.samples.replies import REMINDER
from tests.samples.store import ALICE

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-11-18T14:00", "2026-11-19T14:00"),  # Wednesday 09:00 there
        ("2026-11-20T20:00", "2026-11-23T14:00"),  # Friday: Monday
        ("2026-11-22T20:00", "2026-11-23T14:00"),  # Sunday
        ("2026-11-19T03:00", "2026-11-19T14:00"),  # still Wednesday there
        ("2026-03-06T15:00", "2026-03-09T13:00"),  # over the change of clocks
    ],
)
def test_it_is_the_next_weekday_there(now: str, at: str) -> None:
    found = next_working_morning(
        datetime.fromisoformat(now).replace(tzinfo=UTC), NEW_YORK, is_weekend
    )
    assert found == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_days_off_are_left_out() -> None:
    off = {date(2026, 11, day) for day in (19, 20, 21, 22, 23)}
    now = datetime(2026, 11, 18, 14, tzinfo=UTC)
    assert next_working_morning(now, NEW_YORK, off.__contains__) == datetime(
        2026, 11, 24, 14, tzinfo=UTC
    )


def test_a_week_of_ones_own_is_kept_to() -> None:
    thursday = datetime(2026, 11, 19, 14, tzinfo=UTC)
    found = next_working_morning(thursday, NEW_YORK, lambda day: day.weekday() in {4, 5})
    assert found == datetime(2026, 11, 22, 14, tzinfo=UTC)


def test_somebody_who_is_never_back_is_reminded_all_the_same() -> None:
    now = datetime(2026, 11, 18, 14, tzinfo=UTC)
    assert next_working_morning(now, NEW_YORK, lambda _: True) == datetime(
        2026, 11, 19, 14, tzinfo=UTC
    )


def test_a_reminder_is_the_same_for_the_same_row_and_person() -> None:
    assert replace(REMINDER, sentence="other").id == REMINDER.id
    assert replace(REMINDER, user=ALICE).id != REMINDER.id
    assert replace(REMINDER, matters=("overdue1",)).id != REMINDER.id
