"""An issue as GitHub shows it → a blocker; and the ids and keys that its issues go by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.blocker import Blocker, IssueLink, Priority, Stage, SubIssue
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.people import Person
from bot.domain.trackers import Source
from bot.github.places import Place
from bot.github.priorities import is_started, priority_of
from bot.github.wire import IssueWire

_ID = re.compile(rf"{Source.GITHUB}:(\d+):(\d+)")
_REASONS = {
    "not_planned": (Stage.CANCELED, "Not planned"),
    "duplicate": (Stage.DUPLICATE, "Duplicate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What an issue waits for and holds up, open ones only, and its sub-issues, closed ones too."""

    blocked_by: tuple[IssueLink, ...] = ()
    blocks: tuple[IssueLink, ...] = ()
    sub_issues: tuple[SubIssue, ...] = ()
    links_cut: bool = False
    sub_issues_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How the issues of a place are called. ``prefix`` stands before the number of its own."""

    place: Place
    prefix: str
    priorities: Mapping[str, Priority] = field(default_factory=dict)

    def id_of(self, issue: IssueWire) -> BlockerId:
        """Lasting for one of the place's own: the repository's number outlives its name."""
        place = self.place.repo.id if self.is_own(issue) else issue.repo.casefold()
        return BlockerId(f"{Source.GITHUB}:{place}:{issue.number}")

    def key_of(self, issue: IssueWire) -> BlockerKey:
        """What people type; of an issue elsewhere, which cannot be asked for, GitHub's own form."""
        if self.is_own(issue):
            return BlockerKey(f"{self.prefix}-{issue.number}")
        return BlockerKey(f"{issue.repo}#{issue.number}")

    def is_own(self, issue: IssueWire) -> bool:
        return not issue.repo or issue.repo.casefold() == self.place.repo.full_name.casefold()

    def link(self, issue: IssueWire) -> IssueLink:
        return IssueLink(
            id=self.id_of(issue), key=self.key_of(issue), title=issue.title, url=issue.html_url
        )

    def sub_issue(self, issue: IssueWire) -> SubIssue:
        return SubIssue(
            id=self.id_of(issue),
            key=self.key_of(issue),
            title=issue.title,
            url=issue.html_url,
            is_open=issue.is_open,
        )

    def blocker(self, issue: IssueWire, links: Links) -> Blocker:
        stage, state_name = stage_of(issue)
        due = issue.milestone.due_on if issue.milestone else None
        return Blocker(
            id=self.id_of(issue),
            key=self.key_of(issue),
            title=issue.title,
            stage=stage,
            state_name=state_name,
            priority=priority_of(issue.labels, self.priorities),
            assignee=Person(name=issue.assignees[0].login, login=issue.assignees[0].login)
            if issue.assignees
            else None,
            due=due.date() if due else None,
            due_from_milestone=due is not None,
            description=issue.body or "",
            labels=tuple(name for name in issue.labels if name),
            url=issue.html_url,
            watched=self.place.watches(issue),
            blocks=links.blocks,
            blocked_by=links.blocked_by,
            links_cut=links.links_cut,
            sub_issues=links.sub_issues,
            sub_issues_cut=links.sub_issues_cut,
            created_at=issue.created_at,
            updated_at=issue.updated_at,
            completed_at=issue.closed_at,
        )


def stage_of(issue: IssueWire) -> tuple[Stage, str]:
    """GitHub knows open and closed; that somebody works on it, a label may say."""
    if not issue.is_open:
        return _REASONS.get(issue.state_reason or "", (Stage.COMPLETED, "Closed"))
    if is_started(issue.labels):
        return Stage.STARTED, "In progress"
    return Stage.UNSTARTED, "Open"


def read_id(blocker: BlockerId) -> tuple[int, int] | None:
    """The numbers of the repository and of the issue."""
    found = _ID.fullmatch(blocker)
    return (int(found[1]), int(found[2])) if found else None
