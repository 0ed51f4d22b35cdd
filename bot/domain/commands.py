"""What somebody typed after ``/blockers``, understood or not."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum

from bot.domain.due_spans import DUE_WORDS
from bot.domain.filter_reading import is_term, read_filter, tokens_of
from bot.domain.filter_words import FLAG_WORDS, NO_PRIORITY, PRIORITY_WORDS
from bot.domain.filters import Filter
from bot.domain.ids import ChannelId, MilestoneKey


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
    FILTERED = "filter"
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
FILTER_WORDS = (
    "mine",
    *FLAG_WORDS,
    *(word for word in PRIORITY_WORDS if word != NO_PRIORITY),
    *(f"due:{word}" for word in DUE_WORDS),
)
VALUED = ("label:", "team:", "due:", "priority:", "owner:")
"""Words before a value of the asker's own."""
_KEY = re.compile(r"^([a-z][a-z0-9]{0,9}?)-?(\d{1,6})$", re.IGNORECASE)
_CHANNEL = re.compile(r"<#([CDG][A-Z0-9]+)(?:\|[^<>]*)?>")
_MENTION = re.compile(r"<[@!][^<>|]*\|@?([^<>]+)>")
NO_FILTER = Filter()
MAX_TYPED = 60
"""Characters of a word that is said back."""
MAX_CORRECTED = 12
"""Words of a command for which the nearest are looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """``milestone`` is set where its key was typed, ``channel`` where a channel stood for it.

    ``unknown`` is the word nobody understood, ``hint`` what was expected in its place.

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
    hint: str = ""
    channel: ChannelId | None = None
    filter: Filter = NO_FILTER


def parse_command(text: str, milestones: Sequence[str]) -> Query:
    """``milestones`` are the keys that may be named, in lower case."""
    words = text.split()
    milestone = None
    if words and words[0].lower() in milestones:
        milestone = MilestoneKey(words.pop(0).lower())
    first = words[0].lower() if words else ""
    if first in WITH_WORDS and not _is_at_risk(words):
        return Query(ask=Ask(first), milestone=milestone, rest=" ".join(words[1:]))
    tokens = tokens_of(" ".join(words))
    share = any(token.lower() == SHARE for token in tokens)
    tokens = [token for token in tokens if token.lower() != SHARE]
    channel, tokens = _without_channel(tokens)
    if milestone is None and channel is None:
        milestone, tokens = _without_milestone(tokens, milestones)
    query = _understand(tokens, () if milestone else milestones)
    around = (milestone or "", query.nearest, SHARE if share else "")
    nearest = " ".join(word for word in around if word) if query.nearest else ""
    return replace(query, milestone=milestone, channel=channel, share=share, nearest=nearest)


def _is_at_risk(words: Sequence[str]) -> bool:
    """``at risk`` is no time of the past."""
    return [word.lower().strip(",") for word in words[:2]] == ["at", "risk"]


def _without_channel(tokens: list[str]) -> tuple[ChannelId | None, list[str]]:
    """``<#C1|ops>``, wherever it stands: the milestone that this channel follows."""
    for place, token in enumerate(tokens):
        if found := _CHANNEL.fullmatch(token):
            return ChannelId(found[1]), [*tokens[:place], *tokens[place + 1 :]]
    return None, tokens


def _without_milestone(
    tokens: list[str], milestones: Sequence[str]
) -> tuple[MilestoneKey | None, list[str]]:
    """A key that stands behind other words: ``overdue prod``."""
    for place, token in enumerate(tokens):
        rest = [*tokens[:place], *tokens[place + 1 :]]
        if token.lower() in milestones and _understand_exactly(rest):
            return MilestoneKey(token.lower()), rest
    return None, tokens


def _understand(tokens: list[str], names: Sequence[str]) -> Query:
    return _understand_exactly(tokens) or _not_understood(tokens, names)


def _understand_exactly(tokens: Sequence[str]) -> Query | None:
    match [token.lower() for token in tokens]:
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
    reading = read_filter(tokens)
    return Query(ask=Ask.FILTERED, filter=reading.filter) if reading.wrong is None else None


def _key(word: str) -> str:
    found = _KEY.match(word)
    return f"{found[1].upper()}-{found[2]}" if found else ""


def _not_understood(tokens: list[str], names: Sequence[str]) -> Query:
    known = {*WORDS, POST, *(name.lower() for name in names)}
    reading = read_filter(tokens)
    wrong, hint = reading.wrong or 0, reading.hint
    if tokens[wrong].lower() in known:
        hint = f"`{tokens[wrong].lower()}` stands alone."
        strange = (n for n, token in enumerate(tokens) if not _is_known(token, known))
        found = next(strange, None)
        wrong, hint = (wrong, hint) if found is None else (found, "")
    return Query(
        ask=Ask.UNKNOWN,
        unknown=spoken(tokens[wrong])[:MAX_TYPED],
        nearest=_nearest(tokens[:MAX_CORRECTED], known | {"digest post"}),
        hint=hint,
    )


def spoken(token: str) -> str:
    """As it was typed: a mention by its name."""
    found = _MENTION.fullmatch(token)
    return f"@{found[1]}" if found else token


def _is_known(token: str, known: AbstractSet[str]) -> bool:
    return token.lower() in known or is_term(token)


def _nearest(tokens: list[str], known: AbstractSet[str]) -> str:
    """As many of the words, corrected, as would be understood; "" where none would be."""
    close = [_corrected(token, known) for token in tokens]
    clear = [token for token in close if _is_known(token, known)]
    guesses = [
        close,
        *(close[:end] for end in range(len(close) - 1, 0, -1)),
        *([clear] if clear else []),
        ["-".join(tokens)],
    ]
    found = next((guess for guess in guesses if _is_understood(guess, known)), [])
    said = " ".join(spoken(token) for token in found)
    return said.upper() if _KEY.match(said) else said


def _corrected(token: str, known: AbstractSet[str]) -> str:
    """The nearest word; of ``lable:infra`` only what stands before the colon is looked at."""
    if _is_known(token, known):
        return token
    name, colon, value = token.partition(":")
    valued = get_close_matches(f"{name.lower()}:", VALUED, n=1, cutoff=0.6) if value else []
    if colon and valued and is_term(valued[0] + value):
        return valued[0] + value
    words = sorted({*known, *FILTER_WORDS})
    return next(iter(get_close_matches(token.lower(), words, n=1, cutoff=0.6)), token)


def _is_understood(guess: Sequence[str], names: AbstractSet[str]) -> bool:
    words = [word for token in guess for word in (token.split() if token in names else [token])]
    if words and words[0].lower() in names - {*WORDS, POST}:
        words = words[1:]
    return _understand_exactly([word for word in words if word.lower() != SHARE]) is not None
