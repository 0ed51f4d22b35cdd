"""What has changed and may have to be written to the tracker, handed on durably."""

from collections.abc import Iterable

from bot.domain.ids import BlockerId
from bot.domain.milestone import Milestone
from bot.domain.trackers import Source, source_of
from bot.ports import WHOLE_BOARD, Clock, DueQueue, writes_queue


class WriteMarks:
    """Whoever takes a mark off the queue of copies leaves one here before it is given back.

    Marks on copies are set in the step that changes a checklist, so no change is lost on the way;
    a mark that is set twice is found to be nothing new.
    """

    def __init__(self, due: DueQueue, clock: Clock) -> None:
        self._due = due
        self._clock = clock

    async def note_changed(self, milestone: Milestone, blockers: Iterable[str]) -> None:
        """Raises StoreUnavailableError."""
        if not milestone.writes.follows:
            return
        now = self._clock.now()
        for each in blockers:
            blocker = BlockerId(each)
            if blocker != WHOLE_BOARD and source_of(blocker) is Source.LINEAR:
                await self._due.add(writes_queue(milestone.key), blocker, now)
