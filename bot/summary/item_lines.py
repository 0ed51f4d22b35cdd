"""One checklist line → text, state and what hangs on it."""

import re

from bot.summary.boxes import Box, read_box
from bot.summary.inline import Inline, read_inline, squeeze
from bot.summary.item_days import take_days
from bot.summary.item_line import ItemLine
from bot.summary.item_people import names_a_day, take_fields, take_people, take_role
from bot.summary.item_states import DENIED, judge, take_marks, take_wish, take_words
from bot.summary.legend import Legend
from bot.summary.marks import Mark
from bot.summary.repair import LOST
from bot.summary.strikes import read_strike

_WORDS = re.compile(
    r"[A-Za-z][A-Za-z0-9 '/.]*(?:(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])[A-Za-z0-9 '/.]*)*"
)
"""No sign sets anything apart; a day or a name may still end it."""
_SHORTCODE_END = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{0,40}:$")


def read_item_line(raw: str, legend: Legend) -> ItemLine:
    """`raw` is the line without its bullet."""
    line = ItemLine()
    box = read_box(raw, legend.boxes)
    line.boxed = box is not None
    words = box is not None and _WORDS.fullmatch(box.rest) is not None
    if box is not None and words and not legend.boxes and _is_bare(box):
        line.text, line.state = squeeze(box.rest), box.state
        return line
    if box is not None and not words:
        box = _one_box(box, line)
    inline = read_inline(box.rest if box else raw)
    strike = read_strike(inline)
    text = strike.text
    marks: list[Mark] = []
    if not words:
        text, box, marks = _set_apart(text, box, line, legend)
    text = take_people(text, inline, line)
    _finish(text, inline, line)
    judge(line, box, marks, (strike, legend))
    return line


def _is_bare(box: Box) -> bool:
    """A common box, and at the end of its words no day."""
    if box.loose or box.char not in {" ", "x"}:
        return False
    return not box.rest[-1].isdigit() and not names_a_day(box.rest)


def _set_apart(
    text: str, box: Box | None, line: ItemLine, legend: Legend
) -> tuple[str, Box | None, list[Mark]]:
    """What signs set apart from the text: days, marks, roles, fields and states."""
    text, marks = take_marks(take_days(text, line), line, legend)
    late = read_box(text, legend.boxes) if box is None and marks else None
    if late is not None and late.rest and not late.loose:  # "✅ [ ] Deploy"
        box, text, line.boxed = late, late.rest, True
    if _WORDS.fullmatch(text):
        take_wish(text, line)
        return text, box, marks
    text = take_role(text, line) if box or marks else text
    text = take_fields(text, line)
    ticked = any(mark.meaning == "done" for mark in marks)
    text = take_words(text, line, ticked=ticked or (box is not None and box.state == "done"))
    if line.worded is not None:  # "DONE: 🔴 Deploy"
        text, more = take_marks(text, line, legend)
        marks += more
        if line.worded == "done" and DENIED.fullmatch(text):  # "Complete: no"
            line.worded = "todo"
    return text, box, marks


def _one_box(box: Box, line: ItemLine) -> Box:
    """Of two boxes in a row the one that says less counts: "- [ ] [x] Deploy"."""
    second = read_box(box.rest)
    if second is None or second.loose or not second.rest:
        return box
    if {box.state, second.state} != {"done"} and "done" in {box.state, second.state}:
        line.flag = "conflict"
        line.doubt("state_conflict", f"{second.rest[:40]}: its two boxes disagree")
    return Box(box.char if box.state != "done" else second.char, second.rest, box.loose)


def _finish(text: str, inline: Inline, line: ItemLine) -> None:
    line.url = next((one for one in inline.urls if one != text), None) if inline.urls else None
    text = squeeze(text.replace(LOST, ""))
    ends = text.endswith(":") and _SHORTCODE_END.search(text)
    line.text = text if ends else text.rstrip(":").rstrip() or text
