"""A written status ("🟡 IN PROGRESS (Christian assigned)") → one of the known states."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.domain.document import Health, StatedStatus
from bot.summary.date_words import MONTHS, WEEKDAYS
from bot.summary.fold import any_of, fold
from bot.summary.inline import plain, read_inline, squeeze
from bot.summary.marks import Meaning, marks_in, strip_marks
from bot.summary.remarks import remark_takes_back
from bot.summary.status_words import NEGATIONS, NOT_READY_WORDS, QUALIFIERS, STATUS_WORDS

_WORDS: list[tuple[StatedStatus, str]] = [
    (status, fold(word)) for status, words in STATUS_WORDS.items() for word in words
]
_BY_WORD: dict[str, StatedStatus] = {word: status for status, word in reversed(_WORDS)}
_STATUS = re.compile(any_of([*_BY_WORD, *NOT_READY_WORDS]))
_NEGATED = re.compile(rf"(?:{any_of(NEGATIONS)}|n't)(?:\s+(?!but\b)\w+){{0,3}}\s*$")
_QUALIFIED = re.compile(
    any_of(word for word in QUALIFIERS if word != "?")
    + r"|\?|\bnot (?!block|needed|required|applicable|relevant|an? (?:blocker|issue|problem))"
)
_STILL_TO_COME = re.compile(
    r"\s+(?:by|before|until|till)\s+(?:the\s|mid[- ])?(?:\d|end\b|eo[dwmqy]\b|next\b"
    r"|tomorrow|today|this\b|q[1-4]|" + any_of([*MONTHS, *WEEKDAYS]) + ")"
)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s?%")
_SHARE = re.compile(r"\b(\d{1,4})\s?(?:/|out of|of|sur|de|von)\s?(\d{1,4})\b")
_SHARE_ALONE = re.compile(r"[~≈]?\s?\d{1,3}\s?%|\d{1,4}\s?(?:/|of|out of)\s?\d{1,4}")
_SMALL_WORDS = (
    "not", "on", "at", "since", "as of", "by", "the", "le", "am", "em", "el", "now", "yet",
    "today", "status",
)  # fmt: skip
_FILLER = re.compile(rf"[\s\d/.,:;!()\[\]*_~-]+|(?<=\d)%(?=\s)|\b(?:{'|'.join(_SMALL_WORDS)})\b")
_LETTERS = re.compile(r"[a-z]+")
_OF_STATES = frozenset(_LETTERS.findall(" ".join([*_SMALL_WORDS, *_BY_WORD, *NOT_READY_WORDS])))
"""A text with other letters in a row is not all state."""
_READY_FOR = re.compile(
    r"(?:pront[oa]s?|list[oa]s?|bereit|pret(?:e|s|es)?|gereed|klar|ready)\s+"
    r"(?:para|pour|a|fur|zum|zur|per|voor|for|om|to)\s+(?!.{0,12}(?:prod|release|launch|livraison"
    r"|ship|go-?live|lan[cz]))\w"
)
"""Ready to be reviewed is not ready."""
_PART_OF_IT = re.compile(
    r"\b(?:code|coding|dev|development|implementation|design|spec|draft|back-?end|front-?end"
    r"|phase \w+|part \w+|step \w+)\W+(?:is |are |work |mostly )?$"
)
_WEAK_BEGINNINGS = {"identified", "confirmed", "reported", "accepted", "open", "planned"}
"""As in "Root cause identified, fix in progress"."""
_NOTHING_LEFT = re.compile(
    r"(?<=\w)[,;.]?\s+(?:and )?(?:nothing|no|zero|0)\s(?:more )?"
    r"(?:open|pending|remaining|outstanding|missing)\b"
    r"(?: (?:points?|issues?|items?|tasks?|bugs?|work))?"
    r"|(?<=\w)[,;.]?\s+(?:and )?(?:not|no longer) (?:a )?block(?:ing|er)\b(?: any ?(?:more|one))?"
)
"""As in "done, nothing pending"."""
_CLOSED_AS = {"closed", "resolved", "geschlossen", "fechado", "cerrado", "ferme", "chiuso"}
_FAILING = {"fail", "failed", "failing", "broken", "missing", "unfixed", "not ready"}
_SEVERITY = ("blocked", "todo", "doing", "at_risk", "skipped", "done")
_NEARLY = re.compile(
    r"almost|nearly|mostly|part|half|practically|virtually|essentially|largely|basically|kind of"
    r"|sort of|more or less|\b(?:fast|presque|quase|casi|bijna|nastan|prawie)\b|почти"
)
_WINDOW = 40
_WHOLE = 100
_LONGEST_STATE = 60
_LONGEST = 1_000
_COLOUR_WORDS: dict[str, Health] = {
    "red": "red", "amber": "amber", "yellow": "amber", "green": "green",
}  # fmt: skip
_MARK_STATUS: dict[Meaning, StatedStatus] = {
    "done": "done",
    "doing": "doing",
    "todo": "todo",
    "cross": "todo",
    "blocked": "blocked",
    "skipped": "skipped",
}
_HEALTH: dict[Meaning, Health] = {"red": "red", "amber": "amber", "green": "green"}
_REDS, _AMBERS = {"🔴", "🟥"}, {"🟡", "🟠", "🟨", "🟧"}
"""Circles that say "not yet" where nothing but "done" stands beside them."""
_FIELD_STATUS: dict[Meaning, StatedStatus] = {**_MARK_STATUS, "red": "blocked", "amber": "doing"}
_COMPONENT_STATUS: dict[Meaning, StatedStatus] = {
    **_MARK_STATUS,
    "cross": "blocked",
    "red": "blocked",
    "amber": "at_risk",
    "green": "done",
    "warn": "at_risk",
}


class StatusReading(NamedTuple):
    """`worded` tells a state that words gave from one that a mark alone gave."""

    status: StatedStatus | None = None
    health: Health | None = None
    worded: bool = False
    conflict: bool = False
    unknown_mark: str | None = None


@lru_cache(maxsize=4096)
def read_status(raw: str, *, component: bool = False) -> StatusReading:
    """The words beside a mark decide; of words that disagree, never "done"."""
    text = _standing_text(raw[:_LONGEST])
    marks = [mark for mark, _, _ in marks_in(text)]
    health = next((_HEALTH[m.meaning] for m in marks if m.meaning in _HEALTH), None)
    words, doubtful = _worded(fold(text), component=component)
    health = health or _COLOUR_WORDS.get(fold(text).split(" ", maxsplit=1)[0].strip(".,;:"))
    table = _COMPONENT_STATUS if component else _FIELD_STATUS
    marked = next((table[m.meaning] for m in marks if m.meaning in table), None)
    unknown = next((m.raw for m in marks if m.meaning == "unknown"), None)
    if words is None and marked == "done" and (left := _taken_back(text)):
        return StatusReading("at_risk" if component else left, health, conflict=True)
    if words is None:
        return StatusReading(marked, health, unknown_mark=None if marked else unknown)
    tick = any(mark.meaning == "done" for mark in marks)
    crossed = any(mark.meaning in {"cross", "blocked"} or mark.glyph in _REDS for mark in marks)
    warned = any(mark.glyph in _AMBERS for mark in marks)
    clash = (tick and words not in {"done", "skipped"}) or ((crossed or warned) and words == "done")
    if words == "at_risk" and not component:
        words = "doing"
    if words == "done" and (crossed or warned):
        words = "todo" if crossed else "doing"
    return StatusReading(words, health, worded=True, conflict=clash or doubtful)


def _taken_back(text: str) -> StatedStatus | None:
    """As in "✅ (except the EU)" and "✅ ?"."""
    remark = strip_marks(text).strip(" ([-\u2013\u2014:,;")
    return "doing" if remark[:1] == "?" else remark_takes_back(remark)


def _standing_text(raw: str) -> str:
    """Without what was struck, where something else stands beside it."""
    inline = read_inline(raw)
    kept = squeeze("".join(one.text for one in inline.segments if not one.struck))
    return kept if inline.any_struck and kept else inline.text


def _worded(text: str, *, component: bool) -> tuple[StatedStatus | None, bool]:
    if " no" in text or " 0" in text or "zero" in text:
        text = _NOTHING_LEFT.sub(" ", text)
    stated = list(_STATUS.finditer(text))
    words = [word.group() for word in stated]
    found = [_said(text, word, component=component) for word in stated]
    if not found:
        return _counted(text), False
    if found[0] != "done":
        told_weakly = found[0] == "todo" and words[0] in _WEAK_BEGINNINGS
        return ("doing" if told_weakly and "doing" in found else found[0]), False
    if words[0] in _CLOSED_AS and "skipped" in found:
        return "skipped", False
    doubt = _doubt(text, found)
    return doubt or "done", doubt is not None


def _doubt(text: str, found: list[StatedStatus]) -> StatedStatus | None:
    """What "done" comes down to where more is said than that."""
    share = _counted(text)
    if share is not None:
        return share
    if any(one not in {"done", "skipped"} for one in found[1:]) or _QUALIFIED.search(text):
        return "todo" if "todo" in found and "reopened" in text else "doing"
    return None


def _said(text: str, word: re.Match[str], *, component: bool) -> StatedStatus:
    status = _meaning(word.group(), component=component)
    before = text[max(0, word.start() - _WINDOW) : word.start()]
    if _NEGATED.search(re.split(r"[,.;|(]", before)[-1]):
        return "doing" if _NEARLY.search(before) else "todo"
    if status != "done":
        return status
    if _STILL_TO_COME.match(text, word.end()):
        return "todo"
    part = _PART_OF_IT.search(before) or _READY_FOR.match(text, word.start())
    return "doing" if part else status


def _meaning(word: str, *, component: bool) -> StatedStatus:
    if component and word in _FAILING:
        return "blocked"
    if word == "green" and not component:
        return "doing"  # a colour of the forecast: on track
    if word in _BY_WORD:
        return _BY_WORD[word]
    return "done" if component else "todo"


def _counted(text: str) -> StatedStatus | None:
    percent = _PERCENT.search(text)
    if percent:
        share = int(percent[1])
        return "todo" if share == 0 else "doing" if share < _WHOLE else None
    part = _SHARE.search(text)
    if part and int(part[2]) > 0 and int(part[1]) < int(part[2]):
        return "todo" if int(part[1]) == 0 else "doing"
    return None


def is_share(text: str) -> bool:
    """As in "80 %" or "3/5": how far it is, and nothing else."""
    return bool(_SHARE_ALONE.fullmatch(fold(plain(text))))


@lru_cache(maxsize=4096)
def pure_status(text: str) -> StatedStatus | None:
    """The state, if the text holds a state and nothing else but marks, dates and small words."""
    folded = fold(text)
    if not folded or len(folded) > _LONGEST_STATE:
        return None
    if ":" not in folded and not _OF_STATES.issuperset(_LETTERS.findall(folded)):
        return None
    rest = _STATUS.sub(" ", folded)
    for mark, _, _ in reversed(marks_in(rest)):
        rest = rest.replace(mark.raw, " ")
    if _FILLER.sub("", rest):
        return None
    reading = read_status(text)
    return reading.status if reading.worded else None


def document_status(raw: str) -> StatusReading:
    """The worst of several statements ("Milestone complete | Deployment blocked")."""
    readings = [
        read_status(part, component=True)
        for part in re.split(r"\s*\|\s*|;\s+", raw)
        if part.strip()
    ]
    stated = [one for one in readings if one.status is not None]
    if not stated:
        return readings[0] if readings else StatusReading()
    return min(stated, key=lambda one: _SEVERITY.index(one.status or "done"))
