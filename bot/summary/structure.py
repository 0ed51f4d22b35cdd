# ruff: noqa: RUF002  (letters and signs that look alike are what is read here)
"""Markdown → a flat tree of blocks with their lines; the structure is markdown-it's."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Source lines of one paragraph."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ListEntry:
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

    def line_of(self, token: Token) -> int:
        start = token.map[0] if token.map else 0
        return self.numbers[min(start, len(self.numbers) - 1)] if self.numbers else 1

    def lines_of(self, token: Token) -> tuple[Line, ...]:
        start = token.map[0] if token.map else 0
        last = len(self.numbers) - 1
        if "\n" not in token.content:
            return (Line(self.numbers[min(start, last)], token.content.strip()),)
        texts = token.content.split("\n")
        return tuple(
            Line(self.numbers[min(start + i, last)], text.strip()) for i, text in enumerate(texts)
        )


def parse_blocks(lines: list[Line]) -> tuple[Block, ...]:
    tokens = BLOCKS.parse("\n".join(line.text for line in lines))
    return _blocks(_Cursor(tokens, [line.number for line in lines]), None)


def _blocks(cursor: _Cursor, end: str | None) -> tuple[Block, ...]:
    found: list[Block] = []
    while cursor.at < len(cursor.tokens):
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        if token.type == end:
            break
        block = _block(cursor, token)
        if block is not None:
            found.append(block)
    return tuple(found)


def _block(cursor: _Cursor, token: Token) -> Block | None:
    match token.type:
        case "heading_open":
            raw = " ".join(line.text for line in cursor.lines_of(cursor.tokens[cursor.at]))
            cursor.at += 1
            return Heading(int(token.tag[1:]), raw, cursor.line_of(token))
        case "inline":
            return _paragraph(cursor.lines_of(token))
        case "bullet_list_open" | "ordered_list_open":
            return _listing(cursor, token)
        case "table_open":
            return _table(cursor, token)
        case _:
            return _rarer(cursor, token)


def _rarer(cursor: _Cursor, token: Token) -> Block | None:
    match token.type:
        case "hr":
            return Rule(cursor.line_of(token))
        case "fence" | "code_block":
            return _code(cursor, token)
        case "blockquote_open":
            return Quote(_blocks(cursor, "blockquote_close"))
        case _:
            return None


def _paragraph(lines: tuple[Line, ...]) -> Block | None:
    first = lines[0].text
    if first.startswith(FOLD_OPEN):
        return Heading(FOLD_LEVEL, first[1:], lines[0].number)
    if first.startswith(FOLD_CLOSE):
        return FoldEnd(lines[0].number)
    return Paragraph(lines)


def _code(cursor: _Cursor, token: Token) -> Code:
    start = (token.map[0] if token.map else 0) + (1 if token.type == "fence" else 0)
    last = len(cursor.numbers) - 1
    return Code(
        tuple(
            Line(cursor.numbers[min(start + i, last)], text)
            for i, text in enumerate(token.content.split("\n"))
        ),
        token.type == "fence",
    )


def _listing(cursor: _Cursor, opening: Token) -> Listing:
    entries: list[ListEntry] = []
    close = opening.type.replace("_open", "_close")
    while cursor.at < len(cursor.tokens):
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        if token.type == close:
            break
        number = int(token.info) if token.info.isdigit() else None
        line = cursor.line_of(token)
        entries.append(ListEntry(_blocks(cursor, "list_item_close"), line, number))
    return Listing(tuple(entries), cursor.line_of(opening))


def _table(cursor: _Cursor, opening: Token) -> Table:
    rows: list[tuple[int, tuple[str, ...]]] = []
    cells: list[str] = []
    line = cursor.line_of(opening)
    while cursor.at < len(cursor.tokens):
        token = cursor.tokens[cursor.at]
        cursor.at += 1
        match token.type:
            case "table_close":
                break
            case "tr_open":
                cells, line = [], cursor.line_of(token)
            case "inline":
                cells.append(token.content.strip())
            case "tr_close":
                rows.append((line, tuple(cells)))
            case _:
                continue
    header = rows[0][1] if rows else ()
    return Table(header, tuple(rows[1:]), cursor.line_of(opening))
