"""Tables whose columns are the states of a board, each cell a card."""

from bot.summary.cells import Row, lines_in, spoken
from bot.summary.columns import Columns
from bot.summary.drafts import Reading
from bot.summary.rows import new_row
from bot.summary.scopes import Scope
from bot.summary.status import pure_status
from bot.summary.titles import read_title

_FEWEST = 2


def is_board(columns: Columns) -> bool:
    """As in "To do | In progress | Done"."""
    states = [pure_status(name) for name in columns.names]
    return len(states) >= _FEWEST and None not in states and len(set(states)) >= _FEWEST


def read_board(reading: Reading, scope: Scope, columns: Columns, rows: list[Row]) -> None:
    for line, cells in rows:
        for name, cell in zip(columns.names, cells, strict=False):
            for card in lines_in(cell) if spoken(cell) else ():
                draft = new_row(scope, read_title(card, line), line, None)
                draft.section_status, draft.section_title = pure_status(name), name
                reading.register(draft)
