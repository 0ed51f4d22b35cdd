"""The App Home as a value: what somebody has to do, what they asked, and what leads look after."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.asks import AskView
from bot.domain.board import Board
from bot.domain.findings import Finding
from bot.domain.ids import ChannelId, MilestoneKey, TeamKey, UserId
from bot.domain.membership import PauseNotice
from bot.domain.milestone import DigestSchedule

NOTICE_LASTS = timedelta(minutes=5)
"""The answer to a press stands until the next press or visit, and no longer than this."""

JUST_SAID = timedelta(seconds=10)


class Tab(StrEnum):
    MINE = "mine"
    LEADS = "leads"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeState:
    """What somebody is looking at. ``notice`` (escaped) answers their last press."""

    tab: Tab = Tab.MINE
    page: int = 0
    done: bool = False
    """Whether what was done today is listed, not only counted."""
    notice: str = ""
    notice_at: datetime | None = None

    def visited(self, now: datetime) -> "HomeState":
        """As a visit finds it: from the top.

        A press that was answered just now keeps its answer: news of the visit may come after it.
        """
        answered = self.notice_at is not None and now - self.notice_at <= JUST_SAID
        return HomeState(notice=self.notice, notice_at=self.notice_at) if answered else HomeState()

    def notice_now(self, now: datetime) -> str:
        fresh = self.notice_at is not None and now - self.notice_at <= NOTICE_LASTS
        return self.notice if fresh else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """``name`` is "" where the bot may not see it; ``paused`` says why nothing is posted."""

    id: ChannelId
    name: str
    milestone: str
    schedule: DigestSchedule | None = None
    next_at: datetime | None = None
    last_at: datetime | None = None
    paused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedRow:
    """Somebody of the tracker without a Slack account, and the blockers that wait for them."""

    handle: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Who stands for a tracker's person. ``by`` is the lead's name, "" for the file's entries.

    ``instead_of`` is the name that the file gives, where another one was picked.
    """

    handle: str
    user: UserId
    name: str
    by: str = ""
    at: datetime | None = None
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The installation as its leads see it."""

    at: datetime
    findings: tuple[Finding, ...] = ()
    channels: tuple[ChannelRow, ...] = ()
    unmatched: tuple[UnmatchedRow, ...] = ()
    people: tuple[PersonRow, ...] = ()

    @property
    def wrong(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.is_well)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """``overview`` is None for everybody but leads; ``teams`` are the user's own."""

    user: UserId
    now: datetime
    timezone: str = "UTC"
    boards: tuple[Board, ...] = ()
    teams: tuple[TeamKey, ...] = ()
    led: frozenset[MilestoneKey] = frozenset()
    """The milestones that the user leads."""
    state: HomeState = field(default_factory=HomeState)
    sent: tuple[AskView, ...] = ()
    received: tuple[AskView, ...] = ()
    pauses: tuple[PauseNotice, ...] = ()
    """The paused channels of the milestones that the user leads."""
    overview: Overview | None = None
