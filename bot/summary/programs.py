"""What programs put around a text that is copied out of them: escapes, colours, line numbers."""

import html
import json
import re
from itertools import pairwise

from bot.summary.source import Line

_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_LINE_ENDS = re.compile(r"(?<!\\)\\n")
_FEWEST = 2
_MISREAD_LEADS = re.compile(
    r"&(?:acirc|eth|Atilde|Auml|Aring|#(?:195|226|240)|#x(?:c3|e2|f0));", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#x[0-9a-f]{2,6}|[A-Za-z][A-Za-z0-9]{1,9});", re.IGNORECASE)
_FIRST_FOREIGN = 0x80
_COLOUR = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9])")
_NUMBERED = re.compile(r"^\s{0,8}(\d{1,5})(?:\t|\s?[|│]\s?|:\s?)")
_RETURN = "^M"


def freed(text: str) -> str:
    """The text itself, where it came as a string of a program or as entities of misread bytes."""
    if "\\n" in text and text.count("\n") <= 1:
        text = _string(text)
    if "\\u" in text and len(_ESCAPES.findall(text)) >= _FEWEST:
        text = _ESCAPES.sub(_character, text)
    if "&" in text and _MISREAD_LEADS.search(text):
        text = _ENTITY.sub(_foreign, text)
    return text


def _string(text: str) -> str:
    bare = text.strip()
    if bare.startswith('"') and bare.endswith('"') and len(bare) > 1:
        try:
            return str(json.loads(bare))
        except ValueError:
            bare = bare[1:-1]
    many = len(_LINE_ENDS.findall(bare)) > _FEWEST
    return _LINE_ENDS.sub("\n", bare) if many else text


def _character(found: re.Match[str]) -> str:
    """Half of a pair stays as it is written."""
    char = str(json.loads(f'"{found.group()}"'))
    return char if char.isprintable() else found.group()


def _foreign(found: re.Match[str]) -> str:
    char = html.unescape(found.group())
    return char if len(char) == 1 and ord(char) >= _FIRST_FOREIGN else found.group()


def as_lines(lines: list[Line], text: str) -> list[Line]:
    """The lines of that text without colours, and without "^M" or a number on each of them."""
    if "\x1b" in text:
        lines = [Line(line.number, _COLOUR.sub("", line.text)) for line in lines]
    if _RETURN in text and _are_returned(lines):
        lines = [Line(line.number, line.text.removesuffix(_RETURN)) for line in lines]
    if _are_numbered(lines):
        lines = [Line(line.number, _NUMBERED.sub("", line.text)) for line in lines]
    return lines


def _are_returned(lines: list[Line]) -> bool:
    return sum(line.text.endswith(_RETURN) for line in lines) * 2 > len(lines)


def _are_numbered(lines: list[Line]) -> bool:
    numbers: list[int] = []
    for line in lines:
        found = _NUMBERED.match(line.text) if line.text.strip() else None
        if found is None and line.text.strip():
            return False
        numbers += [int(found[1])] if found else []
    return len(numbers) >= _FEWEST and all(one < two for one, two in pairwise(numbers))
