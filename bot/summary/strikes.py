# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Struck text in a line: finished, dropped, or only edited."""

import re
from typing import Literal, NamedTuple

from bot.summary.fold import any_of, fold
from bot.summary.inline import Inline, squeeze
from bot.summary.marks import marks_in, strip_marks
from bot.summary.status_words import ANSWERED_WORDS, DROPPED_WORDS

Fate = Literal["none", "whole", "answered", "dropped", "edited"]

_ANSWERED = re.compile(any_of(ANSWERED_WORDS))
_DROPPED = re.compile(any_of(DROPPED_WORDS))
_ANNOTATION = re.compile(
    r"^(?:[-–—:(\[,;.→|]|->|=>|see\b|cf\b|siehe\b|voir\b|\d{4}-\d\d|\d{1,2}[./]\d)"
)
_LEAD = 40
_NEAR = 3


class Strike(NamedTuple):
    """`text` is what the line says now; `rest` is the remark behind what was struck."""

    fate: Fate
    text: str
    struck: str = ""
    rest: str = ""


def read_strike(inline: Inline) -> Strike:
    if not inline.any_struck:
        return Strike("none", inline.text)
    segments = inline.segments
    struck_at = [at for at, one in enumerate(segments) if one.struck and one.text.strip()]
    if not struck_at:
        return Strike("none", inline.text)
    span = segments[struck_at[0] : struck_at[-1] + 1]
    struck = squeeze("".join(one.text for one in span if one.struck or not one.text.strip()))
    before = "".join(one.text for one in segments[: struck_at[0]])
    inside = [one for one in segments[struck_at[0] : struck_at[-1]] if not one.struck]
    after = squeeze("".join(one.text for one in segments[struck_at[-1] + 1 :]))
    edited = squeeze("".join(one.text for one in segments if not one.struck))
    if strip_marks(before).strip(" *_") or any(one.text.strip() for one in inside):
        return Strike("edited", edited, struck)
    return _with_rest(struck, after, edited, bold=_bold_after(inline, struck_at[-1]))


def _bold_after(inline: Inline, at: int) -> bool:
    following = [one for one in inline.segments[at + 1 :] if one.text.strip()]
    return bool(following) and following[0].bold


def _with_rest(struck: str, after: str, edited: str, *, bold: bool) -> Strike:
    if not after:
        return Strike("whole", struck, struck)
    lead = fold(after)[:_LEAD]
    answered = _ANSWERED.search(lead)
    dropped = _DROPPED.search(lead)
    ticked = any(mark.meaning == "done" for mark, _, _ in marks_in(after[:4]))
    if dropped and not (answered and answered.start() < dropped.start()):
        return Strike("dropped", struck, struck, after)
    if (answered and (answered.start() < _NEAR or _ANNOTATION.match(after) or bold)) or ticked:
        return Strike("answered", struck, struck, after)
    if _ANNOTATION.match(after) or bold or not strip_marks(after):
        return Strike("whole", struck, struck, after)
    return Strike("edited", edited, struck)
