# ruff: noqa: RUF001  (dashes are what is read here)
"""What stands behind a title: "in progress, @bob, due Jan 15", "Blocked - Highest - Ana Souza"."""

import re

from bot.summary.date_finder import find_dates
from bot.summary.date_words import WEEKDAYS
from bot.summary.effort import read_effort
from bot.summary.fold import any_of, fold
from bot.summary.inline import plain, squeeze
from bot.summary.label_words import Label
from bot.summary.labels import Labelled, label_of, read_labelled
from bot.summary.marks import strip_marks
from bot.summary.people import is_nobody, is_person, take_trailing_handles
from bot.summary.priority_words import PRIORITY_WORDS
from bot.summary.status import is_share, pure_status, read_status

_PIECES = re.compile(
    r"\s*[,;|·]\s+|\s+[-–—]\s+|\.\s+(?=[A-ZÀ-Þ][\w ]{1,15}:|(?:Expected|Due|Until) )"
)
_DUE = re.compile(
    r"^(?:expected by|expected|due|by|eta|target|deadline|until)\b:?\s*(.+)$", re.IGNORECASE
)
_EFFORT = re.compile(r"^(?:est\.?|estimate[ds]?|effort|~|≈)\s*:?\s*(?=[\d½¼¾])", re.IGNORECASE)
_PRIORITY = re.compile(
    rf"p[0-4]|(?:{any_of(word for words in PRIORITY_WORDS.values() for word in words)})"
    r"(?: priority| severity)?"
)
_WEEKDAY = re.compile(any_of(WEEKDAYS))
_LABEL_CUT = re.compile(r"[.;,]\s+(?=([^\W\d_][\w' -]{1,20}?)\s?:\s)")
_NO_DATE = re.compile(r"no (?:due )?(?:date|eta|deadline)(?: yet| so far)?|(?:date|eta) tb[adc]")
_LABELS = {"owner", "target", "status", "priority", "effort", "next_action", "blocked_by", "note"}
_MAX_STATUS = 5
_PLACES_OF_A_NAME = {"status", "priority", "target", "effort", "progress"}


def read_pieces(raw: str, line: int) -> list[Labelled]:
    """What is not understood stays together as a note."""
    if not raw:
        return []
    found: list[Labelled] = []
    rest: list[str] = []
    text = raw.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    for part in _PIECES.split(text):
        labelled = read_piece(squeeze(part).strip("() "), line)
        if labelled is None:
            rest.append(part.strip())
        else:
            found += labelled
    found += _named(found, rest, line)
    remark = strip_marks(squeeze(", ".join(one for one in rest if one)))
    if remark:
        found.append(Labelled("", "note", remark, line, bold=False))
    return found


def _named(found: list[Labelled], rest: list[str], line: int) -> list[Labelled]:
    """A bare name among a state, a priority or a date is the owner's."""
    labels = {one.label for one in found}
    if "owner" in labels or not labels & _PLACES_OF_A_NAME:
        return []
    name = next((one for one in reversed(rest) if is_person(plain(one).strip("() "))), None)
    if name is None:
        return []
    rest.remove(name)
    return [Labelled("owner", "owner", plain(name).strip("() "), line, bold=False)]


def read_piece(piece: str, line: int) -> list[Labelled] | None:
    """None if it is neither a field nor a state."""
    if not piece:
        return []
    labels = read_labelled(piece, line)
    if labels and labels[0].label is not None:
        return labels
    short = _short(plain(piece), line)
    if short is not None:
        return [short]
    text, names = take_trailing_handles("x " + piece)
    owner = [Labelled("owner", "owner", ", ".join(names), line, bold=False)] if names else []
    before = text.removeprefix("x").strip(" (*_")
    if names and (not before or pure_status(before)):
        status = [Labelled("status", "status", before, line, bold=False)] if before else []
        return status + owner
    few = len(piece.split()) <= _MAX_STATUS
    if pure_status(piece) or (few and read_status(piece).worded):
        return [Labelled("status", "status", piece, line, bold=False)]
    return None


def _short(text: str, line: int) -> Labelled | None:
    """A day, a share, a priority, an effort, or that nobody has it."""
    due = _DUE.match(text)
    folded = fold(text)
    label: Label | None = None
    if due or _NO_DATE.fullmatch(folded) or _is_day(text):
        label = "target"
    elif is_share(text):
        label = "progress"
    elif is_nobody(text):
        label = "owner"
    elif _PRIORITY.fullmatch(folded):
        label = "priority"
    elif is_effort(text):
        label = "effort"
    return Labelled(label, label, due[1] if due else text, line, bold=False) if label else None


def is_effort(text: str) -> bool:
    """As in "est. 1d" and "~3 h"."""
    return bool(_EFFORT.match(text)) and read_effort(text).hours is not None


def _is_day(text: str) -> bool:
    dates = find_dates(text)
    if len(dates) != 1:
        return False
    around = text[: dates[0].start] + text[dates[0].end :]
    return not _WEEKDAY.sub("", fold(around)).strip(" .,")


def cut_at_label(text: str) -> re.Match[str] | None:
    """As in "No DR plan. Owner: Asha": where the first field begins."""
    if ":" not in text:
        return None
    found = _LABEL_CUT.finditer(text)
    return next((one for one in found if label_of(one[1]) in _LABELS), None)
