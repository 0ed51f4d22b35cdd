"""The tracker port over Linear: a selection becomes the milestone's blockers."""

from collections import Counter
from datetime import date

from bot.domain.blocker import Blocker, IssueLink, Priority, Stage
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.milestone import Selection
from bot.domain.people import Person
from bot.linear.client import LinearClient
from bot.linear.errors import NAME, RefusedQueryError
from bot.linear.pages import PageReader
from bot.linear.selection import Plan, SelectionResolver
from bot.linear.wire import IssueWire, LinkedIssueWire, UserWire
from bot.ports import SelectionError, TrackerUnavailableError

_BLOCKS = "blocks"
EMPTY_READS = 20
"""After so many empty reads of a selection its names are looked up again."""


class LinearTracker:
    """Names of a selection are looked up once, and again now and then while it yields nothing."""

    def __init__(self, client: LinearClient) -> None:
        self._pages = PageReader(client)
        self._resolver = SelectionResolver(self._pages)
        self._plans: dict[str, Plan] = {}
        self._empty_reads: Counter[str] = Counter()

    async def fetch_blockers(self, selection: Selection) -> tuple[Blocker, ...]:
        """Every issue of the selection, watched and recently closed ones too, each once.

        An issue that is both is a blocker. Raises TrackerUnavailableError, SelectionError.
        """
        try:
            return await self._fetch(selection)
        except RefusedQueryError as error:
            if selection.raw:
                raise SelectionError(f"Linear refuses the filter: {error}") from error
            raise TrackerUnavailableError(
                NAME, f"refuses the question: {error}", permanent=True
            ) from error

    async def _fetch(self, selection: Selection) -> tuple[Blocker, ...]:
        name = repr(selection)  # a raw filter cannot be hashed
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
            for issue in await self._pages.fetch_all(
                "blockers", "issues", {"filter": read.filter}, IssueWire
            ):
                watched = read.watched
                if watched is None:
                    watched = plan.is_watched(issue.label_ids)
                blockers.setdefault(issue.id, build_blocker(issue, watched=watched))
        return tuple(blockers.values())


def build_blocker(issue: IssueWire, *, watched: bool) -> Blocker:
    due, from_milestone = _due(issue)
    return Blocker(
        id=BlockerId(issue.id),
        key=BlockerKey(issue.identifier),
        title=issue.title,
        stage=_stage(issue.state.type),
        state_name=issue.state.name,
        priority=_priority(issue.priority),
        assignee=_person(issue.assignee),
        due=due,
        due_from_milestone=from_milestone,
        estimate=issue.estimate,
        description=issue.description or "",
        labels=tuple(label.name for label in issue.labels.nodes),
        url=issue.url,
        watched=watched,
        blocks=tuple(
            _link(one.related_issue)
            for one in issue.relations.nodes
            if one.type == _BLOCKS and _is_open(one.related_issue)
        ),
        blocked_by=tuple(
            _link(one.issue)
            for one in issue.inverse_relations.nodes
            if one.type == _BLOCKS and _is_open(one.issue)
        ),
        links_cut=(
            issue.relations.page_info.has_next_page
            or issue.inverse_relations.page_info.has_next_page
        ),
        created_at=issue.created_at,
        updated_at=issue.updated_at,
        started_at=issue.started_at,
        completed_at=issue.completed_at or issue.canceled_at,
    )


def _due(issue: IssueWire) -> tuple[date | None, bool]:
    """Take the issue's own day, else its project milestone's."""
    if issue.due_date is not None:
        return issue.due_date, False
    milestone = issue.project_milestone
    if milestone is not None and milestone.target_date is not None:
        return milestone.target_date, True
    return None, False


def _stage(kind: str) -> Stage:
    """Read a type of state; one that Linear adds later counts as open, never as closed."""
    try:
        return Stage(kind)
    except ValueError:
        return Stage.UNSTARTED


def _priority(number: float) -> Priority:
    try:
        return Priority(int(number))
    except ValueError:
        return Priority.NONE


def _person(user: UserWire | None) -> Person | None:
    return Person(name=user.name, email=user.email, active=user.active) if user else None


def _is_open(issue: LinkedIssueWire) -> bool:
    """Whether it still holds anything up: Linear keeps a relation after the issue is done."""
    return issue.archived_at is None and _stage(issue.state.type).is_open


def _link(issue: LinkedIssueWire) -> IssueLink:
    return IssueLink(
        id=BlockerId(issue.id),
        key=BlockerKey(issue.identifier),
        title=issue.title,
        url=issue.url,
    )
