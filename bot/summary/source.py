"""The text as numbered lines, free of what editors, mails and the web put in unseen."""

import re
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n|\x0b|\x0c|\x85|\u2028|\u2029")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_UNSEEN = re.compile(
    "[\ufeff\u00ad\u200b\u200c\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ud800-\udfff]"
)
_FEWEST = 2
_MOST_AROUND = 3
_QUOTED = re.compile(r"^ {0,3}> ?")
_HEADED = re.compile(r"^ {0,3}> {0,3}#{1,6}\s")
_INDENT = re.compile(r"^[ \t]*")
_TAB = 4


class Line(NamedTuple):
    """A line and its number in the file."""

    number: int
    text: str


def split_lines(text: str) -> list[Line]:
    return laid_out(cleaned(numbered(text)))


def numbered(text: str) -> list[Line]:
    """As they stand; the end of a paragraph of a page-layout program is a blank line as well."""
    lines = [Line(number, raw) for number, raw in enumerate(_LINE_END.split(text), 1)]
    if "\u2029" not in text:
        return lines
    found: list[Line] = []
    for line, end in zip(lines, [*_LINE_END.findall(text), ""], strict=True):
        found += [line, Line(line.number, "")] if end == "\u2029" else [line]
    return found


def cleaned(lines: list[Line]) -> list[Line]:
    return [
        line if line.text.isprintable() else Line(line.number, _cleaned(line.text))
        for line in lines
    ]


def _cleaned(raw: str) -> str:
    return _UNSEEN.sub("", _BLANKS.sub(" ", raw))


def laid_out(lines: list[Line]) -> list[Line]:
    """Not quoted as a whole and not indented as a whole."""
    while lines and not lines[-1].text.strip():
        lines.pop()
    return _outdented(_unquoted(lines))


def _unquoted(lines: list[Line]) -> list[Line]:
    """A document that was forwarded: every line quoted, but for a few of the mail around it."""
    spoken = [at for at, line in enumerate(lines) if line.text.strip()]
    quoted = [at for at in spoken if ">" in lines[at].text and _QUOTED.match(lines[at].text)]
    if len(quoted) < _FEWEST or not _is_all(lines, spoken, quoted):
        return lines
    inside = range(quoted[0], quoted[-1] + 1)
    return [
        Line(line.number, _QUOTED.sub("", line.text)) if at in inside else line
        for at, line in enumerate(lines)
    ]


def _is_all(lines: list[Line], spoken: list[int], quoted: list[int]) -> bool:
    around = [at for at in spoken if at < quoted[0] or at > quoted[-1]]
    if len(quoted) + len(around) != len(spoken):
        return False
    if not around:
        return True
    headed = any(_HEADED.match(lines[at].text) for at in quoted)
    plain = not any(lines[at].text.lstrip().startswith(("#", "-", "*", "|")) for at in around)
    return headed and plain and len(around) <= _MOST_AROUND < len(quoted)


def _outdented(lines: list[Line]) -> list[Line]:
    """A document that was pasted indented: Markdown would take it for code."""
    if any(line.text[:1] not in {"", " ", "\t"} for line in lines):
        return lines
    indents = [_INDENT.match(line.text) for line in lines]
    widths = [len(found.group().expandtabs(_TAB)) if found else 0 for found in indents]
    spoken = [width for width, line in zip(widths, lines, strict=True) if line.text.strip()]
    margin = min(spoken, default=0)
    if not margin:
        return lines
    return [
        Line(line.number, " " * (width - margin) + line.text.lstrip(" \t"))
        for line, width in zip(lines, widths, strict=True)
    ]
