# ruff: noqa: RUF001  (dashes are what is read here)
"""The state of a checklist line from box, marks, words and strikes. A doubt is never "done"."""

import re
from collections.abc import Iterator

from bot.domain.document import ItemState, StatedStatus
from bot.summary.boxes import COMMON, Box
from bot.summary.fold import fold
from bot.summary.inline import is_whole, squeeze
from bot.summary.item_line import ItemLine, cut_tail
from bot.summary.legend import Legend
from bot.summary.marks import PRIORITY_ONLY, Mark, leading_mark, trailing_mark
from bot.summary.remarks import is_wish, taken_back
from bot.summary.repair import LOST
from bot.summary.status import pure_status
from bot.summary.strikes import Strike

_TAIL = 70
_LEAD = 24
_MOST_MARKS = 40
_BRACKET = re.compile(r"\s*(?:\(([^()]{1,60})\)|\[([^\[\]]{1,60})\])\s*[.:]?$")
_BEHIND = re.compile(r"\s+(?:-|–|—|:|→|->)\s*([^-–—:]{2,40})$|:\s+([^:]{2,40})$")
_MAY_PART = re.compile(r"\s[-–—:→]|:\s")
_ARROWS = r"\s*(?:[/|>&+,]|->|=>|→|⇒|➜|➡\ufe0f?)\s*"
_BEFORE_NEXT, _BEHIND_NEXT = re.compile(rf"^{_ARROWS}"), re.compile(rf"(?<=\S){_ARROWS}$")
"""What parts two marks, as in "✅ → ❌"."""
_PARTED = re.compile(r"^\s*(?:[:–—]|-(?=[^\W\d_]|\s))\s*(?=[^\W\d_])")
"""As in "✅: Deploy"."""
_LEADING_WORD = re.compile(
    r"^\[?([A-Za-zÀ-ÿ' -]{3,20}?)\]?\s?:\s+(?=\S)|^\[([A-Za-zÀ-ÿ' -]{3,20})\]\s+(?=\S)"
)
DENIED = re.compile(r"(?:no|not yet|false|non|nein|não|nao)[.!]?", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(r"n\.?/?a\b\.?(?! ?\w+:)")
_WEAK = {
    "live", "up", "go", "green", "ok", "okay", "works", "lista", "listo", "lost", "clos", "red",
    "down", "open", "new", "cut", "critical", "blocker", "blocking", "pass", "passing", "fail",
    "up to date", "active", "accepted", "removed", "missing", "testing", "verified", "working",
    "fix", "pronto", "ready",
}  # fmt: skip
"""Words that more often belong to the text than tell its state."""
_OPEN_BOX = re.compile(r"(?:^|\s)\[\s?\](?=\s|$)")
_ASKED = {"❓", "❔"}
_OPEN_AFTER_ALL = {"open", "down", "fail"}
"""Of these the ones that say something behind a tick."""
_STATE_OF: dict[StatedStatus, ItemState] = {
    "todo": "todo",
    "doing": "doing",
    "blocked": "todo",
    "done": "done",
    "skipped": "skipped",
    "at_risk": "todo",
}
_MARK_STATUS: dict[str, StatedStatus] = {
    "done": "done", "doing": "doing", "todo": "todo", "cross": "todo", "blocked": "blocked",
    "skipped": "skipped", "red": "todo", "amber": "doing", "green": "done", "lost": "todo",
}  # fmt: skip
_SAYS_LITTLE_BESIDE_AN_EMPTY_BOX = {"amber", "red"}


def take_marks(text: str, line: ItemLine, legend: Legend) -> tuple[str, list[Mark]]:
    bare = squeeze(text)
    if bare.isascii() and bare[:1] != ":" and bare[-1:] != ":":
        return bare, []
    marks: list[Mark] = []
    for take, between in ((leading_mark, _BEFORE_NEXT), (trailing_mark, _BEHIND_NEXT)):
        mark, rest = take(text)
        while mark is not None and rest.strip() and _is_told(mark, legend):
            text = rest
            marks.append(mark)
            if len(marks) >= _MOST_MARKS:
                break
            mark, rest = take(text)
            if mark is None or not _is_told(mark, legend):
                mark, rest = take(between.sub("", text, count=1))
    for mark in marks:
        _doubt_mark(mark, text, line, legend)
    text = _PARTED.sub("", text) if marks else text
    return squeeze(text.replace(LOST, "")), marks


def _is_told(mark: Mark, legend: Legend) -> bool:
    """Adornment belongs to the text, unless the legend makes it a mark."""
    return mark.meaning != "decor" or mark.glyph in legend.glyphs


def _doubt_mark(mark: Mark, text: str, line: ItemLine, legend: Legend) -> None:
    if mark.meaning == "lost":
        line.doubt("marker_unreadable", f'the mark before "{squeeze(text)[:40]}" lost a byte')
        line.marked = True
    elif mark.glyph in legend.glyphs:
        line.marked = True
    elif legend.glyphs and mark.meaning in _MARK_STATUS:
        line.doubt("marker_not_in_legend", f"{mark.raw} is not explained")
    elif mark.meaning == "unknown":
        line.taken_back = "todo" if mark.glyph in _ASKED else line.taken_back
        line.doubt("marker_unknown", f"{mark.raw} has no agreed meaning")
        line.marked = True


def take_words(text: str, line: ItemLine, *, ticked: bool) -> str:
    """States in words at either end: "(IN PROGRESS)", "- done", "WIP: …"."""
    leads = text.startswith("[") or ":" in text[:_LEAD]
    leading = _LEADING_WORD.match(text) if leads else None
    if leading and _leads(leading, line):
        return text[leading.end() :]
    for pattern in _endings(text):
        found = pattern.search(text[-_TAIL:])
        rest = cut_tail(text, _TAIL, found.start()) if found else ""
        if found and rest.strip() and is_whole(rest):
            words = found[1] or found[2]
            line.worded = strong_status(words)
            line.hinted = line.worded is not None or pure_status(words) is not None
            if line.worded is not None:
                line.remark = words if pure_status(words) is None else None
                return rest
            if ticked and fold(words).strip(" .!") in _OPEN_AFTER_ALL:
                line.taken_back = "todo"
    led = strong_status(leading[1] or leading[2]) if leading else None
    _take_back(text, line, led, ticked=ticked)
    return text


def _endings(text: str) -> Iterator[re.Pattern[str]]:
    if text.rstrip(" .:").endswith((")", "]")):
        yield _BRACKET
    if _MAY_PART.search(text):
        yield _BEHIND


def _take_back(text: str, line: ItemLine, led: StatedStatus | None, *, ticked: bool) -> None:
    """As in "✅ pending: ink", "[x] Windows [ ] macOS", or with a remark behind."""
    if ticked and (led in {"todo", "blocked"} or _OPEN_BOX.search(text)):
        line.taken_back = "todo"
    line.taken_back = line.taken_back or taken_back(text)
    take_wish(text, line)


def take_wish(text: str, line: ItemLine) -> None:
    if not line.boxed and is_wish(text):
        line.taken_back = line.taken_back or "todo"


def _leads(found: re.Match[str], line: ItemLine) -> bool:
    word, bracketed = found[1] or found[2], bool(found[2])
    state = strong_status(word)
    shouted = bracketed or word.isupper()
    if state is None or not (shouted or state in {"done", "doing", "skipped"}):
        return False
    line.worded, line.marked = state, line.marked or shouted
    return True


def strong_status(word: str) -> StatedStatus | None:
    if _NOT_APPLICABLE.match(fold(word)):
        return "skipped"
    return None if fold(word).strip(" .!") in _WEAK else pure_status(word)


def judge(line: ItemLine, box: Box | None, marks: list[Mark], seen: tuple[Strike, Legend]) -> None:
    """Sets the line's state and flag."""
    strike, legend = seen
    telling = [mark for mark in marks if _tells(mark, legend, box.state if box else None)]
    if telling:
        line.marked = True
        line.green = all(
            mark.meaning == "green" and mark.glyph not in legend.glyphs for mark in telling
        )
    marked = [_mark_status(mark, legend) for mark in telling]
    boxed = _box_status(box, legend, line)
    if _struck(line, strike, boxed):
        return
    status = _weigh(line, boxed, marked)
    line.state = _STATE_OF[status]
    stuck = box is not None and box.stuck and not legend.boxes
    if line.flag is None and (status == "blocked" or stuck):
        line.flag = "blocked"


def _tells(mark: Mark, legend: Legend, boxed: ItemState | None) -> bool:
    if mark.glyph in legend.glyphs:
        return legend.glyphs[mark.glyph] is not None
    if mark.glyph in PRIORITY_ONLY or mark.meaning not in _MARK_STATUS:
        return False
    if mark.meaning == "lost":
        return not boxed
    return not (boxed == "todo" and mark.meaning in _SAYS_LITTLE_BESIDE_AN_EMPTY_BOX)


def _mark_status(mark: Mark, legend: Legend) -> StatedStatus:
    return legend.glyphs.get(mark.glyph) or _MARK_STATUS[mark.meaning]


def _box_status(box: Box | None, legend: Legend, line: ItemLine) -> StatedStatus | None:
    if box is None:
        return None
    if box.loose:
        line.doubt("loose_checkbox", f'"[{box.char.strip()}]{box.rest[:12]}" is meant as a box')
    if box.char in legend.boxes:
        return legend.boxes[box.char] or "todo"
    if legend.boxes and box.char not in {" ", "x"}:
        line.doubt("marker_not_in_legend", f'"[{box.char}]" is not explained')
    elif box.char not in COMMON:
        line.doubt("marker_unknown", f'"[{box.char}]" has no agreed meaning')
    return "blocked" if box.stuck else box.state


def _struck(line: ItemLine, strike: Strike, boxed: StatedStatus | None) -> bool:
    """Struck and ticked: done. Struck only: dropped, unless it was answered."""
    match strike.fate:
        case "none":
            return False
        case "edited":
            line.doubt("item_replaced", f'"{strike.struck[:40]}" was struck and replaced')
            return False
        case "whole":
            line.state = "done" if boxed == "done" else "skipped"
        case "answered":
            line.state = "done"
        case "dropped":
            line.state = "skipped"
    line.marked = True
    line.remark = line.remark or strike.rest.strip(" -–—:()") or None
    return True


def _weigh(line: ItemLine, boxed: StatedStatus | None, marked: list[StatedStatus]) -> StatedStatus:
    if not marked and line.worded is None:
        if boxed == "done":
            return _believed(line)
        return "blocked" if line.taken_back == "blocked" else boxed or "todo"
    said = [one for one in (boxed, *marked, line.worded) if one is not None]
    others = [one for one in said if one != "done"]
    if said and not others:
        return _believed(line)
    if len(others) == len(said):
        stuck = line.taken_back if line.taken_back == "blocked" else None
        return line.worded or stuck or _further(boxed, next(iter(marked), None)) or "todo"
    if line.worded == "skipped" and set(others) == {"skipped"}:
        return line.worded
    line.flag = "conflict"
    line.doubt("state_conflict", f"{line.text[:40]}: box, mark and words disagree")
    return "doing" if "doing" in others and boxed != "todo" else "todo"


def _believed(line: ItemLine) -> StatedStatus:
    """A tick, unless the remark behind it takes it back."""
    if line.taken_back is None:
        return "done"
    line.flag = "conflict"
    line.doubt("state_conflict", f"{line.text[:40]}: ticked, but its remark takes that back")
    return "doing" if line.taken_back == "doing" else "todo"


def _further(boxed: StatedStatus | None, marked: StatedStatus | None) -> StatedStatus | None:
    """An empty box beside "being worked on" is being worked on."""
    return marked if boxed in {None, "todo"} and marked is not None else boxed
