"""How a checklist takes in the lines of a summary document, and what people keep.

A line that the document has not changed since it was last imported changes nothing here.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.checklist import Checklist, Imported, Item, ItemState, Said, Section, Touch
from bot.domain.document import DescribedItem, ReadBlocker
from bot.domain.editing import many_lines, one_line
from bot.domain.ids import ItemId
from bot.domain.matching import match_lines
from bot.domain.merge import Noted, day_word

BY_IMPORT = "import"
DOCUMENT_CHANGED = "the document changed"
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_SECTIONS = {Section.NEEDED: "what is needed", Section.ACTIONS: "the immediate actions"}
_VERBS = {"todo": "reopened", "doing": "begun", "done": "ticked", "skipped": "skipped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsPlan:
    """Items to store, their log, and both said for people; ``kept`` is what stays as set here."""

    items: tuple[Item, ...] = ()
    notes: tuple[Noted, ...] = ()
    said: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def lines_of(read: ReadBlocker) -> tuple[DescribedItem, ...]:
    """An owner or a date that the blocker has too goes without saying, as in what is written."""
    return tuple(
        DescribedItem(
            text=one_line(item.text),
            state=item.state,
            depth=item.depth,
            section=item.section or "needed",
            owner=one_line(", ".join(item.owners)) or None if item.owners != read.owners else None,
            due=item.due if item.due != read.target else None,
            note=many_lines(item.note or "") or None,
        )
        for item in read.items
        if one_line(item.text)
    )


def plan_items(
    checklist: Checklist,
    lines: Sequence[DescribedItem],
    names: Mapping[str, str],
    at: datetime,
    moving: Mapping[str, Item] | None = None,
) -> ItemsPlan:
    """``names`` are how owners as written are called, so that nobody is replaced by themselves.

    ``moving`` are the items, by their words, whose line left another blocker.
    """
    pairs = match_lines([_as_imported(item) for item in checklist.items], lines)
    known = {item.id: item for item in checklist.items}
    taken = set(known)
    end = max((item.position for item in checklist.items), default=-1) + 1
    plan = ItemsPlan()
    for number, (line, pair) in enumerate(zip(lines, pairs, strict=True)):
        if pair is None:
            item = _new_item(line, end + number, taken, at)
            taken.add(item.id)
            note = Noted(item=item.id, text=item.text, kind="added", after=item.state)
            told = _left_behind(item, (moving or {}).get(words_of(line.text)))
            plan = _keeping(_with(plan, item, [note]), told)
        else:
            plan = _followed(plan, known[pair.id], line, names, at)
    for item in _gone(checklist, pairs):
        plan = _keeping(_with(plan, *_put_away(item)), _lost(item))
    return plan


def words_of(text: str) -> str:
    """By which a line is known again in another blocker."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _left_behind(item: Item, before: Item | None) -> list[str]:
    """Two blockers may need the same: what was set of a line is told, not taken over."""
    if before is None or before.state is item.state:
        return []
    was, now = _state_word(before.state), _state_word(item.state)
    return [f"{_quoted(item.text)} was {was} where its line stood before, here it is {now}"]


def _as_imported(item: Item) -> Item:
    """As ``match_lines`` takes an item for the line that it was when it was last imported."""
    said = Said(text=item.imported.text) if item.imported else item.said
    return replace(item, said=said, described=item.described or ItemState.TODO)


def _new_item(line: DescribedItem, position: int, taken: set[ItemId], at: datetime) -> Item:
    state = ItemState(line.state)
    return Item(
        id=_new_id(line, taken),
        text=line.text,
        state=state,
        section=Section(line.section or Section.NEEDED),
        position=position,
        depth=line.depth,
        owner=line.owner,
        due=line.due,
        note=line.note or "",
        touched=Touch(by=BY_IMPORT, at=at) if state is not ItemState.TODO else None,
        imported=_imported(line),
    )


def _new_id(line: DescribedItem, taken: set[ItemId]) -> ItemId:
    """Made from the text: after a crash the same document makes the same."""
    seeds = (f"imported\0{line.section}\0{line.text}\0{salt}" for salt in range(len(taken) + 1))
    ids = (ItemId(hashlib.sha256(seed.encode()).hexdigest()[:11]) for seed in seeds)
    return next(one for one in ids if one not in taken)


def _imported(line: DescribedItem) -> Imported:
    return Imported(
        text=line.text,
        state=ItemState(line.state),
        owner=line.owner,
        due=line.due,
        note=line.note or "",
        section=Section(line.section or Section.NEEDED),
    )


def _followed(
    plan: ItemsPlan, item: Item, line: DescribedItem, names: Mapping[str, str], at: datetime
) -> ItemsPlan:
    now = _imported(line)
    if item.imported is None:
        after, kept = _first_met(item, now, names)
    else:
        after, kept = _edited(item, item.imported, now, names), []
    if after.state is not item.state:
        touch = Touch(by=BY_IMPORT, at=at, before=item.state)
        after = replace(after, revision=item.revision + 1, touched=touch)
    if item.archived and not item.put_away:
        after = replace(after, archived=False, described=None, said=None)
    after = replace(after, imported=now)
    if after == item:
        return _keeping(plan, kept)
    plan = _with(plan, after, _notes(item, after))
    if after.section is not item.section:
        said = f"moved {_quoted(after.text)} to {_SECTIONS[after.section]}"
        plan = replace(plan, said=(*plan.said, said))
    return _keeping(plan, kept)


def _state_word(state: ItemState) -> str:
    return "to do" if state is ItemState.TODO else state.value


def _first_met(item: Item, now: Imported, names: Mapping[str, str]) -> tuple[Item, list[str]]:
    """What is empty here is filled in; what differs stays, and a "done" is never taken over."""
    state, kept = item.state, []
    if now.state is not item.state:
        by_person = item.touched is not None and _PERSON.fullmatch(item.touched.by)
        closing = not now.state.is_open and item.state.is_open
        if by_person or closing:
            stays, says = _state_word(item.state), _state_word(now.state)
            kept.append(f"{_quoted(item.text)} stays {stays}, the document says {says}")
        else:
            state = now.state
    for word, mine, theirs in (
        ("owner", item.owner or "", now.owner or ""),
        ("date", day_word(item.due), day_word(now.due)),
    ):
        if mine and theirs and not _same(mine, theirs, names):
            kept.append(
                f"{_quoted(item.text)} keeps its {word} {names.get(mine, mine)}, "
                f"the document says {theirs}"
            )
    after = replace(
        item,
        state=state,
        owner=item.owner or now.owner,
        due=item.due or now.due,
        note=item.note or now.note,
    )
    return after, kept


def _edited(item: Item, was: Imported, now: Imported, names: Mapping[str, str]) -> Item:
    """Each field as the document has it, where that changed there and is not so here already."""
    owner = item.owner
    if now.owner != was.owner and not _same(owner or "", now.owner or "", names):
        owner = now.owner
    return replace(
        item,
        section=now.section if now.section and was.section is not now.section else item.section,
        text=now.text if not _alike(now.text, was.text) else item.text,
        state=now.state if now.state is not was.state else item.state,
        owner=owner,
        due=now.due if now.due != was.due else item.due,
        note=now.note if not _alike(now.note, was.note) else item.note,
    )


def _same(mine: str, theirs: str, names: Mapping[str, str]) -> bool:
    return _alike(mine, theirs) or _alike(names.get(mine, mine), theirs)


def _alike(one: str, other: str) -> bool:
    return one_line(one) == one_line(other)


def _gone(checklist: Checklist, pairs: Sequence[Item | None]) -> list[Item]:
    """Lines that the last document had and this one has not."""
    kept = {item.id for item in pairs if item}
    return [item for item in checklist.items if item.imported and item.id not in kept]


def _lost(item: Item) -> list[str]:
    """What people had set of a line that goes."""
    if item.archived or item.imported is None or item.state is item.imported.state:
        return []
    was, said = _state_word(item.state), _state_word(item.imported.state)
    return [f"{_quoted(item.text)} was {was} here, the document last said {said}"]


def _put_away(item: Item) -> tuple[Item, list[Noted]]:
    """What the tracker's description has too stays on the list."""
    if item.described is not None or item.archived:
        return replace(item, imported=None), []
    note = Noted(
        item=item.id, text=item.text, kind="archived", before=item.state, why=DOCUMENT_CHANGED
    )
    return replace(item, imported=None, archived=True), [note]


def _notes(before: Item, after: Item) -> list[Noted]:
    fields = (
        ("restored", "" if not before.archived else "archived", "" if after.archived else "listed"),
        ("text", before.text, after.text),
        ("state", before.state.value, after.state.value),
        ("owner", before.owner or "", after.owner or ""),
        ("due", day_word(before.due), day_word(after.due)),
        ("note", before.note, after.note),
    )
    return [
        Noted(
            item=after.id,
            text=after.text,
            kind=kind,
            before=was if kind != "restored" else before.state,
            after=now if kind != "restored" else after.state,
            why=DOCUMENT_CHANGED,
        )
        for kind, was, now in fields
        if (was != now if kind != "restored" else before.archived and not after.archived)
    ]


def _with(plan: ItemsPlan, item: Item, notes: Sequence[Noted]) -> ItemsPlan:
    said = tuple(_said(note) for note in notes)
    return replace(
        plan,
        items=(*plan.items, item),
        notes=(*plan.notes, *notes),
        said=(*plan.said, *said),
    )


def _keeping(plan: ItemsPlan, kept: Sequence[str]) -> ItemsPlan:
    return replace(plan, kept=(*plan.kept, *kept))


def _said(note: Noted) -> str:
    text = _quoted(note.text)
    match note.kind:
        case "added":
            return f"added {text}" if note.after == "todo" else f"added {text}, {note.after}"
        case "archived":
            return f"archived {text}: its line is gone"
        case "restored":
            return f"brought back {text}"
        case "state":
            return f"{_VERBS[note.after]} {text}"
        case "text":
            return f"reworded {_quoted(note.before)} to {text}"
        case kind:
            return f"{kind} of {text}: {note.before or 'none'} → {note.after or 'none'}"


def _quoted(text: str) -> str:
    return f"“{text}”"
