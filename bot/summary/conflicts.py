"""Unresolved merge marks: the two sides of the document, and the lines the marks stand on."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.summary.source import Line

_OURS = re.compile(r"<{7}(?:\s|$)")
_BASE = re.compile(r"\|{7}(?:\s|$)")
_SPLIT = re.compile(r"={7}\s*$")
_THEIRS = re.compile(r">{7}(?:\s|$)")
_Side = Literal["both", "ours", "base", "theirs"]


@dataclass(frozen=True, slots=True)
class Sides:
    """`theirs` is None where the document has no conflict."""

    ours: list[Line]
    theirs: list[Line] | None
    marks: tuple[int, ...]


def split_sides(lines: list[Line]) -> Sides:
    """A torn mark (no end, no middle) is named and left out as well."""
    ours: list[Line] = []
    theirs: list[Line] = []
    marks: list[int] = []
    side: _Side = "both"
    for line in lines:
        following = _next_side(line.text, side)
        if following is not None:
            side = following
            marks.append(line.number)
            continue
        if side in {"both", "ours"}:
            ours.append(line)
        if side in {"both", "theirs"}:
            theirs.append(line)
    return Sides(ours, theirs if marks else None, tuple(marks))


def _next_side(text: str, side: _Side) -> _Side | None:
    if _OURS.match(text):
        return "ours"
    if _THEIRS.match(text):
        return "both"
    if side == "ours" and _BASE.match(text):
        return "base"
    if side in {"ours", "base"} and _SPLIT.match(text):
        return "theirs"
    return None
