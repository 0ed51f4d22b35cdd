"""One issue that holds a milestone back, as the tracker last showed it or as it is kept here."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.domain.departures import Departure
from bot.domain.goals import Goal
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.key_order import KeyOrder, key_order
from bot.domain.people import Owner, Person, Team, Together


class Priority(IntEnum):
    """Linear's numbers: 0 is *not set* and sorts last, 1 is the most urgent."""

    NONE = 0
    URGENT = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4

    @property
    def rank(self) -> int:
        """Sort key: most urgent first, not set last."""
        return self.value or len(Priority)

    @property
    def word(self) -> str:
        return "no priority" if self is Priority.NONE else self.name.lower()


class Stage(StrEnum):
    """The kind of a workflow state. Values are Linear's ``WorkflowState.type``."""

    TRIAGE = "triage"
    BACKLOG = "backlog"
    UNSTARTED = "unstarted"
    STARTED = "started"
    COMPLETED = "completed"
    CANCELED = "canceled"
    DUPLICATE = "duplicate"

    @property
    def is_open(self) -> bool:
        return self not in {Stage.COMPLETED, Stage.CANCELED, Stage.DUPLICATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLink:
    """Another issue in a relation: enough to name it."""

    id: BlockerId
    key: BlockerKey
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubIssue:
    id: BlockerId
    key: BlockerKey
    title: str
    url: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """A blocker without its checklist, whose states live elsewhere.

    ``blocks`` and ``blocked_by`` hold open issues only; ``links_cut`` says that the tracker had
    more than were read. ``state_name`` is the team's own word for the state ("In Progress").
    ``group``, a team or several together, may own one that lives here; a tracker's issue has an
    assignee only.
    """

    id: BlockerId
    key: BlockerKey
    title: str
    stage: Stage
    state_name: str
    priority: Priority = Priority.NONE
    assignee: Person | None = None
    group: Team | Together | None = None
    due: date | None = None
    due_from_milestone: bool = False
    estimate: float | None = None
    """In the points of the team's own scale, which say nothing about hours."""
    description: str = ""
    labels: tuple[str, ...] = ()
    url: str = ""
    watched: bool = False
    blocks: tuple[IssueLink, ...] = ()
    blocked_by: tuple[IssueLink, ...] = ()
    links_cut: bool = False
    sub_issues: tuple[SubIssue, ...] = ()
    sub_issues_cut: bool = False
    """The tracker has more of them than were read."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.stage.is_open

    @property
    def owner(self) -> Owner | None:
        return self.assignee or self.group


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the description says in labelled lines; "" or None where it does not say."""

    blocks: str = ""
    why: str = ""
    next_action: str = ""
    effort_hours: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All blockers of a milestone as the tracker last showed them.

    ``whole_at`` is when all of them were last read, not what had changed alone; ``selection``
    names what was asked for; ``departures`` tell of those that the reading before still had.
    """

    fetched_at: datetime
    blockers: tuple[Blocker, ...] = field(default_factory=tuple)
    whole_at: datetime | None = None
    selection: str = ""
    departures: tuple[Departure, ...] = ()
    goals: tuple[Goal, ...] = ()


def by_urgency(blocker: Blocker) -> tuple[int, date, KeyOrder]:
    """Sort key of a board: priority, then due date, then key."""
    return (blocker.priority.rank, blocker.due or date.max, key_order(blocker.key))
