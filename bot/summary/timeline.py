# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""The timeline: "Week 1 (Jan 13-17): Complete THR-42", in a fence, a list, a table or lines."""

import re

from bot.summary.drafts import Reading, WeekDraft
from bot.summary.fold import fold
from bot.summary.inline import plain, squeeze
from bot.summary.labels import label_of
from bot.summary.marks import strip_marks
from bot.summary.source import Line
from bot.summary.structure import Listing, Paragraph

_WEEK = re.compile(
    r"^(?:[-*+•]\s+)?\W{0,4}(?:week|wk|semaine|semana|woche|settimana|settimana|неделя"
    r"|第?)\s?(?P<week>\d{1,2})\s?(?:週目?|周)?[\s:.,–-]{0,3}"
    r"(?:[(\[]\s*(?P<dates>[^()\[\]]{3,40})[)\]])?[\s:.,–—*-]{0,5}(?P<text>.*)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(?:[-*+•]\s+)?(?P<dates>[^:]{3,40}?):\s+(?P<text>\S.*)$")


def read_timeline_list(reading: Reading, listing: Listing) -> None:
    """Weeks, or what is done in the week whose heading stands above."""
    for entry in listing.entries:
        first = entry.blocks[0] if entry.blocks else None
        if not isinstance(first, Paragraph) or read_timeline_line(reading, first.lines[0]):
            continue
        text = squeeze(plain(" ".join(line.text for line in first.lines)))
        if reading.weeks:
            week = reading.weeks[-1]
            week.text = f"{week.text}; {text}" if week.text else text
        else:
            reading.leave(entry.line, text)


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
