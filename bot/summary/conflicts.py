"""Unresolved merge marks: the sides of the document, and the lines the marks stand on."""

import re
from dataclasses import dataclass, field

from bot.summary.source import Line

_OPENING = re.compile(r"(?P<sign><{7,})(?:\s|$)")
_BASE = re.compile(r"(?P<sign>\|{7,})(?:\s|$)")
_MIDDLE = re.compile(r"(?P<sign>={7,})(?:\s|$)")
_CLOSING = re.compile(r"(?P<sign>>{7,})(?:\s|$)")
_SECTION = re.compile(r"(?P<sign>%{7,}|-{7,}|\+{7,})\s+\S")
"""Of Jujutsu: changes, what they were made to, and a side in full."""
_OURS, _BETWEEN, _THEIRS = "ours", "between", "theirs"
_SIGNS = ("<", "|", "=", ">", "%", "-", "+")
_SPACED = re.compile(r"^(?:> ){6,}>(?=\s)")
"""As formatters of Markdown write what they take for a quote in a quote."""


@dataclass(frozen=True, slots=True)
class Sides:
    """`others` is empty where the document has no conflict."""

    ours: list[Line]
    others: list[list[Line]]
    marks: tuple[int, ...]


@dataclass(slots=True)
class _Level:
    """An open conflict: how long its marks are, and which side of it is being read."""

    length: int
    side: str


@dataclass(slots=True)
class _Reader:
    levels: list[_Level] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    deepest: int = 0

    def takes(self, text: str) -> bool:
        """Whether the line is a mark. One that is torn (no end, no middle) is one as well.

        Formatters indent them with the list they stand in; quotes in quotes are indented too.
        """
        indented, text = text[:1].isspace(), text.lstrip()
        if not text.startswith(_SIGNS):
            return False
        if self.levels:
            text = _SPACED.sub(lambda found: found.group().replace(" ", ""), text)
        opening, closing = _OPENING.match(text), _CLOSING.match(text)
        if closing and not self.levels and indented:
            return False
        if opening:
            self.levels.append(_Level(len(opening["sign"]), _OURS))
            self.deepest = max(self.deepest, len(self.levels))
        elif closing:
            self._close(len(closing["sign"]))
        else:
            return bool(self.levels) and self._turns(text, self.levels[-1])
        return True

    def _close(self, length: int) -> None:
        if any(level.length == length for level in self.levels):
            while self.levels.pop().length != length:
                pass
        else:
            self.levels.clear()

    def _turns(self, text: str, level: _Level) -> bool:
        """The next side begins; ours may be followed by what both came from."""
        section = _SECTION.match(text)
        if section and len(section["sign"]) == level.length:
            level.side = _THEIRS if text[0] == "+" else _BETWEEN
            return True
        base, middle = _BASE.match(text), _MIDDLE.match(text)
        if level.side == _OURS and base and len(base["sign"]) == level.length:
            level.side = _BETWEEN
        elif level.side != _THEIRS and middle and len(middle["sign"]) == level.length:
            level.side = _THEIRS
        else:
            return False
        return True


def split_sides(lines: list[Line]) -> Sides:
    """Where conflicts stand inside conflicts, each side of the inner ones with each outer one."""
    if not any("<<<<<<<" in line.text or ">>>>>>>" in line.text for line in lines):
        return Sides(lines, [], ())
    reader = _Reader()
    placed: list[tuple[Line, tuple[str, ...]]] = []
    for line in lines:
        if reader.takes(line.text):
            reader.marks.append(line.number)
        else:
            placed.append((line, tuple(level.side for level in reader.levels)))
    if not reader.marks:
        return Sides(lines, [], ())
    ways = [(_OURS, _OURS), (_THEIRS, _THEIRS)]
    if reader.deepest > 1:
        ways += [(_OURS, _THEIRS), (_THEIRS, _OURS)]
    ours, *others = ([line for line, sides in placed if _is_on(sides, way)] for way in ways)
    return Sides(ours, others, tuple(reader.marks))


def _is_on(sides: tuple[str, ...], way: tuple[str, str]) -> bool:
    outer, inner = way
    return all(side == (inner if depth else outer) for depth, side in enumerate(sides))
