"""Rows of a table that are blockers, one each."""

import re
from dataclasses import replace

from bot.summary.cells import (
    Row,
    cell_items,
    is_empty_row,
    is_sample,
    lines_in,
    listed,
    spoken,
)
from bot.summary.columns import NUMBER_NAMES, Columns
from bot.summary.drafts import Draft, ItemDraft, Reading
from bot.summary.entries import note_other_keys, take_title
from bot.summary.fold import fold
from bot.summary.inline import plain, read_inline
from bot.summary.keys import find_keys
from bot.summary.labels import Labelled
from bot.summary.marks import marks_in, strip_marks
from bot.summary.scopes import Scope
from bot.summary.sections import says_nothing_open
from bot.summary.status import is_share
from bot.summary.titles import Title, read_title

_LISTS = {"needed", "actions"}
_LEFT = re.compile(
    r"remain|left|still|to do|todo|open|checklist|subtask|task|action|what's needed|missing"
    r"|a faire|reste|falta|pendi|pendente|a fazer|fehlt|offen|zu tun|manca|da fare"
)
"""Headings over what is to be done; "Requirements" and "Plan" explain."""


def read_row(reading: Reading, scope: Scope, columns: Columns, row: Row) -> None:
    line, cells = row
    if is_empty_row(cells) or is_sample(columns, cells):
        reading.warn("placeholder_row", "an empty row or a sample is not imported", line)
        return
    title_at, key_at = _places(columns)
    titled = cells[title_at] if title_at < len(cells) else ""
    if says_nothing_open(titled):
        reading.nothing_open = True
        return
    key_cell = cells[key_at] if key_at is not None and key_at < len(cells) else ""
    title = read_title(titled, line)
    keys = find_keys(plain(key_cell))
    first, *others = keys or ("",)
    note_other_keys(
        reading, replace(title, key=first, also=tuple(others)) if others else title, line
    )
    draft = new_row(scope, title, line, _row_key(key_cell, keys))
    _mark_of_key(draft, key_cell)
    items: list[ItemDraft] = []
    for at, cell in enumerate(cells[: len(columns.labels)]):
        if at not in (title_at, key_at):
            items += _add_cell(reading, draft, (columns, at), cell)
    reading.register(draft).items += items


def new_row(scope: Scope, title: Title, line: int, key: str | None) -> Draft:
    """The key in the title counts more than a mere number in front."""
    own = title.key if title.key and (key is None or key.lstrip("#").isdigit()) else key
    found = own or title.key or title.number
    draft = Draft(title.text or found or "", line, "row", found, real=True)
    take_title(draft, title)
    draft.watch = scope.kind == "watch" or scope.watch
    draft.section_status, draft.section_title = scope.status, scope.title
    if scope.kind == "history" and draft.section_status is None:
        draft.section_status = "done"
    draft.section_priority = scope.priority
    return draft


def _places(columns: Columns) -> tuple[int, int | None]:
    title_at = columns.at("title")
    title_at = title_at if title_at is not None else columns.task
    key_at = columns.at("key")
    return title_at if title_at is not None else (1 if key_at == 0 else 0), key_at


def _add_cell(
    reading: Reading, draft: Draft, column: tuple[Columns, int], cell: str
) -> list[ItemDraft]:
    columns, at = column
    name, label = columns.names[at], columns.labels[at]
    if not spoken(cell) and not (label == "status" and "/" in cell):
        return []
    if label is None and fold(name) in NUMBER_NAMES:
        return []
    if label in _LISTS and is_share(cell):
        label = "progress"
    if label in _LISTS and (_LEFT.search(fold(name)) or len(lines_in(cell)) > 1):
        return cell_items(reading, cell, draft.line)
    draft.add(Labelled(name, label, listed(cell), draft.line, bold=True))
    return []


def _mark_of_key(draft: Draft, cell: str) -> None:
    inline = read_inline(cell)
    draft.struck = draft.struck or (inline.any_struck and bool(draft.key))
    draft.url = draft.url or (inline.urls[0] if inline.urls else None)
    marks = marks_in(inline.text)
    draft.mark = draft.mark or (marks[0][0] if marks else None)


def _row_key(cell: str, keys: tuple[str, ...]) -> str | None:
    """`keys` are those of the whole cell, which most cells are."""
    whole = plain(cell)
    text = strip_marks(whole).strip(" .)")
    keys = keys if text == whole else find_keys(text)
    if keys:
        return keys[0]
    text = text.removeprefix("#") if re.fullmatch(r"#\d{1,3}", text) else text
    return text if re.fullmatch(r"[#\w][\w.#/-]{0,19}", text) else None
