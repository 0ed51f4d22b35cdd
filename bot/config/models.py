"""The shape of ``blockers.yml``, with every rule that one entry can break alone."""

import re
from datetime import date, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from bot.config.writes import WritesEntry
from bot.domain.evidence import Mode
from bot.domain.local import prefix_of_repo
from bot.domain.milestone import MentionPolicy, Readiness
from bot.domain.rights import Policy
from bot.probes.config import ProbeConfigs, ProbePolicy
from bot.probes.durations import Duration
from bot.services.countries import is_known

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


SHORTEST_LOG = timedelta(days=30)


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("an IANA time zone such as America/New_York was expected")
    ZoneInfo(name)
    return name


def _clock_time(value: object) -> object:
    if isinstance(value, str):
        found = re.fullmatch(r"(\d{1,2}):(\d{2})", value.strip())
        if found and int(found[1]) < 24 and int(found[2]) < 60:  # noqa: PLR2004 - a clock
            return time(int(found[1]), int(found[2]))
        raise ValueError('a time such as "09:00" was expected')
    return value


def _known_country(code: str) -> str:
    if not is_known(code):
        raise ValueError("an ISO country code such as US was expected, or a part of it as DE-BY")
    return code


def _day_range(value: object) -> object:
    if isinstance(value, date):
        return (value, value)
    if isinstance(value, str):
        first, _, last = value.partition("/")
        try:
            days = (date.fromisoformat(first), date.fromisoformat(last or first))
        except ValueError:
            raise ValueError(
                "a date or a range such as 2026-12-24/2027-01-02 was expected"
            ) from None
        if days[1] < days[0]:
            raise ValueError("the range ends before it begins")
        return days
    return value


def _long_enough(kept: timedelta) -> timedelta:
    if kept < SHORTEST_LOG:
        raise ValueError("30d or more was expected: digests are made from the log")
    return kept


Zone = Annotated[str, AfterValidator(_known_zone)]
ClockTime = Annotated[
    time,
    BeforeValidator(_clock_time),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}),
]
Country = Annotated[str, AfterValidator(_known_country)]
DayRange = Annotated[
    tuple[date, date], BeforeValidator(_day_range), WithJsonSchema({"type": "string"})
]
SlackUser = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$", description="a Slack user id")]
Key = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,38}$", description="a short lower-case key")
]

Prefix = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,9}$")]
Points = Annotated[int, Field(ge=0, le=100)]
Threshold = Annotated[int, Field(ge=1, le=1000)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TeamEntry(_Entry):
    slack_group: Annotated[str, Field(pattern=r"^S[A-Z0-9]+$")] | None = None
    names: tuple[str, ...] = ()


class PersonEntry(_Entry):
    """By the address in Linear, the login in GitHub, or both."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["linear"]}, {"required": ["github"]}]}
    )

    linear: str | None = None
    github: str | None = None
    slack: SlackUser
    off: tuple[DayRange, ...] = ()

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if self.linear is None and self.github is None:
            raise ValueError("linear: with an address or github: with a login was expected")
        return self


class LinearEntry(_Entry):
    """Which issues: by team, label, project, project milestone, or a raw ``IssueFilter``."""

    team: str | None = None
    label: str | None = None
    watch_label: str | None = None
    project: str | None = None
    project_milestone: str | None = None
    release: str | None = None
    filter: dict[str, object] | None = None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        named = (self.team, self.label, self.project, self.project_milestone, self.release)
        if self.filter is None and not any(named):
            raise ValueError(
                "at least one of team, label, project, project_milestone, release or filter was "
                "expected"
            )
        if self.filter is not None and any(named):
            raise ValueError("filter stands alone: leave out team, label and project")
        return self


class GithubEntry(_Entry):
    """Which issues of one repository: all, or by label, by milestone, by both."""

    repo: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_.-]*[A-Za-z0-9_-]$")]
    label: str | None = None
    milestone: str | None = None
    watch_label: str | None = None
    prefix: Prefix | None = None
    priorities: dict[str, Literal["urgent", "high", "medium", "low"]] = Field(default_factory=dict)

    @property
    def key_prefix(self) -> str:
        """What stands before the numbers of its issues, "" where the name has no letter."""
        return self.prefix or prefix_of_repo(self.repo)


class ComponentEntry(_Entry):
    component: str
    blockers: tuple[str, ...] = ()
    labels: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    probes: tuple[str, ...] = ()
    stated: Readiness | None = None
    by: str | None = None
    on: date | None = None


class RiskEntry(_Entry):
    """Points of each rule of the risk, and with how many of them each level begins."""

    open_urgent: Points = 2
    overdue: Points = 2
    unowned: Points = 1
    stale: Points = 1
    scope_grown: Points = 1
    probe_down: Points = 2
    contested: Points = 1
    target_passed: Points = 3
    target_near: Points = 1
    medium: Threshold = 1
    high: Threshold = 4
    critical: Threshold = 9

    def over(self, other: Self) -> Self:
        """What is set here, the rest as in ``other``."""
        return other.model_copy(update=self.model_dump(exclude_unset=True))

    def disorder(self) -> str | None:
        """What is wrong with the levels, where they do not follow each other."""
        if self.medium <= self.high <= self.critical:
            return None
        levels = f"medium {self.medium}, high {self.high}, critical {self.critical}"
        return f"levels that rise were expected, not {levels}"


class MilestoneEntry(_Entry):
    model_config = ConfigDict(json_schema_extra={"not": {"required": ["linear", "github"]}})

    key: Key
    name: str
    prefix: Prefix | None = None
    target: date | None = None
    next: Key | None = None
    linear: LinearEntry | None = None
    github: GithubEntry | None = None
    rights: Policy = Policy.OWNERS
    leads: tuple[SlackUser, ...] = ()
    scorecard: tuple[ComponentEntry, ...] = ()
    risk: RiskEntry | None = None
    linear_writes: WritesEntry | None = None

    @model_validator(mode="after")
    def _is_in_one_tracker(self) -> Self:
        if self.linear and self.github:
            raise ValueError("linear: or github: was expected, not both")
        return self


class DigestEntry(_Entry):
    at: ClockTime
    timezone: Zone | None = None
    days: tuple[Day, ...] = _DAYS[:5]  # type: ignore[assignment]  # the tuple holds those words
    holidays: Country | None = None
    off_dates: tuple[date, ...] = ()
    mention: MentionPolicy = MentionPolicy.OWNERS
    quiet: bool = False
    grace: Duration = Field(default=timedelta(hours=3), json_schema_extra={"default": "3h"})

    @property
    def weekdays(self) -> frozenset[int]:
        return frozenset(_DAYS.index(day) for day in self.days)


class ChannelEntry(_Entry):
    id: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]+$", description="a Slack channel id")]
    milestone: Key
    digest: DigestEntry | None = None


class AuditEntry(_Entry):
    """How long the log of changes is kept; `at` goes back as far."""

    keep: Annotated[Duration, AfterValidator(_long_enough)] = Field(
        default=timedelta(days=400), json_schema_extra={"default": "400d"}
    )


class EvidenceEntry(_Entry):
    """Ties the item of this text to a probe: matched once, then held by the item's identity."""

    milestone: Key
    blocker: Annotated[str, Field(min_length=1)]
    item: Annotated[str, Field(min_length=1)]
    probe: str
    mode: Mode = Mode.LIVE
    auto: bool = False


class BlockersFile(_Entry):
    """The whole file. ``bot.config.load`` adds the rules that span several entries."""

    version: Literal[1]
    timezone: Zone = "UTC"
    leads: tuple[SlackUser, ...] = ()
    teams: dict[Key, TeamEntry] = Field(default_factory=dict)
    people: tuple[PersonEntry, ...] = ()
    risk: RiskEntry = Field(default_factory=RiskEntry)
    linear_writes: WritesEntry = Field(default_factory=WritesEntry)
    milestones: Annotated[tuple[MilestoneEntry, ...], Field(min_length=1)]
    channels: tuple[ChannelEntry, ...] = ()
    audit: AuditEntry = Field(default_factory=AuditEntry)
    probe_policy: ProbePolicy = Field(default_factory=ProbePolicy)
    probes: ProbeConfigs = ()
    evidence: tuple[EvidenceEntry, ...] = ()
