"""A tracker in memory: what it would answer, and what became of what it leaves out."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.departures import Departure, Fate
from bot.domain.goals import Goal
from bot.domain.ids import BlockerId
from bot.domain.milestone import Selection
from bot.domain.reading import Changes, Fates
from bot.ports import TrackerUnavailableError


@dataclass(slots=True)
class FakeTracker:
    """Linear: what it would answer, or the error it raises instead."""

    blockers: tuple[Blocker, ...] = ()
    error: Exception | None = None
    reads: int = 0
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens elsewhere while it is read."""
    changes: Changes | None = None
    """What a look at the changes finds; None makes every reading a whole one."""
    looks: int = 0
    fates: Mapping[BlockerId, Departure] = field(default_factory=dict)
    unseen: frozenset[BlockerId] = frozenset()
    """Not found by their ids either."""
    still: frozenset[BlockerId] = frozenset()
    """Found by their ids, where they always were, though no list has them."""
    goals: tuple[Goal, ...] = ()
    goals_error: TrackerUnavailableError | None = None
    pace: float = 1.0

    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        del selection
        self.reads += 1
        if self.meanwhile:
            await self.meanwhile()
        if self.error:
            raise self.error
        return self.blockers

    async def fetch_changes(self, selection: Selection, known: Snapshot) -> Changes | None:
        del selection, known
        self.looks += 1
        if self.error:
            raise self.error
        return self.changes

    async def fetch_fates(self, selection: Selection, blockers: Sequence[Blocker]) -> Fates:
        """What is not said otherwise has lost its label."""
        del selection
        there = {blocker.id for blocker in self.blockers} | self.still
        return {
            one.id: None
            if one.id in there
            else self.fates.get(one.id, Departure(blocker=one.id, fate=Fate.UNLABELLED))
            for one in blockers
            if one.id not in self.unseen
        }

    async def fetch_goals(self, selection: Selection) -> tuple[Goal, ...]:
        del selection
        if self.goals_error:
            raise self.goals_error
        return self.goals

    async def fetch_meaning(self, selection: Selection) -> tuple[str, ...]:
        if self.error:
            raise self.error
        return (f"team {selection.team}", f"label {selection.label}")

    def slower(self) -> float:
        return self.pace
