# ruff: noqa: RUF001  (dashes are what is read here)
"""Days beside the names of owners ("Olga, due 2 Dec", "Olga (ETA Friday)"), and the names alone."""

import re
from datetime import date
from functools import lru_cache

from bot.summary.date_finder import find_dates
from bot.summary.date_words import NO_DATE, WEEKDAYS
from bot.summary.dates import Calendar
from bot.summary.fold import any_of, fold
from bot.summary.inline import plain

_SURE = r"due(?: by| on| date)?|eta|deadline|target(?: date)?|fällig(?: am)?|échéance|prazo|plazo"
_DAY = r"[^,;|·()\[\]]{1,40}?(?:,\s?(?:19|20)\d\d)?"
_BESIDE = re.compile(
    rf"\s*[(\[]\s*(?:(?P<sure1>{_SURE})|by|bis)\b[\s:=]*(?P<day1>[^()\[\]]{{1,40}}?)\s*[)\]]"
    rf"|(?:^|\s*[,;|·]\s*|\s+[-–—]\s+|\s+)(?:(?P<sure2>{_SURE})|by|bis)\b[\s:=]*(?P<day2>{_DAY})"
    r"(?=\s*(?:[,;|·)\]]|\s[-–—]\s|$))",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"(?:^|\s*[,;|·]\s*|\s+[-–—]\s+)(?P<day>{_DAY})(?=\s*(?:[,;|·)\]]|\s[-–—]\s|$))"
)
"""A day needs no word before it where a sign sets it apart."""
_MAY_STAND = re.compile(rf"\d|\b(?:{_SURE}|by|bis)\b", re.IGNORECASE)
_WEEKDAY = re.compile(any_of(WEEKDAYS))
_ANY_YEAR = Calendar(date(2026, 1, 1))


@lru_cache(maxsize=4096)
def part_due(text: str) -> tuple[str, str | None]:
    """The names and the day, as written; None where no day stands there. `text` is plain."""
    if not _MAY_STAND.search(text):
        return text, None
    for found in _BESIDE.finditer(text):
        day = found["day1"] or found["day2"]
        if is_day(day, sure=bool(found["sure1"] or found["sure2"])):
            return _without(text, found), day.strip()
    for found in _ALONE.finditer(text):
        if _is_wholly_a_day(found["day"]):
            return _without(text, found), found["day"].strip()
    return text, None


def due_beside(raw: str) -> str | None:
    return part_due(plain(raw))[1]


def is_day(text: str, *, sure: bool) -> bool:
    """`sure`: a word such as "due" announces it, so that "June" and "next week" are days too."""
    folded = fold(text)
    if any(sure or not one.imprecise for one in find_dates(text)):
        return True
    if _WEEKDAY.search(folded):
        return True
    return sure and (folded in NO_DATE or _ANY_YEAR.read(text).value is not None)


def _is_wholly_a_day(text: str) -> bool:
    dates = find_dates(text)
    if len(dates) != 1 or dates[0].imprecise or not any(map(str.isdigit, text)):
        return False
    around = f"{text[: dates[0].start]} {text[dates[0].end :]}"
    return not _WEEKDAY.sub("", fold(around)).strip(" .,")


def _without(text: str, found: re.Match[str]) -> str:
    return (text[: found.start()] + text[found.end() :]).strip(" ,;|·")
