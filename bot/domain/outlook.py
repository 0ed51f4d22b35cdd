"""The posts that a schedule leads to, as they are shown before and after it is saved."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingPost:
    """``at`` is in the schedule's zone. ``moved``: the clock has no such time that day.

    ``twice``: the clock has it twice, and this is the first.
    """

    at: datetime
    moved: bool = False
    twice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A weekday of the schedule without a post; ``why`` is a holiday's name, or "" for one's own.

    ``until`` is the last of several in a row for one's own reason.
    """

    day: date
    until: date
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """``change`` is the next day on which the zone's offset changes, ``after`` the post after it.

    ``done`` is the local date that has had its post already, where that is one of its days.
    """

    posts: tuple[ComingPost, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    change: date | None = None
    after: ComingPost | None = None
    done: date | None = None
