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
    clamp,
    json_size,
    split_pages,
)
from bot.render.lines import local_time, scorecard_tally, sources_line, trouble_line
from bot.render.state import milestone_name
from bot.render.values import Show
from bot.render.words import READINESS_EMOJI

PART = "scorecard"
NEXT_ROW = 800


def scorecard_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    """``private`` and ``live`` as for ``board_message``."""
    rows = [(section_blocks(_component_words(verdict)),) for verdict in board.scorecard]
    head = section_blocks(_head(board))
    tail = context_blocks(sources_line(board, private=private, live=live))
    pages = split_pages(
        rows, size=PAGE_COMPONENTS, budget=MESSAGE_JSON - NEXT_ROW - json_size([head, tail])
    )
    page = clamp(page, pages)
    shown: list[Json] = [block for index in pages[page] for block in rows[index]]
    shown += _next_blocks(board, page, left=len(rows) - pages[page].stop)
    return message((head, *shown, tail, *_button_blocks(board, page, private=private)))


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


def _next_blocks(board: Board, page: int, *, left: int) -> list[Json]:
    if not left:
        return []
    show = Show(milestone=board.milestone.key, part=PART, page=page + 1)
    return [section_blocks(f"*{left} more*", actions.next_button(show))]


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
