"""The trackers that there are, each with a local server of its own that a test can change.

Both hold the same: two blockers, *TLS* and *CI*, and a watched issue, *Docs*.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from bot.domain.milestone import Selection
from bot.github.adapter import GithubTracker
from bot.github.client import GithubClient
from bot.linear.adapter import LinearTracker
from bot.linear.client import LinearClient
from bot.ports import Tracker
from sandbox.github.state import TOKEN, GithubState, Issue
from sandbox.linear.state import API_KEY
from tests.servers.github import REPO, LocalGithub, local_github
from tests.servers.linear import Clock, LocalLinear, local_linear
from tests.stages.github import SELECTION as IN_GITHUB
from tests.stages.linear import Pauses

TITLES = ("TLS", "CI", "Docs")
_UPDATE = """mutation Update($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success } }"""


class Bench(Protocol):
    """What a test does in the tracker itself, and the tracker that reads it."""

    tracker: Tracker
    selection: Selection
    clock: Clock

    async def retitle(self, title: str, new: str) -> None: ...

    async def close(self, title: str) -> None: ...

    async def unlabel(self, title: str) -> None: ...

    async def lose(self, title: str) -> None:
        """It cannot be seen any more, in no way."""
        ...

    def limit(self) -> None:
        """Refuse the next request: too many."""
        ...

    def switch_off(self) -> None: ...

    def switch_on(self) -> None: ...

    def forget_credential(self) -> None: ...


class LinearBench:
    def __init__(self, linear: LocalLinear, tracker: Tracker) -> None:
        self.tracker = tracker
        self.selection = Selection(team="THR", label="blocker", watch_label="critical")
        self.clock = linear.clock
        self._linear = linear
        keys = ("THR-41", "THR-42", "THR-55")
        self._issues = dict(zip(TITLES, map(linear.state.find_issue, keys), strict=True))

    async def retitle(self, title: str, new: str) -> None:
        await self._update(title, {"title": new})

    async def close(self, title: str) -> None:
        issue = self._issues[title]
        states = self._linear.state.workflow_states
        done = next(s for s in states if s.team is issue.team and s.type == "completed")
        await self._update(title, {"stateId": done.id})

    async def unlabel(self, title: str) -> None:
        await self._update(title, {"labelIds": []})

    async def lose(self, title: str) -> None:
        self._linear.state.issues.remove(self._issues[title])

    def limit(self) -> None:
        self._linear.state.faults.add("*", "ratelimited")

    def switch_off(self) -> None:
        self._linear.state.faults.add("*", "502", times=-1)

    def switch_on(self) -> None:
        self._linear.state.faults.clear()

    def forget_credential(self) -> None:
        self._linear.state.keys.clear()

    async def _update(self, title: str, changed: dict[str, Any]) -> None:
        asked = {"id": self._issues[title].id, "input": changed}
        assert "errors" not in (await self._linear.ask(_UPDATE, asked)).body


class GithubBench:
    def __init__(self, github: LocalGithub, tracker: Tracker) -> None:
        self.tracker = tracker
        self.selection = IN_GITHUB
        self.clock = github.clock
        self._state: GithubState = github.state
        labels = (["blocker"], ["blocker", "P1"], ["critical"])
        self._issues: dict[str, Issue] = {
            title: github.state.add_issue(REPO, title, labels=list(given))
            for title, given in zip(TITLES, labels, strict=True)
        }

    async def retitle(self, title: str, new: str) -> None:
        self._state.edit(self._issues[title], title=new)

    async def close(self, title: str) -> None:
        self._state.close(self._issues[title])

    async def unlabel(self, title: str) -> None:
        self._state.edit(self._issues[title], labels=[])

    async def lose(self, title: str) -> None:
        del self._state.repos[REPO].issues[self._issues[title].number]

    def limit(self) -> None:
        self._state.faults.add("", "retry_after", seconds=30)

    def switch_off(self) -> None:
        self._state.faults.add("", "502", times=-1)

    def switch_on(self) -> None:
        self._state.faults.clear()

    def forget_credential(self) -> None:
        self._state.tokens.clear()


@asynccontextmanager
async def _linear_bench() -> AsyncIterator[Bench]:
    async with local_linear() as linear:
        linear.state.issues[:] = [
            issue
            for issue in linear.state.issues
            if issue.identifier in {"THR-41", "THR-42", "THR-55"}
        ]
        async with LinearClient(
            linear.url,
            API_KEY,
            pause=Pauses(),
            clock=lambda: linear.clock.now().timestamp(),
        ) as client:
            bench = LinearBench(linear, LinearTracker(client))
            for title, issue in bench._issues.items():
                issue.title = title
            yield bench


@asynccontextmanager
async def _github_bench() -> AsyncIterator[Bench]:
    async with (
        local_github() as github,
        GithubClient(github.url, TOKEN, github.clock, pause=Pauses()) as client,
    ):
        yield GithubBench(github, GithubTracker(client, github.clock))


BENCHES: dict[str, Callable[[], AbstractAsyncContextManager[Bench]]] = {
    "linear": _linear_bench,
    "github": _github_bench,
}
