"""Written priorities → P0 to P3."""

import re

from bot.summary.fold import any_of, fold
from bot.summary.inline import plain
from bot.summary.priority_words import PRIORITY_WORDS, RISK_WORDS

_LEVEL = re.compile(r"(?<![\w])(?:p|prio(?:rity)?\s?|sev(?:erity)?[ -]?|s)([0-4])(?!\w)")
_SPAN = re.compile(r"\bp[0-4]\s?(?:-|to|/)\s?p[0-4]\b")
_PATTERNS = {level: re.compile(any_of(words)) for level, words in PRIORITY_WORDS.items()}


def read_priority(raw: str) -> str | None:
    text = re.split(r"→|->|=>", fold(plain(raw)))[-1]
    if _SPAN.search(text) or is_open_choice(text):
        return None
    level = _LEVEL.search(text)
    if level:
        return f"P{min(int(level[1]), 3)}"
    starts = {one: found.start() for one, p in _PATTERNS.items() if (found := p.search(text))}
    return min(starts, key=lambda one: starts[one]) if starts else None


def is_open_choice(raw: str) -> bool:
    """As in "Low / Medium / High": nothing was chosen."""
    parts = [part.strip() for part in re.split(r"[/|]", fold(plain(raw))) if part.strip()]
    levels = [
        next((one for one, p in _PATTERNS.items() if p.fullmatch(part)), None) for part in parts
    ]
    return len(parts) > 1 and None not in levels and len(set(levels)) == len(parts)


_RISK_PATTERNS = {level: re.compile(any_of(words)) for level, words in RISK_WORDS.items()}


def read_risk_level(raw: str) -> str | None:
    text = fold(plain(raw))
    return next((level for level, p in _RISK_PATTERNS.items() if p.search(text)), None)


def stated_level(raw: str) -> str | None:
    """Only an explicit P0 to P3, for headings where a word such as "critical" adorns."""
    text = fold(raw)
    level = None if _SPAN.search(text) else re.search(r"(?<![\w-])p([0-4])(?![\w-])", text)
    return f"P{min(int(level[1]), 3)}" if level else None
