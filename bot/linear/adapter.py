"""The tracker port over Linear: a selection becomes the milestone's blockers."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.blocker import Blocker, Snapshot
from bot.domain.goals import Goal
from bot.domain.milestone import Selection
from bot.domain.reading import Changes, Fates
from bot.linear.changes import ChangeReader
from bot.linear.client import LinearClient
from bot.linear.errors import NAME, RefusedQueryError
from bot.linear.fates import FateReader
from bot.linear.goals import fetch_goals
from bot.linear.issues import build_blocker
from bot.linear.links import LinkReader
from bot.linear.names import NameFinder
from bot.linear.pages import PageReader
from bot.linear.selection import Plan, SelectionResolver
from bot.linear.wire import IssueWire
from bot.ports import SelectionError, TrackerUnavailableError

EMPTY_READS = 20
"""After so many empty reads of a selection its names are looked up again."""


class LinearTracker:
    """Names of a selection are looked up once, and again now and then while it yields nothing."""

    def __init__(self, client: LinearClient) -> None:
        self._client = client
        self._pages = PageReader(client)
        self._resolver = SelectionResolver(NameFinder(self._pages))
        self._links = LinkReader(client)
        self._changes = ChangeReader(client, self._pages, self._links)
        self._fates = FateReader(client)
        self._plans: dict[str, Plan] = {}
        self._empty_reads: Counter[str] = Counter()

    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        """Every issue of the selection, watched and recently closed ones too, each once.

        An issue that is both is a blocker. Raises TrackerUnavailableError, SelectionError.
        """
        try:
            return await self._fetch(selection)
        except RefusedQueryError as error:
            raise _refusal(selection, error) from error

    async def fetch_changes(self, selection: Selection, known: Snapshot) -> Changes | None:
        """None before the names were looked up, too, or where more changed than fits a page."""
        plan = self._plans.get(repr(selection))
        if plan is None:
            return None
        try:
            return await self._changes.fetch(plan, known)
        except RefusedQueryError as error:
            raise _refusal(selection, error) from error

    async def fetch_fates(self, selection: Selection, blockers: Sequence[Blocker]) -> Fates:
        try:
            return await self._fates.fetch(selection, await self._plan(selection), blockers)
        except RefusedQueryError as error:
            raise _refusal(selection, error) from error

    async def fetch_goals(self, selection: Selection) -> tuple[Goal, ...]:
        try:
            return await fetch_goals(self._pages, (await self._plan(selection)).places)
        except RefusedQueryError as error:
            raise _refusal(selection, error) from error

    async def fetch_meaning(self, selection: Selection) -> tuple[str, ...]:
        """Raises SelectionError for a raw filter that Linear refuses, too."""
        is_new = repr(selection) not in self._plans
        plan = await self._plan(selection)
        if selection.raw and is_new:
            await self.fetch_blockers(selection)
        return tuple(words for words in plan.meaning if words)

    def slower(self) -> float:
        return self._client.allowance.slower()

    async def _plan(self, selection: Selection) -> Plan:
        name = repr(selection)  # a raw filter cannot be hashed
        if name not in self._plans:
            self._plans[name] = await self._resolver.resolve(selection)
        return self._plans[name]

    async def _fetch(self, selection: Selection) -> tuple[Blocker, ...]:
        name = repr(selection)
        known = self._plans.get(name)
        if known is not None:
            blockers = await self._read(known)
            if blockers or not self._look_again(name):
                return blockers
        plan = await self._resolver.resolve(selection)
        self._plans[name] = plan
        return () if plan == known else await self._read(plan)

    def _look_again(self, name: str) -> bool:
        """Nothing at all may mean that a label or project was replaced by another of its name."""
        self._empty_reads[name] += 1
        return self._empty_reads[name] % EMPTY_READS == 1

    async def _read(self, plan: Plan) -> tuple[Blocker, ...]:
        blockers: dict[str, Blocker] = {}
        for read in plan.reads:
            issues = await self._pages.fetch_all(
                "blockers", "issues", {"filter": read.filter}, IssueWire
            )
            for issue in await self._links.complete(issues):
                watched = plan.is_watched(read, issue.label_ids)
                blockers.setdefault(issue.id, build_blocker(issue, watched=watched))
        return tuple(blockers.values())


def _refusal(selection: Selection, error: RefusedQueryError) -> Exception:
    if selection.raw:
        return SelectionError(f"Linear refuses the filter: {error}", part="filter")
    return TrackerUnavailableError(NAME, f"refuses the question: {error}", permanent=True)
