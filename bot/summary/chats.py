# ruff: noqa: RUF001  (quotes are what is read here)
"""What a chat puts around messages that are copied out of it: who, when, and how many cheer."""

import re

from bot.summary.source import Line

_TIME = r"\[?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\]?"
_TIME_ENDS = frozenset("mM.]")
_ALONE = re.compile(rf"^\s*{_TIME}\s*$")
_NAMED = re.compile(rf"^[^\W\d_][\w .'’-]{{1,40}}(?:\s{{2,}}|\s\[|\sAPP\s+){_TIME}\s*$")
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}$")
_CHEERS = re.compile(r"^\s*(?::[a-z0-9_+-]{2,40}:\s*\d{1,3}\s*)+$")


def without_chat(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The messages, parted by empty lines, and what was taken out."""
    times = [at for at, line in enumerate(lines) if ":" in line.text and _is_time(line.text)]
    if not any(_NAMED.match(lines[at].text) or _names(lines, at) for at in times):
        return lines, []
    taken = {*times, *(at - 1 for at in times if _names(lines, at))}
    taken |= {at for at, line in enumerate(lines) if _CHEERS.match(line.text)}
    kept = [Line(line.number, "") if at in taken else line for at, line in enumerate(lines)]
    return kept, [lines[at] for at in sorted(taken)]


def _is_time(text: str) -> bool:
    end = text.rstrip()[-1:]
    if not (end.isdigit() or end in _TIME_ENDS):
        return False
    return bool(_ALONE.match(text) or _NAMED.match(text))


def _names(lines: list[Line], at: int) -> bool:
    """A name above a time that stands alone."""
    alone = at > 0 and _ALONE.match(lines[at].text) is not None
    return alone and _NAME.match(lines[at - 1].text.strip()) is not None
