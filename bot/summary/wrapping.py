"""What stands around a document: front matter, and one fence that holds all of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.summary.source import Line

_PAIR = re.compile(r"^([A-Za-z][\w .-]{0,40}?)\s*[:=]\s*(.*)$")
_LISTED = re.compile(r"^\s*-\s+(\S.*)$")
_FOLDED = re.compile(r"^[|>][+-]?\d?[+-]?$")
"""A text on the lines below, as YAML has it."""
_QUOTED = re.compile(r"^(?:\"((?:[^\"\\]|\\.){0,500})\"|'((?:[^']|''){0,500})')")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})\s*([\w+-]*)\s*$")
_MARKDOWN = {"", "markdown", "md", "text", "txt", "gfm"}
_DOCUMENT_LINE = re.compile(
    r"^\s{0,3}(?:#{1,6}\s|[-*+]\s+\[.?\]|\|.*\|.*\||[-*+]\s+\*\*|\*\*[^*]+:\*\*)"
)
_INNER = (" ", "\t", "-", "#", "]", "}")
_MIN_PARTS, _LONGEST = 2, 200


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The pairs before the document, in order, as written; `left` are lines of no pair.

    `below` are the lines of a text that stands below its name, by the line of the name.
    """

    pairs: tuple[tuple[str, str, int], ...]
    left: tuple[Line, ...] = ()
    below: Mapping[int, tuple[Line, ...]] = field(default_factory=dict)


def take_front_matter(lines: list[Line]) -> tuple[FrontMatter, list[Line]]:
    start = next((i for i, line in enumerate(lines) if line.text.strip()), None)
    if start is None or lines[start].text.rstrip() not in {"---", "+++"}:
        return FrontMatter(()), lines
    rule = lines[start].text.rstrip()
    ends = {"---", "..."} if rule == "---" else {"+++"}
    for at in range(start + 1, min(len(lines), start + _LONGEST)):
        text = lines[at].text.rstrip()
        if text in ends:
            front = _read_front(lines[start + 1 : at])
            return (front, lines[at + 1 :]) if front.pairs else (FrontMatter(()), lines)
        if text.strip() and not text.startswith(_INNER) and not _PAIR.match(text):
            break
    return FrontMatter(()), lines


def _read_front(lines: list[Line]) -> FrontMatter:
    pairs: list[tuple[str, str, int]] = []
    left: list[Line] = []
    below: dict[int, tuple[Line, ...]] = {}
    at = 0
    while at < len(lines):
        found = _PAIR.match(lines[at].text.rstrip())
        if found is None:
            left += [lines[at]] if lines[at].text.strip() else []
            at += 1
            continue
        inner = _inner(lines, at + 1)
        value = _value(found[2])
        number = lines[at].number
        if _FOLDED.match(value) and inner:
            below[number] = tuple(one for one in inner if one.text.strip())
            value = " ".join(one.text.strip() for one in below[number])
            at += len(inner)
        elif not value and inner and all(_LISTED.match(one.text) for one in inner):
            value = _listed(inner)
            at += len(inner)
        elif not value and inner:
            left.append(lines[at])
        pairs.append((found[1], value, number))
        at += 1
    return FrontMatter(tuple(pairs), tuple(left), below)


def _inner(lines: list[Line], start: int) -> list[Line]:
    """The lines from there on that are indented, blank, or entries of a list."""
    end = start
    while end < len(lines) and lines[end].text[:1] in {"", " ", "\t", "-"}:
        end += 1
    while end > start and not lines[end - 1].text.strip():
        end -= 1
    return lines[start:end]


def _listed(lines: list[Line]) -> str:
    found = (_LISTED.match(line.text) for line in lines)
    return ", ".join(_value(one[1]) for one in found if one)


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
