"""How a checklist follows its description: matched by identity, then by text likeness (SPEC §4)."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from bot.domain.checklist import Checklist, Item, ItemState, Section, Touch
from bot.domain.document import DescribedItem
from bot.domain.ids import BlockerId, ItemId

LIKENESS = 0.72
"""From here on two lines count as one line, edited (difflib's ratio)."""
COMPARED = 3
"""Old lines that a new one is compared with: those that share most with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An audit entry that a merge will write."""

    item: ItemId
    text: str
    kind: str
    before: str = ""
    after: str = ""
    why: str = ""


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

    The audit holds ``read_at``: what one digest did not know is news in the next. States set by
    people stay unless the line's own mark changed since. Lines that are gone are archived.
    """
    pairs = _match(checklist.items, described)
    items: list[Item] = []
    notes: list[Noted] = []
    taken, touch = {item.id for item in checklist.items}, Touch(by=by, at=at)
    for position, (line, known) in enumerate(zip(described, pairs, strict=True)):
        if known is None:
            item = _new_item(line, position, taken, touch)
            taken.add(item.id)
            items.append(item)
            notes.append(Noted(item=item.id, text=item.text, kind="added", after=item.state))
        else:
            item, changes = _follow(known, line, position, touch)
            if item != known:
                items.append(item)
            notes += changes
    for item in _gone(checklist, pairs):
        items.append(replace(item, archived=True))
        notes.append(Noted(item=item.id, text=item.text, kind="archived", before=item.state))
    merge = Merge(
        blocker=checklist.blocker,
        version=checklist.version,
        items=tuple(items),
        notes=tuple(notes),
        by=by,
        at=read_at or at,
    )
    return merge if items else None


def _gone(checklist: Checklist, pairs: Sequence[Item | None]) -> list[Item]:
    """Items that came from a description whose line is there no more."""
    kept = {item.id for item in pairs if item}
    return [item for item in checklist.live if item.described and item.id not in kept]


def _follow(
    item: Item, line: DescribedItem, position: int, touch: Touch
) -> tuple[Item, list[Noted]]:
    notes: list[Noted] = []
    described = ItemState(line.state)
    updated = replace(
        item,
        text=line.text,
        section=Section(line.section or Section.NEEDED),
        position=position,
        depth=line.depth,
        owner=line.owner,
        due=line.due,
        note=line.note or item.note,
        described=described,
        archived=False,
    )
    if item.archived:
        notes.append(Noted(item=item.id, text=line.text, kind="restored", after=item.state))
    if item.text != line.text:
        notes.append(
            Noted(item=item.id, text=line.text, kind="text", before=item.text, after=line.text)
        )
    if described not in (item.described, item.state):
        updated = replace(updated, state=described, revision=item.revision + 1, touched=touch)
        notes.append(
            Noted(
                item=item.id,
                text=line.text,
                kind="state",
                before=item.state,
                after=described,
                why="the description changed",
            )
        )
    return updated, notes


def _new_item(line: DescribedItem, position: int, taken: set[ItemId], touch: Touch) -> Item:
    return Item(
        id=_new_id(line, taken),
        text=line.text,
        state=ItemState(line.state),
        section=Section(line.section or Section.NEEDED),
        position=position,
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


def _match(items: Sequence[Item], lines: Sequence[DescribedItem]) -> list[Item | None]:
    found: list[Item | None] = [None] * len(lines)
    free = {item.id: item for item in items}
    for alike in (_is_same_line, _is_same_wording, _is_same_elsewhere):
        for index, line in enumerate(lines):
            if found[index] is None:
                found[index] = _take(line, free, alike)
    _match_alike(found, lines, free)
    return found


def _is_same_line(item: Item, line: DescribedItem) -> bool:
    return item.text == line.text and item.section == (line.section or Section.NEEDED)


def _is_same_wording(item: Item, line: DescribedItem) -> bool:
    return _is_same_elsewhere(item, line) and item.section == (line.section or Section.NEEDED)


def _is_same_elsewhere(item: Item, line: DescribedItem) -> bool:
    return _plain(item.text) == _plain(line.text)


def _take(
    line: DescribedItem,
    free: dict[ItemId, Item],
    is_alike: Callable[[Item, DescribedItem], bool],
) -> Item | None:
    alike = [item for item in free.values() if is_alike(item, line)]
    if not alike:
        return None
    best = min(alike, key=lambda item: (item.archived, item.position))
    del free[best.id]
    return best


def _match_alike(
    found: list[Item | None], lines: Sequence[DescribedItem], free: dict[ItemId, Item]
) -> None:
    """Pair what is left by likeness, the likest first; only live lines that were read before."""
    left = [
        (item, _threes(item.text))
        for item in free.values()
        if not item.archived and item.described is not None
    ]
    scored = sorted(
        (
            (_likeness(item.text, line.text), -abs(item.position - index), index, item.id)
            for index, line in enumerate(lines)
            if found[index] is None
            for item in _nearest(line, left)
        ),
        reverse=True,
    )
    for score, _, index, item_id in scored:
        if score < LIKENESS:
            break
        if found[index] is None and item_id in free:
            found[index] = free.pop(item_id)


def _nearest(line: DescribedItem, left: Sequence[tuple[Item, frozenset[str]]]) -> Iterator[Item]:
    """The few worth comparing letter by letter: that takes seconds where 300 lines are new."""
    section = line.section or Section.NEEDED
    threes = _threes(line.text)
    shared = (
        (len(threes & other), -item.position, item.id, item)
        for item, other in left
        if item.section == section
    )
    for common, *_, item in nlargest(COMPARED, shared):
        if common or not threes:
            yield item


def _threes(text: str) -> frozenset[str]:
    plain = f" {_plain(text)} "
    return frozenset(plain[start : start + 3] for start in range(len(plain) - 2))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    if matcher.real_quick_ratio() < LIKENESS or matcher.quick_ratio() < LIKENESS:
        return 0.0
    return matcher.ratio()
