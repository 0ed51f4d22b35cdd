# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""The title of a blocker and what hangs on it: key, number, state, priority, owner, date."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.domain.document import StatedStatus
from bot.summary.fold import fold
from bot.summary.inline import read_inline, squeeze
from bot.summary.keys import find_keys, take_leading, without_priority_prefix
from bot.summary.labels import Labelled, read_labelled
from bot.summary.marks import PRIORITY_ONLY, Mark, leading_mark, strip_marks, trailing_mark
from bot.summary.owner_dues import is_day
from bot.summary.people import take_trailing_handles
from bot.summary.pieces import is_effort
from bot.summary.priority import read_priority, stated_level
from bot.summary.status import pure_status, read_status
from bot.summary.title_parts import (
    linked_key,
    may_tell_a_day,
    state_before_key,
    take_bracket,
    take_tags,
    take_told,
)

_BRACKET = re.compile(r"\s*(?:\(([^()]{1,80})\)|\[([^\[\]]{1,80})\]|（([^（）]{1,80})）)\s*$")
_LEADING_BRACKET = re.compile(r"^(?:\[([^\[\]]{1,40})\]|\(([^()]{1,40})\))\s*[:-]?\s*(?=\S)")
_TAIL = re.compile(r"\s+(?:-|–|—|\||:|·)\s+|[:,]\s+")
_DUE = re.compile(r"^(?:due|by|eta|deadline)\s+(\S.*)$", re.IGNORECASE)
_LEADING_WORD = re.compile(r"^([A-Z][A-Z' -]{2,20}|[^\W\d_]{3,12})\s*(?::|\s[-–—])\s+(?=\S)")
_IN_BRACKETS = re.compile(r"\s*[(\[]([A-Z][A-Z0-9]{0,9}-\d{1,6})[)\]]\s*")
_EXACT = re.compile(r"^(?P<number>\d{1,3})\. (?P<key>\S{1,40}): (?P<text>.*\S.*)$")
_EXACT_ACTION = re.compile(r"^Priority \d{1,3}: Complete (?P<key>\S{1,40})(?: \(|$)")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9 '/]*")
"""Signs set apart what hangs on a title: words alone are all title, but for a day."""
_WHOLE_STATES = {
    "done", "resolved", "closed", "fixed", "complete", "completed", "blocked", "in progress", "wip",
    "open", "not started",
}  # fmt: skip
_OPEN_MARKS = {"todo", "doing", "blocked", "cross", "red", "amber", "warn"}
_REMARK, _MOST_PARTS, _COUNT, _MOST_MARKS = 3, 4, 2, 40
_MID_MARK_WINDOW = 50
_PRIORITY_WORDS = re.compile(
    r"^(?:p[0-4]|critical|urgent|high|medium|low|major|minor|sev\s?-?[0-4])(?: priority"
    r"| severity)?$"
)


@dataclass(slots=True)
class Title:
    """`stated` is a state in words, `mark` one beside the title; the key `leads` or ends it."""

    text: str = ""
    key: str | None = None
    number: str | None = None
    stated: StatedStatus | None = None
    mark: Mark | None = None
    leading: Mark | None = None
    lost_mark: bool = False
    priority_raw: str | None = None
    owners: tuple[str, ...] = ()
    fields: tuple[Labelled, ...] = ()
    struck: bool = False
    url: str | None = None
    keys: tuple[str, ...] = ()
    leads: bool = False
    also: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def read_title(raw: str, line: int) -> Title:
    """Headings and bold lines are looked at before they are read: the reading is kept."""
    if _WORDS.fullmatch(raw) and not may_tell_a_day(raw):
        return Title(squeeze(raw))
    inline = read_inline(raw)
    title = Title(keys=find_keys(inline.text))
    title.url = next(iter(inline.urls), None)
    text = _struck(inline.text, raw, title)
    text = _leading_marks(text, title)
    linked, text = linked_key(inline, text)
    title.stated, text = state_before_key(text) if title.stated is None else (title.stated, text)
    lead = take_leading(text)
    if lead.key is None:
        text = _leading_state(text, title)
        lead = take_leading(text)
        if lead.number is None:
            lead = take_leading(_leading_marks(text, title))
    title.key, title.number, title.also = lead.key, lead.number, lead.also
    text = _leading_marks(lead.rest, title)
    if title.key is None and title.number is not None:
        following = take_leading(text)
        title.key, title.also, text = following.key, following.also, following.rest
    title.key = title.key or linked
    title.leads = title.key is not None
    text = _leading_state(text, title)
    if title.key is not None and fold(text).strip(" .!") in _WHOLE_STATES:
        title.stated, text = title.stated or pure_status(text), ""
    text = _ends(text, title, line)
    text = _bracketed_key(text, title)
    title.text = strip_marks(squeeze(text)).strip(" :-–—|·") or title.key or ""
    return title


def _struck(text: str, raw: str, title: Title) -> str:
    inline = read_inline(raw)
    if not inline.any_struck:
        return text
    kept = strip_marks(squeeze("".join(one.text for one in inline.segments if not one.struck)))
    kept = re.sub(r"^(?:\d+[.)]|#\d+)\s*", "", kept).strip()
    lead = take_leading(kept + " x") if kept else None
    rest = (lead.rest.removesuffix("x").strip(" :-–—()") if lead else "") or ""
    if rest and pure_status(rest) is None:
        return (
            squeeze("".join(one.text for one in inline.segments if not one.struck))
            if len(rest) > _REMARK
            else text
        )
    title.struck = True
    if rest:
        title.stated = pure_status(rest)
    return squeeze("".join(one.text for one in inline.segments if one.struck))


def _leading_marks(text: str, title: Title) -> str:
    for _ in range(_MOST_MARKS):
        mark, rest = leading_mark(text)
        if mark is None:
            break
        title.lost_mark = title.lost_mark or mark.meaning == "lost"
        if title.leading is None and mark.glyph not in PRIORITY_ONLY and mark.meaning != "decor":
            title.leading = mark
        text = rest
    return text


def _leading_state(text: str, title: Title) -> str:
    bracket = _LEADING_BRACKET.match(text)
    if bracket:
        inner = bracket[1] or bracket[2]
        state = pure_status(inner)
        if state is not None and not _PRIORITY_WORDS.match(fold(inner)):
            title.stated = state
            return text[bracket.end() :]
        if stated_level(inner) or _PRIORITY_WORDS.match(fold(inner)):
            title.priority_raw = inner
            return text[bracket.end() :]
    word = _LEADING_WORD.match(text)
    if word and fold(word[1]) not in {"blocker", "critical", "blocking", "new", "open", "go"}:
        state = pure_status(word[1])
        if state is not None:
            title.stated = state
            return text[word.end() :]
    return text


def _ends(text: str, title: Title, line: int) -> str:
    for _ in range(4):
        before = text
        text = _trailing_marks(text, title)
        text = _bracket(text, title, line)
        text = _tail(text, title, line)
        for take in (take_tags, take_told):
            text, fields = take(text, line)
            title.fields += fields
        text, names = take_trailing_handles(text)
        text = text.rstrip(" |·,") if names else text
        title.owners = title.owners or names
        if text == before:
            break
    return text


def _trailing_marks(text: str, title: Title) -> str:
    mark, rest = trailing_mark(text)
    if mark is not None and rest.strip():
        if mark.glyph not in PRIORITY_ONLY and mark.meaning not in {"decor", "warn"}:
            title.mark = title.mark or mark
        return rest
    return text


def _bracket(text: str, title: Title, line: int) -> str:
    closed = text.rstrip().endswith((")", "]", "）"))
    found = _BRACKET.search(text[-90:]) if closed else None
    if found is None:
        return text
    inner = squeeze(found[1] or found[2] or found[3])
    rest = text[: len(text) - len(text[-90:]) + found.start()]
    if not rest.strip() or not _understood(inner, title, line):
        return text
    return rest


def _understood(inner: str, title: Title, line: int) -> bool:
    parts = [part.strip() for part in inner.split(",")]
    fields = take_bracket(inner, line)
    if 1 < len(parts) <= _MOST_PARTS and not fields:
        understood = [_understood(part, title, line) for part in parts]
        return all(understood)
    fields = fields or _fields_in(inner, line)
    if fields:
        title.fields += fields
        return True
    if _PRIORITY_WORDS.match(fold(inner)):
        title.priority_raw = title.priority_raw or inner
        return True
    state = pure_status(inner)
    if state is not None:
        title.stated = title.stated or state
        return True
    if find_keys(inner) and title.key is None and re.fullmatch(r"[A-Z][A-Z0-9]*-\d+", inner):
        title.key = inner
        return True
    name = re.fullmatch(r"@([\w.-]+)", inner)
    if name:
        title.owners = title.owners or (name[1],)
    return bool(name) or bool(re.fullmatch(r"\d+", inner) and len(inner) <= _COUNT)


def _fields_in(inner: str, line: int) -> tuple[Labelled, ...]:
    due = _DUE.match(inner)
    if due and is_day(due[1], sure=not inner.lower().startswith("by")):
        return (Labelled("due", "target", due[1], line, bold=False),)
    labelled = read_labelled(inner, line)
    if labelled and labelled[0].label is not None:
        return tuple(labelled)
    return (Labelled("effort", "effort", inner, line, bold=False),) if is_effort(inner) else ()


def _tail(text: str, title: Title, line: int) -> str:
    """As in "Title - DONE", and "Title ✅ Résolu" where a mark parts them."""
    start = max(0, len(text) - _MID_MARK_WINDOW)
    for found in reversed(list(_TAIL.finditer(text, start))):
        inner, rest = text[found.end() :].strip(), text[: found.start()]
        state = pure_status(inner)
        if rest.strip() and state is not None and not _PRIORITY_WORDS.match(fold(inner)):
            title.stated = title.stated or state
            return rest
        if rest.strip() and _PRIORITY_WORDS.match(fold(inner)):
            title.priority_raw = title.priority_raw or inner
            return rest
    return _after_mark(text, title, line)


def _after_mark(text: str, title: Title, line: int) -> str:
    if text.isascii() and ":" not in text:
        return text
    words = text.split(" ")
    for at in range(len(words) - 1, max(0, len(words) - 6), -1):
        mark, rest = leading_mark(words[at])
        if mark is None or mark.meaning == "decor":
            continue
        tail = " ".join([rest, *words[at + 1 :]]).strip()
        state = pure_status(tail) if tail else None
        if state is not None:
            title.mark = title.mark or mark
            title.stated = title.stated or state
            return " ".join(words[:at])
        if mark.meaning in _OPEN_MARKS and read_status(tail).status in {"todo", "doing", "blocked"}:
            title.fields += (Labelled("status", "status", tail, line, bold=False),)
            return " ".join(words[:at])
    return text


def _bracketed_key(text: str, title: Title) -> str:
    if title.key is None and len(title.keys) == 1:
        for found in _IN_BRACKETS.finditer(text):
            if found[1] == title.keys[0]:
                title.key = title.keys[0]
                return text[: found.start()] + " " + text[found.end() :]
    return text


def exact_title(raw: str, line: int) -> Title:
    """As Blockers writes it: "1. THR-42: Title", whatever the key looks like."""
    found = _EXACT.match(raw)
    if found is None:
        return read_title(raw, line)
    return replace(read_title(found["text"], line), key=found["key"], number=found["number"])


def exact_action_title(raw: str, line: int) -> Title:
    """As Blockers writes it: "Priority 1: Complete THR-42 (Title)"."""
    found = _EXACT_ACTION.match(raw)
    return Title(raw, found["key"]) if found else action_title(raw, line)


def action_title(raw: str, line: int) -> Title:
    """As in "Priority 1: Complete THR-42 (TLS)": the key it is about, the text without the rank."""
    bare = without_priority_prefix(strip_marks(read_inline(raw).text))
    title = read_title(bare, line)
    return replace(title, key=title.keys[0]) if title.key is None and title.keys else title


def title_priority(title: Title) -> str | None:
    return read_priority(title.priority_raw) if title.priority_raw else None
