"""What stands around a document: front matter, and one fence that holds all of it."""

import re
from dataclasses import dataclass

from bot.summary.source import Line

_PAIR = re.compile(r"^([A-Za-z][\w .-]{0,40}?)\s*[:=]\s*(.*)$")
_LISTED = re.compile(r"^\s+-\s+(\S.*)$")
_QUOTED = re.compile(r"^(?:\"((?:[^\"\\]|\\.){0,500})\"|'((?:[^']|''){0,500})')")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})\s*([\w+-]*)\s*$")
_MARKDOWN = {"", "markdown", "md", "text", "txt", "gfm"}
_DOCUMENT_LINE = re.compile(
    r"^\s{0,3}(?:#{1,6}\s|[-*+]\s+\[.?\]|\|.*\|.*\||[-*+]\s+\*\*|\*\*[^*]+:\*\*)"
)
_MIN_PARTS = 2


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The pairs before the document, in order, as written."""

    pairs: tuple[tuple[str, str, int], ...]


def take_front_matter(lines: list[Line]) -> tuple[FrontMatter, list[Line]]:
    start = next((i for i, line in enumerate(lines) if line.text.strip()), None)
    if start is None or lines[start].text.rstrip() not in {"---", "+++"}:
        return FrontMatter(()), lines
    rule = lines[start].text.rstrip()
    ends = {"---", "..."} if rule == "---" else {"+++"}
    pairs: list[tuple[str, str, int]] = []
    for at in range(start + 1, min(len(lines), start + 200)):
        text = lines[at].text.rstrip()
        if text in ends:
            return FrontMatter(tuple(pairs)), lines[at + 1 :] if pairs else lines
        found = _PAIR.match(text)
        if found:
            pairs.append((found[1], _value(found[2]), lines[at].number))
        elif pairs and not pairs[-1][1] and _LISTED.match(text):
            pairs[-1] = (pairs[-1][0], _listed(lines, at), pairs[-1][2])
        elif text.strip() and not text.startswith((" ", "\t", "-", "#", "]", "}")):
            break
    return FrontMatter(()), lines


def _listed(lines: list[Line], start: int) -> str:
    values: list[str] = []
    for line in lines[start:]:
        found = _LISTED.match(line.text)
        if found is None:
            break
        values.append(_value(found[1]))
    return ", ".join(values)


def _value(raw: str) -> str:
    raw = raw.strip()
    quoted = _QUOTED.match(raw)
    if quoted:
        return (quoted[1] or "").replace('\\"', '"') or (quoted[2] or "").replace("''", "'")
    if raw.startswith("[") and raw.endswith("]"):
        return ", ".join(_value(part) for part in raw[1:-1].split(","))
    return re.split(r"(?:^|\s)#", raw, maxsplit=1)[0].strip()


def unwrap(lines: list[Line]) -> tuple[list[Line], int]:
    """The document inside its one fence and the fence's line, or the lines as they are and 0.

    The fence is the document only when it holds all headings and lists, and nothing outside does.
    """
    maybe = (i for i, line in enumerate(lines) if "```" in line.text or "~~~" in line.text)
    opening = next((i for i in maybe if _FENCE.match(lines[i].text)), None)
    if opening is None:
        return lines, 0
    found = _FENCE.match(lines[opening].text)
    if found is None or found[2].lower() not in _MARKDOWN:
        return lines, 0
    closing = _closing(lines, opening, found[1])
    outside = lines[:opening] + lines[closing + 1 :]
    if any(_DOCUMENT_LINE.match(line.text) or _FENCE.match(line.text) for line in outside):
        return lines, 0
    inside = lines[opening + 1 : closing]
    if sum(1 for line in inside if _DOCUMENT_LINE.match(line.text)) < _MIN_PARTS:
        return lines, 0
    return inside, lines[opening].number


def _closing(lines: list[Line], opening: int, fence: str) -> int:
    """The last bare fence: a document in a fence may hold fences of its own."""
    for at in range(len(lines) - 1, opening, -1):
        found = _FENCE.match(lines[at].text)
        if found and not found[2] and found[1][0] == fence[0] and len(found[1]) >= len(fence):
            return at
    return len(lines)
