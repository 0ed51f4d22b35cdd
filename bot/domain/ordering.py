"""The order of a checklist: moved here by people, until the description's own order changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.checklist import Checklist, Item
from bot.domain.ids import ItemId


class Move(StrEnum):
    """Where an item is to go within its section."""

    UP = "up"
    DOWN = "down"
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Place:
    """``line`` is the item's line in the description, kept once an item of its list was moved."""

    position: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Every item whose place changed; ``before`` and ``after`` count from 1 in the section."""

    items: tuple[Item, ...]
    before: int
    after: int


def move_item(checklist: Checklist, item_id: ItemId, move: Move) -> Moved | None:
    """None where it stands there already, or is not on the list."""
    moving = next((item for item in checklist.live if item.id == item_id), None)
    if moving is None:
        return None
    section = list(checklist.section(moving.section))
    before = section.index(moving)
    last = len(section) - 1
    target = {
        Move.UP: max(before - 1, 0),
        Move.DOWN: min(before + 1, last),
        Move.TOP: 0,
        Move.BOTTOM: last,
    }
    after = target[move]
    if after == before:
        return None
    section.insert(after, section.pop(before))
    queue = iter(section)
    live = [next(queue) if item.section is moving.section else item for item in checklist.live]
    placed = (
        replace(item, position=position, line=_line_of(item)) for position, item in enumerate(live)
    )
    return Moved(
        tuple(item for item in placed if item != checklist.item(item.id)), before + 1, after + 1
    )


def place_lines(checklist: Checklist, pairs: Sequence[Item | None]) -> list[Place]:
    """Where the item of each line stands: as described, or among what people moved."""
    ours = _our_order(checklist, pairs) if _keeps_order(checklist, pairs) else None
    return [_place(ours, index, item) for index, item in enumerate(pairs)]


def place_others(checklist: Checklist, pairs: Sequence[Item | None]) -> list[Item]:
    """Items without a line that make room for what is new among those that people moved."""
    if not _keeps_order(checklist, pairs):
        return []
    ours = _our_order(checklist, pairs)
    paired = {item.id for item in pairs if item}
    others = [item for item in checklist.live if item.id not in paired and item.described is None]
    placed = [replace(item, position=ours.index(item.id)) for item in others]
    return [item for item, was in zip(placed, others, strict=True) if item != was]


def _line_of(item: Item) -> int | None:
    if item.described is None:
        return None
    return item.position if item.line is None else item.line


def _keeps_order(checklist: Checklist, pairs: Sequence[Item | None]) -> bool:
    """Whether people moved items, and the lines they know still come in the order they did."""
    if all(item.line is None for item in checklist.live):
        return False
    lines = [item.line for item in pairs if item and not item.archived and item.line is not None]
    return lines == sorted(lines)


def _our_order(checklist: Checklist, pairs: Sequence[Item | None]) -> list[ItemId | int]:
    """Ids of what stays on the list in our order, a new line (its number) after the one above."""
    paired = {item.id for item in pairs if item}
    ours: list[ItemId | int] = [
        item.id for item in checklist.live if item.id in paired or item.described is None
    ]
    above = -1
    for index, item in enumerate(pairs):
        if item is not None and item.id in ours:
            above = ours.index(item.id)
        elif item is None or not item.put_away:
            above += 1
            ours.insert(above, index)
    return ours


def _place(ours: Sequence[ItemId | int] | None, index: int, item: Item | None) -> Place:
    if item is not None and item.put_away:
        return Place(item.position, item.line)
    if ours is None:
        return Place(index)
    known = item is not None and item.id in ours
    return Place(ours.index(item.id if item and known else index), index)
