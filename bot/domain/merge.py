"""How a checklist follows its description: what lines change, and what people keep."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.checklist import Checklist, Item, ItemState, Said, Section, Touch
from bot.domain.document import DescribedItem
from bot.domain.evidence import Reading
from bot.domain.ids import BlockerId, ItemId
from bot.domain.matching import match_lines
from bot.domain.ordering import Place, place_lines, place_others

CHANGED_THERE = "the description changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An audit entry that a merge will write."""

    item: ItemId
    text: str
    kind: str
    before: str = ""
    after: str = ""
    why: str = ""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What to store: changed and new items, and their audit. Valid for that ``version`` only."""

    blocker: BlockerId
    version: int
    items: tuple[Item, ...]
    notes: tuple[Noted, ...]
    by: str
    at: datetime


def plan_merge(
    checklist: Checklist,
    described: Sequence[DescribedItem],
    *,
    by: str,
    at: datetime,
    read_at: datetime | None = None,
) -> Merge | None:
    """What reading these lines changes, or None. ``at`` is when the description was edited.

    The audit holds ``read_at``: what one digest did not know is news in the next. What people set
    stays unless the line's own changed since. Lines that are gone are archived.
    """
    pairs = match_lines(checklist.items, described)
    places = place_lines(checklist, pairs)
    items: list[Item] = []
    notes: list[Noted] = []
    taken, touch = {item.id for item in checklist.items}, Touch(by=by, at=at)
    for line, known, place in zip(described, pairs, places, strict=True):
        if known is None:
            item = _new_item(line, place, taken, touch)
            taken.add(item.id)
            items.append(item)
            notes.append(Noted(item=item.id, text=item.text, kind="added", after=item.state))
        else:
            item, changes = _follow(known, line, place, touch)
            if item != known:
                items.append(item)
            notes += changes
    gone = _gone(checklist, pairs)
    notes += [Noted(item=i.id, text=i.text, kind="archived", before=i.state) for i in gone]
    items += [replace(item, archived=True) for item in gone]
    items += [*_undescribed(checklist, pairs), *place_others(checklist, pairs)]
    if not items:
        return None
    blocker, version, when = checklist.blocker, checklist.version, read_at or at
    return Merge(
        blocker=blocker, version=version, items=tuple(items), notes=tuple(notes), by=by, at=when
    )


def _gone(checklist: Checklist, pairs: Sequence[Item | None]) -> list[Item]:
    """Items that came from a description whose line is there no more."""
    kept = {item.id for item in pairs if item}
    return [item for item in checklist.live if item.described and item.id not in kept]


def _undescribed(checklist: Checklist, pairs: Sequence[Item | None]) -> list[Item]:
    """Put away here, and now without a line too: brought back, they are only ours."""
    kept = {item.id for item in pairs if item}
    return [
        replace(item, described=None, said=None)
        for item in checklist.items
        if item.put_away and item.described and item.id not in kept
    ]


def _follow(
    item: Item, line: DescribedItem, place: Place, touch: Touch
) -> tuple[Item, list[Noted]]:
    described = ItemState(line.state)
    updated = replace(
        _reworded(item, line),
        section=Section(line.section or Section.NEEDED),
        position=place.position,
        line=place.line,
        depth=line.depth,
        described=described,
        archived=item.archived and item.put_away,
    )
    text = updated.text
    notes = _rewritten(item, updated)
    if item.archived and not updated.archived:
        notes.append(Noted(item=item.id, text=text, kind="restored", after=item.state))
    if item.text != text:
        notes.append(Noted(item=item.id, text=text, kind="text", before=item.text, after=text))
    if described not in (item.described, item.state):
        touched = replace(touch, before=item.state)
        updated = replace(updated, state=described, revision=item.revision + 1, touched=touched)
        notes.append(
            Noted(
                item=item.id,
                text=text,
                kind="state",
                before=item.state,
                after=described,
                why=CHANGED_THERE,
            )
        )
    return updated, notes


def _reworded(item: Item, line: DescribedItem) -> Item:
    """Each of text, owner, due and note as the line has it, if the line's own changed."""
    now = Said(text=line.text, owner=line.owner, due=line.due, note=line.note or "")
    before = item.described_as or Said(text=item.text)
    text = item.text if now.text == before.text else now.text
    owner = item.owner if now.owner == before.owner else now.owner
    due = item.due if now.due == before.due else now.due
    note = item.note if now.note == before.note else now.note
    agreed = Said(text=text, owner=owner, due=due, note=note) == now
    return replace(item, text=text, owner=owner, due=due, note=note, said=None if agreed else now)


def _rewritten(item: Item, updated: Item) -> list[Noted]:
    """What the line says otherwise now; the log keeps what stood, whoever had set it."""
    fields = (
        ("owner", item.owner or "", updated.owner or ""),
        ("due", day_word(item.due), day_word(updated.due)),
        ("note", item.note, updated.note),
    )
    return [
        Noted(
            item=item.id,
            text=updated.text,
            kind=kind,
            before=mine,
            after=now,
            why=CHANGED_THERE,
        )
        for kind, mine, now in fields
        if mine != now
    ]


def day_word(day: date | None) -> str:
    """As the log keeps it; "" for none."""
    return day.isoformat() if day else ""


def _new_item(line: DescribedItem, place: Place, taken: set[ItemId], touch: Touch) -> Item:
    return Item(
        id=_new_id(line, taken),
        text=line.text,
        state=ItemState(line.state),
        section=Section(line.section or Section.NEEDED),
        position=place.position,
        line=place.line,
        depth=line.depth,
        owner=line.owner,
        due=line.due,
        note=line.note or "",
        described=ItemState(line.state),
        touched=touch if line.state != "todo" else None,
    )


def _new_id(line: DescribedItem, taken: set[ItemId]) -> ItemId:
    """A short id made from the first text: two replicas that read the same make the same."""
    for salt in range(len(taken) + 1):
        seed = f"{line.section}\0{line.text}\0{salt}".encode()
        item_id = ItemId(hashlib.sha256(seed).hexdigest()[:10])
        if item_id not in taken:
            break
    else:  # pragma: no cover - as many salts as ids are taken, one more is always free
        raise AssertionError
    return item_id
