"""The checklist of a blocker: items, their states, and what a press does to one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.evidence import Against, Doubt, Evidence, Filed, Proof, Reading
from bot.domain.health import Verdict
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
    """Who gave the last word on a state, and when.

    ``by``: a Slack user id, a word such as ``linear``, or a probe that signed. ``reading`` is what
    the item's evidence said then; ``why`` is said where it spoke against the word. ``before`` is
    the state until then; None where there was none, or it was not kept yet.
    """

    by: str
    at: datetime
    reading: Reading | None = None
    why: str = ""
    before: ItemState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the description said of a line when it was last read."""

    text: str
    owner: str | None = None
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a summary document said of a line when it was last imported.

    ``section`` is None in records from before it was kept.
    """

    text: str
    state: ItemState
    owner: str | None = None
    due: date | None = None
    note: str = ""
    section: Section | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of what a blocker still needs.

    ``revision`` counts changes of the state (not of text or due), so that a press on an old copy
    is noticed exactly when the state has moved on. ``described`` is the state that the description
    gave when it was last read; it tells an edit there from a state set here. ``owner`` is the name
    as written; who that is, is asked when it matters. ``said`` is kept only where a person changed
    here what the description says, which then stays until that line changes. ``put_away``: archived
    by a person, so that the description does not bring it back. ``line``: which line of the
    description it is, kept where people changed the order of the list. ``doubt`` and ``proof``
    count for the revision and the probe that they name: ask ``standing_doubt``, ``standing_proof``.
    ``imported`` tells an edit in a document from what was changed here since.
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
    evidence: Evidence | None = None
    doubt: Doubt | None = None
    proof: Proof | None = None
    filed: Filed | None = None

    @property
    def standing_doubt(self) -> Doubt | None:
        """What speaks against the item being done, as far as it is said to be."""
        doubt = self.doubt
        if doubt is None or self.archived or self.state is not ItemState.DONE:
            return None
        current = doubt.revision == self.revision and self._is_about(doubt.reading)
        return doubt if current else None

    @property
    def contested(self) -> Doubt | None:
        """Its probe has turned and stayed red since the tick."""
        doubt = self.standing_doubt
        return doubt if doubt and doubt.against is Against.DOWN else None

    @property
    def to_recheck(self) -> Doubt | None:
        """Its probe asks another question than when it was ticked."""
        doubt = self.standing_doubt
        return doubt if doubt and doubt.against is Against.CHANGED else None

    @property
    def standing_proof(self) -> Reading | None:
        """The last green reading that the tick rests on."""
        proof, touched = self.proof, self.touched
        if self.state is not ItemState.DONE:
            return None
        if proof and proof.revision == self.revision and self._is_about(proof.reading):
            return proof.reading
        reading = touched.reading if touched else None
        good = reading and reading.verdict is Verdict.UP and not reading.flapping
        return reading if reading and good and self._is_about(reading) else None

    def _is_about(self, reading: Reading) -> bool:
        return self.evidence is not None and self.evidence.probe == reading.probe

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
    """How far a checklist is. Skipped items count neither as open nor in the total.

    ``contested`` and ``rechecks`` are among those done.
    """

    done: int
    doing: int
    total: int
    contested: int = 0
    rechecks: int = 0


def progress_of(items: Iterable[Item]) -> Progress:
    counted = [item for item in items if item.state is not ItemState.SKIPPED and not item.archived]
    return Progress(
        done=sum(item.state is ItemState.DONE for item in counted),
        doing=sum(item.state is ItemState.DOING for item in counted),
        total=len(counted),
        contested=sum(item.contested is not None for item in counted),
        rechecks=sum(item.to_recheck is not None for item in counted),
    )


HOME_TAB = "home"
"""Where a change was made that no message was pressed for."""


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
    """``channel:ts`` of the copy that was pressed, or ``HOME_TAB``."""
    why: str = ""
    reading: Reading | None = None
    """What the item's evidence says at this moment."""
    before: ItemState | None = None
    """The state that ``seen_revision`` has, where it is known."""

    @property
    def touch(self) -> Touch:
        """``why`` stays with the item only where its evidence speaks against it."""
        against = self.reading is not None and self.reading.verdict is Verdict.DOWN
        why = self.why if against else ""
        return Touch(by=self.by, at=self.at, reading=self.reading, why=why, before=self.before)


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

    ``kind``: ``state``, ``added``, ``archived``, ``restored``, ``contested``, ``uncontested``,
    ``recheck``, ``rechecked``, ``proven``, or the field that was changed: ``text``, ``owner``,
    ``due``, ``note``, ``moved``, ``evidence``. ``reading`` is what the evidence said. Without an
    ``item`` it is about the blocker itself (``Tracked``), whose ``key`` of then it holds; ``text``
    is the title.
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
    reading: Reading | None = None
