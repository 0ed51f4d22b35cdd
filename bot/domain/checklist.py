"""The checklist of a blocker: items, their states, and what a press does to one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey, UserId


class ItemState(StrEnum):
    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    SKIPPED = "skipped"

    @property
    def is_open(self) -> bool:
        return self in {ItemState.TODO, ItemState.DOING}


class Section(StrEnum):
    """Where in the document an item stands."""

    NEEDED = "needed"
    ACTIONS = "actions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Who changed a state last, and when. ``by``: a Slack user id, or a word such as ``linear``."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the description said of a line when it was last read."""

    text: str
    owner: str | None = None
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a summary document said of a line when it was last imported."""

    text: str
    state: ItemState
    owner: str | None = None
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of what a blocker still needs.

    ``revision`` counts changes of the state (not of text or due), so that a press on an old copy
    is noticed exactly when the state has moved on. ``described`` is the state that the description
    gave when it was last read; it tells an edit there from a state set here. ``owner`` is the name
    as written; who that is, is asked when it matters. ``said`` is kept only where a person changed
    here what the description says, which then stays until that line changes. ``put_away``: archived
    by a person, so that the description does not bring it back. ``line``: which line of the
    description it is, kept where people changed the order of the list. ``imported`` tells an edit
    in a document from what was changed here since.
    """

    id: ItemId
    text: str
    state: ItemState = ItemState.TODO
    section: Section = Section.NEEDED
    position: int = 0
    depth: int = 0
    owner: str | None = None
    due: date | None = None
    note: str = ""
    revision: int = 0
    touched: Touch | None = None
    described: ItemState | None = None
    archived: bool = False
    said: Said | None = None
    put_away: bool = False
    line: int | None = None
    imported: Imported | None = None

    @property
    def described_as(self) -> Said | None:
        """What the description says of it; None for an item that is not in one."""
        if self.described is None:
            return None
        return self.said or Said(text=self.text, owner=self.owner, due=self.due, note=self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All items of a blocker, archived ones too, in order. ``version`` counts every change."""

    blocker: BlockerId
    items: tuple[Item, ...] = field(default_factory=tuple)
    version: int = 0

    @property
    def live(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.archived)

    def item(self, item_id: ItemId) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def section(self, section: Section) -> tuple[Item, ...]:
        return tuple(item for item in self.live if item.section is section)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a checklist is. Skipped items count neither as open nor in the total."""

    done: int
    doing: int
    total: int


def progress_of(items: Iterable[Item]) -> Progress:
    counted = [item for item in items if item.state is not ItemState.SKIPPED and not item.archived]
    return Progress(
        done=sum(item.state is ItemState.DONE for item in counted),
        doing=sum(item.state is ItemState.DOING for item in counted),
        total=len(counted),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    """One wish to set an item's state. The same ``delivery`` is carried out once at most."""

    milestone: MilestoneKey
    blocker: BlockerId
    item: ItemId
    to: ItemState
    seen_revision: int
    by: UserId
    at: datetime
    delivery: DeliveryId
    where: str = ""
    """``channel:ts`` of the copy that was pressed, or the surface's name (``home``)."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """``repeated``: the same press was delivered before, and this is what came of it then."""

    repeated: bool = field(default=False, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Ticked(_Outcome):
    """The change is stored, with its audit entry. ``before`` is the state it came from."""

    item: Item
    before: ItemState


@dataclass(frozen=True, slots=True)
class AlreadySo(_Outcome):
    """Somebody (``item.touched``) had already set that state; nothing was changed."""

    item: Item


@dataclass(frozen=True, slots=True)
class MovedOn(_Outcome):
    """The copy pressed was old: the item has changed since it was drawn; nothing was changed."""

    item: Item


@dataclass(frozen=True, slots=True)
class ItemGone(_Outcome):
    """No such item any more (archived, or its list was never stored)."""


TickOutcome = Ticked | AlreadySo | MovedOn | ItemGone


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the log.

    ``kind``: ``state``, ``added``, ``archived``, ``restored``, or the field that was changed:
    ``text``, ``owner``, ``due``, ``note``, ``moved``. Without an ``item`` it is about the blocker
    itself (``Tracked``), whose ``key`` of then it holds; ``text`` is the title.
    """

    id: str
    at: datetime
    by: str
    blocker: BlockerId
    item: ItemId
    text: str
    kind: str
    before: str = ""
    after: str = ""
    where: str = ""
    why: str = ""
    key: str = ""
