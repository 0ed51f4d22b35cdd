"""Webhooks that came, in memory, by the contract of the HintStore."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.hints import Hint, WebhookLog
from bot.domain.ids import BlockerId
from bot.ports import SYNC_QUEUE, Taken
from tests.fakes.checklists import FakeDueQueue, Switch


class FakeHints:
    def __init__(self, switch: Switch, due: FakeDueQueue) -> None:
        self._switch = switch
        self._due = due
        self._seen: set[tuple[str, str]] = set()
        self.made: set[tuple[str, str]] = set()
        self._came: dict[str, datetime] = {}
        self._since: dict[str, datetime] = {}
        self._refused: dict[str, datetime] = {}
        self._turns: dict[tuple[str, str], datetime] = {}

    async def take_hint(self, hint: Hint, milestones: Collection[str], gap: timedelta) -> Taken:
        self._switch.check()
        if (hint.tracker, hint.delivery) in self._seen:
            return Taken.AGAIN
        self._seen.add((hint.tracker, hint.delivery))
        self._came[hint.tracker] = max(hint.at, self._came.get(hint.tracker, hint.at))
        ours = {(hint.issue or "", mark) for mark in hint.marks}
        if ours and hint.issue and ours <= self.made:
            return Taken.ECHO
        for milestone in milestones:
            last = self._turns.get((hint.tracker, milestone))
            at = hint.at
            if last:
                at = last if last > hint.at else max(hint.at, last + gap)
            self._turns[hint.tracker, milestone] = at
            self._due.mark(SYNC_QUEUE, milestone, at)
        return Taken.NEW

    async def note_listening(self, tracker: str, at: datetime) -> None:
        self._switch.check()
        self._since.setdefault(tracker, at)

    async def note_refused(self, tracker: str, at: datetime) -> None:
        self._switch.check()
        self._refused[tracker] = at

    async def note_made(self, issue: BlockerId, marks: Collection[str]) -> None:
        self._switch.check()
        self.made |= {(issue, mark) for mark in marks}

    async def load_log(self, tracker: str) -> WebhookLog:
        self._switch.check()
        return WebhookLog(
            since=self._since.get(tracker),
            came=self._came.get(tracker),
            refused=self._refused.get(tracker),
        )
