"""Which lines stand in code fences, so that nothing in them is taken for the document."""

import re

from bot.summary.comments import last_comment_end, without_comment
from bot.summary.source import Line

_FENCE = re.compile(r"^(?:\s|>|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}(?=[^`]*$)|~{3,})\s*(\S*)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")


def fenced_lines(lines: list[Line]) -> tuple[set[int], set[int]]:
    """Indices of lines in fences (fence lines included), and of fences that never close.

    An open fence would hide the rest of the document, so it is named and ignored. In a comment
    there are no fences, and in a fence no comments.
    """
    inside: set[int] = set()
    torn: set[int] = set()
    opened: str | None = None
    closers, last_heading = _last_closers(lines), _last_heading(lines)
    commented, closable = 0, last_comment_end(lines)
    for at, line in enumerate(lines):
        if opened is None and (commented or "<!--" in line.text):
            before = commented
            _, commented = without_comment(line.text, commented, at <= closable)
            if before:
                continue
        found = _fence(line.text)
        if opened is not None:
            inside.add(at)
            if found and not found[2] and _closes(found[1], opened):
                opened = None
        elif found:
            if _is_closed(closers, found[1], at) or at > last_heading:
                opened = found[1]
                inside.add(at)
            else:
                torn.add(at)
    return inside, torn


def _fence(text: str) -> re.Match[str] | None:
    return _FENCE.match(text) if "`" in text or "~" in text else None


def _closes(fence: str, opening: str) -> bool:
    return fence[0] == opening[0] and len(fence) >= len(opening)


def _last_closers(lines: list[Line]) -> dict[str, int]:
    last: dict[str, int] = {}
    for at, line in enumerate(lines):
        found = _fence(line.text)
        if found and not found[2]:
            last[found[1]] = at
    return last


def _is_closed(closers: dict[str, int], opening: str, at: int) -> bool:
    return any(last > at and _closes(fence, opening) for fence, last in closers.items())


def _last_heading(lines: list[Line]) -> int:
    return max((at for at, line in enumerate(lines) if _HEADING.match(line.text)), default=-1)
