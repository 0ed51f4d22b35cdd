"""The timeline: "Week 1 (Jan 13-17): Complete THR-42", in a fence, a list, a table or lines."""

import re

from bot.summary.drafts import Reading, WeekDraft
from bot.summary.fold import fold
from bot.summary.inline import plain, squeeze
from bot.summary.labels import label_of
from bot.summary.marks import strip_marks
from bot.summary.source import Line

_WEEK = re.compile(
    r"^(?:[-*+•]\s+)?\W{0,4}(?:week|wk|semaine|semana|woche|settimana|settimana|неделя|第?)\s?(?P<week>\d{1,2})\s?(?:週目?|周)?[\s:.,–-]{0,3}"
    r"(?:[(\[]\s*(?P<dates>[^()\[\]]{3,40})[)\]])?[\s:.,–—*-]{0,5}(?P<text>.*)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(?:[-*+•]\s+)?(?P<dates>[^:]{3,40}?):\s+(?P<text>\S.*)$")


def read_timeline_line(reading: Reading, line: Line) -> bool:
    text = squeeze(strip_marks(plain(line.text)))
    found = _WEEK.match(text)
    if found:
        reading.weeks.append(
            WeekDraft(int(found["week"]), found["dates"] or "", found["text"].strip(), line.number)
        )
        return True
    dated = _DATED.match(text)
    if dated is None:
        return False
    if label_of(dated["dates"]) == "resolution":
        reading.resolution = dated["text"]
        return True
    if re.search(r"\d", dated["dates"]) and not re.match(r"https?", fold(text)):
        reading.weeks.append(WeekDraft(None, dated["dates"], dated["text"], line.number))
        return True
    return False
