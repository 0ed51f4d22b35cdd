"""A milestone: what the blockers block, which channels follow it, and how it is judged."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from bot.domain.blocker import Priority
from bot.domain.ids import BlockerKey, ChannelId, MilestoneKey, UserId
from bot.domain.rights import Policy
from bot.domain.risk import DEFAULT_WEIGHTS, RiskWeights
from bot.domain.trackers import Source
from bot.domain.writes import NO_WRITES, WritePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which issues of which tracker belong to a milestone.

    ``raw`` is a tracker's own filter and stands instead of the rest. In GitHub ``repo`` stands for
    the team, ``project_milestone`` names a milestone of it, ``prefix`` stands before the numbers of
    its issues, and ``priorities`` are what labels of its own mean.
    """

    source: Source = Source.LINEAR
    team: str | None = None
    label: str | None = None
    watch_label: str | None = None
    project: str | None = None
    project_milestone: str | None = None
    release: str | None = None
    raw: tuple[tuple[str, object], ...] = ()
    repo: str | None = None
    prefix: str = ""
    priorities: tuple[tuple[str, Priority], ...] = ()

    @property
    def place(self) -> str | None:
        """The team or the repository that all of its issues are in, where one is named."""
        return self.team if self.source is Source.LINEAR else self.repo


class Readiness(StrEnum):
    READY = "ready"
    AT_RISK = "at risk"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A line of the scorecard: what it is tied to, and what somebody stated where nothing is.

    ``labels`` tie every blocker that has one of them.
    """

    name: str
    blockers: tuple[BlockerKey, ...] = ()
    labels: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    stated: Readiness | None = None
    stated_by: str | None = None
    stated_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    key: MilestoneKey
    name: str
    prefix: str = ""
    target: date | None = None
    next: MilestoneKey | None = None
    selection: Selection | None = None
    unread: Source | None = None
    """The tracker its issues are in, where there is no credential to read them."""
    rights: Policy = Policy.OWNERS
    leads: tuple[UserId, ...] = ()
    scorecard: tuple[Component, ...] = ()
    risk: RiskWeights = DEFAULT_WEIGHTS
    writes: WritePolicy = NO_WRITES


class MentionPolicy(StrEnum):
    OWNERS = "owners"
    LEADS = "leads"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSchedule:
    """When a channel's digest comes. ``days`` are Python weekdays, Monday is 0.

    ``quiet`` pings nobody for the time being, whatever ``mention`` says.
    """

    at: time
    timezone: str
    days: frozenset[int] = frozenset(range(5))
    holidays: str | None = None
    off_dates: frozenset[date] = field(default_factory=frozenset)
    mention: MentionPolicy = MentionPolicy.OWNERS
    quiet: bool = False
    grace: timedelta = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedChannel:
    """A channel that follows a milestone, with or without a digest."""

    id: ChannelId
    milestone: MilestoneKey
    digest: DigestSchedule | None = None
