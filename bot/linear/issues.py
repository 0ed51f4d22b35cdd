"""An issue as Linear tells it becomes a blocker."""

from datetime import date

from bot.domain.blocker import Blocker, IssueLink, Priority, Stage, SubIssue
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.people import Person
from bot.linear.wire import IssueWire, LinkedIssueWire, UserWire

_BLOCKS = "blocks"


def build_blocker(issue: IssueWire, *, watched: bool) -> Blocker:
    due, from_milestone = _due(issue)
    return Blocker(
        id=BlockerId(issue.id),
        key=BlockerKey(issue.identifier),
        title=issue.title,
        stage=stage_of(issue.state.type),
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
        sub_issues=_sub_issues(issue),
        sub_issues_cut=issue.children.page_info.has_next_page,
        created_at=issue.created_at,
        updated_at=issue.updated_at,
        started_at=issue.started_at,
        completed_at=issue.completed_at or issue.canceled_at,
    )


def stage_of(kind: str) -> Stage:
    """Read a type of state; one that Linear adds later counts as open, never as closed."""
    try:
        return Stage(kind)
    except ValueError:
        return Stage.UNSTARTED


def _due(issue: IssueWire) -> tuple[date | None, bool]:
    """Take the issue's own day, else its project milestone's."""
    if issue.due_date is not None:
        return issue.due_date, False
    milestone = issue.project_milestone
    if milestone is not None and milestone.target_date is not None:
        return milestone.target_date, True
    return None, False


def _priority(number: float) -> Priority:
    try:
        return Priority(int(number))
    except ValueError:
        return Priority.NONE


def _person(user: UserWire | None) -> Person | None:
    return Person(name=user.name, email=user.email, active=user.active) if user else None


def _is_open(issue: LinkedIssueWire) -> bool:
    """Whether it still holds anything up: Linear keeps a relation after the issue is done."""
    return issue.archived_at is None and stage_of(issue.state.type).is_open


def _link(issue: LinkedIssueWire) -> IssueLink:
    return IssueLink(
        id=BlockerId(issue.id),
        key=BlockerKey(issue.identifier),
        title=issue.title,
        url=issue.url,
    )


def _sub_issues(issue: IssueWire) -> tuple[SubIssue, ...]:
    return tuple(
        SubIssue(
            id=BlockerId(child.id),
            key=BlockerKey(child.identifier),
            title=child.title,
            url=child.url,
            is_open=stage_of(child.state.type).is_open,
        )
        for child in issue.children.nodes
    )
