"""Where things come from: the clock, the tracker, descriptions, probes."""

from datetime import date, datetime
from typing import Protocol

from bot.domain.blocker import Blocker
from bot.domain.document import Description, SummaryDocument
from bot.domain.health import ProbeId, ProbeResult
from bot.domain.milestone import Selection


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class Tracker(Protocol):
    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        """Every issue of the selection, watched and recently closed ones too.

        Raises TrackerUnavailableError, SelectionError.
        """
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
