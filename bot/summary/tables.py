# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Tables → blockers, scorecard rows, action items, fields, timeline or legend."""

import re

from bot.summary.columns import Columns, read_columns
from bot.summary.drafts import ComponentDraft, Draft, ItemDraft, Reading, WeekDraft
from bot.summary.entries import take_title
from bot.summary.fold import fold
from bot.summary.inline import plain, read_inline
from bot.summary.keys import find_keys, is_placeholder_key
from bot.summary.labels import Labelled, label_of
from bot.summary.marks import marks_in, strip_marks
from bot.summary.scopes import Scope
from bot.summary.sections import says_nothing_open
from bot.summary.status import read_status
from bot.summary.structure import Table
from bot.summary.targets import add_field, items_draft
from bot.summary.titles import read_title

_EMPTY = {"", "-", "--", "---", "—", "–", "n/a", "na", "none", "…", "...", "?", "tbd"}
_SAMPLE = re.compile(
    r"^<[^<>]+>$|^\{[^{}]+\}$|^yyyy-mm-dd$|^\[(?:title|owner|name|key|id|date)\]$|^"
    r"(?:sample|example)(?: row)?$",
    re.IGNORECASE,
)
_PIPE = re.compile(r"(?<!\\)\|")
_WEEK = re.compile(r"\W*(?:week|w|kw|semaine|semana|woche|settimana|неделя|週|周)")
_METADATA_COLUMNS = 2

Row = tuple[int, tuple[str, ...]]


def read_table(reading: Reading, scope: Scope, table: Table) -> None:
    columns = read_columns(table.header)
    rows = [row for row in table.rows if any(cell for cell in row[1])]
    _note_ragged(reading, table)
    if scope.now == "legend":
        for _, cells in rows:
            reading.legend.learn(" = ".join(cells[:2]))
    elif scope.now == "next_milestone":
        reading.next_keys += [key for _, cells in rows for key in find_keys(" ".join(cells))]
    elif scope.now in {"procedure", "benefits"}:
        return
    elif scope.now == "timeline":
        _timeline(reading, columns, rows)
    elif scope.now in {"risk", "reasons"}:
        reading.reasons += [strip_marks(plain(cells[0])) for _, cells in rows]
    else:
        _by_columns(reading, scope, table, (columns, rows))


def _by_columns(
    reading: Reading, scope: Scope, table: Table, seen: tuple[Columns, list[Row]]
) -> None:
    columns, rows = seen
    if _is_metadata(table):
        _fields(reading, scope, table)
    elif (scope.blocker is not None or scope.now == "actions") and _task_column(
        columns
    ) is not None:
        _items(reading, scope, columns, rows)
    elif _is_scorecard(scope, columns):
        _scorecard(reading, columns, rows)
    elif _is_blockers(scope, columns, rows):
        for row in rows:
            _blocker(reading, scope, columns, row)
    else:
        for line, cells in rows:
            reading.leave(line, " | ".join(cells))


def _is_metadata(table: Table) -> bool:
    """Two columns, names on the left: "| Owner | Bob |"."""
    if len(table.header) != _METADATA_COLUMNS:
        return False
    names = [cells[0] for _, cells in table.rows]
    known = sum(label_of(name) is not None for name in names)
    return bool(names) and known * 2 > len(names)


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
        if at is None or at >= len(cells) or _is_empty_row(cells):
            continue
        status = _cell(columns, cells, "status")
        read = reading.line(cells[at])
        keys = find_keys(" ".join(cells))
        draft = reading.by_key.get(keys[0]) if keys and scope.blocker is None else None
        item = ItemDraft(read.text, read.state, 0, line, scope.section, read.flag)
        item.owners = read.owners or (
            (_cell(columns, cells, "owner"),) if _cell(columns, cells, "owner") else ()
        )
        item.due_raw = read.due_raw or _cell(columns, cells, "target") or None
        note = _cell(columns, cells, "note")
        item.notes += [plain(note)] if note else []
        if status:
            _item_status(reading, item, status, stated=read.stated)
        (draft or items_draft(reading, scope)).items.append(item)


def _item_status(reading: Reading, item: ItemDraft, raw: str, *, stated: bool) -> None:
    status = read_status(raw).status
    state = {"blocked": "todo", "at_risk": "todo", None: "todo"}.get(status, status)
    if stated and state != item.state and "done" in {state, item.state}:
        reading.warn("state_conflict", f"{item.text[:40]}: the cells disagree", item.line)
        item.state, item.flag = "todo", "conflict"
    elif state in {"todo", "doing", "done", "skipped"}:
        item.state = {"todo": "todo", "doing": "doing", "done": "done", ("skipped"): "skipped"}[
            state
        ]  # type: ignore[assignment]
        item.flag = "blocked" if status == "blocked" else item.flag


def _is_scorecard(scope: Scope, columns: Columns) -> bool:
    if columns.at("key") is not None:
        return False
    if columns.at("component") is not None:
        return columns.at("status") is not None or scope.kind == "scorecard"
    return (
        scope.kind == "scorecard" and columns.at("status") is not None and columns.at("title") != 0
    )


def _scorecard(reading: Reading, columns: Columns, rows: list[Row]) -> None:
    name_at = columns.at("component") or 0
    for line, cells in rows:
        if _is_empty_row(cells):
            reading.warn("placeholder_row", "row of dashes", line)
            continue
        status_raw = _cell(columns, cells, "status")
        if not status_raw and columns.at("status") is None and len(cells) > 1:
            status_raw = cells[1]
        status = read_inline(status_raw)
        footnotes = tuple(label for cell in cells for label in read_inline(cell).footnotes)
        component = ComponentDraft(
            strip_marks(plain(cells[name_at])), status_raw, line, footnotes=footnotes
        )
        component.status_raw = status.text if status.footnotes else status_raw
        component.blocker_raw = (
            _cell(columns, cells, "title")
            or _cell(columns, cells, "blocked_by")
            or _cell(columns, cells, "blocks")
        )
        component.owner_raw = _cell(columns, cells, "owner")
        component.note = plain(_cell(columns, cells, "note"))
        reading.components.append(component)


def _is_blockers(scope: Scope, columns: Columns, rows: list[Row]) -> bool:
    if scope.kind == "history" and columns.at("status") is None and columns.at("done_on") is None:
        return False
    has_title = columns.at("title") is not None or columns.task is not None
    keyed = any(find_keys(" ".join(cells[:2])) for _, cells in rows)
    if columns.at("key") is not None:
        return has_title or columns.has_evidence
    listed = scope.kind in {"blockers", "watch"}
    return (has_title or keyed or listed) and columns.has_evidence


def _blocker(reading: Reading, scope: Scope, columns: Columns, row: Row) -> None:
    line, cells = row
    if _is_empty_row(cells) or _is_sample(columns, cells):
        reading.warn("placeholder_row", "an empty row or a sample is not imported", line)
        return
    title_at = columns.at("title")
    title_at = title_at if title_at is not None else columns.task
    key_at = columns.at("key")
    title_at = title_at if title_at is not None else (1 if key_at == 0 else 0)
    if says_nothing_open(cells[title_at] if title_at < len(cells) else ""):
        reading.nothing_open = True
        return
    title = read_title(cells[title_at] if title_at < len(cells) else "", line)
    key = _row_key(cells[key_at]) if key_at is not None and key_at < len(cells) else None
    draft = Draft(title.text, line, "row", key or title.key or title.number, real=True)
    take_title(draft, title)
    _mark_of_key(draft, cells[key_at] if key_at is not None and key_at < len(cells) else "")
    draft.watch = scope.kind == "watch" or scope.watch
    draft.section_status, draft.section_title = scope.status, scope.title
    if scope.kind == "history" and draft.section_status is None:
        draft.section_status = "done"
    draft.section_priority = scope.priority
    for at, cell in enumerate(cells):
        if at in {title_at, key_at} or at >= len(columns.labels):
            continue
        if not _spoken(cell) and not (columns.labels[at] == "status" and "/" in cell):
            continue
        name = columns.names[at]
        draft.add(Labelled(name, columns.labels[at], cell, line, bold=True))
    reading.register(draft)


def _mark_of_key(draft: Draft, cell: str) -> None:
    inline = read_inline(cell)
    draft.struck = draft.struck or (inline.any_struck and bool(draft.key))
    draft.url = draft.url or next(iter(inline.urls), None)
    draft.mark = draft.mark or next((m for m, _, _ in marks_in(inline.text)), None)


def _row_key(cell: str) -> str | None:
    text = strip_marks(plain(cell)).strip(" .)")
    keys = find_keys(text)
    if keys:
        return keys[0]
    text = text.removeprefix("#") if re.fullmatch(r"#\d{1,3}", text) else text
    return text if re.fullmatch(r"[#\w][\w.#/-]{0,19}", text) else None


def _is_empty_row(cells: tuple[str, ...]) -> bool:
    return all(fold(strip_marks(plain(cell))) in _EMPTY for cell in cells)


def _is_sample(columns: Columns, cells: tuple[str, ...]) -> bool:
    """As in "RB-000 | <title> | YYYY-MM-DD": a row that shows how to fill in the table."""
    samples = sum(bool(_SAMPLE.match(plain(cell).strip("`* "))) for cell in cells)
    key = _cell(columns, cells, "key")
    placeholder = bool(key) and is_placeholder_key(plain(key))
    title = _cell(columns, cells, "title")
    return samples > 1 or placeholder or bool(title and _SAMPLE.match(plain(title)))


def _spoken(cell: str) -> bool:
    return fold(plain(cell)) not in _EMPTY


def _cell(columns: Columns, cells: tuple[str, ...], label: object) -> str:
    at = next((at for at, one in enumerate(columns.labels) if one == label), None)
    return cells[at] if at is not None and at < len(cells) and _spoken(cells[at]) else ""


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
    closed, width = head.rstrip().endswith("|"), len(_PIPE.findall(head))
    for line, _ in table.rows:
        raw = reading.sources.get(line, "")
        if raw.rstrip().endswith("|") != closed or len(_PIPE.findall(raw)) != width:
            reading.warn("table_ragged", "the row is not closed or has another width", line)
