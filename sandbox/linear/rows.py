"""What the local Linear holds: one mutable row for each thing, tied to the others by reference.

Attributes are the schema's fields in snake case, so that filters and answers read them directly.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

_PRIORITY_LABELS = ("No priority", "Urgent", "High", "Medium", "Low")
CLOSED_TYPES = frozenset({"completed", "canceled", "duplicate"})


@dataclass(eq=False, kw_only=True)
class Row:
    id: str
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class Organization(Row):
    name: str
    url_key: str


@dataclass(eq=False, kw_only=True)
class User(Row):
    name: str
    display_name: str
    email: str
    organization: Organization
    active: bool = True
    admin: bool = False
    app: bool = False
    guest: bool = False
    is_me: bool = False
    timezone: str | None = None

    @property
    def is_assignable(self) -> bool:
        return self.active


@dataclass(eq=False, kw_only=True)
class Team(Row):
    key: str
    name: str
    timezone: str
    retired_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class WorkflowState(Row):
    name: str
    type: str
    position: float
    team: Team
    color: str = "#bec2c8"


@dataclass(eq=False, kw_only=True)
class IssueLabel(Row):
    name: str
    color: str
    team: Team | None = None
    is_group: bool = False
    retired_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class ProjectStatus(Row):
    name: str


@dataclass(eq=False, kw_only=True)
class ReleaseStage(Row):
    name: str
    type: str


@dataclass(eq=False, kw_only=True)
class Release(Row):
    name: str
    url: str
    stage: ReleaseStage
    version: str | None = None
    target_date: date | None = None


@dataclass(eq=False, kw_only=True)
class Project(Row):
    name: str
    url: str
    status: ProjectStatus
    description: str = ""
    target_date: date | None = None
    progress: float = 0.0
    health: str | None = None
    health_updated_at: datetime | None = None
    lead: User | None = None
    last_update: "ProjectUpdate | None" = None
    project_milestones: list["ProjectMilestone"] = field(default_factory=list)
    trashed: bool | None = None


@dataclass(eq=False, kw_only=True)
class ProjectMilestone(Row):
    name: str
    project: Project
    target_date: date | None = None
    progress: float = 0.0
    status: str = "unstarted"


@dataclass(eq=False, kw_only=True)
class ProjectUpdate(Row):
    body: str
    health: str
    url: str
    user: User
    project: Project
    is_stale: bool = False


@dataclass(eq=False, kw_only=True)
class Relation(Row):
    type: str
    issue: "Issue"
    related_issue: "Issue"


@dataclass(eq=False, kw_only=True)
class Attachment(Row):
    title: str
    url: str
    issue: "Issue"
    subtitle: str | None = None
    source_type: str | None = "api"
    metadata: dict[str, object] = field(default_factory=dict)
    creator: User | None = None


@dataclass(eq=False, kw_only=True)
class Comment(Row):
    body: str
    url: str
    issue: "Issue"
    user: User | None = None
    parent: "Comment | None" = None
    resolved_at: datetime | None = None

    @property
    def parent_id(self) -> str | None:
        return self.parent.id if self.parent else None


@dataclass(eq=False, kw_only=True)
class History(Row):
    """One change; a part that did not change stays None."""

    issue: "Issue"
    actor: User | None = None
    from_state: WorkflowState | None = None
    to_state: WorkflowState | None = None
    from_team_id: str | None = None
    to_team_id: str | None = None
    from_assignee_id: str | None = None
    to_assignee_id: str | None = None
    from_due_date: date | None = None
    to_due_date: date | None = None
    from_priority: float | None = None
    to_priority: float | None = None
    from_title: str | None = None
    to_title: str | None = None
    added_label_ids: list[str] | None = None
    removed_label_ids: list[str] | None = None
    updated_description: bool | None = None
    archived: bool | None = None
    trashed: bool | None = None


@dataclass(eq=False, kw_only=True)
class Issue(Row):
    number: int
    title: str
    team: Team
    state: WorkflowState
    organization: Organization
    description: str | None = None
    previous_identifiers: list[str] = field(default_factory=list)
    priority: int = 0
    estimate: float | None = None
    due_date: date | None = None
    trashed: bool | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    canceled_at: datetime | None = None
    snoozed_until_at: datetime | None = None
    assignee: User | None = None
    delegate: User | None = None
    creator: User | None = None
    project: Project | None = None
    project_milestone: ProjectMilestone | None = None
    parent: "Issue | None" = None
    children: list["Issue"] = field(default_factory=list)
    labels: list[IssueLabel] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    inverse_relations: list[Relation] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    history: list[History] = field(default_factory=list)

    @property
    def identifier(self) -> str:
        return f"{self.team.key}-{self.number}"

    @property
    def url(self) -> str:
        return f"https://linear.app/{self.organization.url_key}/issue/{self.identifier}"

    @property
    def branch_name(self) -> str:
        words = "".join(c if c.isalnum() else " " for c in self.title.lower()).split()
        return "-".join((self.identifier.lower(), *words))

    @property
    def priority_label(self) -> str:
        return _PRIORITY_LABELS[self.priority]

    @property
    def label_ids(self) -> list[str]:
        return [label.id for label in self.labels]

    @property
    def is_open(self) -> bool:
        return self.state.type not in CLOSED_TYPES and self.archived_at is None

    @property
    def has_blocked_by_relations(self) -> bool:
        return any(r.type == "blocks" and r.issue.is_open for r in self.inverse_relations)

    @property
    def has_blocking_relations(self) -> bool:
        return any(r.type == "blocks" and r.related_issue.is_open for r in self.relations)
