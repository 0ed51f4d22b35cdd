"""A new blocker from what somebody typed: its record, its first items, and what it is like."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Final

from bot.domain.blocker import Blocker, Priority
from bot.domain.checklist import Item, ItemState, Touch
from bot.domain.editing import Author, one_line
from bot.domain.ids import BlockerId, BlockerKey, ItemId
from bot.domain.local import LOCAL, LocalBlocker, LocalChange, LocalStatus, Origin
from bot.domain.merge import Noted

MAX_TITLE = 150
MAX_FIRST_ITEMS = 100
BLOCKER_ADDED: Final = "blocker added"
LIKENESS = 0.75
"""From here on two titles are pointed out as alike (difflib's ratio of their words)."""
SHOWN_ALIKE = 3
_MARK = re.compile(
    r"(?:(?:[-*+\u2022\u2610]|\d{1,3}[.)])(?:\s+|$))?"
    r"(?:\[(?P<box>[ xX]?)\](?:\s+|$))?(?P<text>.*)"
)
_SHORT = frozenset({"a", "an", "and", "for", "in", "is", "no", "not", "of", "on", "the", "to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstItem:
    text: str
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the form holds. ``owner`` as written: a mention, a team's name, a name."""

    title: str
    origin: Origin
    priority: Priority = Priority.NONE
    owner: str = ""
    due: date | None = None
    why: str = ""
    next_action: str = ""
    effort_hours: tuple[float, float] | None = None
    watched: bool = False
    items: tuple[FirstItem, ...] = ()


def read_first_items(text: str) -> tuple[FirstItem, ...]:
    """A line each: plain, or as a list or task list has it. Empty lines say nothing."""
    found = (_MARK.fullmatch(one_line(line)) for line in text.splitlines())
    return tuple(
        FirstItem(text=match["text"].strip(), is_done=match["box"] in {"x", "X"})
        for match in found
        if match and match["text"].strip()
    )


def plan_draft(draft: Draft, author: Author) -> LocalChange:
    """The ids are made from the delivery, so that the same one adds the same blocker.

    The store gives it its key.
    """
    blocker = BlockerId(f"{LOCAL}{_hash('blocker', author.delivery)}")
    items = tuple(_first_item(one, place, author) for place, one in enumerate(draft.items))
    record = LocalBlocker(
        id=blocker,
        key=BlockerKey(""),
        title=draft.title,
        origin=draft.origin,
        priority=draft.priority,
        owner=draft.owner,
        due=draft.due,
        why=draft.why,
        next_action=draft.next_action,
        effort_hours=draft.effort_hours,
        watched=draft.watched,
        created_at=author.at,
        updated_at=author.at,
    )
    added = Noted(
        item=ItemId(""), text=draft.title, kind=BLOCKER_ADDED, after=LocalStatus.OPEN.value
    )
    return LocalChange(
        blocker=blocker,
        record=record,
        items=items,
        list_version=0 if items else None,
        notes=(
            added,
            *(Noted(item=i.id, text=i.text, kind="added", after=i.state) for i in items),
        ),
    )


def _first_item(one: FirstItem, place: int, author: Author) -> Item:
    return Item(
        id=ItemId(_hash(f"item {place}", author.delivery)),
        text=one.text,
        state=ItemState.DONE if one.is_done else ItemState.TODO,
        position=place,
        touched=Touch(by=author.by, at=author.at) if one.is_done else None,
    )


def find_alike(title: str, blockers: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """Open ones whose titles say about the same, the likest first."""
    words = _words(title)
    if not words:
        return ()
    scored = [(_likeness(words, _words(one.title)), one) for one in blockers if one.is_open]
    alike = sorted(
        (pair for pair in scored if pair[0] >= LIKENESS), key=lambda pair: (-pair[0], pair[1].key)
    )
    return tuple(one for _, one in alike[:SHOWN_ALIKE])


def _words(title: str) -> list[str]:
    found = re.findall(r"\w+", one_line(title)[:MAX_TITLE].casefold())
    return [word for word in found if word not in _SHORT] or found


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Of the letters in order, or of the words in any order, whichever is higher."""
    if not other:
        return 0.0
    letters = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()
    both, least = len(set(one) & set(other)), min(len(set(one)), len(set(other)))
    common = both / least if both > 1 else 0.0
    return max(letters, common)


def _hash(what: str, delivery: str) -> str:
    return hashlib.sha256(f"{what}\0{delivery}".encode()).hexdigest()[:12]
