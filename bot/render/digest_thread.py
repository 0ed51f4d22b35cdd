"""The long parts of a digest, as messages for its thread; bounded, and the rest is counted."""

from collections.abc import Sequence

from bot.domain.board import Board
from bot.domain.messages import Json, Message
from bot.render.blocks import message, section_blocks
from bot.render.escape import outside, wire_size
from bot.render.limits import MESSAGE_JSON, NAME, SECTION_TEXT, json_size

THREAD_JSON = 11_000
MOST_MESSAGES = 10
"""Slack takes about one message a second in a channel."""

Part = tuple[str, Sequence[str]]


def thread_messages(board: Board, parts: Sequence[Part]) -> tuple[Message, ...]:
    """``parts`` are titles with escaped lines; a part without lines is left out."""
    sections = [text for title, lines in parts if lines for text in _sections(title, lines)]
    messages = _packed(sections)
    if len(messages) <= MOST_MESSAGES:
        return tuple(_drawn(texts) for texts in messages)
    kept = messages[: MOST_MESSAGES - 1]
    left = sum(text.count("\n• ") for texts in messages[len(kept) :] for text in texts)
    key = outside(board.milestone.key, NAME)
    rest = f"{left} more lines: `/blockers {key}` pages through all blockers"
    return (*(_drawn(texts) for texts in kept), _drawn([rest]))


def _sections(title: str, lines: Sequence[str]) -> list[str]:
    """Each section repeats its title, since one may begin another message."""
    sections, text = [], f"*{title}*"
    for line in lines:
        longer = f"{text}\n{line}"
        if len(longer) > SECTION_TEXT or wire_size(longer) > THREAD_JSON:
            sections.append(text)
            longer = f"*{title}*, continued\n{line}"
        text = longer
    return [*sections, text]


def _packed(sections: Sequence[str]) -> list[list[str]]:
    messages: list[list[str]] = []
    room = 0
    for text in sections:
        weight = json_size([_section(text)])
        if not messages or weight > room:
            messages.append([])
            room = MESSAGE_JSON
        messages[-1].append(text)
        room -= weight
    return messages


def _drawn(texts: Sequence[str]) -> Message:
    return message([_section(text) for text in texts])


def _section(text: str) -> Json:
    return section_blocks(text, wire=THREAD_JSON)
