"""The lines of a text as markdown-it's block rules keep them, and what each of them begins.

Most lines begin with a letter: one look at the first sign spares them all other questions.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token
from markdown_it.utils import EnvType

DEEPER = 4
"""So many columns beyond its list a line is code, or goes on with the text before."""
SIGNS = frozenset("#>-*+_`~0123456789")
"""With one of them every block begins that is not text."""
_BEGINNING = re.compile(
    r"(?P<hr>([-*_])[ \t]*(?:\2[ \t]*){2,}$)"
    r"|(?P<marker>[-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)(?P<list>[ \t]*)"
    r"|(?P<heading>\#{1,6})(?=[ \t]|$)"
    r"|(?P<blockquote>>)"
    r"|(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})",
    re.MULTILINE,
)
_LIST_AMID_TEXT = re.compile(r"(?:[-+*]|0{0,8}1[.)])[ \t]+[^ \t\n]")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$", re.MULTILINE)
Beginning = re.Match[str]


class Piece(Token):
    """A token with nothing but what our rules tell; markdown-it's own take three times as long."""

    __slots__ = ()

    def __init__(self, kind: str, start: int, content: str = "", tag: str = "") -> None:
        self.type, self.tag, self.nesting = kind, tag, 0
        self.content, self.info, self.map = content, "", [start, start + 1]


class BlockState(StateBlock):
    """`piped`: the lines with a bar, which alone can head a table; `deepest` that lists nest."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        self._set_out(lines)
        self.deepest = md.options.maxNesting
        self.asked = -1
        self.begun: Beginning | None = None
        self.piped = {at for at, line in enumerate(lines) if "|" in line}

    def _set_out(self, lines: Sequence[str]) -> None:
        """The last mark is no line: it stands behind the text."""
        end, count = len(self.src), len(lines)
        starts = [0, *accumulate([len(line) + 1 for line in lines])][:count]
        ends = [start + len(line) for start, line in zip(starts, lines, strict=True)]
        self.bMarks, self.eMarks = [*starts, end], [*ends, end]
        self.tShift, self.sCount, self.bsCount = ([0] * (count + 1) for _ in range(3))
        for at in [at for at, line in enumerate(lines) if line.startswith((" ", "\t"))]:
            line = lines[at]
            self.tShift[at] = shift = len(line) - len(line.lstrip(" \t"))
            self.sCount[at] = len(line[:shift].expandtabs(DEEPER))
        self.lineMax = count

    def add(self, kind: str, start: int, content: str = "", *, tag: str = "") -> Token:
        token = Piece(kind, start, content, tag)
        self.tokens.append(token)
        return token

    def row_of(self, line: int) -> str:
        return self.src[self.bMarks[line] + self.tShift[line] : self.eMarks[line]].strip()

    def text_of(self, line: int) -> str:
        """markdown-it counts columns behind a tab, and so do we there."""
        first, shift = self.bMarks[line], self.tShift[line]
        if shift and "\t" in self.src[first : first + shift]:
            return self.getLines(line, line + 1, self.blkIndent, False).strip()
        return self.src[first + shift : self.eMarks[line]].strip()

    def beginning(self, line: int) -> Beginning | None:
        """The sign of the block that the line begins; its last group is named for the kind."""
        at = self.bMarks[line] + self.tShift[line]
        if at != self.asked:  # most lines are asked twice in a row: do they end the text, and then
            self.asked, sign = at, self.src[at : at + 1]
            self.begun = _BEGINNING.match(self.src, at) if sign in SIGNS else None
        return self.begun

    def begins_block(self, line: int) -> bool:
        """Whether a table, or a quote that goes on without its sign, ends before the line."""
        found = self.beginning(line)
        return found is not None and (found.lastgroup != "list" or not self._is_lazy(line))

    def ends_text(self, line: int, end: int) -> bool:
        """A list amid text begins with 1 and has words; left of the text any list ends it."""
        if line in self.piped and self.heads_table(line, end):
            return True
        found = self.beginning(line)
        if found is None or found.lastgroup != "list":
            return found is not None
        if self.sCount[line] >= self.blkIndent:
            return _LIST_AMID_TEXT.match(self.src, found.start()) is not None
        return not self._is_lazy(line)

    def _is_lazy(self, line: int) -> bool:
        """Between two lists, and so far right of the outer one that it begins none there."""
        column = self.sCount[line]
        return 0 <= self.listIndent <= column - DEEPER and column < self.blkIndent

    def heads_table(self, line: int, end: int) -> bool:
        return table(self, line, end, silent=True)

    def underlines(self, line: int) -> int:
        """The level of the heading that this line makes of the text above it, else 0."""
        at = self.bMarks[line] + self.tShift[line]
        sign = self.src[at : at + 1]
        if sign not in {"=", "-"} or not _UNDERLINE.match(self.src, at):
            return 0
        return 1 if sign == "=" else 2
