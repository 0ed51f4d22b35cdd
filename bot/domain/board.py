"""A milestone as it stands now: what every answer, digest and Home is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.blocker import Blocker, Story
from bot.domain.checklist import Checklist, Item, Progress, progress_of
from bot.domain.goals import Goal
from bot.domain.health import ProbeResult, ProbeState, Verdict
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.local import LocalBlocker
from bot.domain.milestone import Milestone
from bot.domain.people import Owner, Person, each_of
from bot.domain.probe_past import ProbePast
from bot.domain.replies import ReplyView
from bot.domain.risk import Risk
from bot.domain.scorecard import ComponentVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item with its owner found (None: the blocker's assignee stands)."""

    item: Item
    owner: Owner | None = None
    touched_by: str = ""
    """The display name of who changed it last; "" where nobody did."""
    probe: "ProbeView | None" = None
    """The probe that is its evidence; None where there is none, or it is configured no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeView:
    """A probe with its confirmed state and its latest result; its past only where asked for."""

    id: str
    name: str
    state: ProbeState | None
    latest: ProbeResult | None = None
    past: ProbePast | None = None

    @property
    def verdict(self) -> Verdict:
        return self.state.verdict if self.state else Verdict.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerView:
    """A blocker with everything that is shown of it."""

    blocker: Blocker
    story: Story
    checklist: Checklist
    items: tuple[ItemView, ...]
    probes: tuple[ProbeView, ...] = ()
    frees: tuple[BlockerKey, ...] = ()
    """Keys of open issues that wait for this one."""
    local: LocalBlocker | None = None
    """Set for one that lives only here."""
    source: str = ""
    """The name of who wrote the message that one was made of, else of who brought it here."""
    off: frozenset[date] | None = None
    """Recent days on which nobody works where it is shown; None: Saturdays and Sundays."""

    @property
    def progress(self) -> Progress:
        return progress_of(self.checklist.live)

    @property
    def contested(self) -> tuple[ItemView, ...]:
        """Ticked items whose probe has turned red since."""
        return tuple(shown for shown in self.items if shown.item.contested)

    @property
    def rechecks(self) -> tuple[ItemView, ...]:
        """Ticked items whose probe asks another question by now."""
        return tuple(shown for shown in self.items if shown.item.to_recheck)

    @property
    def item_owners(self) -> tuple[str, ...]:
        """Names on the open items, each once, in the order of the list."""
        open_items = (shown for shown in self.items if shown.item.state.is_open)
        return tuple(
            dict.fromkeys(one.name for shown in open_items for one in each_of(shown.owner))
        )

    @property
    def is_unowned(self) -> bool:
        """Nobody is assigned, and there is nothing or something left that nobody is named on."""
        left = [shown for shown in self.items if shown.item.state.is_open]
        return self.blocker.owner is None and not (left and all(one.owner for one in left))

    def overdue_days(self, today: date) -> int:
        """Calendar days since the due date; 0 where it is not overdue or has none."""
        due = self.blocker.due
        return max((today - due).days, 0) if due and self.blocker.is_open else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """How old what is shown is. ``trouble`` is why the tracker could not be read, for people.

    ``tracker`` is "" where there is none: then the blockers are those that live here. ``goals`` are
    what it tells of the project or release that the milestone stands for.
    """

    tracker: str
    tracker_at: datetime | None
    probes_at: datetime | None = None
    trouble: str | None = None
    next_digest: datetime | None = None
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """``blockers`` are the open, blocking ones, most urgent first; ``watched`` never count."""

    milestone: Milestone
    now: datetime
    timezone: str
    blockers: tuple[BlockerView, ...]
    watched: tuple[BlockerView, ...]
    cleared: tuple[BlockerView, ...]
    probes: tuple[ProbeView, ...]
    scorecard: tuple[ComponentVerdict, ...]
    risk: Risk
    sources: Sources
    replies: tuple[ReplyView, ...] = ()
    """What people answered to the needs that still are."""

    @property
    def everything(self) -> tuple[BlockerView, ...]:
        return (*self.blockers, *self.watched, *self.cleared)

    def view_of(self, blocker: BlockerId | None) -> BlockerView | None:
        """None where it is gone from the milestone."""
        return next((v for v in self.everything if v.blocker.id == blocker), None)

    def find(self, key: str) -> BlockerView | None:
        """By key, whatever its case."""
        wanted = key.upper()
        return next((v for v in self.everything if v.blocker.key.upper() == wanted), None)


def item_owner(view: BlockerView, item: ItemView) -> Owner | None:
    """Whose the item is: named on it, else the blocker's owner."""
    return item.owner or view.blocker.owner


def is_mine(view: BlockerView, item: ItemView, user: str, teams: Sequence[str]) -> bool:
    """Whether the item is the user's own, or one of the user's ``teams`` (keys)."""
    return is_owned_by(item_owner(view, item), user, teams)


def is_owned_by(owner: Owner | None, user: str, teams: Sequence[str]) -> bool:
    """By themselves, or together with others; ``teams`` are the user's own (keys)."""
    return any(
        one.slack == user if isinstance(one, Person) else one.key in teams for one in each_of(owner)
    )
