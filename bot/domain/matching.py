"""Which item a line of a description is: by its words, then by text likeness."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from bot.domain.checklist import Item, Section
from bot.domain.document import DescribedItem
from bot.domain.ids import ItemId

LIKENESS = 0.72
"""From here on two lines count as one line, edited (difflib's ratio)."""
COMPARED = 3
"""Old lines that a new one is compared with: those that share most with it."""


def match_lines(items: Sequence[Item], lines: Sequence[DescribedItem]) -> list[Item | None]:
    """The item of each line: the same words first, then the likest; None for a new line."""
    found: list[Item | None] = [None] * len(lines)
    free = {item.id: item for item in items}
    for alike in (_is_same_line, _is_same_wording, _is_same_elsewhere, _is_same_as_worded_here):
        for index, line in enumerate(lines):
            if found[index] is None:
                found[index] = _take(line, free, alike)
    _match_alike(found, lines, free)
    return found


def _is_same_line(item: Item, line: DescribedItem) -> bool:
    return _wording(item) == line.text and item.section == (line.section or Section.NEEDED)


def _is_same_wording(item: Item, line: DescribedItem) -> bool:
    return _is_same_elsewhere(item, line) and item.section == (line.section or Section.NEEDED)


def _is_same_elsewhere(item: Item, line: DescribedItem) -> bool:
    return _plain(_wording(item)) == _plain(line.text)


def _is_same_as_worded_here(item: Item, line: DescribedItem) -> bool:
    return _plain(item.text) == _plain(line.text)


def _wording(item: Item) -> str:
    """The line as the description has it, whatever it was renamed to here."""
    return item.said.text if item.said else item.text


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
    """Pair what is left by likeness, the likest first; only lines that were there last time."""
    left = [
        (item, _threes(_wording(item)))
        for item in free.values()
        if item.described is not None and (item.put_away or not item.archived)
    ]
    scored = sorted(
        (
            (_likeness(_wording(item), line.text), -abs(item.position - index), index, item.id)
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
