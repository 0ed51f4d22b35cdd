"""In which order the keys of blockers stand where nothing else decides."""

import re

from bot.domain.ids import BlockerKey

KeyOrder = tuple[tuple[int, int, str], ...]
_NUMBERS = re.compile(r"(\d{1,18})")


def key_order(key: BlockerKey) -> KeyOrder:
    """Sort key of a blocker's key: THR-9 before THR-10."""
    parts = _NUMBERS.split(key)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
