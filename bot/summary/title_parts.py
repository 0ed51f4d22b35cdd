# ruff: noqa: RUF001  (dashes and signs are what is read here)
"""What stands before a key and at the end of a title: states, links, tags, days."""

import re

from bot.domain.document import StatedStatus
from bot.summary.inline import Inline
from bot.summary.item_people import speaks_of_a_day, told_in
from bot.summary.keys import STRICT_KEY
from bot.summary.label_words import Label
from bot.summary.labels import Labelled, read_labelled
from bot.summary.owner_dues import is_day
from bot.summary.owner_names import is_group
from bot.summary.people import is_person, read_owners
from bot.summary.pieces import read_pieces
from bot.summary.status import pure_status

_STATE_BEFORE_KEY = re.compile(
    rf"^[(\[]?([^\W\d_][\w' -]{{2,20}}?)[)\]]?\s*[:–—-]?\s+(?=[\[(`*]{{0,3}}{STRICT_KEY}\b)"
)
_NO_STATE = {"blocker", "blocking", "critical", "go", "up", "live", "cut"}
_URL = re.compile(r"^<?(https?://[^\s<>]+)>?\s*(?:[-–—:|]\s+)?")
_KEY_IN_URL = re.compile(rf"/(?:issues?|browse|tickets?)/({STRICT_KEY})(?![\w-])")
_TAGS = re.compile(r"(?:\s+#[a-z][\w/-]*)+$", re.IGNORECASE)
_DAY = re.compile(r"\s*[📅🗓]\ufe0f?\s*((?:[^\W\d_]{3,9}\.? )?\d[\w ,./-]{0,20})$")
_TOLD = re.compile(
    r"(?:\s+[-–—|·]|[,;])\s+(?=(?:owners?|assignees?)\s?:"
    r"|(?:owned by|assigned to|due|deadline|eta)\b|<?@\w)",
    re.IGNORECASE,
)
_DUE = re.compile(r"\s+(?:due|deadline|eta)\b:?\s+(\S.{1,40})$", re.IGNORECASE)
_MAY_TELL = re.compile(r"\b(?:own|assign|due|deadline|eta)|@", re.IGNORECASE)
_WINDOW = 60


def state_before_key(text: str) -> tuple[StatedStatus | None, str]:
    """As in "TODO PFX-1 write parser" and "In progress - PFX-7 docs"."""
    found = _STATE_BEFORE_KEY.match(text)
    if found is None or found[1].lower() in _NO_STATE:
        return None, text
    state = pure_status(found[1])
    return (state, text[found.end() :]) if state is not None else (None, text)


def key_in_url(url: str) -> str | None:
    """As in "https://linear.app/acme/issue/NET-35/dns": the issue that an address leads to."""
    found = _KEY_IN_URL.search(url)
    return found[1] if found else None


def leading_address(text: str) -> tuple[str, str]:
    """The address that a line begins with, and the rest."""
    found = _URL.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def linked_key(inline: Inline, text: str) -> tuple[str | None, str]:
    """The key of the link in front; an address that is its own label goes."""
    first = next((one for one in inline.segments if one.text.strip()), None)
    if first is not None and first.url and first.text.strip() != first.url:
        return key_in_url(first.url), text
    address, rest = leading_address(text)
    key = key_in_url(address) if address else None
    return (key, rest) if key and rest.strip() else (None, text)


def take_tags(text: str, line: int) -> tuple[str, tuple[Labelled, ...]]:
    """Tags and a day behind a title, as cards of boards have them."""
    if text.isascii() and "#" not in text:
        return text, ()
    day = _DAY.search(text[-_WINDOW:])
    if day and text[: -len(day.group())].strip():
        text = text[: len(text) - len(day.group())].rstrip()
        return text, (Labelled("due", "target", day[1], line, bold=False),)
    tags = _TAGS.search(text[-_WINDOW:])
    if tags and text[: -len(tags.group())].strip():
        text = text[: len(text) - len(tags.group())].rstrip()
        return text, (Labelled("Tags", None, tags.group().strip(), line, bold=False),)
    return text, ()


def may_tell_a_day(text: str) -> bool:
    return _DUE.search(text) is not None


def take_told(text: str, line: int) -> tuple[str, tuple[Labelled, ...]]:
    """As in "Two — owner: Olga, due 2 Dec" and "Two @olga due Friday": all of it or nothing."""
    if not _MAY_TELL.search(text):
        return text, ()
    for found in _TOLD.finditer(text):
        told = text[found.end() :]
        for pieces in (read_pieces(told, line), read_labelled(told, line)):
            if text[: found.start()].strip() and pieces and all(map(_is_told, pieces)):
                return text[: found.start()], tuple(pieces)
    due = _DUE.search(text)
    before = text[: due.start()].rstrip() if due else ""
    if due is None or not before or speaks_of_a_day(before) or not is_day(due[1], sure=True):
        return text, ()
    return before, (Labelled("due", "target", due[1], line, bold=False),)


def _is_told(piece: Labelled) -> bool:
    match piece.label:
        case "target":
            return is_day(piece.value, sure=True)
        case "owner":
            owners = read_owners(piece.value)
            return bool(owners.names) and all(map(_is_name, owners.names))
        case "status":
            return pure_status(piece.value) is not None
        case _:
            return piece.label in {"priority", "effort"}


def _is_name(name: str) -> bool:
    return " " not in name or is_person(name) or is_group(name)


def take_bracket(inner: str, line: int) -> tuple[Labelled, ...]:
    """What stands in the bracket behind a title, as behind an item: all or nothing."""
    told = told_in(inner)
    if told is None or told.remark or not (told.owners or told.due_raw):
        return ()
    said: tuple[tuple[Label, str | None], ...] = (
        ("owner", ", ".join(told.owners)),
        ("target", told.due_raw),
        ("status", told.worded_raw),
    )
    return tuple(Labelled(label, label, raw, line, bold=False) for label, raw in said if raw)
