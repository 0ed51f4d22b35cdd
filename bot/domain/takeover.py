"""When the tracker knows more: its issue takes over a key, its description a line."""

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.blocker import Blocker, Story
from bot.domain.checklist import Checklist, Item, ItemState
from bot.domain.document import DescribedItem
from bot.domain.ids import ItemId
from bot.domain.local import LocalBlocker, LocalChange
from bot.domain.matching import match_lines
from bot.domain.merge import CHANGED_THERE, Noted
from bot.domain.telling import Telling, Told, overruled, told_fields

ABOUT_ALL: Final = ItemId("")
"""The item of a log entry that is about the blocker itself."""
BECAME = "became"


def plan_overruled(blocker: Blocker, telling: Telling, said: Story) -> LocalChange | None:
    """What the description changed after it was told otherwise here; the log keeps the loser."""
    kept, lost = overruled(telling, said)
    if not lost:
        return None
    described = told_fields(said)
    return LocalChange(
        blocker=blocker.id,
        record=kept,
        notes=tuple(
            Noted(
                item=ABOUT_ALL,
                text=blocker.title,
                kind=field,
                before=told.mine,
                after=described[field],
                why=CHANGED_THERE,
            )
            for field, told in lost.items()
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A blocker of our own with its items."""

    local: LocalBlocker
    checklist: Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A tracker's issue: its items, what people told of it, and what its description says."""

    blocker: Blocker
    checklist: Checklist
    told: Telling
    said: Story


def plan_takeover(kept: Kept, issue: Issue) -> tuple[LocalChange, ...]:
    """One that lives here becomes the tracker's issue of the same key.

    Items with the same words are one, and what a person set here stays; the others go over, as do
    the fields that the description leaves open. The rest is the tracker's to say.
    """
    local, tracked = kept.local, issue.blocker
    items, notes = _brought(kept.checklist, issue.checklist)
    became = Noted(
        item=ABOUT_ALL, text=local.title, kind=BECAME, before=local.key, after=tracked.key
    )
    return (
        LocalChange(blocker=local.id, record=replace(local, became=tracked.id), notes=(became,)),
        LocalChange(
            blocker=tracked.id,
            record=_filled(local, issue.told, issue.said),
            items=items,
            list_version=issue.checklist.version if items else None,
            notes=notes,
        ),
    )


def _brought(own: Checklist, theirs: Checklist) -> tuple[tuple[Item, ...], tuple[Noted, ...]]:
    lines = [_as_line(item) for item in own.live]
    pairs = match_lines([item for item in theirs.items if not item.archived], lines)
    taken = {item.id for item in theirs.items}
    end = max((item.position for item in theirs.items), default=-1) + 1
    items: list[Item] = []
    notes: list[Noted] = []
    for number, (item, known) in enumerate(zip(own.live, pairs, strict=True)):
        if known is None:
            added = replace(_own_id(item, taken), position=end + number, described=None, said=None)
            items.append(added)
            notes.append(Noted(item=added.id, text=item.text, kind="added", after=item.state))
        elif item.touched and known.state is not item.state:
            state, touched = item.state, item.touched
            items.append(replace(known, state=state, revision=known.revision + 1, touched=touched))
            notes.append(_moved(known, state))
    return tuple(items), tuple(notes)


def _as_line(item: Item) -> DescribedItem:
    return DescribedItem(
        text=item.text, state=item.state.value, depth=item.depth, section=item.section.value
    )


def _own_id(item: Item, taken: set[ItemId]) -> Item:
    number, name = 1, item.id
    while name in taken:
        number += 1
        name = ItemId(f"{item.id}-{number}")
    taken.add(name)
    return replace(item, id=name)


def _moved(item: Item, state: ItemState) -> Noted:
    return Noted(
        item=item.id,
        text=item.text,
        kind="state",
        before=item.state,
        after=state,
        why="set before the issue took over",
    )


def _filled(local: LocalBlocker, told: Telling, said: Story) -> Telling:
    """What the description does not say and nobody told since stays as it was here."""
    ours, theirs = told_fields(local.story), told_fields(said)
    filled = {
        field: Told(mine=mine, said="")
        for field, mine in ours.items()
        if mine and not theirs[field] and told.told(field) is None
    }
    return replace(
        told,
        why=filled.get("why", told.why),
        next=filled.get("next", told.next),
        effort=filled.get("effort", told.effort),
    )
