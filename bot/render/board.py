"""The answer to `/blockers`: a milestone's state, its blockers by urgency, and what is watched."""

from dataclasses import dataclass

from bot.domain.board import BlockerView, Board
from bot.domain.messages import Json, Message
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, message, section_blocks
from bot.render.escape import outside
from bot.render.goals import goal_lines
from bot.render.limits import (
    MESSAGE_JSON,
    PAGE_BLOCKERS,
    SHORT,
    Page,
    find_page,
    json_size,
)
from bot.render.lines import (
    SHOWN_KEYS,
    blocker_line,
    dotted,
    key_words,
    local_time,
    next_words,
    scorecard_line,
    sources_line,
    state_words,
    title_words,
    trouble_line,
)
from bot.render.part_frame import part_buttons
from bot.render.probes import evidence_words, health_line
from bot.render.state import board_state, why_lines
from bot.render.values import Show
from bot.render.words import LocalTime

PROBES_IN_A_ROW = 1
FRAME = 2800
"""Characters kept for the row that leads to the next page, and for the buttons."""


@dataclass(frozen=True, slots=True)
class _Row:
    view: BlockerView
    label: str = ""


def board_message(board: Board, *, page: int = 0, private: bool, live: bool = True) -> Message:
    """``private`` answers one person; ``live=False`` is a post that nobody can update later."""
    local, rows = local_time(board), _rows(board)
    head = _head_blocks(board, local)
    tail = _tail_blocks(board, local, private=private, live=live)

    def draw(index: int) -> Json:
        return _row_blocks(board, rows[index], local)

    room = MESSAGE_JSON - FRAME - json_size([*head, *tail])
    found = find_page(page, len(rows), draw, size=PAGE_BLOCKERS, budget=room)
    return message(
        (
            *head,
            *(draw(index) for index in found.rows),
            *_next_blocks(board, found),
            *tail,
            *_button_blocks(board, found.number, private=private),
        )
    )


def _rows(board: Board) -> list[_Row]:
    """Blocking ones first; what is watched or cleared gets rows where one line cannot name all."""
    rows = [_Row(view) for view in board.blockers]
    if len(board.watched) > SHOWN_KEYS:
        rows += [_Row(view, "Watching, not blocking: ") for view in board.watched]
    if len(board.cleared) > SHOWN_KEYS:
        rows += [_Row(view, "Cleared: ") for view in board.cleared]
    return rows


def _head_blocks(board: Board, local: LocalTime) -> tuple[Json, ...]:
    lines = (
        trouble_line(board.sources, local),
        board_state(board, local),
        *why_lines(board),
        *goal_lines(board.sources.goals, local),
        _first_words(board),
    )
    return (section_blocks("\n".join(line for line in lines if line)),)


def _first_words(board: Board) -> str:
    """Without a tracker an empty board is one that nobody has begun."""
    if board.everything or board.sources.tracker:
        return ""
    return "Nothing was added yet: `/blockers add TITLE` adds the first blocker."


def _row_blocks(board: Board, row: _Row, local: LocalTime) -> Json:
    view = row.view
    lines = (
        row.label + title_words(view),
        blocker_line(view, local),
        dotted(next_words(view), evidence_words(view.probes, local, PROBES_IN_A_ROW)),
    )
    text = "\n".join(line for line in lines if line)
    return section_blocks(text, actions.open_button(board.milestone.key, view.blocker))


def _tail_blocks(board: Board, local: LocalTime, *, private: bool, live: bool) -> tuple[Json, ...]:
    lines = (
        _watching_line(board),
        _cleared_line(board),
        health_line(board.probes, local),
        scorecard_line(board),
    )
    text = "\n".join(line for line in lines if line)
    context = context_blocks(sources_line(board, private=private, live=live))
    return (section_blocks(text), context) if text else (context,)


def _watching_line(board: Board) -> str:
    views = board.watched
    if not views:
        return ""
    if len(views) > SHOWN_KEYS:
        return f"Watching {len(views)} that do not block, listed after the blockers"
    named = [
        f"{key_words(view)} {outside(view.blocker.title, SHORT)} ({state_words(view)})"
        for view in views
    ]
    return "Watching, not blocking: " + ", ".join(named)


def _cleared_line(board: Board) -> str:
    views = board.cleared
    if not views:
        return ""
    if len(views) > SHOWN_KEYS:
        return f"Cleared so far: {len(views)}, listed last"
    return "Cleared so far: " + ", ".join(key_words(view) for view in views)


def _next_blocks(board: Board, page: Page) -> list[Json]:
    if not page.left:
        return []
    show = Show(milestone=board.milestone.key, page=page.number + 1)
    text = f"*{page.left} more* on page {page.number + 2}"
    return [section_blocks(text, actions.next_button(show))]


def _button_blocks(board: Board, page: int, *, private: bool) -> tuple[Json, ...]:
    here = Show(milestone=board.milestone.key, page=page)
    back = Show(milestone=board.milestone.key, page=page - 1) if page else None
    return actions_blocks(
        [
            actions.previous_button(back) if back else None,
            actions.share_button(here) if private else None,
            *part_buttons(board),
            actions.refresh_button(here),
        ]
    )
