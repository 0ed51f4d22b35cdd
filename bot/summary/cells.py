# ruff: noqa: RUF001  (dashes and signs that look alike are what is read here)
"""Cells of a table: which are empty, which are samples, and the lines inside one of them."""

import re
from functools import lru_cache

from bot.summary.columns import Columns
from bot.summary.drafts import ItemDraft, Reading
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.keys import is_placeholder_key
from bot.summary.label_words import Label
from bot.summary.marks import strip_marks

Row = tuple[int, tuple[str, ...]]

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{4}")
"""Longer than anything that stands for nothing."""
_EMPTY = {"", "-", "--", "---", "—", "–", "n/a", "na", "none", "…", "...", "?", "tbd"}
_FIRST_OF_SAMPLES = frozenset("eEsSyY")
_SAMPLE = re.compile(
    r"^<[^<>]+>$|^\{[^{}]+\}$|^yyyy-mm-dd$|^\[(?:title|owner|name|key|id|date)\]$|^"
    r"(?:sample|example)(?: row)?$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*<br\s*/?>\s*|\s+(?=[☐☑☒⬜✅❌🔲]\s)", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*+•·]|\d{1,2}[.)])\s+")


@lru_cache(maxsize=8192)
def spoken(cell: str) -> bool:
    return fold(plain(cell)) not in _EMPTY


def cell_of(columns: Columns, cells: tuple[str, ...], label: Label) -> str:
    cell = _cell_at(columns.at(label), cells)
    return cell if cell and spoken(cell) else ""


def _cell_at(at: int | None, cells: tuple[str, ...]) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def is_empty_row(cells: tuple[str, ...]) -> bool:
    if any(map(_WORD.match, cells)):
        return False
    return all(fold(strip_marks(plain(cell))) in _EMPTY for cell in cells)


def is_sample(columns: Columns, cells: tuple[str, ...]) -> bool:
    """As in "RB-000 | <title> | YYYY-MM-DD": a row that shows how to fill in the table."""
    samples = sum(map(_is_sample, cells))
    if samples > 1 or is_placeholder_key(plain(_cell_at(columns.at("key"), cells))):
        return True
    titled = _SAMPLE.match(plain(_cell_at(columns.at("title"), cells))) if samples else None
    return titled is not None


def _is_sample(cell: str) -> bool:
    if cell[:1].isalnum() and cell[0] not in _FIRST_OF_SAMPLES:
        return False
    return _SAMPLE.match(plain(cell).strip("`* ")) is not None


def lines_in(cell: str) -> list[str]:
    """As in "☑ driver<br>☐ test", with or without bullets."""
    return [_BULLET.sub("", part).strip() for part in _BREAK.split(cell) if part and part.strip()]


def _parts_in(cell: str) -> list[str]:
    """A mark behind one of several parts says nothing of the others: "Code; TTL lowered ✅"."""
    return [
        one
        for part in lines_in(cell)
        for one in (part.split("; ") if "; " in part and strip_marks(part) != part else [part])
        if one.strip()
    ]


def listed(cell: str) -> str:
    """Several people or links on lines of their own, in one line."""
    return ", ".join(lines_in(cell)) if "<br" in cell.lower() else cell


def cell_items(reading: Reading, cell: str, line: int) -> list[ItemDraft]:
    """What is still to do, line by line."""
    found: list[ItemDraft] = []
    for part in _parts_in(cell):
        read = reading.line(part)
        if not spoken(part) or not strip_marks(read.text):
            continue
        for code, detail in read.codes:
            reading.warn(code, detail, line)
        item = ItemDraft.of(read, line, section="needed")
        item.notes += [read.remark] if read.remark else []
        found.append(item)
    return found
