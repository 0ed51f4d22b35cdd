# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Written efforts ("6-8 hours remaining", "1-2 days", "2時間") → hours, low and high."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.document import Hours
from bot.summary.fold import fold
from bot.summary.inline import read_inline

_HOURS_PER = {"minute": 1 / 60, "hour": 1.0, "day": 8.0, "week": 40.0}
_UNITS = {
    "minute": r"minutes?|mins?|m|minuten?|minutos?|minuti|минут[аы]?|мин|分(?:間|钟|鐘)?|분",
    "hour": (
        r"hours?|hrs?|h|heures?|horas?|stunden?|std|ore|ora|uur|uren|timmar|godzin[ay]?|godz|saat|"
        r"час(?:а|ов)?|ч|時間|小时|小時|시간"
    ),
    "day": (
        r"(?:person[- ]?|work(?:ing)?[- ]?|business[- ]?|man[- ]?)?days?|pd|d|jours?|j|dias?|"
        r"tagen?|tage?|arbeitstage?|pt|giorni|giorno|dagen|dag|dagar|dni|dzien|gun|дн(?:я|ей)|"
        r"день|営業日|日間|人日|日|天|일"
    ),
    "week": (
        r"(?:person[- ]?|work[- ]?)?weeks?|wks?|w|semaines?|semanas?|wochen?|settiman[ae]|weken|"
        r"veckor|vecka|tygodni[ea]?|hafta|недел[яиь]|недель|週間|人週|週|周|주"
    ),
}
_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
_DASH = r"(?:-|–|—|~|〜|～|to|a|bis|à|a|tot|till|do|до|から|至|到|or|ou|o|oder)"
_AMOUNT = re.compile(
    r"(?P<sign><=?|≤|up to|under|max\.?|bis zu|jusqu'a|ate|hasta|fino a|less than)?\s*[~≈]?"
    rf"(?P<low>{_NUMBER})\s*(?:(?P<mid>[a-z]{{1,7}})(?![a-z])\.?\s*)?"
    rf"(?:\s*{_DASH}\s*(?P<high>{_NUMBER}))?\s*\+?\s*-?(?:{_UNIT})(?![a-z])"
)
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
_FRACTION = re.compile(r"(\d*)\s?([½¼¾])")
_HALF = re.compile(r"(?<![\d/])1/2(?![\d/])")
_TIMES = re.compile(r"\b(\d{1,2})\s?[x×]\s?(\d{1,3}(?:[.,]\d)?)(?=\s?(?:h|d|m|st|w|j|t))")
_ONE_OR_TWO = re.compile(r"\b(?:a|an|one)\s+(hour|day|week)s?\s+or\s+(?:two|2)\b")
_HALF_WEEK = re.compile(r"\bhalf a week\b|\bhalbe woche\b|\bdemi-?semaine\b|\bmedia semana\b")
_HALF_DAY = re.compile(r"half (?:a )?day|demi-?journee|halber tag|meio dia|medio dia|半日")
_ONE = re.compile(
    r"\b(?:an|one|une?|uma|una|eine?)\s+"
    r"(hour|day|week|heure|jour|semaine|hora|dia|semana|stunde|tag|woche)\b"
)
_ONE_UNIT = {
    "heure": "hour", "hora": "hour", "stunde": "hour", "jour": "day", "dia": "day", "tag": "day",
    "semaine": "week", "semana": "week", "woche": "week",
}  # fmt: skip
_WORD_NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "eight": "8",
    "ten": "10",
}
_PLUS = re.compile(r"^\s*(?:[a-z]{2,12}\s*(?=\+))?(?:\+|and|und|et|e|y)?\s*$")
_REST = re.compile(r"\((?:was|previously|originally|before|up from|zuvor|avant|antes)[^)]*\)")
_POINTS = re.compile(
    r"\b(?:points?|pts?|sp|story points?|t-shirt|xs|s|m|l|xl|xxl|small|medium|large)\b"
)
_LONGEST = 300
_NOTHING = {"", "-", "--", "—", "–", "n/a", "na", "tbd", "tba", "?", "none", "unknown", "null"}


@dataclass(frozen=True, slots=True)
class Effort:
    """`assumed` where days or weeks were counted as hours; `unclear` where no hours are said."""

    hours: Hours | None
    assumed: str | None = None
    unclear: bool = False


@lru_cache(maxsize=1024)
def read_effort(raw: str) -> Effort:
    inline = read_inline(raw[:_LONGEST])
    kept = "".join(one.text for one in inline.segments if not one.struck)
    text = _REST.sub("", fold(kept if kept.strip() else inline.text))
    if text.strip() in _NOTHING:
        return Effort(None)
    text = re.split(r"\s*(?:→|->|=>)\s*", text)[-1]
    text = re.sub(r"(?<=\d)\s*\(([a-z]+)\)", r" \1", text)
    text = _in_figures(text)
    if _HALF_DAY.search(text) and not _AMOUNT.search(_HALF_DAY.sub("", text)):
        return Effort((4.0, 4.0), "day")
    one = _ONE.search(text)
    amounts = _sum(text)
    if amounts is not None:
        return amounts
    if one:
        unit = _ONE_UNIT.get(one[1], one[1])
        hours = _HOURS_PER[unit]
        return Effort((hours, hours), unit if unit in {"day", "week"} else None)
    return Effort(None, unclear=True)


def _in_figures(text: str) -> str:
    """Numbers as figures: "½", "two", "2 x 4 h", "a day or two"."""
    text = _FRACTION.sub(lambda one: f"{one[1] or 0}{_FRACTIONS[one[2]]}", text)
    text = _HALF_WEEK.sub("2.5 days", _HALF.sub("0.5", text))
    text = _ONE_OR_TWO.sub(r"1-2 \1", text)
    for word, digit in _WORD_NUMBERS.items():
        text = re.sub(rf"\b{word}\b", digit, text)
    return _TIMES.sub(lambda one: f"{int(one[1]) * float(one[2].replace(',', '.')):g}", text)


def _sum(text: str) -> Effort | None:
    low = high = 0.0
    assumed: str | None = None
    end: int | None = None
    for found in _AMOUNT.finditer(text):
        if end is not None and not _PLUS.match(text[end : found.start()]):
            break
        unit = next(name for name in _HOURS_PER if found[name])
        first, last = _bounds(found, unit)
        low, high = low + first, high + last
        assumed = unit if unit in {"day", "week"} else assumed
        end = found.end()
    if end is None:
        return None
    return Effort((round(low, 2), round(high, 2)), assumed)


def _bounds(found: re.Match[str], unit: str) -> tuple[float, float]:
    each = _HOURS_PER[unit]
    first = _number(found["low"]) * _HOURS_PER.get(_unit_of(found["mid"]) or unit, each)
    last = _number(found["high"]) * each if found["high"] else first
    if found["sign"]:
        first = 0.0
    return min(first, last), max(first, last)


def _unit_of(word: str | None) -> str | None:
    if not word:
        return None
    return next((name for name, pattern in _UNITS.items() if re.fullmatch(pattern, word)), None)


def _number(raw: str) -> float:
    return float(raw.replace(",", "."))
