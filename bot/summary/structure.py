# ruff: noqa: RUF002  (letters and signs that look alike are what is read here)
"""Markdown → a flat tree of blocks with their lines; the structure is markdown-it's."""

from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.token import Token

from bot.summary.markdown import BLOCKS
from bot.summary.prepare import FOLD_CLOSE, FOLD_OPEN
from bot.summary.source import Line

FOLD_LEVEL = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1–6; folds (details, collapsible sections) count as `FOLD_LEVEL`."""

    level: float
    raw: str
    line: int


@dataclass(frozen=True, slots=True)
class FoldEnd:
    """The end of a collapsible section."""

    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    line: int


class Paragraph(NamedTuple):
    """Source lines of one paragraph."""

    lines: tuple[Line, ...]


class ListEntry(NamedTuple):
    """One list item with everything in it; `number` for ordered lists."""

    blocks: "tuple[Block, ...]"
    line: int
    number: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One list."""

    entries: tuple[ListEntry, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """Raw cells; `rows` are (line, cells)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code block; `fenced` tells a fence from an indented one."""

    lines: tuple[Line, ...]
    fenced: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: "tuple[Block, ...]"


Block = Heading | FoldEnd | Rule | Paragraph | Listing | Table | Code | Quote


@dataclass(slots=True)
class _Cursor:
    tokens: list[Token]
    numbers: list[int]
    at: int = 0

    def number(self, start: int) -> int:
        return self.numbers[min(start, len(self.numbers) - 1)]

    def line_of(self, token: Token) -> int:
        return self.numbers[token.map[0]] if token.map else 1

    def lines_of(self, token: Token) -> tuple[Line, ...]:
        """Of a text that the rules have stripped line by line."""
        start = token.map[0] if token.map else 0
        if "\n" not in token.content:
            return (Line(self.numbers[start], token.content),)
        texts = token.content.split("\n")
        return tuple(Line(self.numbers[at], text) for at, text in enumerate(texts, start))


def parse_blocks(lines: list[Line]) -> tuple[Block, ...]:
    tokens = BLOCKS.parse("\n".join([line.text for line in lines]))
    return _blocks(_Cursor(tokens, [line.number for line in lines]), None)


def _blocks(cursor: _Cursor, end: str | None) -> tuple[Block, ...]:
    found: list[Block] = []
    while cursor.at < len(cursor.tokens):
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        if token.type == end:
            break
        found.append(_block(cursor, token))
    return tuple(found)


def _block(cursor: _Cursor, token: Token) -> Block:
    match token.type:
        case "inline":
            return _paragraph(cursor.lines_of(token))
        case "heading":
            return Heading(int(token.tag[1:]), token.content, cursor.line_of(token))
        case "list_open":
            return _listing(cursor, token)
        case "table":
            return _table(cursor, token)
        case "blockquote_open":
            return Quote(_blocks(cursor, "blockquote_close"))
        case _:
            return Rule(cursor.line_of(token)) if token.type == "hr" else _code(cursor, token)


def _paragraph(lines: tuple[Line, ...]) -> Heading | FoldEnd | Paragraph:
    first = lines[0].text
    if first.startswith(FOLD_OPEN):
        return Heading(FOLD_LEVEL, first[1:], lines[0].number)
    if first.startswith(FOLD_CLOSE):
        return FoldEnd(lines[0].number)
    return Paragraph(lines)


def _code(cursor: _Cursor, token: Token) -> Code:
    start = (token.map[0] if token.map else 0) + (1 if token.type == "fence" else 0)
    texts = token.content.split("\n")
    lines = tuple(Line(cursor.number(at), text) for at, text in enumerate(texts, start))
    return Code(lines, token.type == "fence")


def _listing(cursor: _Cursor, opening: Token) -> Listing:
    entries: list[ListEntry] = []
    while True:
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        if token.type == "list_close":
            break
        if token.type == "item":
            blocks: tuple[Block, ...] = (_paragraph(cursor.lines_of(token)),)
        else:
            blocks = _blocks(cursor, "item_close")
        number = int(token.info) if token.info else None
        entries.append(ListEntry(blocks, cursor.line_of(token), number))
    return Listing(tuple(entries), cursor.line_of(opening))


def _table(cursor: _Cursor, token: Token) -> Table:
    (_, header), *rows = token.meta["rows"]
    return Table(
        tuple(header),
        tuple((cursor.numbers[line], tuple(cells)) for line, cells in rows),
        cursor.line_of(token),
    )
