"""The shapes of what a sandbox starts with: a Slack workspace, a Linear team, a configuration."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    name: str
    real_name: str
    email: str
    title: str = ""  # what the page says under the name, as a profile does
    tz: str = "America/New_York"
    is_bot: bool = False
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0  # seconds since 1970, 0 for one that stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    id: str
    name: str
    members: tuple[str, ...]
    private: bool = False
    im: bool = False
    archived: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    id: str
    handle: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    team_id: str
    name: str
    domain: str
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    bot: str  # the id of the person that is the app's bot user
    groups: tuple[UserGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearUser:
    id: str  # a UUID, as every Linear id
    name: str
    display_name: str
    email: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearState:
    id: str
    name: str
    type: str  # triage backlog unstarted started completed canceled duplicate
    position: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearLabel:
    id: str
    name: str
    color: str = "#bec2c8"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearRelation:
    """`type` in Linear's words: blocks, duplicate, related, similar; seen from its holder."""

    type: str
    issue: str  # the identifier of the other issue


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearIssue:
    id: str
    identifier: str
    title: str
    description: str
    priority: int  # 0 none, 1 urgent, 2 high, 3 medium, 4 low
    state: str  # the name of a state of the team
    created_at: datetime
    updated_at: datetime
    estimate: float | None = None
    due_date: date | None = None
    assignee: str | None = None  # a LinearUser id
    labels: tuple[str, ...] = ()  # label names
    relations: tuple[LinearRelation, ...] = ()
    project: str | None = None  # a LinearProject id
    project_milestone: str | None = None  # a LinearProjectMilestone id
    parent: str | None = None  # an identifier
    started_at: datetime | None = None
    completed_at: datetime | None = None
    canceled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearTeam:
    id: str
    key: str
    name: str
    states: tuple[LinearState, ...]
    timezone: str = "America/New_York"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearProjectMilestone:
    id: str
    name: str
    target_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearProject:
    id: str
    name: str
    target_date: date | None = None
    milestones: tuple[LinearProjectMilestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearSeed:
    workspace: str  # the name of the organisation
    url_key: str
    viewer: str  # the LinearUser id the API key belongs to
    users: tuple[LinearUser, ...]
    teams: tuple[LinearTeam, ...]
    issues: tuple[LinearIssue, ...]
    labels: tuple[LinearLabel, ...] = ()
    projects: tuple[LinearProject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    workspace: Workspace
    linear: LinearSeed
    config_yaml: str = field(repr=False)  # the text of blockers.yml
