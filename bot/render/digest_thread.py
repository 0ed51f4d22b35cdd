"""The long parts of a digest, as messages for its thread; bounded, and the rest is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.board import Board
from bot.domain.messages import Json, Message
from bot.render.blocks import message, section_blocks
from bot.render.escape import outside, wire_size
from bot.render.limits import MESSAGE_BLOCKS, MESSAGE_JSON, NAME, SECTION_TEXT, json_size

THREAD_JSON = 11_000
MOST_MESSAGES = 10
"""Slack takes about one message a second in a channel."""
HEADING_JSON = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks that stay together, and how many lines of a list they hold.

    ``title`` stands above the first of a message where the blocks do not name it themselves.
    """

    blocks: Sequence[Json]
    lines: int
    title: str = ""


def lines_pieces(title: str, lines: Sequence[str]) -> Iterator[Piece]:
    """As many escaped ``lines`` in a section as fit, each section below its title."""
    kept: list[str] = []
    head = f"*{title}*"
    for line in lines:
        longer = "\n".join([head, *kept, line])
        if kept and (len(longer) > SECTION_TEXT or wire_size(longer) > THREAD_JSON):
            yield Piece([_section("\n".join([head, *kept]))], len(kept))
            head, kept = f"*{title}*, continued", []
        kept.append(line)
    if kept:
        yield Piece([_section("\n".join([head, *kept]))], len(kept))


def rows_pieces(title: str, rows: Sequence[Sequence[Json]]) -> Iterator[Piece]:
    """Rows that have blocks of their own."""
    for row in rows:
        yield Piece(row, 1, title)


def thread_messages(board: Board, pieces: Sequence[Piece]) -> tuple[Message, ...]:
    packed = _packed(pieces)
    if len(packed) <= MOST_MESSAGES:
        return tuple(map(_drawn, packed))
    kept, over = packed[: MOST_MESSAGES - 1], packed[MOST_MESSAGES - 1 :]
    left = sum(piece.lines for pieces in over for piece in pieces)
    key = outside(board.milestone.key, NAME)
    rest = f"{left} more lines: `/blockers {key}` pages through all blockers"
    return (*map(_drawn, kept), message([_section(rest)]))


def _packed(pieces: Sequence[Piece]) -> list[list[Piece]]:
    messages: list[list[Piece]] = []
    room, blocks = 0, 0
    for piece in pieces:
        weight = json_size(piece.blocks)
        if not messages or weight > room or len(piece.blocks) > blocks:
            messages.append([])
            room, blocks = MESSAGE_JSON - HEADING_JSON, MESSAGE_BLOCKS - 1
        messages[-1].append(piece)
        room -= weight
        blocks -= len(piece.blocks)
    return messages


def _drawn(pieces: Sequence[Piece]) -> Message:
    blocks: list[Json] = []
    title = ""
    for piece in pieces:
        if piece.title and piece.title != title:
            blocks.append(_section(f"*{piece.title}*"))
        title = piece.title
        blocks += piece.blocks
    return message(blocks)


def _section(text: str) -> Json:
    return section_blocks(text, wire=THREAD_JSON)
