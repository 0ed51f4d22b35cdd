"""Dates of all shapes inside a text, unresolved: the year and the order are decided later."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.summary.date_words import MONTHS
from bot.summary.fold import fold

_MONTH = "|".join(sorted((re.escape(one) for one in MONTHS), key=len, reverse=True))
_YEAR = r"(?:\s?,?\s?(?:de\s|del\s)?(?P<{0}>(?:19|20)\d\d)(?![\d-])|,?\s?'(?P<{0}s>\d\d)(?!\d))?"
_MONTH_DAY = (
    r"(?<![\w])(?P<m1>"
    + _MONTH
    + r")\.?[\s/.-]*(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?![\d:]|\s?%)"
    + _YEAR.format("y1")
)
_DAY_MONTH = (
    r"(?<![\d./])(?P<d2>\d{1,2})(?:st|nd|rd|th|er|o|º|ª|\.)?[\s-]?(?:of\s|de\s)?\s?(?P<m2>"
    + _MONTH
    + r")(?![^\W\d_])\.?"
    + _YEAR.format("y2").replace(r"\s?,?\s?", r"[\s,.-]{0,2}", 1)
)
_PART = (
    r"(?P<part2>early|mid|late|end of|end|beginning of|fin|debut|mi|ende|anfang|mitte|fim de|"
    r"inicio de|meados de|fin de|finales de|fine)[\s-]{1,2}(?:of\s)?"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("isoweek", r"(?<!\d)(?P<yw>20\d\d)-?w(?P<ww>\d{1,2})(?:-(?P<wd>[1-7]))?(?!\d)"),
    ("iso", r"(?<!\d)(?P<y0>(?:19|20)\d\d)[-/.](?P<m0>\d{1,2})[-/.](?P<d0>\d{1,2})(?!\d)"),
    (
        "cjk",
        r"(?:(?P<yc>\d{4})\s?[年년]\s?)?(?P<mc>\d{1,2})\s?[月월]\s?(?P<dc>\d{1,2})\s?[日号號일]",
    ),
    ("compact", r"(?<!\d)(?P<yk>20\d\d)(?P<mk>[01]\d)(?P<dk>[0-3]\d)(?!\d)"),
    (
        "numeric",
        (
            r"(?<![\d/.])(?P<na>\d{1,2})(?P<sep>[/.-])(?P<nb>\d{1,2})(?P=sep)"
            r"(?P<ny>\d{4}|\d{2})(?![\d/])"
        ),
    ),
    (
        "day_slash_month",
        (
            rf"(?<![\w/])(?P<d4>\d{{1,2}})[/-](?P<m4>{_MONTH})[/-]"
            r"(?P<y4>(?:19|20)\d\d|\d\d)(?![\d/-])"
        ),
    ),
    ("month_day", _MONTH_DAY),
    ("day_month", _DAY_MONTH),
    (
        "quarter",
        (
            r"(?<!\w)(?P<part>early|mid|late|end of)?[\s-]?(?:q|t)(?P<q>[1-4])"
            r"(?:[\s/'-]{0,2}(?P<yq>20\d\d|(?<=')\d\d))?(?![\w.-])"
        ),
    ),
    ("quarter_after", r"(?<!\d)(?P<yq2>20\d\d)[\s/-]?q(?P<q2>[1-4])(?!\w)"),
    (
        "half",
        (
            r"(?<!\w)(?:h(?P<h>[12])(?:[\s/'-]{1,2}(?P<yh>20\d\d|\d\d)|(?P<yhx>20\d\d))"
            r"|(?P<h2>[12])h[\s/'-]{0,2}(?P<yh2>20\d\d|\d\d))(?![\w/.-])"
        ),
    ),
    (
        "week",
        (
            r"(?<!\w)(?:week|wk|kw|cw|kalenderwoche|semaine|semana|w)\.?\s?(?P<w>[1-5]?\d)"
            r"(?:[\s,/-]{1,2}(?P<ywk>20\d\d))?(?![\w/.:-])"
        ),
    ),
    ("short", r"(?<![\d/.])(?P<sa>\d{1,2})/(?P<sb>\d{1,2})(?![\d/])"),
    ("german_short", r"(?<![\d/.])(?P<ga>\d{1,2})\.(?P<gb>\d{1,2})\.(?!\d)"),
    (
        "month",
        rf"(?<!\w)(?:{_PART})?(?P<m3>{_MONTH})(?![^\W\d_])\.?" + _YEAR.format("y3"),
    ),
)
_FINDER = re.compile(
    r"(?:(?<!\w)|(?=\d))(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS)
    + ")"
)
"""All of them begin with a digit or where no word is going on."""
_FIGURES = re.compile(
    r"\d\s?[-/.年년月월]|\d{8}|\d[^\W\d_]{3}|[qthw]\d|\d[qh]"
    r"|(?:w|k|woche|semaine|semana)\.?\s?\d"
)
_LETTERS = re.compile(r"[^\W\d_]+")
"""One of these, or the name of a month, stands in every date."""
_ALONE = {
    "may",
    "mar",
    "set",
    "out",
    "dec",
    "mag",
    "mai",
    "gen",
    "ago",
    "mars",
    "dez",
    "fin",
    "sat",
}
_PARTS = {
    "early": 10,
    "beginning": 10,
    "debut": 10,
    "anfang": 10,
    "inicio": 10,
    "mid": 15,
    "mi": 15,
    "mitte": 15,
    "meados": 15,
}
_LONGEST = 400
_MONTHS, _DAYS, _WEEKS = 12, 31, 53
_SHORTEST = 3
_NAMED_GROUPS = {
    "iso": ("y0", "m0", "d0"),
    "cjk": ("yc", "mc", "dc"),
    "compact": ("yk", "mk", "dk"),
    "numeric": ("ny", "na", "nb"),
    "short": ("none", "sa", "sb"),
}
_WORK_WEEK_END = 5
Shape = Literal["day", "span"]


class Found(NamedTuple):
    """A date in a text; `year` None where none is written; `numeric` (first, second) undecided.

    `dotted`: written with dots, where days stand first all over the world.
    """

    start: int
    end: int
    year: int | None
    month: int = 0
    day: int = 0
    numeric: tuple[int, int] | None = None
    imprecise: bool = False
    week: int | None = None
    dotted: bool = False

    def at(self, year: int, *, day_first: bool) -> date | None:
        """The date in that year; a span stands for its last day, a week for its Friday."""
        try:
            if self.week is not None:
                return date.fromisocalendar(year, self.week, self.day or _WORK_WEEK_END)
            month, day = self._month_day(day_first=day_first)
            return date(year, month, min(day, 31) if day else monthrange(year, month)[1])
        except (ValueError, IndexError):
            return None

    @property
    def is_either(self) -> bool:
        """May be read day first as well as month first, as another day."""
        if self.numeric is None or self.dotted:
            return False
        first, second = self.numeric
        return first != second and max(first, second) <= _MONTHS

    def _month_day(self, *, day_first: bool) -> tuple[int, int]:
        if self.numeric is None:
            return self.month, self.day
        first, second = self.numeric
        if self.dotted or first > _MONTHS:
            day_first = True
        elif second > _MONTHS:
            day_first = False
        return (second, first) if day_first else (first, second)


@lru_cache(maxsize=4096)
def find_dates(text: str) -> tuple[Found, ...]:
    """Of a very long text only the beginning is looked at."""
    text = text[:_LONGEST]
    folded = text if len(text) == len(fold(text)) else text.casefold()
    source = fold(text) if len(fold(text)) == len(text) else folded
    if not _FIGURES.search(source) and MONTHS.keys().isdisjoint(_LETTERS.findall(source)):
        return ()
    found = (_found(match) for match in _FINDER.finditer(source))
    return tuple(one for one in found if one is not None)


def _found(match: re.Match[str]) -> Found | None:
    kind, span, group = match.lastgroup or "", (match.start(), match.end()), match.groupdict()
    match kind:
        case "iso" | "cjk" | "compact":
            y, m, d = _NAMED_GROUPS[kind]
            return _day(span, _year(group[y]), int(group[m]), int(group[d]))
        case "day_slash_month":
            return _day(span, _year(group["y4"]), MONTHS[group["m4"]], int(group["d4"]))
        case "month_day" | "day_month":
            n = "1" if kind == "month_day" else "2"
            year = _year(group[f"y{n}"] or group[f"y{n}s"])
            return _day(span, year, MONTHS[group[f"m{n}"]], int(group[f"d{n}"]))
        case "numeric" | "short":
            y, first, second = _NAMED_GROUPS[kind]
            found = _numeric(span, _year(group.get(y)), group[first], group[second])
            dotted = kind == "numeric" and group["sep"] == "."
            return found._replace(dotted=True) if found and dotted else found
        case "german_short":
            return _day(span, None, int(group["gb"]), int(group["ga"]))
        case _:
            return _period(kind, span, group)


def _day(span: tuple[int, int], year: int | None, month: int, day: int) -> Found | None:
    valid = 1 <= month <= _MONTHS and 1 <= day <= _DAYS
    return Found(*span, year, month, day) if valid else None


def _numeric(span: tuple[int, int], year: int | None, first: str, second: str) -> Found | None:
    a, b = int(first), int(second)
    valid = 1 <= min(a, b) <= _MONTHS and max(a, b) <= _DAYS
    return Found(*span, year, numeric=(a, b)) if valid else None


def _whole_month(span: tuple[int, int], group: dict[str, str | None]) -> Found | None:
    name = str(group["m3"])
    year = _year(group["y3"] or group["y3s"])
    part = (group["part2"] or "").split(" ")[0]
    if year is None and not part and (name in _ALONE or len(name) < _SHORTEST):
        return None
    return Found(*span, year, MONTHS[name], _PARTS.get(part, 0), imprecise=True)


def _quarter(span: tuple[int, int], group: dict[str, str | None]) -> Found:
    """Its end; the middle of its second month where "mid" is said, the end of its first at once."""
    last = int(group["q"] or group["q2"] or 1) * 3
    month, day = {"early": (last - 2, 0), "mid": (last - 1, 15)}.get(group["part"] or "", (last, 0))
    return Found(*span, _year(group["yq"] or group["yq2"]), month, day, imprecise=True)


def _period(kind: str, span: tuple[int, int], group: dict[str, str | None]) -> Found | None:
    match kind:
        case "month":
            return _whole_month(span, group)
        case "quarter" | "quarter_after":
            return _quarter(span, group)
        case "half":
            year = _year(group["yh"] or group["yhx"] or group["yh2"])
            return Found(*span, year, int(group["h"] or group["h2"] or 1) * 6, imprecise=True)
        case _:
            week = int(group["ww"] or group["w"] or 0)
            day = int(group["wd"] or 0)
            year = _year(group["yw"] or group["ywk"])
            valid = 1 <= week <= _WEEKS
            return Found(*span, year, day=day, week=week, imprecise=not day) if valid else None


def _year(raw: str | None) -> int | None:
    if raw is None:
        return None
    return int(raw) + 2000 if len(raw) < len("2000") else int(raw)


def weekday_after(start: date, weekday: int) -> date:
    return start + timedelta((weekday - start.weekday()) % 7)
