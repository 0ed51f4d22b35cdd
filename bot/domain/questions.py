"""A question in a team's own words, turned into the command that answers it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.commands import Ask, Query, parse_command
from bot.domain.ids import MilestoneKey

_KEY = re.compile(r"[a-z][a-z0-9]{0,9}-\d{1,6}")
_VALUED = re.compile(r"<[@!][^<>]+>|@[\w.-]+|(?:team|label|priority|owner):\S+")
_TRAILING = re.compile(r"(?:['\u2019]s|[?!.,;:\u2026)\"\u201d'\u2019])+$")
_LEADING = re.compile(r"^[(\"\u201c'\u2018]+")
_SHORT: Final = {
    "what's": "what is",
    "whats": "what is",
    "who's": "who is",
    "when's": "when is",
    "how's": "how is",
    "where's": "where is",
    "we're": "we are",
    "isn't": "is not",
    "aren't": "are not",
    "can't": "can not",
}
_THANKS: Final = re.compile(
    r"(?:many )?(?:thanks|thank you|thx|cheers|ta|ok|okay|great|cc|fyi)\b.*"
)
_GREETING: Final = re.compile(r"(?:hi|hello|hey|good morning|morning|help)?(?: there| all)?")
_CHANGED: Final = re.compile(r"\b(?:changed?|happened|history|log|news|new|moved|since)\b")

_PARTS: Final = (
    (r"\bhow risky\b|\bthe risk\b|\brisks\b|\b(?:we|it) at risk\b|\brisk level\b", "risk"),
    (r"\bfirst\b|\bstart\b|\bfrees? most\b|\bmost important\b|\bpriorit", "first"),
    (
        r"\bprobes?\b|\bhealth(?:y)?\b|\bis down\b|\b(?:up|down) now\b|\banything down\b",
        "probes",
    ),
    (r"\bscorecard\b|\breadiness\b|\bready\b", "scorecard"),
)
_MINE: Final = (
    r"\b(?:mine|my)\b|\b(?:do|should|must|can) i (?:do|have|need|own|owe|finish)\b|\bi own\b"
    r"|\b(?:assigned to|for|on) me\b"
)
_FILTERS: Final = (
    (r"\bdue\b.*\btoday\b", "due:today"),
    (r"\bdue\b.*\btomorrow\b", "due:tomorrow"),
    (r"\bdue\b.*\bthis week\b", "due:this-week"),
    (r"\bdue\b.*\bnext week\b", "due:next-week"),
    (r"\boverdue\b|\blate\b|\bpast due\b|\btoo late\b", "overdue"),
    (r"\bstale\b|\bstuck\b|\bstalled\b|\bnot mov(?:ed|ing)\b|\bidle\b", "stale"),
    (
        r"\bunowned\b|\bunassigned\b|\bno owner\b|\bwithout (?:an )?owner\b|\bnobody\b|\bno ?one\b",
        "unowned",
    ),
    (r"\bat[ -]risk\b", "at-risk"),
    (r"\burgent\b", "urgent"),
    (r"\bhigh(?: priority)?\b", "high"),
    (r"\b(?:is|was|were|got|been|already) (?:done|cleared|finished)\b", "done"),
    (_MINE, "mine"),
)
_ABOUT_ALL: Final = (
    r"\bblock(?:s|ed|ing|ers?)?\b|\bstatus\b|\bstate\b|\bhold(?:s|ing)?\b|\bhow (?:are|is)\b"
    r"|\bship\b|\brelease\b|\bgo live\b|\bdeploy\b|\bdone\b|\bleft\b|\bmissing\b|\bneeded\b"
    r"|\bwho\b|\bwaiting\b|\bsummary\b|\bupdate\b"
)
_REST: Final = (
    (
        r"\bwhen\b|\bhow (?:long|soon)\b|\beta\b|\bdeadline\b|\bwhat date\b|\btimeline\b",
        "timeline",
    ),
    (_ABOUT_ALL, ""),
)


def read_question(text: str, names: Mapping[str, str]) -> Query | None:
    """``names`` of the milestones by key. None where nothing was asked: thanks, or a bare *cc*.

    Never to be shared: what is posted is decided by who answers. What nobody understands comes
    back as ``Ask.UNKNOWN`` with the nearest command.
    """
    words = [_bare(word) for word in text.split()]
    plain = " ".join(word for word in words if word)
    sentence = " ".join(_SHORT.get(word, word) for word in plain.casefold().split())
    if sentence and _THANKS.fullmatch(sentence):
        return None
    if _GREETING.fullmatch(sentence):
        return Query(ask=Ask.HELP)
    typed = parse_command(plain, tuple(names))
    if typed.ask is not Ask.UNKNOWN and not _is_chat(typed, sentence):
        return replace(typed, share=False)
    milestone, sentence = _milestone_in(sentence, names)
    command = _command_for(sentence)
    if command is None:
        return replace(typed, ask=Ask.UNKNOWN, share=False)
    asked = parse_command(command, ())
    return replace(asked, milestone=milestone, share=False)


def _bare(word: str) -> str:
    return _LEADING.sub("", _TRAILING.sub("", word))


def _is_chat(typed: Query, sentence: str) -> bool:
    """``at what time are we done``: words that take any text are commands only where they fit."""
    return typed.ask is Ask.AT and re.match(r"at (?:what|which|the)\b", sentence) is not None


def _milestone_in(sentence: str, names: Mapping[str, str]) -> tuple[MilestoneKey | None, str]:
    """By its key or its whole name, taken out of the sentence."""
    for key, name in sorted(names.items(), key=lambda each: -len(each[1])):
        for called in (name.casefold(), key):
            found = re.search(rf"(?<!\S){re.escape(called)}(?!\S)", sentence) if called else None
            if found:
                return MilestoneKey(key), sentence[: found.start()] + sentence[found.end() :]
    return None, sentence


def _command_for(sentence: str) -> str | None:
    """None where no word of it is known."""
    changed = _CHANGED.search(sentence)
    keys = [word for word in sentence.split() if _KEY.fullmatch(word)]
    if keys:
        return f"history {keys[0]}" if changed else keys[0]
    for pattern, command in _PARTS:
        if re.search(pattern, sentence):
            return command
    valued = (found[0] for found in _VALUED.finditer(sentence))
    filters = [word.upper() if word.startswith("<") else word for word in valued]
    filters += [word for pattern, word in _FILTERS if re.search(pattern, sentence)]
    if filters:
        return " ".join(filters)
    if changed:
        return "history"
    return next((command for pattern, command in _REST if re.search(pattern, sentence)), None)
