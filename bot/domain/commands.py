"""What somebody typed after ``/blockers``, understood or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.domain.ids import MilestoneKey


class Ask(StrEnum):
    """What an answer is about. Values are the words people type."""

    BOARD = ""
    BLOCKER = "key"
    SCORECARD = "scorecard"
    DIGEST = "digest"
    DIGEST_POST = "digest post"
    DOCTOR = "doctor"
    HELP = "help"
    UNKNOWN = "?"


SHARE = "share"
POST = "post"
WORDS = ("scorecard", "digest", "doctor", "help", SHARE)
_KEY = re.compile(r"^([a-z][a-z0-9]{0,9}?)-?(\d{1,6})$", re.IGNORECASE)
MAX_TYPED = 60
"""Characters of a word that is said back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``milestone`` is set where its key came first. ``unknown`` is the word nobody understood.

    ``nearest`` is a whole command to offer instead ("digest"), or "".
    """

    ask: Ask
    milestone: MilestoneKey | None = None
    key: str = ""
    share: bool = False
    unknown: str = ""
    nearest: str = ""


def parse_command(text: str, milestones: Sequence[str], keys: Sequence[str] = ()) -> Query:
    """``keys`` are the blockers known, for the nearest match of a mistyped one."""
    words = text.split()
    milestone = None
    if words and words[0].lower() in milestones:
        milestone = MilestoneKey(words.pop(0).lower())
    share = any(word.lower() == SHARE for word in words)
    words = [word for word in words if word.lower() != SHARE]
    query = _understand(words, [*milestones, *keys])
    return Query(
        ask=query.ask,
        milestone=milestone,
        key=query.key,
        share=share,
        unknown=query.unknown,
        nearest=query.nearest,
    )


def _understand(words: list[str], names: Sequence[str]) -> Query:
    lowered = [word.lower() for word in words]
    match lowered:
        case []:
            return Query(ask=Ask.BOARD)
        case ["digest", "post"]:
            return Query(ask=Ask.DIGEST_POST)
        case ["scorecard" | "digest" | "doctor" | "help" as word]:
            return Query(ask=Ask(word))
        case [word] if found := _KEY.match(word):
            return Query(ask=Ask.BLOCKER, key=f"{found[1].upper()}-{found[2]}")
    return _not_understood(words, lowered, names)


def _not_understood(words: list[str], lowered: list[str], names: Sequence[str]) -> Query:
    known = {*WORDS, POST, "digest post", *(name.lower() for name in names)}
    wrong = next((n for n, word in enumerate(lowered) if word not in known), 0)
    typed = words[wrong]
    close = get_close_matches(lowered[wrong], sorted(known), n=1, cutoff=0.6)
    nearest = ""
    if close:
        fixed = [*lowered]
        fixed[wrong] = close[0]
        nearest = " ".join(fixed)
    elif lowered[0] in WORDS:
        nearest = lowered[0]
    return Query(ask=Ask.UNKNOWN, unknown=typed[:MAX_TYPED], nearest=nearest)
