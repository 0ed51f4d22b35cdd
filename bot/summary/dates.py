# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""A written due date → a date: years filled in from the document's date, ranges by their end."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.summary import date_words as words
from bot.summary.date_doubts import doubts_of, is_like_a_day
from bot.summary.date_finder import Found, find_dates, weekday_after
from bot.summary.date_spans import friday_of, week_of_month, wider_end
from bot.summary.fold import any_of, fold
from bot.summary.inline import read_inline

_ARROW = re.compile(
    r"\s*(?:→|->|=>|➜|⇒|\bmoved to\b|\bnow\b|\bslipped to\b|\bpushed to\b|\bnew:)\s*", re.IGNORECASE
)
_FORMER = re.compile(
    r"\(?\b(?:was|originally|previously|formerly|slipped from|moved from|instead of"
    r"|initially|avant|zuvor|ursprünglich|antes)\b[^)]*\)?",
    re.IGNORECASE,
)
_DASH = re.compile(
    r"^\s*(?:-|–|—|~|〜|～|to|until|through|thru|bis|à|au|a|al|ate|até|hasta|и|по|から|至"
    r"|到|or|/|and|&)\s*$",
    re.IGNORECASE,
)
_UNIT = "|".join(f"(?P<{name}>{'|'.join(forms)})" for name, forms in words.UNITS.items())
_COUNTDOWN = re.compile(
    rf"(?<!\w)(?P<sign>[a-z]|{any_of(words.LAUNCH_WORDS)})\s?(?P<op>[-+])\s?"
    rf"(?P<n>\d{{1,3}})\s?(?:business |working |calendar )?(?:{_UNIT})?(?!\w)"
)
_BEFORE = re.compile(
    rf"(?P<n>\d{{1,3}})\s(?:business |working )?(?:{_UNIT})\s(?P<op>before|after|prior to"
    rf"|from)\s(?:the\s)?(?:t\b|{any_of(words.LAUNCH_WORDS)})"
)
_IN = re.compile(
    rf"(?:\b(?:in|within|dans|em|en|binnen|tra|over|через)\s)(?P<n>\d{{1,3}})\s?(?:{_UNIT})"
    rf"(?!\w)|(?P<n2>\d{{1,3}})\s?(?P<days2>日|天|週間|周)[後后内]"
)
_COUNT_WORDS = {"one": "1", "a": "1", "two": "2", "three": "3", "four": "4", "six": "6"}
_COUNT_WORD = re.compile(r"\b(one|a|two|three|four|six)\b(?= (?:days?|weeks?|months?))")
_SPAN_ONLY = re.compile(
    rf"^[~≈]?\s?(?:\d{{1,3}}\s?(?:-|to|bis|or)\s?)?(?P<n>\d{{1,3}})\s?(?:{_UNIT})$"
)
_FISCAL = re.compile(r"\bfy\s?'?\d|\bfy\s?q|\bq[1-4]\s?/?\s?fy|\bfiscal\b|\bgeschaftsjahr")
"""Whose year it is nobody says: no day is read from it."""
_WEEK_OF = re.compile(
    r"\b(?:week of|w/c|week commencing|week starting|semaine du|semana de|semana del"
    r"|woche vom|settimana del)\b"
)
_WEEKDAY = re.compile(
    rf"(?P<next>\b(?:next|nachsten|prochain)\s)?(?P<day>{any_of(words.WEEKDAYS)})"
    rf"(?P<after>\s(?:next week|prochain))?"
)
_RELATIVE = (
    (any_of(words.NEXT_WEEK), "next_week"),
    (any_of(words.THIS_WEEK), "this_week"),
    (any_of(words.NEXT_MONTH), "next_month"),
    (any_of(words.THIS_MONTH), "this_month"),
    (any_of(words.THIS_QUARTER), "quarter"),
    (any_of(words.THIS_YEAR), "year"),
    (any_of(words.TOMORROW), "tomorrow"),
    (any_of(words.TODAY), "today"),
)
_PAST_DAYS = 92
_SUSPECT_DAYS = 180
_FRIDAY = 4
_MONTHS = 12
_YEAR_FIRST = re.compile(r"\d{4}|\d+\s?月")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class DateReading:
    """`codes` are the doubts, such as year_assumed, date_imprecise or relative_date."""

    value: date | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """What a date without a year, or "Friday", is counted from; what it has read is kept by it."""

    base: date
    day_first: bool = False
    launch: date | None = None
    sure: bool = True
    """Whether the document shows which of day and month stands first."""

    def read(self, raw: str) -> DateReading:
        return _read_date(self, raw)

    def _read(self, raw: str) -> DateReading:
        codes: list[str] = []
        text = _current(raw, codes)
        if fold(text) in words.NO_DATE:
            return DateReading()
        value = self._absolute(text, codes)
        if value is None:
            wrong = "date_impossible" in codes or is_like_a_day(text)
            codes = [one for one in codes if one == "date_moved"]
            value = self._relative(fold(text), codes)
            if value is None and wrong:
                return DateReading(None, ("date_impossible",))
        return DateReading(value, tuple(dict.fromkeys(codes)) if value else ())

    def _absolute(self, text: str, codes: list[str]) -> date | None:
        found = () if _FISCAL.search(fold(text)) else find_dates(text)
        if not found:
            return None
        chosen, year = found[0], found[0].year
        for following in found[1:]:
            if not _DASH.match(text[chosen.end : following.start]):
                break
            chosen = following
            year = following.year
            codes.append("date_imprecise")
        day = self._resolved(chosen, year, codes)
        if day is None:
            codes.append("date_impossible")
            return None
        codes += doubts_of(text, chosen, day, sure=self.sure or not chosen.is_either)
        named = week_of_month(text[: found[0].start])
        if named and chosen.month and not chosen.day:
            return friday_of(day, named)
        wider = wider_end(day, text[chosen.end :], codes, week=chosen.week)
        if _WEEK_OF.search(fold(text[: found[0].start])):
            codes.append("date_imprecise")
            return wider + timedelta((_FRIDAY - wider.weekday()) % 7)
        return wider

    def _resolved(self, found: Found, year: int | None, codes: list[str]) -> date | None:
        if year is not None:
            day = found.at(year, day_first=self.day_first)
            if day and abs((self.base - day).days) > _SUSPECT_DAYS and day < self.base:
                codes.append("year_suspect")
            return day
        codes.append("year_assumed")
        for candidate in range(self.base.year, self.base.year + 5):  # 29 February may be far off
            day = found.at(candidate, day_first=self.day_first)
            if day and day >= self.base - timedelta(_PAST_DAYS):
                if candidate > self.base.year + 1:
                    codes.append("year_suspect")
                return self._nearer(found, day)
        return None

    def _nearer(self, found: Found, day: date) -> date:
        """In January, "Dec 20" is last month's rather than one eleven months ahead."""
        earlier = found.at(day.year - 1, day_first=self.day_first)
        recent = earlier and earlier >= self.base - timedelta(_PAST_DAYS)
        return earlier if earlier and recent else day

    def _relative(self, text: str, codes: list[str]) -> date | None:
        for reader in (self._countdown, self._counted, self._named, self._weekday):
            value = reader(text)
            if value is not None:
                codes.append("relative_date")
                return value
        return None

    def _countdown(self, text: str) -> date | None:
        found = _COUNTDOWN.search(text) or _BEFORE.search(text)
        if found is None or self.launch is None:
            return None
        days = int(found["n"]) * _days(found)
        later = found["op"] in {"+", "after", "from"}
        return self.launch + timedelta(days if later else -days)

    def _counted(self, text: str) -> date | None:
        text = _COUNT_WORD.sub(lambda word: _COUNT_WORDS[word[1]], text)
        found = _SPAN_ONLY.match(text)
        if found:
            return self.base + timedelta(int(found["n"]) * _days(found))
        found = _IN.search(text)
        if found is None:
            return None
        if found["n2"]:
            return self.base + timedelta(
                int(found["n2"]) * (7 if found["days2"] in "週間周" else 1)
            )
        return self.base + timedelta(int(found["n"]) * _days(found))

    def _named(self, text: str) -> date | None:
        if _WEEKDAY.search(text):
            return None
        kind = next((kind for pattern, kind in _RELATIVE if re.search(pattern, text)), None)
        base = self.base
        friday = base + timedelta((_FRIDAY - base.weekday()) % 7)
        days: dict[str | None, date] = {
            "today": base,
            "tomorrow": base + timedelta(1),
            "this_week": friday,
            "next_week": friday + timedelta(7),
            "this_month": _month_end(base.year, base.month),
            "next_month": _month_end(base.year, base.month + 1),
            "quarter": _month_end(base.year, (base.month + 2) // 3 * 3),
            "year": date(base.year, _MONTHS, 31),
        }
        return days.get(kind)

    def _weekday(self, text: str) -> date | None:
        found = _WEEKDAY.search(text)
        if found is None:
            return None
        day = weekday_after(self.base, words.WEEKDAYS[found["day"]])
        if (
            found["next"] or found["after"]
        ) and day.isocalendar().week == self.base.isocalendar().week:
            day += timedelta(7)
        return day


@lru_cache(maxsize=4096)
def _read_date(calendar: Calendar, raw: str) -> DateReading:
    return calendar._read(raw)  # noqa: SLF001  (kept apart: a date is read for several ends)


def _days(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("week"):
        return 7
    if groups.get("month"):
        return 30
    return 0 if groups.get("hour") else 1


def _month_end(year: int, month: int) -> date:
    year, month = (year + 1, month - _MONTHS) if month > _MONTHS else (year, month)
    return date(year, month, monthrange(year, month)[1])


def _current(raw: str, codes: list[str]) -> str:
    """What counts now: not what was struck, not what it "was", after an arrow the new one."""
    inline = read_inline(raw[:_LONGEST])
    text = inline.text
    kept = "".join(one.text for one in inline.segments if not one.struck)
    if inline.any_struck and find_dates(kept):
        codes.append("date_moved")
        text = kept
    parts = _ARROW.split(text)
    if len(parts) > 1 and find_dates(parts[-1]):
        if find_dates(" ".join(parts[:-1])):
            codes.append("date_moved")
        text = parts[-1]
    without = _FORMER.sub("", text)
    if without != text and find_dates(without):
        codes.append("date_moved")
        return without
    return text


def day_first_in(texts: list[str]) -> bool | None:
    """True or False where the document proves the order, None where it is silent."""
    proven: list[bool] = []
    worded: list[bool] = []
    dotted: list[bool] = []
    for text in texts:
        for found in find_dates(text):
            if found.dotted:
                dotted.append(True)
            elif found.numeric and max(found.numeric) > _MONTHS:
                proven.append(found.numeric[0] > _MONTHS)
            elif found.month and found.day and not found.numeric:
                worded += _order_of_words(text[found.start : found.end])
    for ballot in (proven, worded, dotted):
        if ballot.count(True) != ballot.count(False):
            return ballot.count(True) > ballot.count(False)
    return None


def _order_of_words(written: str) -> list[bool]:
    """Days first in "20 November", months first in "Nov 20"; a year in front tells nothing."""
    if written[:1].isalpha():
        return [False]
    return [] if _YEAR_FIRST.match(written) else [True]
