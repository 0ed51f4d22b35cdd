"""Block after block through the document: each kind to its reader."""

import re

from bot.summary.drafts import Reading
from bot.summary.listings import read_listing
from bot.summary.paragraphs import read_paragraph
from bot.summary.place import Place
from bot.summary.quotes import leave_quoted
from bot.summary.scopes import PSEUDO_LEVEL, Focus, Scope
from bot.summary.sections import section_status
from bot.summary.structure import (
    Block,
    Code,
    FoldEnd,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from bot.summary.tables import read_table
from bot.summary.timeline import read_timeline_line

_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_BOARD = 2
"""So many headings that are states make a board."""
_BODY = 14
"""So many blocks below a heading are looked at before it is judged."""


def walk(reading: Reading, blocks: tuple[Block, ...], root: Scope | None = None) -> None:
    place = Place(reading, root)
    titles = [block.raw for block in blocks if isinstance(block, Heading)]
    reading.board = sum(section_status(raw) is not None for raw in titles) >= _BOARD
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        match block:
            case Heading():
                place.open(block, blocks[at + 1 : at + _BODY])
            case Paragraph():
                read_paragraph(place, block, following)
            case Listing():
                read_listing(reading, place.scope, block)
            case Table():
                read_table(reading, place.scope, block)
            case _:
                _rest(place, block)


def _rest(place: Place, block: Block) -> None:
    match block:
        case FoldEnd():
            place.close_fold()
        case Rule():
            place.close(PSEUDO_LEVEL)
            place.scope.focus = Focus()
        case Code():
            _code(place, block)
        case Quote():
            _quote(place, block)
        case _:
            return


def _code(place: Place, block: Code) -> None:
    reading = place.reading
    if place.scope.now == "timeline":
        for line in block.lines:
            read_timeline_line(reading, line)
    else:
        maybe = (one for one in block.lines if "[" in one.text)
        boxed = [one for one in maybe if reading.line(_BULLET.sub("", one.text)).boxed]
        if boxed and block.fenced:
            reading.warn("code_skipped", "boxes in a code fence are not imported", boxed[0].number)
        elif boxed:
            detail = "indented so far that Markdown takes it for code"
            reading.warn("code_skipped", detail, block.lines[0].number)


def _quote(place: Place, block: Quote) -> None:
    """Quoted text is somebody else's: its fields count, its boxes do not."""
    for inner in block.blocks:
        if isinstance(inner, Paragraph):
            read_paragraph(place, inner, None)
        elif isinstance(inner, Listing):
            leave_quoted(place.reading, inner)
            place.reading.warn("quoted_list", "a list inside a quote is not imported", inner.line)
        else:
            leave_quoted(place.reading, inner)
