"""The frame of a part of the board: head, rows of one page, footer, and the way to other parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.board import Board
from bot.domain.messages import Json, Message
from bot.render import actions
from bot.render.blocks import actions_blocks, context_blocks, message, section_blocks
from bot.render.limits import MESSAGE_JSON, Page, find_page, json_size
from bot.render.lines import local_time, sources_line, trouble_line
from bot.render.values import Show
from bot.render.words import LocalTime

SLACK = 200
"""Characters kept for what the row that leads on says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a part is shown. ``private`` and ``live`` as for ``board_message``."""

    board: Board
    part: str
    private: bool = True
    page: int = 0
    live: bool = True

    @property
    def local(self) -> LocalTime:
        return local_time(self.board)

    def show(self, page: int) -> Show:
        return Show(milestone=self.board.milestone.key, part=self.part, page=page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """``draw`` gives the block of a row; a page holds at most ``size`` of them."""

    total: int
    draw: Callable[[int], Json]
    size: int
    what: str = ""
    """What is counted where some are left for the next page."""


def part_message(look: Look, head: Sequence[str], rows: Rows, note: str = "") -> Message:
    """``head`` are lines, empty ones left out; ``note`` explains marks, in the footer."""
    lines = [trouble_line(look.board.sources, look.local), *head]
    first = section_blocks("\n".join(line for line in lines if line))
    footer = sources_line(look.board, private=look.private, live=look.live)
    tail = context_blocks(f"{note}\n{footer}" if note else footer)
    widest = [*_next_blocks(look, Page(1, range(0), 1), rows), *_button_blocks(look, 1)]
    room = MESSAGE_JSON - SLACK - json_size([first, tail, *widest])
    found = find_page(look.page, rows.total, rows.draw, size=rows.size, budget=room)
    return message(
        (
            first,
            *(rows.draw(index) for index in found.rows),
            *_next_blocks(look, found, rows),
            tail,
            *_button_blocks(look, found.number),
        )
    )


def part_buttons(board: Board, without: str = "") -> list[Json]:
    """Those parts that have something to show, but for the one that is shown."""
    parts = {
        "scorecard": bool(board.scorecard),
        "timeline": True,
        "first": True,
        "risk": True,
        "probes": bool(board.probes),
    }
    return [
        actions.part_button(board.milestone.key, part)
        for part, has_rows in parts.items()
        if has_rows and part != without
    ]


def _next_blocks(look: Look, page: Page, rows: Rows) -> list[Json]:
    if not page.left:
        return []
    what = f" {rows.what}" if rows.what else ""
    text = f"*{page.left} more{what}* on page {page.number + 2}"
    return [section_blocks(text, actions.next_button(look.show(page.number + 1)))]


def _button_blocks(look: Look, page: int) -> tuple[Json, ...]:
    here, board = look.show(page), look.board
    return actions_blocks(
        [
            actions.previous_button(look.show(page - 1)) if page else None,
            actions.share_button(here) if look.private else None,
            actions.full_status_button(board.milestone.key),
            *part_buttons(board, look.part),
            actions.refresh_button(here),
        ]
    )
