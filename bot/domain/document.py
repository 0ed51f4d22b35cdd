"""What a summary document or a Linear description says, as read: nothing here is stored yet."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

ItemState = Literal["todo", "doing", "done", "skipped"]
ItemSection = Literal["needed", "actions"]
StatedStatus = Literal["todo", "doing", "blocked", "done", "skipped", "at_risk"]
Health = Literal["red", "amber", "green"]
Hours = tuple[float, float]


class UnreadableSummaryError(Exception):
    """The file is not text, or the text holds no summary; `line` counts from 1."""

    def __init__(self, line: int, expected: str) -> None:
        super().__init__(f"line {line}: {expected}")
        self.line = line
        self.expected = expected


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """A doubt of the reader; `line` is 0 where the whole document is meant."""

    code: str
    detail: str
    line: int = 0


class ReadItem(NamedTuple):
    """One checklist line; `owners` and `due` only where the line or its group names them."""

    text: str
    state: ItemState
    depth: int
    section: ItemSection | None = None
    flag: str | None = None
    owners: tuple[str, ...] = ()
    due: date | None = None
    due_raw: str | None = None
    note: str | None = None
    url: str | None = None
    group: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """A headed list under "immediate actions" with its own owner and due date."""

    title: str
    owners: tuple[str, ...] = ()
    due: date | None = None
    due_raw: str | None = None
    note: str | None = None
    priority: str | None = None


class ReadBlocker(NamedTuple):
    """One blocker; a checklist that belongs to none has `key` None and its heading as title."""

    key: str | None
    title: str
    line: int
    status: StatedStatus | None = None
    status_raw: str | None = None
    health: Health | None = None
    priority: str | None = None
    priority_raw: str | None = None
    owners: tuple[str, ...] = ()
    backup: str | None = None
    target: date | None = None
    target_raw: str | None = None
    done_on: date | None = None
    effort_hours: Hours | None = None
    effort_raw: str | None = None
    blocking: bool | None = None
    blocks: str | None = None
    blocked_by: tuple[str, ...] = ()
    next_action: str | None = None
    why: str | None = None
    note: str | None = None
    url: str | None = None
    items: tuple[ReadItem, ...] = ()
    actions: tuple[ActionGroup, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadComponent:
    """One row of the scorecard as stated."""

    component: str
    status: StatedStatus | None
    status_raw: str
    blocker: str | None = None
    owners: tuple[str, ...] = ()
    health: Health | None = None
    note: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class TimelineWeek:
    """One dated line of the timeline."""

    week: int | None
    start: date | None
    end: date | None
    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class StatedRisk:
    """The risk as the author states it."""

    level: str | None
    reasons: tuple[str, ...] = ()
    mitigation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextMilestone:
    """What comes after this milestone, in the author's words."""

    name: str
    target_raw: str | None = None
    timeline_raw: str | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What the document says about itself."""

    title: str | None = None
    dated: date | None = None
    dated_raw: str | None = None
    status: StatedStatus | None = None
    status_raw: str | None = None
    overall: str | None = None
    owners: tuple[str, ...] = ()
    target: date | None = None
    target_raw: str | None = None
    prepared_by: str | None = None
    data_source: str | None = None
    next_review: date | None = None
    next_review_raw: str | None = None
    resolution: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of the source that the reader took for none of the parts it knows."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class SummaryDocument:
    """The whole reading, with its doubts."""

    head: DocumentHead
    blockers: tuple[ReadBlocker, ...] = ()
    scorecard: tuple[ReadComponent, ...] = ()
    timeline: tuple[TimelineWeek, ...] = ()
    risk: StatedRisk | None = None
    next_milestone: NextMilestone | None = None
    mentions: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    warnings: tuple[ReadWarning, ...] = ()
    conflict_lines: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    unread: tuple[UnreadLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DescribedItem:
    """One checklist line of an issue's description."""

    text: str
    state: ItemState
    depth: int = 0
    section: ItemSection | None = None
    owner: str | None = None
    due: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What an issue's description says about the blocker; effort in hours, low and high."""

    blocks: str | None = None
    why: str | None = None
    next_action: str | None = None
    effort_hours: tuple[float, float] | None = None
    items: tuple[DescribedItem, ...] = ()
