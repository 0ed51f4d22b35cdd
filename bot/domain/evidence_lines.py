"""The ties that blockers.yml writes: matched once by text, then held by the item's identity."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.domain.checklist import Checklist, Item
from bot.domain.evidence import Evidence, Filed
from bot.domain.evidence_rules import TIED, tie
from bot.domain.ids import BlockerKey, MilestoneKey
from bot.domain.merge import Noted

SIGN = 12
NEAR, NEAR_ENOUGH = 3, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """``item`` is the text by which it is found the first time."""

    milestone: MilestoneKey
    blocker: BlockerKey
    item: str
    evidence: Evidence

    @property
    def entry(self) -> str:
        """Names the line, whatever it ties the item to."""
        return _sign(self.milestone, self.blocker.upper(), folded(self.item))

    @property
    def stamp(self) -> str:
        return stamp_of(self.evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """What reading the lines changes in one checklist, and which of them found no item."""

    items: tuple[Item, ...] = ()
    notes: tuple[Noted, ...] = ()
    unmatched: tuple[EvidenceLine, ...] = ()


def plan_ties(checklist: Checklist, lines: Sequence[EvidenceLine]) -> Tied:
    """``lines`` are all that name this blocker. What people tied since stays until a line changes.

    A line that is gone takes its tie along, unless somebody tied the item otherwise.
    """
    items: list[Item] = []
    unmatched: list[EvidenceLine] = []
    entries = {line.entry for line in lines}
    held = {item.filed.entry: item for item in checklist.items if item.filed}
    taken = {item.id for entry, item in held.items() if entry in entries}
    for line in lines:
        item = held.get(line.entry)
        if item is None:
            item = next((i for i in _called(checklist, line.item) if i.id not in taken), None)
            if item is None:
                unmatched.append(line)
                continue
        taken.add(item.id)
        if item.filed != Filed(entry=line.entry, stamp=line.stamp):
            filed = Filed(entry=line.entry, stamp=line.stamp)
            items.append(replace(tie(item, line.evidence), filed=filed))
    items += [_let_go(item) for item in held.values() if item.id not in taken]
    before = {item.id: item for item in checklist.items}
    notes = (_noted(before[item.id], item) for item in items)
    return Tied(
        items=tuple(items),
        notes=tuple(note for note in notes if note),
        unmatched=tuple(unmatched),
    )


def near_texts(checklist: Checklist, text: str) -> tuple[str, ...]:
    """Texts of items that are like a line that found none; the likest first."""
    texts = {folded(item.text): item.text for item in checklist.live}
    near = get_close_matches(folded(text), list(texts), n=NEAR, cutoff=NEAR_ENOUGH)
    return tuple(texts[each] for each in near)


def folded(text: str) -> str:
    """Case, marks of emphasis, spaces and a full stop at the end make no difference."""
    bare = "".join(sign for sign in text.casefold() if sign not in "*_`~")
    return " ".join(bare.split()).rstrip(".:;")


def stamp_of(evidence: Evidence | None) -> str:
    return _sign(str(evidence)) if evidence else ""


def _called(checklist: Checklist, text: str) -> list[Item]:
    wanted = folded(text)
    return [item for item in checklist.live if folded(item.text) == wanted]


def _let_go(item: Item) -> Item:
    ours = item.filed is not None and item.filed.stamp == stamp_of(item.evidence)
    return replace(tie(item, None) if ours else item, filed=None)


def _noted(before: Item, after: Item) -> Noted | None:
    if before.evidence == after.evidence:
        return None
    was, now = (str(one.evidence) if one.evidence else "" for one in (before, after))
    return Noted(item=after.id, text=after.text, kind=TIED, before=was, after=now)


def _sign(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:SIGN]
