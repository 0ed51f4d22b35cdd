"""Work that is due at a time: the queues by name, what their members are, and the port to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import BlockerId, MilestoneKey

DIGESTS_QUEUE = "digests"
"""Channels, by when their next digest is to be posted."""
EVIDENCE_QUEUE = "evidence"
"""Probes whose word has changed for what is tied to them."""
MEMBERSHIP_QUEUE = "membership"
"""Channels to be looked at: whether the bot is in them, and whether they still are."""
NUDGES_QUEUE = "nudges"
"""People who are to be told something by direct message."""
PROBES_QUEUE = "probes"
"""Probes to be run."""
REMINDERS_QUEUE = "reminders"
"""Reminders that somebody asked for."""
RETENTION_QUEUE = "retention"
"""Milestones whose log may hold more than is kept."""
SYNC_QUEUE = "sync"
"""Milestones whose tracker is to be read."""
TURNS_QUEUE = "turned"
"""Probes that turned, to be told in the thread of the last digest."""
WHOLE_BOARD = BlockerId("*")
"""Stands for every blocker in a queue of copies: those that show the whole milestone."""


def copies_queue(milestone: MilestoneKey) -> str:
    """Blockers with copies to draw again.

    Whatever stores a change puts the blocker in, in the same step.
    """
    return f"copies:{milestone}"


def writes_queue(milestone: MilestoneKey) -> str:
    """Blockers of which something may have to be written to the tracker."""
    return f"writes:{milestone}"


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed piece of due work. ``token`` is the lease; ``due`` is when it was due."""

    member: str
    token: str
    due: datetime


class DueQueue(Protocol):
    """Work that is due at a time. Any replica may claim it; one has it while its lease lasts."""

    async def add(self, queue: str, member: str, due: datetime) -> None:
        """Put in or move. A move during a lease wins over the claimer's ``finish``."""
        ...

    async def add_missing(self, queue: str, members: Mapping[str, datetime]) -> None:
        """Put in those that are not there yet; leave the others."""
        ...

    async def claim(
        self, queue: str, now: datetime, lease: timedelta, limit: int
    ) -> tuple[Due, ...]: ...

    async def finish(self, queue: str, due: Due, again: datetime | None) -> bool:
        """Give back: due again at a time, or never. False if it was moved meanwhile (and stays)."""
        ...

    async def next_due(self, queue: str, member: str) -> datetime | None: ...

    async def all_due(self, queue: str) -> dict[str, datetime]:
        """Every member with when it is due, as ``next_due`` says it, in one round trip."""
        ...

    async def remove(self, queue: str, members: Iterable[str]) -> None: ...
