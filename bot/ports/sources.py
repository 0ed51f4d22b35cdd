"""Where things come from: the clock, the tracker, descriptions, probes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.document import Description, SummaryDocument
from bot.domain.goals import Goal
from bot.domain.health import ProbeId, ProbeResult
from bot.domain.milestone import Selection
from bot.domain.reading import Changes, Fates


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Tracker(Protocol):
    """Every method may raise TrackerUnavailableError and SelectionError."""

    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        """Every issue of the selection, watched and recently closed ones too."""
        ...

    async def fetch_changes(self, selection: Selection, known: Snapshot) -> Changes | None:
        """What is not as in ``known`` any more; None where only a whole reading can tell."""
        ...

    async def fetch_fates(self, selection: Selection, blockers: Sequence[Blocker]) -> Fates:
        """What became of issues that a reading left out, looked for by their ids.

        ``blockers`` are as they were last seen. Those that cannot be seen at all are left out.
        """
        ...

    async def fetch_goals(self, selection: Selection) -> tuple[Goal, ...]:
        """The project or release that is selected, as the tracker tells of it."""
        ...

    async def fetch_meaning(self, selection: Selection) -> tuple[str, ...]:
        """What the names of the selection were found to mean, each to be said to people."""
        ...

    def slower(self) -> float:
        """How many times its usual pause a reading should wait, as little is left to ask with."""
        ...


class DescriptionReader(Protocol):
    def __call__(self, markdown: str) -> Description: ...


class SummaryReader(Protocol):
    def __call__(self, raw: bytes, *, today: date) -> SummaryDocument:
        """Raises UnreadableSummaryError."""
        ...


class SummaryWriter(Protocol):
    def __call__(self, document: SummaryDocument) -> str:
        """Markdown that reads back as the same document."""
        ...


class ProbeRunner(Protocol):
    async def probe(self, probe: ProbeId) -> ProbeResult:
        """Run one check now. Trouble is a result, never an exception."""
        ...
