"""A table of risks: what may happen are reasons, what is done about it the mitigation."""

from bot.summary.cells import Row, cell_of, is_empty_row
from bot.summary.columns import Columns
from bot.summary.drafts import Reading
from bot.summary.inline import plain
from bot.summary.marks import strip_marks
from bot.summary.status import read_status

_CLOSED = {"done", "skipped"}


def read_risks(reading: Reading, columns: Columns, rows: list[Row]) -> None:
    """A risk that is closed is none any more."""
    text_at = next(
        (at for label in ("risk", "title", "why") if (at := columns.at(label)) is not None),
        1 if columns.at("key") == 0 and len(columns.labels) > 1 else 0,
    )
    for line, cells in rows:
        status = read_status(cell_of(columns, cells, "status")).status
        if is_empty_row(cells) or text_at >= len(cells) or status in _CLOSED:
            reading.leave(line, " | ".join(plain(cell) for cell in cells))
            continue
        reading.reasons.append(strip_marks(plain(cells[text_at])))
        mitigation = cell_of(columns, cells, "mitigation")
        if mitigation:
            reading.mitigation.append(strip_marks(plain(mitigation)))
