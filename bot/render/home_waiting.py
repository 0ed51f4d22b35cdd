"""What waits for whoever opened their Home, in one line; and the blockers that wait for a lead."""

from dataclasses import dataclass

from bot.domain.board import Board
from bot.domain.digest import Need
from bot.domain.home import Home
from bot.domain.messages import Json
from bot.domain.needs import build_lead_needs
from bot.render.actions import open_button
from bot.render.blocks import divider_blocks
from bot.render.home_frame import SHORT_PAGE, Paging, row_blocks
from bot.render.lines import dotted, local_time
from bot.render.needs import need_words
from bot.render.replies import reply_of, reply_words
from bot.render.state import milestone_name
from bot.render.words import count

_NOTHING = (
    "*Nothing waits for you.* Checklist items that you or your team own appear here, each with a "
    "button to tick it.\n"
    "Missing something? It shows up once the issue is assigned to you, under the address that you "
    "have in Slack; where that differs, a lead can say who you are, on their Home here. "
    "`/blockers` in a channel shows what holds its release back."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many open items, how many of them are late, blockers of mine, and a lead's."""

    items: int
    late: int
    owned: int
    led: int


@dataclass(frozen=True, slots=True)
class Led:
    """What a digest calls a lead for."""

    board: Board
    need: Need


def head_words(waiting: Waiting) -> str:
    led = f"{count(waiting.led, 'blocker')} {_s('need', waiting.led)} a lead" if waiting.led else ""
    if waiting.items:
        return dotted(
            f"*{count(waiting.items, 'item')} {_s('wait', waiting.items)} for you*",
            f"*{waiting.late} overdue*" if waiting.late else "",
            led,
        )
    of_yours = f"{count(waiting.owned, 'blocker')} of yours {_s('wait', waiting.owned)}"
    blockers = " and ".join(filter(None, (of_yours if waiting.owned else "", led)))
    return f"*No item waits for you*, but {blockers}" if blockers else _NOTHING


def led_needs(home: Home) -> list[Led]:
    """Of the milestones that the user leads."""
    return [
        Led(board, need)
        for board in home.boards
        if board.milestone.key in home.led
        for need in build_lead_needs(board)
    ]


def led_blocks(led: list[Led], paging: Paging) -> list[Json]:
    shown = paging.rows(led, SHORT_PAGE)
    if not shown:
        return []
    head = row_blocks(f"*Needs a lead* · {count(len(led), 'blocker')}")
    return [divider_blocks(), head, *map(_led_row, shown)]


def _led_row(entry: Led) -> Json:
    board, need = entry.board, entry.need
    view = board.find(need.blocker)
    found = reply_of(board, need)
    lines = (
        need_words(need),
        dotted(milestone_name(board), reply_words(found, local_time(board)) if found else ""),
    )
    button = open_button(board.milestone.key, view.blocker) if view else None
    return row_blocks("\n".join(lines), button)


def _s(verb: str, number: int) -> str:
    return f"{verb}s" if number == 1 else verb
