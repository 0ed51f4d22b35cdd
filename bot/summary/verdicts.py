# ruff: noqa: RUF001  (signs that look alike are what is read here)
"""Columns that tell a state by what stands in their cells, whatever their heading says."""

import re
from dataclasses import dataclass

from bot.domain.document import StatedStatus
from bot.summary.cells import Row, spoken
from bot.summary.columns import Columns
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.legend import Legend
from bot.summary.marks import leading_mark, marks_in, strip_marks
from bot.summary.status import pure_status, read_status

_SUM = re.compile(
    r"^(?:overall|total|launch(?:[- ]ready)?|ready|readiness|go|go ?/ ?no-?go|verdict|rag"
    r"|rag status|this week|this month|current|now|today|approved|signed|signed off|sign-?off"
    r"|done|complete|completed|decision|ok|gate|passed|met|confirmed|checked)$"
)
_ASKED = re.compile(
    r"^(?:go|ready|launch(?:[- ]ready)?|approved|signed|signed off|sign-?off|done|completed?"
    r"|ok|passed|met|confirmed|checked)$"
)
_PAST = re.compile(r"\b(?:last|previous|prior|before|trend|was|old)\b")
_BOX = re.compile(
    r"^(?:done|complete|completed|checked|finished|ticked|erledigt|fertig|fait|feito|hecho|klaar"
    r"|[✓✔☑✅x])$"
)
_COLOURS: dict[str, StatedStatus | None] = {
    "r": "blocked", "a": "at_risk", "y": "at_risk", "g": "done", "b": None,
}  # fmt: skip
_ANSWERS: dict[str, StatedStatus] = {
    "x": "done", "y": "done", "yes": "done", "ja": "done", "oui": "done", "si": "done",
    "sim": "done", "✓": "done", "approved": "done", "signed": "done", "granted": "done",
    "met": "done", "confirmed": "done", "no": "todo", "n": "todo", "nein": "todo", "non": "todo",
    "nao": "todo", "[ ]": "todo", "[]": "todo", "☐": "todo", "[x]": "done", "☑": "done",
    "rejected": "blocked", "denied": "blocked", "declined": "blocked",
}  # fmt: skip
_SKIPPED = {"n/a", "na", "n.a.", "not applicable", "-", "–", "—"}
_SEVERITY = ("blocked", "at_risk", "todo", "doing", "skipped", "done")
_OTHER_LABELS = {
    "owner",
    "target",
    "key",
    "title",
    "priority",
    "note",
    "effort",
    "component",
    "url",
}
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cells of one row come to, and the cell that says so."""

    raw: str
    status: StatedStatus | None


def is_box_column(name: str) -> bool:
    return bool(_BOX.match(fold(name).rstrip("? ")))


def box_verdict(cell: str) -> StatedStatus:
    """A cell of a column "Done": ticked, or open whatever else it says."""
    folded = fold(strip_marks(plain(cell))) or fold(plain(cell))
    found = _ANSWERS.get(folded)
    mark = leading_mark(plain(cell))[0]
    if found is None and mark is not None and not strip_marks(plain(cell)):
        found = "done" if mark.meaning == "done" else "todo"
    found = found or read_status(cell).status
    return found if found in {"done", "doing", "skipped"} else "todo"


def explains(cell: str) -> bool:
    """Whether more than an answer stands in such a cell."""
    text = strip_marks(plain(cell))
    return bool(text) and fold(text) not in {*_ANSWERS, *_SKIPPED} and pure_status(text) is None


def verdict_columns(columns: Columns, rows: list[Row], legend: Legend) -> tuple[int, ...]:
    """The columns that decide: the one that sums up, else all that hold states."""
    held = [
        at
        for at in range(1, len(columns.names))
        if columns.labels[at] not in _OTHER_LABELS
        and not _PAST.search(fold(columns.names[at]))
        and _holds_states(at, rows, legend, summing=_sums(columns.names[at]))
    ]
    summing = [at for at in held if _sums(columns.names[at])]
    return (summing[-1],) if summing else tuple(held)


def _sums(name: str) -> bool:
    return bool(_SUM.match(fold(name).rstrip("?: ")))


def _holds_states(at: int, rows: list[Row], legend: Legend, *, summing: bool) -> bool:
    cells = [plain(cells[at]) for _, cells in rows if at < len(cells) and plain(cells[at])]
    letters = holds_letters(at, rows)
    told = [one for one in cells if _tells(one, legend, summing=summing) or letters]
    return bool(cells) and len(told) * 5 >= len(cells) * 3 and any(map(spoken, cells))


def holds_letters(at: int, rows: list[Row]) -> bool:
    """R, A and G for the colours."""
    cells = [fold(plain(cells[at])) for _, cells in rows if at < len(cells) and plain(cells[at])]
    return all(one in {*_COLOURS, *_SKIPPED} for one in cells) and any(
        one in _COLOURS for one in cells
    )


def _tells(text: str, legend: Legend, *, summing: bool) -> bool:
    folded = fold(text)
    if folded in _SKIPPED or text.strip() == "?":
        return True
    mark, rest = leading_mark(text)
    if mark is not None and len(rest.split()) <= _MOST_WORDS:
        return mark.glyph in legend.glyphs or mark.meaning not in {"decor", "lost"}
    if summing and folded in _ANSWERS:
        return True
    short = len(text.split()) <= _MOST_WORDS
    if not short:
        return False
    return pure_status(text) is not None or (summing and read_status(text).worded)


def verdict_of(
    columns: Columns, cells: tuple[str, ...], decide: tuple[int, ...], legend: Legend
) -> Verdict:
    """The worst of the deciding cells; what does not apply counts for nothing."""
    found: list[Verdict] = []
    for at in decide:
        raw = cells[at] if at < len(cells) else ""
        if fold(plain(raw)) not in {"", *_SKIPPED}:
            asked = _ASKED.match(fold(columns.names[at]).rstrip("? ")) is not None
            found.append(Verdict(raw, _status(raw, legend, asked=asked)))
    unsaid = next((one for one in found if one.status is None), None)
    stated = [one for one in found if one.status is not None]
    worst = min(stated, key=lambda one: _SEVERITY.index(one.status or "done"), default=None)
    if worst is None or (worst.status == "done" and unsaid is not None):
        return unsaid or Verdict("", None)
    return worst


def _status(raw: str, legend: Legend, *, asked: bool) -> StatedStatus | None:
    """`asked`: the heading is a question, so that "Y" is yes and no yellow."""
    folded = fold(plain(raw))
    if folded in _COLOURS and not asked:
        return _COLOURS[folded]
    answered = _ANSWERS.get(folded) if asked or len(folded) > 1 else None
    return answered or component_status(raw, legend)


def component_status(raw: str, legend: Legend) -> StatedStatus | None:
    """The document's own key to its marks first, where no word stands beside them."""
    reading = read_status(raw, component=True)
    if reading.worded:
        return reading.status
    for mark, _, _ in marks_in(plain(raw)):
        if mark.glyph in legend.glyphs:
            return legend.glyphs[mark.glyph]
    return reading.status
