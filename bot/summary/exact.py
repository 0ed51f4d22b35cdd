"""Documents that Blockers wrote itself: what stands behind a backslash there is text, never a mark.

Such characters are shielded before anything is read and given back at the end, so that neither
Markdown nor a reader of words sees them. Any other document is read as people write.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from bot.summary.fences import fenced_lines
from bot.summary.source import Line

MARK = "<!-- Written by Blockers. A sign after a backslash is meant as it stands. -->"
WRITTEN = "<!-- Written by Blockers"
_MARKED = re.compile(r"^<!-- Written by Blockers\b[^>]*-->\s*$")
_BASIC, _BEYOND, _HALF = 0xF0000, 0x100000, 0x10000
_LAST = 0xFFFD
_ASTRAL = re.compile("[\U000f0000-\U0010ffff]")
_LITERAL = re.compile(r"\\([!-/:-@\[-`{-~])|&#([0-9]{1,7});")

T = TypeVar("T")


def is_exact(lines: list[Line]) -> bool:
    return any(_MARKED.match(line.text) for line in lines if line.text.startswith("<!--"))


def shielded_lines(lines: list[Line]) -> list[Line]:
    """Code fences are left alone: there a backslash is a backslash."""
    inside, _ = fenced_lines(lines)
    return [
        Line(line.number, line.text if at in inside else shielded(line.text))
        for at, line in enumerate(lines)
    ]


def shielded(text: str) -> str:
    return _LITERAL.sub(_literal, _ASTRAL.sub("", text))


def unshielded(text: str) -> str:
    return text if text.isascii() else _ASTRAL.sub(lambda found: _bare(found.group()), text)


def given_back(value: T) -> T:
    """The same value with every text in it unshielded."""
    return cast("T", _mapped(value, unshielded))


def shield(character: str) -> str:
    number = ord(character)
    if number <= _LAST:
        return chr(_BASIC + number)
    return chr(_BEYOND + number - _HALF) if _HALF <= number < _HALF + _LAST else character


def _literal(found: re.Match[str]) -> str:
    if found[1]:
        return shield(found[1])
    number = int(found[2])
    return shield(chr(number)) if 0 < number < _BASIC else found.group()


def _bare(character: str) -> str:
    number = ord(character)
    return chr(number - _BEYOND + _HALF) if number >= _BEYOND else chr(number - _BASIC)


def _mapped(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        make = getattr(value, "_make", tuple)
        return make([_mapped(one, change) for one in value])
    if is_dataclass(value) and not isinstance(value, type):
        found = {one.name: _mapped(getattr(value, one.name), change) for one in fields(value)}
        return replace(value, **found)
    return value
