# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
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
_QUOTED = re.compile(r"^ {0,3}> ?")
_WIDE_BRACKETS = str.maketrans("［］【】", "[][]")
_WIDE_BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])?\s*)([［【])(.?)([］】])")


class Line(NamedTuple):
    """A line and its number in the file."""

    number: int
    text: str


def split_lines(text: str) -> list[Line]:
    lines = [Line(number, _clean(raw)) for number, raw in enumerate(_LINE_END.split(text), 1)]
    while lines and not lines[-1].text.strip():
        lines.pop()
    return _outdented(_unquoted(lines))


def _clean(raw: str) -> str:
    seen = raw if raw.isprintable() else _UNSEEN.sub("", _BLANKS.sub(" ", raw))
    if "［" not in seen and "【" not in seen:
        return seen
    return _WIDE_BOX.sub(lambda found: found.group().translate(_WIDE_BRACKETS), seen)


def _unquoted(lines: list[Line]) -> list[Line]:
    """A document that was forwarded: every line quoted."""
    spoken = [line for line in lines if line.text.strip()]
    if len(spoken) < _FEWEST or not all(_QUOTED.match(line.text) for line in spoken):
        return lines
    return [Line(line.number, _QUOTED.sub("", line.text)) for line in lines]


def _outdented(lines: list[Line]) -> list[Line]:
    """A document that was pasted indented: Markdown would take it for code."""
    if any(line.text[:1] not in {"", " "} for line in lines):
        return lines
    widths = [len(line.text) - len(line.text.lstrip(" ")) for line in lines if line.text.strip()]
    margin = min(widths, default=0)
    if not margin:
        return lines
    return [Line(line.number, line.text[margin:]) for line in lines]
