"""The scorecard alone: each component with its verdict in a word and the reason beside it."""

from bot.domain.board import Board
from bot.domain.messages import Json, Message
from bot.domain.scorecard import ComponentVerdict, overall
from bot.render.blocks import section_blocks
from bot.render.escape import outside
from bot.render.limits import PAGE_COMPONENTS, SENTENCE, SHORT
from bot.render.lines import scorecard_tally
from bot.render.part_frame import Look, Rows, part_message
from bot.render.state import milestone_name
from bot.render.words import READINESS_EMOJI

PART = "scorecard"


def scorecard_message(
    board: Board, *, private: bool = True, page: int = 0, live: bool = True
) -> Message:
    """``private`` and ``live`` as for ``board_message``."""
    look = Look(board=board, part=PART, private=private, page=page, live=live)

    def draw(index: int) -> Json:
        return section_blocks(_component_words(board.scorecard[index]))

    rows = Rows(total=len(board.scorecard), draw=draw, size=PAGE_COMPONENTS)
    return part_message(look, [_head(board)], rows)


def _head(board: Board) -> str:
    worst = overall(board.scorecard)
    name = milestone_name(board)
    if worst is None:
        line = f"*{name} has no scorecard*: list its components under `scorecard:` in blockers.yml"
    else:
        tally = scorecard_tally(board)
        line = f"{READINESS_EMOJI[worst]} *{name}: overall {worst.value}* · {tally}"
    return line


def _component_words(verdict: ComponentVerdict) -> str:
    """``🔴 *TLS/HTTPS security* · blocked: THR-42 is open``."""
    name = outside(verdict.component.name, SHORT) or "(no name)"
    why = outside(verdict.why, SENTENCE)
    word = verdict.readiness.value
    said = f"{word}: {why}" if why else word
    return f"{READINESS_EMOJI[verdict.readiness]} *{name}* · {said}"
