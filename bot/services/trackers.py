"""Several trackers behind one port: each selection is asked of the tracker that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.goals import Goal
from bot.domain.milestone import Selection
from bot.domain.reading import Changes, Fates
from bot.domain.roster import Roster
from bot.domain.trackers import Source
from bot.ports import Tracker, TrackerUnavailableError


class Trackers:
    """The Tracker of the ports. ``by_source`` are those that there is a credential for."""

    def __init__(self, by_source: Mapping[Source, Tracker]) -> None:
        self._by_source = by_source

    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        return await self._of(selection).fetch_blockers(selection)

    async def fetch_changes(self, selection: Selection, known: Snapshot) -> Changes | None:
        return await self._of(selection).fetch_changes(selection, known)

    async def fetch_fates(self, selection: Selection, blockers: Sequence[Blocker]) -> Fates:
        return await self._of(selection).fetch_fates(selection, blockers)

    async def fetch_goals(self, selection: Selection) -> tuple[Goal, ...]:
        return await self._of(selection).fetch_goals(selection)

    async def fetch_meaning(self, selection: Selection) -> tuple[str, ...]:
        return await self._of(selection).fetch_meaning(selection)

    def slower(self) -> float:
        return max((tracker.slower() for tracker in self._by_source.values()), default=1.0)

    def _of(self, selection: Selection) -> Tracker:
        tracker = self._by_source.get(selection.source)
        if tracker is None:
            raise TrackerUnavailableError(
                selection.source.called, "there is no credential for it", permanent=True
            )
        return tracker

    def reachable(self, roster: Roster) -> Roster:
        """Milestones whose tracker there is no credential for run on what is kept here alone."""
        return replace(
            roster,
            milestones=tuple(
                replace(one, selection=None, unread=one.selection.source)
                if one.selection and one.selection.source not in self._by_source
                else one
                for one in roster.milestones
            ),
        )
