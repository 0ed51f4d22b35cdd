"""The blocks of a text by markdown-it as it comes, for comparing with those of our rules."""

from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.summary.source import Line
from bot.summary.structure import (
    Block,
    Code,
    Heading,
    ListEntry,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)

MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 40})
MARKDOWN.enable("table").disable(["inline", "html_block", "reference"])


def plain_blocks(lines: list[Line]) -> tuple[Block, ...]:
    """Of lines that hold no marks of folds."""
    tokens = MARKDOWN.parse("\n".join(line.text for line in lines))
    return _Tokens(tokens, [line.number for line in lines]).blocks(None)


@dataclass
class _Tokens:
    tokens: list[Token]
    numbers: list[int]
    at: int = 0

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def number(self, token: Token, more: int = 0) -> int:
        first = token.map[0] if token.map else 0
        return self.numbers[min(first + more, len(self.numbers) - 1)]

    def blocks(self, end: str | None) -> tuple[Block, ...]:
        found: list[Block] = []
        while self.at < len(self.tokens):
            token = self.take()
            if token.type == end:
                break
            block = self.block(token)
            if block is not None:
                found.append(block)
        return tuple(found)

    def block(self, token: Token) -> Block | None:
        readers: dict[str, Callable[[Token], Block]] = {
            "heading_open": self.heading,
            "inline": lambda token: Paragraph(self.lines(token)),
            "bullet_list_open": self.listing,
            "ordered_list_open": self.listing,
            "table_open": self.table,
            "hr": lambda token: Rule(self.number(token)),
            "fence": self.code,
            "code_block": self.code,
            "blockquote_open": lambda _: Quote(self.blocks("blockquote_close")),
        }
        return readers[token.type](token) if token.type in readers else None

    def heading(self, token: Token) -> Heading:
        raw = " ".join(line.text for line in self.lines(self.take()))
        return Heading(int(token.tag[1:]), raw, self.number(token))

    def lines(self, token: Token) -> tuple[Line, ...]:
        texts = enumerate(token.content.split("\n"))
        return tuple(Line(self.number(token, more), text.strip()) for more, text in texts)

    def code(self, token: Token) -> Code:
        fenced = token.type == "fence"
        texts = enumerate(token.content.split("\n"), int(fenced))
        lines = tuple(Line(self.number(token, more), text) for more, text in texts)
        return Code(lines, fenced)

    def listing(self, opening: Token) -> Listing:
        entries: list[ListEntry] = []
        while (token := self.take()).nesting > 0:
            number = int(token.info) if token.info else None
            entries.append(ListEntry(self.blocks("list_item_close"), self.number(token), number))
        return Listing(tuple(entries), self.number(opening))

    def table(self, opening: Token) -> Table:
        rows: list[tuple[int, tuple[str, ...]]] = []
        while (token := self.take()).type != "table_close":
            if token.type == "tr_open":
                rows.append((self.number(token), ()))
            elif token.type == "inline":
                line, cells = rows[-1]
                rows[-1] = line, (*cells, token.content.strip())
        return Table(rows[0][1], tuple(rows[1:]), self.number(opening))
