"""What was true of a milestone at a time, small enough to keep, and what differs between two."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.blocker import Priority, Stage
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId, BlockerKey, MilestoneKey


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerFacts:
    id: BlockerId
    key: BlockerKey
    title: str
    stage: Stage
    watched: bool
    priority: Priority
    owner: str | None
    due: date | None
    items: int = 0
    """Checklist items that count."""
    blocked_by: tuple[BlockerKey, ...] | None = None
    """Open issues that hold it back; None where that was not kept."""

    @property
    def is_blocking(self) -> bool:
        return self.stage.is_open and not self.watched


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFacts:
    target: date | None
    blockers: tuple[BlockerFacts, ...]
    probes: tuple[tuple[str, Verdict], ...] = ()
    milestone: MilestoneKey | None = None
    turned: tuple[tuple[str, datetime], ...] = ()
    """Since when each probe says what it says."""
    known: bool = True
    """False where the tracker was never read: then nothing can be compared with it."""

    @property
    def open_count(self) -> int:
        return sum(blocker.is_blocking for blocker in self.blockers)
