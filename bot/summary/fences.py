"""Which lines stand in code fences, so that nothing in them is taken for the document."""

import re

from bot.summary.source import Line

_FENCE = re.compile(r"^(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}(?=[^`]*$)|~{3,})\s*(\S*)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")


def fenced_lines(lines: list[Line]) -> tuple[set[int], set[int]]:
    """Indices of lines in fences (fence lines included), and of fences that never close.

    An open fence would hide the rest of the document, so it is named and ignored.
    """
    inside: set[int] = set()
    torn: set[int] = set()
    opened: tuple[int, str] | None = None
    closers = _last_closers(lines)
    for at, line in enumerate(lines):
        found = _FENCE.match(line.text) if "`" in line.text or "~" in line.text else None
        if opened is not None:
            inside.add(at)
            if found and not found[2] and _closes(found[1], opened[1]):
                opened = None
        elif found:
            if closers.get(found[1][0], -1) > at or not _heading_after(lines, at):
                opened = (at, found[1])
                inside.add(at)
            else:
                torn.add(at)
    return inside, torn


def _closes(fence: str, opening: str) -> bool:
    return fence[0] == opening[0] and len(fence) >= len(opening)


def _last_closers(lines: list[Line]) -> dict[str, int]:
    last: dict[str, int] = {}
    for at, line in enumerate(lines):
        found = _FENCE.match(line.text) if "`" in line.text or "~" in line.text else None
        if found and not found[2]:
            last[found[1][0]] = at
    return last


def _heading_after(lines: list[Line], at: int) -> bool:
    return any(_HEADING.match(line.text) for line in lines[at + 1 :])
