"""What somebody typed after ``/blockers``, understood or not."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
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


def parse_command(text: str, milestones: Sequence[str]) -> Query:
    """``milestones`` are the keys that may come first, in lower case."""
    words = text.split()
    milestone = None
    if words and words[0].lower() in milestones:
        milestone = MilestoneKey(words.pop(0).lower())
    share = any(word.lower() == SHARE for word in words)
    words = [word for word in words if word.lower() != SHARE]
    query = _understand(words, () if milestone else milestones)
    return Query(
        ask=query.ask,
        milestone=milestone,
        key=query.key,
        share=share,
        unknown=query.unknown,
        nearest=" ".join([milestone or "", query.nearest]).strip() if query.nearest else "",
    )


def _understand(words: list[str], names: Sequence[str]) -> Query:
    lowered = [word.lower() for word in words]
    return _understand_exactly(lowered) or _not_understood(words, lowered, names)


def _understand_exactly(lowered: list[str]) -> Query | None:
    match lowered:
        case []:
            return Query(ask=Ask.BOARD)
        case ["digest", "post"]:
            return Query(ask=Ask.DIGEST_POST)
        case ["scorecard" | "digest" | "doctor" | "help" as word]:
            return Query(ask=Ask(word))
        case [word] if found := _KEY.match(word):
            return Query(ask=Ask.BLOCKER, key=f"{found[1].upper()}-{found[2]}")
    return None


def _not_understood(words: list[str], lowered: list[str], names: Sequence[str]) -> Query:
    known = {*WORDS, POST, *(name.lower() for name in names)}
    wrong = next((n for n, word in enumerate(lowered) if word not in known), 0)
    return Query(
        ask=Ask.UNKNOWN,
        unknown=words[wrong][:MAX_TYPED],
        nearest=_nearest(lowered, known | {"digest post"}),
    )


def _nearest(lowered: list[str], known: AbstractSet[str]) -> str:
    """As many of the words, corrected, as would be understood; "" where none would be."""
    close = [_closest(word, known) or word for word in lowered]
    guesses = [*(" ".join(close[:end]) for end in range(len(close), 0, -1)), "-".join(lowered)]
    found = next((guess for guess in guesses if _is_understood(guess, known)), "")
    return found.upper() if _KEY.match(found) else found


def _closest(word: str, known: AbstractSet[str]) -> str | None:
    if word in known:
        return word
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), None)


def _is_understood(guess: str, names: AbstractSet[str]) -> bool:
    words = guess.lower().split()
    if words and words[0] in names - {*WORDS, POST}:
        words = words[1:]
    return _understand_exactly([word for word in words if word != SHARE]) is not None
