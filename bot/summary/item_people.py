# ruff: noqa: RUF001  (dashes and full-width signs are what is read here)
"""Who owns a checklist line and when it is due, where the line itself says so."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.summary.accounts import ACCOUNT
from bot.summary.date_finder import find_dates
from bot.summary.date_words import WEEKDAYS
from bot.summary.fold import any_of, fold
from bot.summary.inline import Inline, is_whole
from bot.summary.item_line import ItemLine, cut_tail
from bot.summary.item_states import strong_status
from bot.summary.labels import Labelled, label_of, read_labelled
from bot.summary.owner_dues import due_beside, is_day, part_due
from bot.summary.owner_names import is_group
from bot.summary.people import GROUP_MENTIONS, is_person, take_trailing_handles
from bot.summary.status import pure_status

_TAIL = 80
_ROLE = re.compile(r"^\[(@?[^\[\]]{2,40})\]\s*(?=\S)")
_TAG = re.compile(r"^\[[A-Za-z][^\[\]]{1,30}\]\s*(?=\S)")
_ROLE_NAME = re.compile(
    r"^@|^(?:QA|PM|SRE|UX|IT|HR|DBA|CTO|CEO|COO|EM|TL|OPS|DEVOPS|SEC|PO)$"
    r"|^[A-ZÀ-Þ][\w.-]*[a-zà-ÿ][\w.-]*(?:[ &/-][\w.-]+){0,3}$"
)
_BRACKET_TAIL = 160
_BRACKET = re.compile(r"\s*(?:\(([^()]{1,140})\)|\[([^\[\]]{1,140})\])\s*[.:]?$")
_FIELD = re.compile(
    r"\s*(?:\s[-–—|]|[(,;])\s*([^\W\d_][^\W\d_ ]{1,12}(?: [^\W\d_]{1,12})?)\s?[:：]\s"
)
_MAY_FIELD = re.compile(r"\s[-–—|]|[(,;]")
_FIELD_LABELS = {"owner", "target", "note"}
_HANDLE_FIRST = re.compile(rf"^({ACCOUNT}|@[A-Za-z0-9][\w.-]*?)\s*(?::|\s[-–—])\s+(?=\S)")
_DUE_WORDS = ("due", "deadline", "eta", "📅")
_DUE_TAIL = re.compile(
    r"(?:,?\s+(?:[-–—]\s+|,\s*)?(?:(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*)?)[,;]\s+)?)"
    r"(?:due|deadline|eta|📅):?\s+(?P<due>[^()]{3,30})$"
)
_IN_A_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|isn't|aren't|wasn't|falls?|fell|an?|the|its?|their|our)$"
)
"""Before "due" it speaks of something else's day, as in "Ask why it was due on a Friday"."""
_BY_TAIL = re.compile(
    r",?\s+by\s+(?P<due>\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2}(?:,? \d{4})?)$(?P<name>)?"
)
_NAMED_TAIL = re.compile(
    r"\s+[-–—]\s+(?P<name>[^\W\d_][^,;()]{1,40}),\s+"
    r"(?:due )?(?:by|until|bis)\s+(?P<due>[^()]{3,30})$"
)
_WEEKDAY = any_of(WEEKDAYS)
_DUE_BRACKET = re.compile(
    r"^(?:(?P<sure>due|eta|deadline|target|prazo|échéance)|by|until|bis)\b:?\s*(?P<due>.+)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;·|]\s+(?!(?:19|20)\d\d\b)|\s+/\s+")
_OWNER_BRACKET = re.compile(rf"(?:owner:?\s*)?(?:@([\w.-]+)|({ACCOUNT}))", re.IGNORECASE)
_NAMED = re.compile(r"([^\W\d_][^\W\d_ ]{1,20}(?: [^\W\d_]{1,12})?)\s?[:：]\s*(\S.*)")
_OWNER_WORD = re.compile(r"(?:owner|owned by|assigned to|assignee)\s+(\S.*)", re.IGNORECASE)
_ONE_WORD = re.compile(r"[^\W\d_]+(?:[._-][^\W\d_]+)*")
_TEAM_BRACKET = re.compile(r"[A-Z][\w.&-]*(?: [A-Za-z&][\w.&-]*){0,2} team", re.IGNORECASE)
_HANDLE = re.compile(r"^@?(?:[a-z0-9]+(?:[-_.][a-z0-9]+)+|[A-Z][a-z]+)$")


def take_role(text: str, line: ItemLine) -> str:
    """A role in front ("[Release Lead] Set the dates") is the owner, a second bracket a tag."""
    found = _ROLE.match(text)
    if found is None or not _ROLE_NAME.match(found[1]) or pure_status(found[1]):
        return text
    line.owned_by((found[1].lstrip("@"),))
    text = text[found.end() :]
    tag = _TAG.match(text)
    return text[tag.end() :] if tag else text


def take_fields(text: str, line: ItemLine) -> str:
    """As in "Finish DNS - Owner: Bob, Due: Nov 27"."""
    if (": " not in text and "：" not in text) or not _MAY_FIELD.search(text):
        return text
    text = _take_bracket(text, line)
    for found in _FIELD.finditer(text):
        before = text[: found.start()]
        if before.strip() and label_of(found[1]) in _FIELD_LABELS:
            rest = text[found.start(1) :].strip()
            inside = not is_whole(before)  # as in "(soon, owner: Bob)"
            if inside or found.group().lstrip().startswith("("):
                rest = _unclosed(rest)
            for labelled in read_labelled(rest, 0):
                _take_field(labelled, line)
            return before + ")" if inside else before
    return text


def _unclosed(text: str) -> str:
    """Without the end of a bracket that began before, also in "(owner: Bob, Dana) due 2 Dec"."""
    if "(" in text:
        return text.removesuffix(")")
    return ", ".join(part.strip() for part in text.split(")", 1)).removesuffix(", ")


def _take_field(labelled: Labelled, line: ItemLine) -> None:
    value = labelled.value.strip(" -–—|,;")
    match labelled.label:
        case "owner":
            line.owned_by((value,))
            line.due_raw = line.due_raw or due_beside(value)
        case "target":
            line.due_raw = line.due_raw or value
        case "note":
            line.remark = line.remark or value
        case _:
            return


def take_people(text: str, inline: Inline, line: ItemLine) -> str:
    for _ in range(2):  # "(due Jan 5) @bob" and the other way round
        before = text
        text = _take_bracket(text, line)
        text = _due_tail(text, line)
        text, names = take_trailing_handles(text)
        if not names:
            text, names = _bold_handle(text, inline)
        line.owned_by(names)
        if text == before:
            break
    first = _HANDLE_FIRST.match(text)
    name = first[1].removeprefix("@") if first else ""
    if first and name.lower() not in GROUP_MENTIONS:
        line.owned_by((name,))
        text = text[first.end() :]
    return text


def _take_bracket(text: str, line: ItemLine) -> str:
    if not text.rstrip(" .:").endswith((")", "]")):
        return text
    found = _BRACKET.search(text[-_BRACKET_TAIL:])
    if found is None or not _understands(found[1] or found[2], line):
        return text
    return cut_tail(text, _BRACKET_TAIL, found.start())


def names_a_day(text: str) -> bool:
    folded = text.lower()
    return any(word in folded for word in _DUE_WORDS)


def speaks_of_a_day(before: str) -> bool:
    """Whether a "due" behind these words belongs to their sentence."""
    return _IN_A_SENTENCE.search(before.lower()) is not None


def _due_tail(text: str, line: ItemLine) -> str:
    """As in "Deploy - Bob, due Dec 4"."""
    named = "," in text and ("by " in text or "bis " in text)
    by = _NAMED_TAIL.search(text[-_TAIL:]) if named else None
    if by and (is_person(by["name"]) or is_group(by["name"])) and _is_a_day(by["due"]):
        line.due_raw = line.due_raw or by["due"]
        line.owned_by((by["name"],))
        return cut_tail(text, _TAIL, by.start())
    pattern = _DUE_TAIL if names_a_day(text) else _BY_TAIL if text[-1:].isdigit() else None
    found = pattern.search(text[-_TAIL:]) if pattern else None
    rest = cut_tail(text, _TAIL, found.start()) if found else text
    if found is None or not rest.strip() or not is_day(found["due"], sure=True):
        return text
    if speaks_of_a_day(rest):
        return text
    line.due_raw = line.due_raw or found["due"]
    line.owned_by((found["name"],) if found["name"] else ())
    return rest


def _is_a_day(text: str) -> bool:
    return bool(find_dates(text)) or re.search(_WEEKDAY, fold(text)) is not None


class Told(NamedTuple):
    """What the parts of a bracket say."""

    owners: tuple[str, ...]
    due_raw: str | None
    remark: str | None
    worded_raw: str | None


def _understands(inner: str, line: ItemLine) -> bool:
    told = told_in(inner)
    if told is None:
        return False
    line.due_raw = line.due_raw or told.due_raw
    line.remark = line.remark or told.remark
    line.worded = line.worded or strong_status(told.worded_raw or "")
    line.owned_by(told.owners)
    return True


@lru_cache(maxsize=4096)
def told_in(inner: str) -> Told | None:
    """As in "(@bob, due Jan 5)" and "(owner: Olga, Bob, due 2 Dec)": only if every part is.

    The same few people and days stand behind many entries: the reading is kept.
    """
    owners: list[str] = []
    dues: list[str] = []
    remarks: list[str] = []
    states: list[str] = []
    parts = _PARTS.split(inner.strip())
    told = len(parts) > 1 and any(_due_of(part) for part in parts)
    owned = False
    for part in parts:
        due = _due_of(part)
        name = None if due else _owner_of(part)
        owned = owned or name is not None
        if due:
            dues.append(due)
        elif name or _may_own(part, told=told, owned=owned):
            owners.append(name or part)
        elif owned and strong_status(part):  # as in "(owner: Olga, blocked)"
            states.append(part)
            remarks += [part] if strong_status(part) == "todo" else []
        elif owned:  # as in "(owner: Olga, not done)"
            remarks.append(_remark(part))
        else:
            return None
    remark, due = "; ".join(remarks) or None, next(iter(dues), None)
    return Told(tuple(owners), due, remark, next(iter(states), None))


def _due_of(part: str) -> str | None:
    """As in "due Jan 5" and "Deadline: 5 Jan"."""
    due = _DUE_BRACKET.match(part)
    if due:
        return due["due"] if is_day(due["due"], sure=bool(due["sure"])) else None
    named = _NAMED.fullmatch(part)
    if named and label_of(named[1]) == "target":
        return named[2]
    rest, day = part_due(part)
    return None if rest else day


def _remark(part: str) -> str:
    named = _NAMED.fullmatch(part)
    return named[2] if named and label_of(named[1]) == "note" else part


def _owner_of(part: str) -> str | None:
    """As in "@bob" and "Owner: Olga"."""
    handle = _OWNER_BRACKET.fullmatch(part)
    if handle:
        name = handle[1] or handle[2]
        return None if name.lower() in GROUP_MENTIONS else str(name)
    named = _NAMED.fullmatch(part)
    if named:
        return named[2] if label_of(named[1]) == "owner" else None
    worded = _OWNER_WORD.fullmatch(part)
    return worded[1] if worded and (is_person(worded[1]) or is_group(worded[1])) else None


def _may_own(part: str, *, told: bool, owned: bool) -> bool:
    """A bare name: a team's, a person's beside a day, or any behind another owner."""
    if _TEAM_BRACKET.fullmatch(part):
        return True
    if owned and _ONE_WORD.fullmatch(part):
        return not pure_status(part)
    return (told or owned) and (is_person(part) or is_group(part))


def _bold_handle(text: str, inline: Inline) -> tuple[str, tuple[str, ...]]:
    """As in "Thank the testers **owner-a**"."""
    if len(inline.segments) == 1:
        return text, ()
    spoken = [one for one in inline.segments if one.text.strip()][-2:]
    if [one.bold for one in spoken] != [False, True]:
        return text, ()
    name = spoken[-1].text.strip()
    if not _HANDLE.match(name) or not text.endswith(name):
        return text, ()
    return text.removesuffix(name).rstrip(" -–—:"), (name.lstrip("@"),)
