"""Tables that say of each component how ready it is: one column that says so, or many."""

import re
from collections.abc import Iterator

from bot.summary.cells import Row, cell_of, is_empty_row, listed, spoken
from bot.summary.columns import Columns
from bot.summary.drafts import ComponentDraft, Reading
from bot.summary.fold import fold
from bot.summary.inline import plain, read_inline
from bot.summary.keys import are_keys
from bot.summary.marks import strip_marks
from bot.summary.scopes import Scope
from bot.summary.verdicts import holds_letters, verdict_columns, verdict_of

_ABOUT = re.compile(
    r"\b(?:launch|release|go-?live|ready|readiness|go ?/? ?no-?go|gates?|status|sign-?offs?"
    r"|board|rag|programme|program|approvals?|audit|checks?)\b"
)
_READY = re.compile(
    r"\b(?:launch|go-?live|ready|readiness|go ?/? ?no-?go|gates?|sign-?offs?|rag)\b"
)
_COMPARED = re.compile(
    r"^(?:options?|alternatives?|variants?|candidates?|approach(?:es)?|vendors?|plans?|editions?"
    r"|pros|cons|v?\d+(?:\.\d+)*|from|to)$"
)
_STAGES = {
    "dev", "development", "build", "code", "backend", "frontend", "back end", "front end", "ui",
    "api", "design", "qa", "test", "tests", "testing", "docs", "documentation", "security", "sec",
    "legal", "privacy", "support", "ops", "sre", "marketing", "review", "staging", "prod",
    "production", "perf", "performance", "ios", "android", "web", "monitoring", "rollback", "l10n",
}  # fmt: skip
_PEOPLE = {"name", "approver", "approvers", "signatory", "reviewer"}
"""Beside a role they name a person."""
_WAITS_FOR = {
    "blocker", "blockers", "blocking issue", "blocking issues", "open blockers", "dependency",
    "dependencies",
}  # fmt: skip
_PLACED = {"component", "status", "owner", "title", "blocked_by", "blocks"}
_SEVERAL = 2


def is_scorecard(scope: Scope, columns: Columns) -> bool:
    if columns.at("key") is not None:
        return False
    if columns.at("component") is not None:
        return columns.at("status") is not None or scope.kind == "scorecard"
    return (
        scope.kind == "scorecard" and columns.at("status") is not None and columns.at("title") != 0
    )


def tells_of_components(columns: Columns, rows: list[Row]) -> bool:
    """As in "Component | Status | Blocker", wherever it stands: steps have columns of their own."""
    told = columns.at("component") is not None and columns.at("status") is not None
    if not told or columns.at("key") is not None or columns.task is not None:
        return False
    at = columns.at("title")
    if at is None or fold(columns.names[at]) in _WAITS_FOR:
        return True
    cells = [cells[at] for _, cells in rows if at < len(cells) and spoken(cells[at])]
    return bool(cells) and all(are_keys(plain(cell)) for cell in cells)


def deciding_columns(
    reading: Reading, scope: Scope, columns: Columns, rows: list[Row]
) -> tuple[int, ...]:
    """The columns whose cells tell how ready a row is, none where the table is of another kind."""
    if columns.at("key") is not None or not rows:
        return ()
    decide = verdict_columns(columns, rows, reading.legend)
    stated = columns.at("status")
    if stated is not None:
        decide = (stated,) if stated and holds_letters(stated, rows) else ()
    if scope.blocker is not None or columns.at("title") == 0 or columns.task == 0:
        return ()
    return decide if _fits(reading, scope, columns, decide) else ()


def _fits(reading: Reading, scope: Scope, columns: Columns, decide: tuple[int, ...]) -> bool:
    """Options and versions are compared with the same marks, and are no parts of the product."""
    if any(_COMPARED.match(fold(name)) for name in columns.names):
        return False
    stages = sum(fold(name).rstrip("? ") in _STAGES for name in columns.names)
    told = fold(f"{scope.title} {reading.title or ''}")
    if scope.kind == "scorecard" or stages >= _SEVERAL or _READY.search(told):
        return True
    several = len(decide) > 1
    return not several and bool(columns.at("component") == 0 or _ABOUT.search(told))


def read_scorecard(reading: Reading, columns: Columns, rows: list[Row]) -> None:
    name_at = columns.at("component") or 0
    for line, cells in rows:
        if is_empty_row(cells):
            reading.warn("placeholder_row", "row of dashes", line)
            continue
        status_raw = cell_of(columns, cells, "status")
        if not status_raw and columns.at("status") is None and len(cells) > 1:
            status_raw = cells[1]
        component = _component(columns, cells, line, name_at)
        status = read_inline(status_raw)
        component.status_raw = status.text if status.footnotes else status_raw
        component.note = "; ".join(_remarks(columns, cells, name_at))
        reading.components.append(component)


def _remarks(columns: Columns, cells: tuple[str, ...], name_at: int) -> Iterator[str]:
    """The note, and what stands in a column that has no other place."""
    for at, cell in enumerate(cells[: len(columns.labels)]):
        label = columns.labels[at]
        if at == name_at or label in _PLACED or not spoken(cell):
            continue
        if label == "note":
            yield plain(cell)
        elif columns.at("status") is not None or at != 1:  # else it was taken for the state
            yield f"{columns.names[at]}: {plain(cell)}"


def read_matrix(
    reading: Reading, columns: Columns, rows: list[Row], decide: tuple[int, ...]
) -> None:
    """Each row is judged by the worst of its deciding cells, the others are its note."""
    name_at = columns.at("component") or 0
    for line, cells in rows:
        if is_empty_row(cells):
            reading.warn("placeholder_row", "row of dashes", line)
            continue
        verdict = verdict_of(columns, cells, decide, reading.legend)
        component = _component(columns, cells, line, name_at)
        component.status_raw, component.verdict = verdict.raw, (verdict.status,)
        placed = {name_at, columns.at("owner"), columns.at("title")} | (
            set(decide) if len(decide) == 1 else set()
        )
        component.note = "; ".join(
            f"{columns.names[at]}: {plain(cell)}"
            for at, cell in enumerate(cells[: len(columns.names)])
            if at not in placed and spoken(cell)
        )
        reading.components.append(component)


def _component(columns: Columns, cells: tuple[str, ...], line: int, name_at: int) -> ComponentDraft:
    footnotes = tuple(label for cell in cells for label in read_inline(cell).footnotes)
    name = strip_marks(plain(cells[name_at]))
    component = ComponentDraft(name, "", line, footnotes=footnotes)
    titled = columns.at("title")
    by_name = titled is not None and fold(columns.names[titled]) in _PEOPLE
    component.blocker_raw = (
        ("" if by_name else cell_of(columns, cells, "title"))
        or cell_of(columns, cells, "blocked_by")
        or cell_of(columns, cells, "blocks")
    )
    person = cell_of(columns, cells, "owner") or (
        cell_of(columns, cells, "title") if by_name else ""
    )
    component.owner_raw = listed(person)
    return component
