"""The digest as a value: what changed, who is needed, and what was true when it was posted."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from bot.domain.board import Board
from bot.domain.facts import MilestoneFacts
from bot.domain.ids import BlockerKey, ItemId, MessageTs, UserId
from bot.domain.news import Change


class Why(StrEnum):
    """The kinds of reasons for which somebody is needed; the words are stored."""

    UNOWNED = "unowned"
    OWNER_GONE = "owner-gone"
    OVERDUE = "overdue"
    DUE_TODAY = "due-today"
    STALE = "stale"
    DOWN = "down"
    CONTESTED = "contested"
    RECHECK = "recheck"
    ITEM_DUE = "item-due"


OF_AN_ITEM = frozenset({Why.CONTESTED, Why.RECHECK, Why.ITEM_DUE})


@dataclass(frozen=True, slots=True)
class Reason:
    """``about`` is the probe that is down, the item in doubt, or whose items are due.

    ``since`` is when the first of those items was due; the others have no date.
    """

    why: Why
    about: str = ""
    since: date | None = None

    @property
    def sign(self) -> str:
        """As it is stored: ``overdue``, ``down-api``, ``item-due-2026-11-18-Bob``."""
        if self.since is not None:
            return f"{self.why}-{self.since.isoformat()}-{self.about}"
        return f"{self.why}-{self.about}" if self.about else self.why.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One of several who own it together; without a ``user`` a team, or who has no account.

    ``name`` is what is shown where they are not mentioned; the rest as in ``Need``.
    """

    name: str
    user: UserId | None = None
    mention: UserId | None = None
    asked: int = 0
    called: str = ""
    put_off: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One row of *Needs someone today*: its reasons, the blocker, and who has to act.

    ``sentence`` is what is the matter, without the person.
    ``mention`` is whom the posted digest may ping; ``person`` is the name shown
    where it may not (None: nobody owns it). ``items`` are set where the row is about late items,
    or about one in doubt.
    ``asked`` is how often ``asked_of`` was asked without an answer, ``put_off`` how often in a row
    they asked to be reminded of it; ``called`` is the name of whom it mentions. ``each`` is set
    where several own it together and are called each for themselves; then ``mention`` is only who
    is called instead of them.
    """

    blocker: BlockerKey
    title: str
    reasons: tuple[Reason, ...]
    sentence: str
    person: str | None = None
    mention: UserId | None = None
    items: tuple[ItemId, ...] = ()
    asked_of: UserId | None = None
    asked: int = 0
    called: str = ""
    put_off: int = 0
    each: tuple[Called, ...] = ()

    @property
    def calls(self) -> tuple[Called, ...]:
        """Each who is to answer; one who owns it alone as well."""
        alone = Called(
            name=self.person or "",
            user=self.asked_of,
            mention=self.mention,
            asked=self.asked,
            called=self.called,
            put_off=self.put_off,
        )
        return self.each or (alone,)

    def with_calls(self, calls: tuple[Called, ...]) -> Self:
        if self.each:
            return replace(self, each=calls)
        (alone,) = calls
        return replace(
            self,
            asked_of=alone.user,
            mention=alone.mention,
            asked=alone.asked,
            called=alone.called,
            put_off=alone.put_off,
        )

    @property
    def mentions(self) -> tuple[UserId, ...]:
        """All whom it mentions, each once."""
        found = (self.mention, *(one.mention for one in self.each))
        return tuple(dict.fromkeys(user for user in found if user))

    @property
    def sign(self) -> str:
        """All its reasons as they are stored: ``unowned+overdue``."""
        return "+".join(reason.sign for reason in self.reasons)

    @property
    def signs(self) -> tuple[str, ...]:
        """Reason by reason as they are stored, where a name is parted at its ``+`` too."""
        return tuple(self.sign.split("+"))

    def is_for(self, why: Why) -> bool:
        return any(reason.why is why for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """``changes`` are in order, the weightiest first; ``since`` is None for the first one."""

    board: Board
    day: date
    since: datetime | None
    changes: tuple[Change, ...]
    needs: tuple[Need, ...]
    by_hand: str | None = None
    """Name of who posted it with ``digest post``; None when the schedule did."""
    late: bool = False
    quiet_days: int = 0
    """How many digests in a row had nothing new, this one included; 0 when there is news."""
    were_open: int | None = None
    """How many blockers the last digest knew; None where there is none to compare with."""
    pressing: tuple[BlockerKey, ...] = ()
    """Blockers with a reason to act that the last digest did not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRecord:
    """The last scheduled delivery of a channel: what the next one is compared with."""

    day: date
    at: datetime
    ts: MessageTs
    facts: MilestoneFacts
    reasons: tuple[str, ...] = field(default_factory=tuple)
    """Ids of the needs it named (``THR-41:overdue``), so that a new reason to act is news."""
    quiet_days: int = 0
    asked: tuple[tuple[str, int], ...] = ()
    """How often people were asked about what without an answer, by ``blocker:user``."""
    put_off: tuple[tuple[str, int], ...] = ()
    """How often in a row they asked to be reminded of it instead, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFailure:
    """Why the delivery of a date did not come out for certain. ``at`` is when that was known."""

    day: date
    at: datetime
    reason: str
