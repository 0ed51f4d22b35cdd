"""What is odd about a written date: a day that no calendar has, or one of another weekday."""

import re
from datetime import date

from bot.summary import date_words as words
from bot.summary.date_finder import Found
from bot.summary.fold import any_of, fold

_DAY_LIKE = re.compile(
    r"(?<![\d.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?![\d.])"
)
_BESIDE = re.compile(rf"(?P<day>{any_of(words.WEEKDAYS)})\W{{0,4}}$")
_BEHIND = re.compile(rf"^\W{{0,3}}(?P<day>{any_of(words.WEEKDAYS)})")
_NEAR = 16


def is_like_a_day(text: str) -> bool:
    """Digits that only a date is written with."""
    return _DAY_LIKE.search(text) is not None


def doubts_of(text: str, found: Found, day: date, *, sure: bool) -> list[str]:
    """`sure`: day and month cannot be taken for one another."""
    codes = ["date_imprecise"] if found.imprecise else []
    if not found.imprecise and _names_other_weekday(text, found, day):
        codes.append("weekday_odd")
    return codes if sure else [*codes, "date_ambiguous"]


def _names_other_weekday(text: str, found: Found, day: date) -> bool:
    """As in "Monday Nov 24", where that is a Tuesday."""
    before = _BESIDE.search(fold(text[max(0, found.start - _NEAR) : found.start]))
    named = before or _BEHIND.match(fold(text[found.end : found.end + _NEAR]))
    return named is not None and words.WEEKDAYS[named["day"]] != day.weekday()
