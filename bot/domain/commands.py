"""What somebody typed after ``/blockers``, understood or not."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

from bot.domain.ids import MilestoneKey


class Ask(StrEnum):
    """What an answer is about. Values are the words people type."""

    BOARD = ""
    BLOCKER = "key"
    SCORECARD = "scorecard"
    RISK = "risk"
    TIMELINE = "timeline"
    PROBES = "probes"
    FIRST = "first"
    HISTORY = "history"
    AT = "at"
    DIGEST = "digest"
    DIGEST_POST = "digest post"
    ADD = "add"
    IMPORT = "import"
    EXPORT = "export"
    FOLLOW = "follow"
    SETTINGS = "settings"
    DOCTOR = "doctor"
    HELP = "help"
    UNKNOWN = "?"


SHARE = "share"
POST = "post"
WITH_WORDS = frozenset({Ask.AT, Ask.ADD, Ask.FOLLOW})
"""Followed by words of the asker's own, which are kept as typed."""
ALONE = frozenset(
    {
        Ask.SCORECARD,
        Ask.RISK,
        Ask.TIMELINE,
        Ask.PROBES,
        Ask.FIRST,
        Ask.HISTORY,
        Ask.DIGEST,
        Ask.IMPORT,
        Ask.EXPORT,
        Ask.SETTINGS,
        Ask.DOCTOR,
        Ask.HELP,
    }
)
WORDS = (*sorted({*ALONE, *WITH_WORDS}), SHARE)
_KEY = re.compile(r"^([a-z][a-z0-9]{0,9}?)-?(\d{1,6})$", re.IGNORECASE)
MAX_TYPED = 60
"""Characters of a word that is said back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``milestone`` is set where its key came first. ``unknown`` is the word nobody understood.

    ``nearest`` is a whole command to offer instead ("digest"), or "". ``rest`` is what was typed
    after a word that takes the asker's own: the title of ``add``, the time of ``at``.
    """

    ask: Ask
    milestone: MilestoneKey | None = None
    key: str = ""
    rest: str = ""
    share: bool = False
    unknown: str = ""
    nearest: str = ""


def parse_command(text: str, milestones: Sequence[str]) -> Query:
    """``milestones`` are the keys that may come first, in lower case."""
    words = text.split()
    milestone = None
    if words and words[0].lower() in milestones:
        milestone = MilestoneKey(words.pop(0).lower())
    if words and words[0].lower() in WITH_WORDS:
        return Query(ask=Ask(words[0].lower()), milestone=milestone, rest=" ".join(words[1:]))
    share = any(word.lower() == SHARE for word in words)
    words = [word for word in words if word.lower() != SHARE]
    query = _understand(words, () if milestone else milestones)
    nearest = " ".join([milestone or "", query.nearest]).strip() if query.nearest else ""
    return replace(query, milestone=milestone, share=share, nearest=nearest)


def _understand(words: list[str], names: Sequence[str]) -> Query:
    lowered = [word.lower() for word in words]
    return _understand_exactly(lowered) or _not_understood(words, lowered, names)


def _understand_exactly(lowered: list[str]) -> Query | None:
    match lowered:
        case []:
            return Query(ask=Ask.BOARD)
        case ["digest", "post"]:
            return Query(ask=Ask.DIGEST_POST)
        case [word] if word in ALONE:
            return Query(ask=Ask(word))
        case ["history", word] if key := _key(word):
            return Query(ask=Ask.HISTORY, key=key)
        case [word] if key := _key(word):
            return Query(ask=Ask.BLOCKER, key=key)
    return None


def _key(word: str) -> str:
    found = _KEY.match(word)
    return f"{found[1].upper()}-{found[2]}" if found else ""


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
