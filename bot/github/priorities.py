"""Priority and state from labels, which is where GitHub's users keep them."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.blocker import Priority

_WORDS: Final[Mapping[str, Priority]] = MappingProxyType(
    {
        "urgent": Priority.URGENT,
        "critical": Priority.URGENT,
        "p0": Priority.URGENT,
        "high": Priority.HIGH,
        "p1": Priority.HIGH,
        "medium": Priority.MEDIUM,
        "normal": Priority.MEDIUM,
        "p2": Priority.MEDIUM,
        "low": Priority.LOW,
        "p3": Priority.LOW,
        "p4": Priority.LOW,
    }
)
_SCALE = re.compile(r"p[ -]?([0-4])", re.IGNORECASE)
_NAMED = re.compile(r"(?:priority|prio)\s*[:/=_ -]+\s*(.+)", re.IGNORECASE)
_NAMED_BEHIND = re.compile(r"(.+?)[\s_-]+priority", re.IGNORECASE)
_STARTED = re.compile(r"(?:(?:status|state)\s*[:/=]\s*)?(?:in[ _-]progress|wip)", re.IGNORECASE)


def priority_of(labels: Iterable[str], own: Mapping[str, Priority]) -> Priority:
    """The most urgent one that any label says. ``own`` labels mean what the configuration says.

    Of the others only those that say that they are a priority: ``critical`` alone may be anything.
    """
    found = [priority for label in labels if (priority := _said(label, own)) is not None]
    return min(found, key=lambda priority: priority.rank, default=Priority.NONE)


def is_started(labels: Iterable[str]) -> bool:
    return any(_STARTED.fullmatch(label.strip()) for label in labels)


def _said(label: str, own: Mapping[str, Priority]) -> Priority | None:
    bare = label.strip()
    if (mine := own.get(bare.casefold())) is not None:
        return mine
    if scale := _SCALE.fullmatch(bare):
        return _WORDS[f"p{scale[1]}"]
    named = _NAMED.fullmatch(bare) or _NAMED_BEHIND.fullmatch(bare)
    if named is None:
        return None
    word = named[1].strip().casefold()
    if scale := _SCALE.fullmatch(word):
        word = f"p{scale[1]}"
    return _WORDS.get(word)
