"""Tables → blockers, scorecard rows, action items, fields, timeline or legend."""

import re

from bot.domain.document import StatedStatus
from bot.summary.boards import is_board, read_board
from bot.summary.cells import Row, cell_of, is_empty_row, listed, spoken
from bot.summary.columns import NUMBER_NAMES, Columns, read_columns
from bot.summary.drafts import ItemDraft, Reading, WeekDraft
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.keys import find_keys
from bot.summary.labels import Labelled, label_of
from bot.summary.risks import read_risks
from bot.summary.rows import read_row
from bot.summary.scopes import Scope
from bot.summary.scorecards import (
    deciding_columns,
    is_scorecard,
    read_matrix,
    read_scorecard,
    tells_of_components,
)
from bot.summary.status import read_status
from bot.summary.structure import Table
from bot.summary.targets import add_field, items_draft
from bot.summary.verdicts import box_verdict, explains, is_box_column

_PIPE = re.compile(r"(?<!\\)\|")
_WEEK = re.compile(r"\W*(?:week|w|kw|semaine|semana|woche|settimana|неделя|週|周)")
_METADATA_COLUMNS = 2
_MARK_NAMES = {"symbol", "mark", "icon", "emoji", "sign", "colour", "color", "zeichen", "symbole"}
_MEANING_NAMES = {"meaning", "means", "description", "status", "state", "bedeutung", "definition"}
_TASK_LABELS = {"owner", "target", "status", "key"}


def read_table(reading: Reading, scope: Scope, table: Table) -> None:
    columns = read_columns(table.header)
    rows = [row for row in table.rows if any(cell for cell in row[1])]
    _note_ragged(reading, table)
    if scope.now == "legend" or _explains_marks(columns):
        for row in rows:
            if not reading.legend.learn(" = ".join(row[1][:2])):
                _leave(reading, [row])
    elif scope.now == "next_milestone":
        reading.next_keys += [key for _, cells in rows for key in find_keys(" ".join(cells))]
    elif scope.now in {"procedure", "benefits"}:
        _leave(reading, rows)
    elif scope.now == "timeline":
        _timeline(reading, columns, rows)
    elif scope.now in {"risk", "reasons"}:
        read_risks(reading, columns, rows)
    else:
        _by_columns(reading, scope, table, (columns, rows))


def _leave(reading: Reading, rows: list[Row]) -> None:
    for line, cells in rows:
        reading.leave(line, " | ".join(plain(cell) for cell in cells))


def _explains_marks(columns: Columns) -> bool:
    """As in "Symbol | Meaning", under whatever heading."""
    names = [fold(name) for name in columns.names[:2]]
    return len(names) > 1 and names[0] in _MARK_NAMES and names[1] in _MEANING_NAMES


def _by_columns(
    reading: Reading, scope: Scope, table: Table, seen: tuple[Columns, list[Row]]
) -> None:
    columns, rows = seen
    acting = scope.blocker is not None or scope.now == "actions"
    acting = acting and not tells_of_components(columns, rows)
    if _is_metadata(table):
        _fields(reading, scope, table)
    elif is_board(columns):
        read_board(reading, scope, columns, rows)
    elif acting and _task_column(columns) is not None:
        _items(reading, scope, columns, rows)
    else:
        _by_rows(reading, scope, columns, rows)


def _by_rows(reading: Reading, scope: Scope, columns: Columns, rows: list[Row]) -> None:
    decide = deciding_columns(reading, scope, columns, rows)
    if decide:
        read_matrix(reading, columns, rows, decide)
    elif is_scorecard(scope, columns):
        read_scorecard(reading, columns, rows)
    elif _are_steps(scope, columns, rows):
        _items(reading, scope, columns, rows)
    elif _is_blockers(scope, columns, rows):
        for row in rows:
            read_row(reading, scope, columns, row)
    else:
        _leave(reading, rows)


def _are_steps(scope: Scope, columns: Columns, rows: list[Row]) -> bool:
    """A checklist in a table: what to do, and a column to tick."""
    if _task_column(columns) is None or scope.kind in {"blockers", "watch"}:
        return False
    keyed = any(find_keys(" ".join(cells[:2])) for _, cells in rows)
    return not keyed and any(is_box_column(name) for name in columns.names)


def _is_metadata(table: Table) -> bool:
    """Two columns, names on the left: "| Owner | Bob |"."""
    if len(table.header) != _METADATA_COLUMNS:
        return False
    names = [cells[0] for _, cells in table.rows]
    known = sum(label_of(name) is not None for name in names)
    if label_of(table.header[1]) is not None or label_of(table.header[0]) is None:
        return bool(names) and known * 2 > len(names)
    return known * 2 + 1 > len(names) > 0  # the head is a pair itself


def _fields(reading: Reading, scope: Scope, table: Table) -> None:
    pairs: list[Row] = list(table.rows)
    if label_of(table.header[0]) is not None and plain(table.header[1]):
        pairs.insert(0, (table.line, table.header))
    for line, cells in pairs:
        name, value = plain(cells[0]).rstrip(":"), cells[1] if len(cells) > 1 else ""
        label = label_of(name)
        if fold(value) not in {"", "value", "details", "valeur", "wert", "valor"}:
            add_field(reading, scope, Labelled(name, label, value, line, bold=True))


def _task_column(columns: Columns) -> int | None:
    title = columns.at("title")
    return columns.task if columns.task is not None else title


def _items(reading: Reading, scope: Scope, columns: Columns, rows: list[Row]) -> None:
    at = _task_column(columns)
    for line, cells in rows:
        if at is None or at >= len(cells) or is_empty_row(cells):
            continue
        ticket = find_keys(plain(cell_of(columns, cells, "key")))
        if ticket and scope.blocker is None and ticket[0] not in reading.by_key:
            read_row(reading, scope, columns, (line, cells))
            continue
        keys = find_keys(" ".join(cells))
        draft = reading.by_key.get(keys[0]) if keys and scope.blocker is None else None
        (draft or items_draft(reading, scope)).items.append(
            _task(reading, scope, (columns, at), (line, cells))
        )


def _task(reading: Reading, scope: Scope, place: tuple[Columns, int], row: Row) -> ItemDraft:
    (columns, at), (line, cells) = place, row
    read = reading.line(cells[at])
    item = ItemDraft(read.text, read.state, 0, line, scope.section, read.flag)
    owner = listed(cell_of(columns, cells, "owner"))
    item.owners = read.owners or ((owner,) if owner else ())
    item.due_raw = read.due_raw or cell_of(columns, cells, "target") or None
    boxes = [box for box, name in enumerate(columns.names) if is_box_column(name)]
    item.notes += _remarks(columns, cells, {at, *boxes})
    status = cell_of(columns, cells, "status")
    if status:
        _item_status(reading, item, read_status(status).status, stated=read.stated)
    for box in boxes:
        cell = cells[box] if box < len(cells) else ""
        stated = read.stated or bool(status)
        _item_status(reading, item, box_verdict(cell), stated=stated)
        if explains(cell):
            item.notes.append(f"{columns.names[box]}: {plain(cell)}")
    return item


def _remarks(columns: Columns, cells: tuple[str, ...], placed: set[int]) -> list[str]:
    """What no field takes, under the name of its column."""
    found: list[str] = []
    for at, cell in enumerate(cells[: len(columns.labels)]):
        label = columns.labels[at]
        if at in placed or label in _TASK_LABELS or not spoken(cell):
            continue
        if fold(columns.names[at]) not in NUMBER_NAMES:
            found.append(plain(cell) if label == "note" else f"{columns.names[at]}: {plain(cell)}")
    return found


def _item_status(
    reading: Reading, item: ItemDraft, status: StatedStatus | None, *, stated: bool
) -> None:
    state = {"blocked": "todo", "at_risk": "todo", None: "todo"}.get(status, status)
    if stated and state != item.state and "done" in {state, item.state}:
        reading.warn("state_conflict", f"{item.text[:40]}: the cells disagree", item.line)
        item.state, item.flag = "todo", "conflict"
    elif state in {"todo", "doing", "done", "skipped"}:
        item.state = {"todo": "todo", "doing": "doing", "done": "done", ("skipped"): "skipped"}[
            state
        ]  # type: ignore[assignment]
        item.flag = "blocked" if status == "blocked" else item.flag


def _is_blockers(scope: Scope, columns: Columns, rows: list[Row]) -> bool:
    if scope.kind == "history" and columns.at("status") is None and columns.at("done_on") is None:
        return False
    has_title = columns.at("title") is not None or columns.task is not None
    keyed = any(find_keys(" ".join(cells[:2])) for _, cells in rows)
    if columns.at("key") is not None:
        return has_title or columns.has_evidence
    listed = scope.kind in {"blockers", "watch"}
    return (has_title or keyed or listed) and columns.has_evidence


def _timeline(reading: Reading, columns: Columns, rows: list[Row]) -> None:
    for line, cells in rows:
        first = f"{columns.names[0]} {plain(cells[0])}" if plain(cells[0]).isdigit() else cells[0]
        week = re.search(r"\d{1,2}", first) if _WEEK.match(fold(first)) else None
        text_at = columns.at("title") or columns.task or len(cells) - 1
        dates = " ".join(cell for at, cell in enumerate(cells) if at != text_at)
        text = plain(cells[text_at]) if text_at < len(cells) else ""
        reading.weeks.append(WeekDraft(int(week.group()) if week else None, dates, text, line))


def _note_ragged(reading: Reading, table: Table) -> None:
    head = reading.sources.get(table.line, "")
    if "|" not in head:
        return  # written in HTML
    closed, width = head.rstrip().endswith("|"), _bars(head)
    for line, _ in table.rows:
        raw = reading.sources.get(line, "")
        if raw.rstrip().endswith("|") != closed or _bars(raw) != width:
            reading.warn("table_ragged", "the row is not closed or has another width", line)


def _bars(raw: str) -> int:
    return len(_PIPE.findall(raw)) if "\\" in raw else raw.count("|")
