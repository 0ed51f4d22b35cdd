"""The scorecard alone: each component with its verdict in a word and the reason beside it."""

from bot.domain.board import Board
from bot.domain.messages import Json, Message
from bot.domain.scorecard import ComponentVerdict, overall
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.limits import (
    MESSAGE_JSON,
    PAGE_COMPONENTS,
    SENTENCE,
    SHORT,
    Page,
    find_page,
    json_size,
)
from bot.render.lines import local_time, scorecard_tally, sources_line, trouble_line
from bot.render.state import milestone_name
from bot.render.values import Show
from bot.render.words import READINESS_EMOJI

PART = "scorecard"
FRAME = 1500
"""Characters kept for the row that leads to the next page, and for the buttons."""


def scorecard_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    """``private`` and ``live`` as for ``board_message``."""
    head = section_blocks(_head(board))
    tail = context_blocks(sources_line(board, private=private, live=live))

    def draw(index: int) -> Json:
        return section_blocks(_component_words(board.scorecard[index]))

    room = MESSAGE_JSON - FRAME - json_size([head, tail])
    found = find_page(page, len(board.scorecard), draw, size=PAGE_COMPONENTS, budget=room)
    rows = [draw(index) for index in found.rows]
    buttons = _button_blocks(board, found.number, private=private)
    return message((head, *rows, *_next_blocks(board, found), tail, *buttons))


def _head(board: Board) -> str:
    worst = overall(board.scorecard)
    name = milestone_name(board)
    if worst is None:
        line = f"*{name} has no scorecard*: list its components under `scorecard:` in blockers.yml"
    else:
        tally = scorecard_tally(board)
        line = f"{READINESS_EMOJI[worst]} *{name}: overall {worst.value}* · {tally}"
    trouble = trouble_line(board.sources, local_time(board))
    return f"{trouble}\n{line}" if trouble else line


def _component_words(verdict: ComponentVerdict) -> str:
    """``🔴 *TLS/HTTPS security* · blocked: THR-42 is open``."""
    name = outside(verdict.component.name, SHORT) or "(no name)"
    why = outside(verdict.why, SENTENCE)
    word = verdict.readiness.value
    said = f"{word}: {why}" if why else word
    return f"{READINESS_EMOJI[verdict.readiness]} *{name}* · {said}"


def _next_blocks(board: Board, page: Page) -> list[Json]:
    if not page.left:
        return []
    show = Show(milestone=board.milestone.key, part=PART, page=page.number + 1)
    text = f"*{page.left} more* on page {page.number + 2}"
    return [section_blocks(text, actions.next_button(show))]


def _button_blocks(board: Board, page: int, *, private: bool) -> tuple[Json, ...]:
    here = Show(milestone=board.milestone.key, part=PART, page=page)
    back = Show(milestone=board.milestone.key, part=PART, page=page - 1) if page else None
    return actions_blocks(
        [
            actions.previous_button(back) if back else None,
            actions.share_button(here) if private else None,
            actions.refresh_button(here),
        ]
    )
