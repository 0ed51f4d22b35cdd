"""The digest as a value: what changed, who is needed, and what was true when it was posted."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.board import Board
from bot.domain.facts import MilestoneFacts
from bot.domain.ids import BlockerKey, ItemId, MessageTs, UserId
from bot.domain.news import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One row of *Needs someone today*: a reason, the blocker, and who has to act.

    ``reason`` names the kind (``overdue``). ``sentence`` is what is the matter, without the person.
    ``mention`` is whom the posted digest may ping; ``person`` is the name shown
    where it may not (None: nobody owns it). ``items`` are set where the row is about late items.
    ``asked`` is how often ``asked_of`` was asked without an answer; ``called`` is the name of whom
    it mentions.
    """

    blocker: BlockerKey
    title: str
    reason: str
    sentence: str
    person: str | None = None
    mention: UserId | None = None
    items: tuple[ItemId, ...] = ()
    asked_of: UserId | None = None
    asked: int = 0
    called: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFailure:
    """Why the delivery of a date did not come out for certain. ``at`` is when that was known."""

    day: date
    at: datetime
    reason: str
