"""Which blocker the tour opens and which item is pressed on it: what a person would pick."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.demo.cast import Cast
from sandbox.demo.reading import Message, buttons_of, plain, text_beside

DONE, UNDO = "Done", "Undo"
_MARKS = "⬜🔄✅⏭⚠\ufe0f "
_PROGRESS = re.compile(r"(\d+) of (\d+)")
_KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}-\d+")
_LISTED = re.compile(r"(?m)^(?:Watching, not blocking|Cleared so far): (.*)$")
Button = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A blocker on the board. ``shows``: 2 for an item to tick, 1 for one to take back, else 0."""

    key: str
    button: Button
    shows: int
    is_owned: bool

    @property
    def weight(self) -> tuple[int, bool]:
        return (self.shows, self.is_owned)

    @property
    def is_best(self) -> bool:
        return self.weight == (2, True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item on a posted checklist, its button, and who may press it."""

    id: str
    text: str
    owner: str
    button: Button

    @property
    def label(self) -> str:
        return str(self.button["text"]["text"])

    @property
    def becomes(self) -> str:
        return "done" if self.label == DONE else "to do"

    def is_pressed(self, row: Mapping[str, Any] | None, cast: Cast) -> bool:
        """Whether its row shows what the press was for, and by whom it is done."""
        if row is None:
            return False
        text = plain(str(row["text"]["text"]), {})
        if self.label == DONE:
            return text.startswith("✅") and cast.shows(text, self.owner)
        return text.startswith(("⬜", "🔄"))


def chosen_row(board: Message, cast: Cast) -> Row | None:
    """The first of those with most to show."""
    rows = [_row(board, one, cast) for one in buttons_of(board, "blocker.open")]
    return max(rows, key=lambda row: row.weight, default=None)


def _row(board: Message, button: Button, cast: Cast) -> Row:
    text = text_beside(board, button)
    progress = _PROGRESS.search(text.partition("\n")[2])
    done, total = (int(progress[1]), int(progress[2])) if progress else (0, 0)
    return Row(
        key=text.removeprefix("Watching, not blocking: ").removeprefix("Cleared: ").split()[0],
        button=button,
        shows=2 if done < total else min(total, 1),
        is_owned=cast.called(facts_of(text)) is not None,
    )


def facts_of(text: str) -> str:
    """What stands behind the title: in the second line, or after the first dot."""
    first, line, rest = text.partition("\n")
    return rest.replace("\n", " · ") if line else first.partition(" · ")[2]


def other_keys(board: Message) -> list[str]:
    """Keys that the board names without a button: what is watched, and what is cleared."""
    texts = (
        plain(str(block["text"]["text"]), {})
        for block in board.get("blocks") or []
        if "text" in block
    )
    return [key for text in texts for line in _LISTED.findall(text) for key in _KEY.findall(line)]


def chosen_item(posted: Message, cast: Cast) -> Item | None:
    """The first open item whose owner is known, else the first open one, else a closed one."""
    items = [item_of(posted, one, cast) for one in buttons_of(posted, "checklist.tick")]

    def weight(item: Item) -> tuple[bool, bool]:
        return (item.label == DONE, item.owner != cast.lead)

    return max(items, key=weight, default=None)


def item_of(posted: Message, button: Button, cast: Cast) -> Item:
    """Its owner by its own row, else by the blocker's head; without one, the lead presses."""
    beside = text_beside(posted, button)
    head = plain(str((posted.get("blocks") or [])[0]["text"]["text"]), {})
    owner = cast.called(beside.partition(" · ")[2]) or cast.called(facts_of(head))
    return Item(
        id=_item_id(button),
        text=beside.partition(" · ")[0].lstrip(_MARKS),
        owner=owner or cast.lead,
        button=button,
    )


def row_of(message: Message, item: str) -> Mapping[str, Any] | None:
    """The block of an item, found by the item's id: its text may be cut, or stand twice."""
    for block in message.get("blocks") or []:
        button = block.get("accessory") or {}
        is_items = button.get("action_id") in {"checklist.tick", "checklist.look"}
        if is_items and _item_id(button) == item:
            return dict(block)
    return None


def key_of(message: Message) -> str:
    """The key at the head of a blocker."""
    head = plain(str((message.get("blocks") or [])[0]["text"]["text"]), {})
    return head.split()[0]


def _item_id(button: Button) -> str:
    return str(json.loads(button["value"]).get("i", ""))
