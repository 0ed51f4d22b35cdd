"""A configured probe, as the schedule and the pages need it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

ProbeId = NewType("ProbeId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How many results in a row confirm a change, and when changes are too many."""

    fail_after: int = 3
    ok_after: int = 2
    flap_changes: int = 4
    flap_within: timedelta = timedelta(hours=1)
    flap_settle: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceWindow:
    """From ``begin`` to ``end``, or for ``length`` from each time of ``cron`` in its zone."""

    begin: datetime | None = None
    end: datetime | None = None
    cron: str | None = None
    zone: str = "UTC"
    length: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbePlan:
    """A configured probe as the schedule and the pages need it; ``target`` is fit to be shown."""

    id: ProbeId
    kind: str
    target: str
    interval: timedelta
    timeout: timedelta
    thresholds: Thresholds = Thresholds()
    maintenance: tuple[MaintenanceWindow, ...] = ()

    @property
    def stale_after(self) -> timedelta:
        """A probe silent for this long is `unknown`, whatever it said before."""
        return 3 * self.interval + self.timeout

    @property
    def fresh_for(self) -> timedelta:
        """How long the last word about the target proves something."""
        return 2 * self.interval + self.timeout
