"""What a person changes in an item or adds to a checklist, and when that meets another's change."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.domain.checklist import Checklist, Item, ItemState, Said, Section, Touch
from bot.domain.evidence import Evidence
from bot.domain.evidence_rules import TIED, tie
from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey, UserId
from bot.domain.merge import Noted, day_word
from bot.domain.ordering import Move, move_item
from bot.domain.stamps import stamp_of

MAX_TYPED = 3000
"""What an input of a modal holds (https://docs.slack.dev/reference/block-kit)."""
FIELDS: Final = ("state", "text", "owner", "due", "note", "archived", "evidence")

_JUNK = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\ufeff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """An item's fields as a form shows them and as they come back from it."""

    state: ItemState
    text: str
    owner: str = ""
    due: date | None = None
    note: str = ""
    archived: bool = False
    evidence: Evidence | None = None

    @property
    def stamps(self) -> Mapping[str, str]:
        """A short sign of each field's value, to tell later whether it has changed."""
        return {name: stamp_of(getattr(self, name)) for name in FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody who saw values with these ``seen`` stamps wants an item to be."""

    item: ItemId
    seen: Mapping[str, str]
    fields: Fields
    move: Move | None = None
    why: str = ""
    """Said where the item's evidence speaks against its being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """An item to be added; it belongs to no description. ``form`` is the modal it was typed in."""

    text: str
    section: Section = Section.NEEDED
    owner: str = ""
    due: date | None = None
    note: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changes something, when, and in which delivery; ``where`` as in the audit."""

    by: UserId
    at: datetime
    delivery: DeliveryId
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What to store: changed or new items, and their audit. Valid for that ``version`` only."""

    milestone: MilestoneKey
    blocker: BlockerId
    version: int
    items: tuple[Item, ...]
    notes: tuple[Noted, ...]
    author: Author


@dataclass(frozen=True, slots=True)
class Clash:
    """Others changed ``fields`` meanwhile to something else; ``item`` is how it stands now."""

    item: Item
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """An item as it is to be, and what to store: with others if it moved, nothing if it is so."""

    item: Item
    items: tuple[Item, ...]
    notes: tuple[Noted, ...]


def fields_of(item: Item) -> Fields:
    return Fields(
        state=item.state,
        text=one_line(item.text),
        owner=one_line(item.owner or ""),
        due=item.due,
        note=many_lines(item.note),
        archived=item.archived,
        evidence=item.evidence,
    )


def one_line(text: str) -> str:
    """As an input of one line shows it and gives it back."""
    return " ".join(_JUNK.sub("", " ".join(text.split())).split())[:MAX_TYPED].strip()


def many_lines(text: str) -> str:
    lines = (_JUNK.sub("", line).rstrip() for line in text.splitlines())
    return "\n".join(lines).strip()[:MAX_TYPED].strip()


def plan_edit(checklist: Checklist, item: Item, wish: Wish, touch: Touch) -> Edited | Clash:
    """Only what was changed in the form is changed; what others changed beside it stays."""
    now = fields_of(item)
    stands, wanted = now.stamps, wish.fields.stamps
    moved = {name for name in FIELDS if wanted[name] not in (wish.seen.get(name), stands[name])}
    clashes = [name for name in FIELDS if name in moved and stands[name] != wish.seen.get(name)]
    if clashes:
        return Clash(item, tuple(clashes))
    after = _apply(item, wish.fields, moved, touch)
    notes = _notes(item, after, moved, touch)
    if wish.move is None:
        return Edited(after, (after,) if notes else (), notes)
    return _moved(checklist, after, wish.move, notes)


def rebase(item: Item, wish: Wish) -> Fields:
    """The form over the item as it stands now: what was typed stays, the rest is as it is."""
    now, wanted = fields_of(item), wish.fields
    untouched = {
        name: getattr(now, name)
        for name, stamp in wanted.stamps.items()
        if stamp == wish.seen.get(name)
    }
    return replace(wanted, **untouched)


def plan_addition(checklist: Checklist, addition: Addition, delivery: DeliveryId) -> Edited:
    """At the end. The same delivery adds the same item, and so does the same form sent again.

    Whoever was told that there was trouble sends it again, though it may have been stored.
    """
    once = f"{addition.form}\0{addition.text}" if addition.form else delivery
    id_ = ItemId(hashlib.sha256(f"added\0{once}".encode()).hexdigest()[:12])
    if addition.form and (added := checklist.item(id_)):
        return Edited(added, (), ())
    item = Item(
        id=id_,
        text=addition.text,
        section=addition.section,
        position=max((item.position for item in checklist.items), default=-1) + 1,
        owner=addition.owner or None,
        due=addition.due,
        note=addition.note,
    )
    note = Noted(item=item.id, text=item.text, kind="added", after=item.state)
    return Edited(item, (item,), (note,))


def _apply(item: Item, wanted: Fields, moved: set[str], touch: Touch) -> Item:
    after = replace(
        item,
        text=wanted.text if "text" in moved else item.text,
        owner=(wanted.owner or None) if "owner" in moved else item.owner,
        due=wanted.due if "due" in moved else item.due,
        note=wanted.note if "note" in moved else item.note,
    )
    after = replace(after, said=_said(item, after))
    if "evidence" in moved:
        after = tie(after, wanted.evidence)
    if "archived" in moved:
        after = _put_away(after) if wanted.archived else _brought_back(after)
    if "state" in moved:
        revision = item.revision + 1
        touched = replace(touch, before=item.state)
        after = replace(after, state=wanted.state, revision=revision, touched=touched)
    return after


def _moved(checklist: Checklist, item: Item, move: Move, notes: tuple[Noted, ...]) -> Edited:
    items = tuple(item if other.id == item.id else other for other in checklist.items)
    moved = move_item(replace(checklist, items=items), item.id, move)
    if moved is None:
        return Edited(item, (item,) if notes else (), notes)
    before, after = str(moved.before), str(moved.after)
    note = Noted(item=item.id, text=item.text, kind="moved", before=before, after=after)
    item = next((other for other in moved.items if other.id == item.id), item)
    others = tuple(other for other in moved.items if other.id != item.id)
    return Edited(item, (item, *others), (*notes, note))


def _said(before: Item, after: Item) -> Said | None:
    """What the description says, from the moment on that something else stands here."""
    said = before.described_as
    agreed = Said(text=after.text, owner=after.owner, due=after.due, note=after.note) == said
    return None if agreed else said


def _put_away(item: Item) -> Item:
    return replace(item, archived=True, put_away=True)


def _brought_back(item: Item) -> Item:
    """What was archived because its line is gone is ours from now on, or it would go again."""
    if not item.put_away:
        item = replace(item, described=None, said=None)
    return replace(item, archived=False, put_away=False)


def is_ticking(item: Item, wish: Wish) -> bool:
    """Whether the wish, carried out on the item as it stands, makes it done."""
    return wish.fields.state is ItemState.DONE and item.state is not ItemState.DONE


def evidence_after(item: Item, wish: Wish) -> Evidence | None:
    """What the item is tied to once the wish is carried out."""
    wanted = wish.fields.stamps["evidence"]
    return item.evidence if wanted == wish.seen.get("evidence") else wish.fields.evidence


def _notes(before: Item, after: Item, moved: set[str], touch: Touch) -> tuple[Noted, ...]:
    kept = "restored" if before.archived else "archived"
    words = {
        "state": ("state", before.state.value, after.state.value),
        "text": ("text", before.text, after.text),
        "owner": ("owner", before.owner or "", after.owner or ""),
        "due": ("due", day_word(before.due), day_word(after.due)),
        "note": ("note", before.note, after.note),
        "archived": (kept, before.state.value, after.state.value),
        "evidence": (TIED, str(before.evidence or ""), str(after.evidence or "")),
    }
    said = {"state": (touch.why, touch.reading)}
    return tuple(
        Noted(
            item=after.id,
            text=after.text,
            kind=kind,
            before=was,
            after=now,
            why=said.get(name, ("", None))[0],
            reading=said.get(name, ("", None))[1],
        )
        for name, (kind, was, now) in words.items()
        if name in moved
    )
