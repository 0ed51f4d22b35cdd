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
    opened, begun = "", 0
    telling = [at for at, line in enumerate(lines) if _tells(line.text)]
    closers, last_heading = _last_closers(lines, telling), _last_heading(lines)
    commented, closable = 0, last_comment_end(lines)
    for at in telling:
        text = lines[at].text
        if not opened and (commented or "<!--" in text):
            before = commented
            _, commented = without_comment(text, commented, at <= closable)
            if before:
                continue
        found = _FENCE.match(text)
        if opened:
            if found and not found[2] and _closes(found[1], opened):
                inside.update(range(begun, at + 1))
                opened = ""
        elif found:
            if _is_closed(closers, found[1], at) or at > last_heading:
                opened, begun = found[1], at
            else:
                torn.add(at)
    inside.update(range(begun, len(lines)) if opened else ())
    return inside, torn


def _tells(text: str) -> bool:
    """Of fences or of comments."""
    return "`" in text or "~" in text or "--" in text


def _closes(fence: str, opening: str) -> bool:
    return fence[0] == opening[0] and len(fence) >= len(opening)


def _last_closers(lines: list[Line], telling: list[int]) -> dict[str, int]:
    last: dict[str, int] = {}
    for at in telling:
        found = _FENCE.match(lines[at].text)
        if found and not found[2]:
            last[found[1]] = at
    return last


def _is_closed(closers: dict[str, int], opening: str, at: int) -> bool:
    return any(last > at and _closes(fence, opening) for fence, last in closers.items())


def _last_heading(lines: list[Line]) -> int:
    places = range(len(lines) - 1, -1, -1)
    return next((at for at in places if _HEADING.match(lines[at].text)), -1)
