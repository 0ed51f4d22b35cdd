"""What somebody wants to be reminded of, in a direct message on their next working day."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.ids import BlockerId, BlockerKey, MilestoneKey, UserId

PUT_OFF: Final = "put off"
"""What the log calls it where somebody asks to be reminded of what they were asked for."""
REMIND_AT: Final = time(9)
LOOK_AHEAD: Final = 60
"""Days; who is away for longer is reminded on the next weekday all the same."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """``sentence`` is what was the matter when it was asked for."""

    user: UserId
    milestone: MilestoneKey
    blocker: BlockerId
    key: BlockerKey
    title: str
    matters: tuple[str, ...]
    sentence: str
    asked: datetime
    at: datetime

    @property
    def id(self) -> str:
        """The same for the same row and person, so that it is told once."""
        about = f"{self.milestone}\0{self.blocker}\0{'.'.join(self.matters)}"
        return f"{self.user}:{hashlib.sha256(about.encode()).hexdigest()[:16]}"


def is_weekend(day: date) -> bool:
    """Where nothing is known of a week of their own."""
    return day.weekday() >= _SATURDAY


def next_working_morning(now: datetime, zone: ZoneInfo, is_off: Callable[[date], bool]) -> datetime:
    """Nine o'clock there on the next day that is not off; where the clock skips it, after."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD)]
    found = (day for day in days if not is_off(day))
    day = next(found, None) or next(day for day in days if not is_weekend(day))
    return datetime.combine(day, REMIND_AT, tzinfo=zone).astimezone(UTC)
