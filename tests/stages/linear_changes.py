"""A reader of the local Linear with its last reading, and what people do to issues there."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.blocker import Snapshot
from bot.domain.milestone import Selection
from bot.linear.adapter import LinearTracker
from bot.services.readings import Readings
from sandbox.linear import rows
from sandbox.roster import linear_id, workflow
from sandbox.sample import sample_seed
from sandbox.seed import LinearSeed, LinearTeam
from tests.servers.linear import TODAY, LocalLinear, local_linear
from tests.stages.linear import by_key

BLOCKERS = Selection(team="THR", label="blocker", watch_label="critical")
UPDATE = """mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success } }"""


def two_teams() -> LinearSeed:
    """The sample's team, and operations beside it."""
    seed = sample_seed(TODAY, {}).linear
    ops = LinearTeam(id=linear_id("team/OPS"), key="OPS", name="Operations", states=workflow("OPS"))
    return replace(seed, teams=(*seed.teams, ops))


@pytest.fixture
async def linear() -> AsyncIterator[LocalLinear]:
    async with local_linear(two_teams()) as running:
        yield running


class Reader:
    def __init__(self, tracker: LinearTracker, linear: LocalLinear) -> None:
        self.tracker = tracker
        self.linear = linear
        self.readings = Readings(tracker, linear.clock)
        self.last: Snapshot | None = None

    async def read(
        self, selection: Selection = BLOCKERS, *, after: float = 0, whole: bool = False
    ) -> Snapshot:
        """``whole`` passes the time after which everything is read again."""
        self.linear.clock.advance(601 if whole else after)
        self.last = await self.readings.read(selection, self.last)
        return self.last

    async def edit(self, key: str, **change: Any) -> None:
        """Some seconds later."""
        self.linear.clock.advance(20)
        answer = await self.linear.ask(UPDATE, {"id": key, "input": change})
        assert "errors" not in answer.body, answer.body

    def edit_behind(self, key: str, title: str) -> None:
        """While nobody can ask Linear anything."""
        self.linear.clock.advance(60)
        issue = self.issue(key)
        issue.title, issue.updated_at = title, self.linear.clock.now()

    def issue(self, key: str) -> rows.Issue:
        return self.linear.state.find_issue(key)

    def archive(self, key: str) -> None:
        """As Linear does by itself: no date of the issue moves but this one."""
        self.issue(key).archived_at = self.linear.clock.now()

    def label(self, name: str) -> str:
        return next(one.id for one in self.linear.state.issue_labels if one.name == name)

    def state(self, name: str) -> str:
        return next(one.id for one in self.linear.state.workflow_states if one.name == name)

    @property
    def keys(self) -> set[str]:
        assert self.last is not None
        return set(by_key(self.last.blockers))

    @property
    def left(self) -> list[str]:
        """The sentences of the last reading's departures."""
        assert self.last is not None
        return [one.words for one in self.last.departures]

    @property
    def asked(self) -> list[str]:
        return [call.operation for call in self.linear.calls]


@pytest.fixture
def reader(tracker: LinearTracker, linear: LocalLinear) -> Reader:
    return Reader(tracker, linear)
