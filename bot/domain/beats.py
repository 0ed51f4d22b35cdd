"""What a job has reported, and what that says now. Pure; deadlines come from stored times alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MAX_REPORTED = 2**53
"""Largest number that is taken: beyond it JSON readers round."""


class BeatStatus(StrEnum):
    OK = "ok"
    START = "start"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One report, at the time it was received: the clock of whoever sent it does not count."""

    at: datetime
    status: BeatStatus = BeatStatus.OK
    bytes: int | None = None
    duration: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beats:
    """The last report of each kind. ``known_since``: when the first reading was asked for."""

    known_since: datetime
    ok: Beat | None = None
    start: datetime | None = None
    fail: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Started, and neither done nor failed since."""
        ends = [at for at in (self.ok and self.ok.at, self.fail) if at]
        return self.start is not None and all(end < self.start for end in ends)

    @property
    def has_failed(self) -> bool:
        return self.fail is not None and (self.ok is None or self.ok.at < self.fail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """``slot``: the last time of the rhythm whose grace is over; a report since then is due."""

    slot: datetime
    deadline: datetime


class Standing(StrEnum):
    WELL = "well"
    WAITING = "waiting"
    LATE = "late"
    NEVER = "never"
    FAILED = "failed"


def judge_beats(beats: Beats, expected: Expected) -> Standing:
    """Whether the last report is of its time. A failure counts until the next success."""
    if beats.has_failed:
        return Standing.FAILED
    if beats.ok is None:
        since_known = beats.known_since > expected.slot
        return Standing.WAITING if since_known else Standing.NEVER
    return Standing.WELL if beats.ok.at >= expected.slot else Standing.LATE
