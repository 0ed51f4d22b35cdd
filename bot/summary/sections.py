# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""What a heading announces: blockers, actions, a scorecard, or ticks that prove nothing."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.document import StatedStatus
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import Label
from bot.summary.labels import label_of
from bot.summary.marks import strip_marks
from bot.summary.section_words import (
    BOARD_STATES,
    NOTHING_FIRST_WORDS,
    NOTHING_OPEN_PATTERNS,
    NOTHING_PATTERNS,
    SECTION_PATTERNS,
    Kind,
)
from bot.summary.status import pure_status

_CHOICE_FIRST = re.compile(r"\(\?:([^()\[\]]*)\)(?![?*+{])")


def _any(parts: Iterable[str]) -> re.Pattern[str]:
    """Where one of them stands; whether a word or the text begins there is asked once for all."""
    begun: dict[str, list[str]] = {}
    for part in parts:
        way = next((way for way in (r"\b", "^") if part.startswith(way)), "")
        begun.setdefault(way, []).extend(_spread(part.removeprefix(way)))
    return re.compile("|".join(f"{way}(?:{'|'.join(some)})" for way, some in begun.items()))


def _spread(part: str) -> list[str]:
    """As "(?:next|last) week" → "next week", "last week": letters in front are soon ruled out."""
    found = _CHOICE_FIRST.match(part)
    return [one + part[found.end() :] for one in found[1].split("|")] if found else [part]


_COMPILED = tuple((kind, _any(parts)) for kind, parts in SECTION_PATTERNS.items())
_NAMED = _any([one for parts in SECTION_PATTERNS.values() for one in parts])

_WATCHED = _any(SECTION_PATTERNS["watch"])
_FROM_LABEL: dict[Label, Kind] = {
    "needed": "needed", "actions": "actions", "legend": "legend", "benefits": "benefits",
    "conditions": "conditions", "procedure": "procedure", "history": "history",
    "timeline": "timeline", "risk": "risk", "mitigation": "mitigation", "reasons": "reasons",
}  # fmt: skip
_COUNT = re.compile(r"\s*[(\[（]\s*\d+[^()\[\]]{0,25}[)\]）]\s*$|\s*[:-]\s*\d+\s*$")
_CLOSING = (")", "]", "）")
_NOUNS = re.compile(
    r"\b(?:recently|just|newly|already|blockers?|issues?|items?|tasks?|points?|this week|last week|"
    r"today|yesterday|this month|last month|so far|since\b.*|work|cette semaine|diese woche|"
    r"esta semana|questa settimana)\b"
)
_NUMBERED = re.compile(
    r"^(?:\d+[.)]|[a-z][.)]|(?:appendix|annexe?|anhang|anexo|section|part|teil)\s[a-z0-9]{1,3}"
    r"(?:\s?[:.-])?)\s+"
)
_ADORNING = {
    "active",
    "live",
    "current",
    "known",
    "critical",
    "blocker",
    "blocking",
    "blockers",
    "red",
    "go",
    "no-go",
    "new",
}
_MAX_STATUS_WORDS = 5
QUIET: frozenset[Kind] = frozenset({"legend", "benefits", "procedure", "next_milestone"})
"""Kinds whose lists hold no work at all."""


@lru_cache(maxsize=2048)
def heading_kind(raw: str) -> Kind:
    title = _title(raw)
    bare = _uncounted(title).rstrip(":?! ")
    label = label_of(bare)
    if label in _FROM_LABEL:
        return _FROM_LABEL[label]
    kind = _kind_named(bare)
    if kind not in {None, "blockers"}:
        return kind or "other"
    status = section_status(raw)
    if status in {"done", "skipped"}:
        return "history"
    return kind or ("blockers" if status else "other")


@lru_cache(maxsize=2048)
def _title(raw: str) -> str:
    return _NUMBERED.sub("", fold(strip_marks(plain(raw))))


def _kind_named(title: str) -> Kind | None:
    if not _NAMED.search(title):
        return None
    return next((kind for kind, pattern in _COMPILED if pattern.search(title)), None)


def _uncounted(title: str) -> str:
    bare = title
    while bare[-1:].isdigit():
        bare = bare[:-1]
    counted = title.endswith(_CLOSING) or (bare != title and bare.rstrip().endswith((":", "-")))
    return _COUNT.sub("", title) if counted else title


@lru_cache(maxsize=2048)
def section_status(raw: str) -> StatedStatus | None:
    """A heading that is nothing but a state ("❌ Bloqué", "Open (2)", "Closed this week")."""
    title = _title(raw)
    bare = _NOUNS.sub("", _uncounted(title)).strip(" :-?!,&/")
    if not bare or bare in _ADORNING or len(bare.split()) > _MAX_STATUS_WORDS:
        return None
    if _WATCHED.search(title) or title.endswith(("?", "？")):
        return None  # "Not blocking" is no state, and "Done?" is a question
    return pure_status(bare)


def column_status(raw: str) -> StatedStatus | None:
    """The same in a document whose headings are the columns of a board."""
    return section_status(raw) or BOARD_STATES.get(_uncounted(fold(strip_marks(plain(raw)))))


def stated_count(raw: str) -> int | None:
    found = re.search(r"[(\[（]\s*(\d{1,3})\b[^()\[\]（）]{0,25}[)\]）]\s*$", plain(raw))
    return int(found[1]) if found else None


_NOTHING_OPEN = re.compile("|".join(NOTHING_OPEN_PATTERNS))
_NONE = re.compile(rf"^(?:{'|'.join(NOTHING_PATTERNS)})[.!]?$")


def says_nothing_open(raw: str, *, under_blockers: bool = False) -> bool:
    first = raw.partition(" ")[0].lower()
    if first.isascii() and first.isalpha() and first not in NOTHING_FIRST_WORDS:
        return False
    text = fold(strip_marks(plain(raw))).rstrip(".! ")
    return bool(_NOTHING_OPEN.match(text)) or (under_blockers and bool(_NONE.match(text)))
