# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Owners as written ("@bob + Alice (backup: Eve)") → names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.summary.accounts import ACCOUNT, is_account, with_bare_accounts
from bot.summary.fold import fold
from bot.summary.inline import is_whole, read_inline, squeeze
from bot.summary.marks import strip_marks
from bot.summary.owner_dues import part_due
from bot.summary.owner_names import split_owners

_NOBODY = {
    "", "-", "--", "...", "?", "??", "a definir", "assignee", "aucun", "geen", "keiner", "n/a",
    "na", "nadie", "name", "needs owner", "nenhum", "nessuno", "niemand", "ninguem", "ninguno",
    "no one", "no owner", "nobody", "none", "not assigned", "null", "offen", "open", "owner",
    "pending", "person", "personne", "sem dono", "sin asignar", "someone", "tba", "tbc", "tbd",
    "to be assigned", "to be determined", "todo", "unassigned", "unowned", "who", "your name",
    "не назначен", "нет", "–", "—", "なし", "无", "未分配", "未割当", "未定", "미정", "없음",
}  # fmt: skip
_NOBODY_YET = re.compile(r"^(?:nobody|no one|no-one|unassigned|tbd|none|not assigned|to be)\b")
_BACKUP = re.compile(
    r"[,;(]?\s*\b(?:backup|deputy|secondary|suppl[ée]ant|suplente|vertretung)\s*[:=]?\s*"
    r"([^();,]+)\)?",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"\b(?:and|or|und|oder|plus|team|backup|deputy|secondary|suppleant|suplente|vertretung|yet"
    r"|nobody|none|tbd|lead|owner)\b"
)
_BRACKET = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_REMARK = re.compile(r"\s(?:[-–—]|\|)\s(?=[a-zà-ÿ]).*$", re.DOTALL)
"""As in "Tom - until Friday, then Sara"."""
_ARROW = re.compile(r"\s*(?:→|->|=>|➜)\s*")
_PLACEHOLDER = re.compile(r"^[<{\[].*[>}\]]$")
_ASSIGNED_TO = re.compile(
    r"\b(?:assigned to|owned by|owner:|assign[ée]e? [àa]|zugewiesen an|atribu[ií]do a|asignado a)"
    r"\s*@?([^\s(),;|][^(),;|]{0,40})",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?:^|[(,;|–—]|\s-)\s*@?([^\s(),;|–—-][^(),;|–—]{0,40}?)"
    r"\s+(?:is\s+)?(?:assigned|owns(?: it)?|on it|working on it)\b",
    re.IGNORECASE,
)
_NOT_NAMES = {
    "not",
    "un",
    "un-",
    "nobody",
    "no one",
    "none",
    "in progress",
    "in",
    "to be",
    "not yet",
    "team",
}
_UNASSIGNED = {
    "unassigned", "no owner", "nobody", "no assignee", "owner tbd", "unowned", "not assigned",
    "needs owner", "sin asignar", "sem dono", "non assigne", "nicht zugewiesen",
}  # fmt: skip
_NAME_PART = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-ZÀ-Þ]?[a-zà-ÿ]+)?"
_PERSON = re.compile(
    rf"{_NAME_PART}(?: (?:{_NAME_PART}|[A-ZÀ-Þ]\.|van|von|de|da|di|del|dos|el|al|bin)){{0,3}}"
)
_NO_PERSON = {
    "windows", "linux", "mac", "android", "safari", "chrome", "firefox", "edge", "backend",
    "frontend", "mobile", "web", "desktop", "production", "staging", "europe", "america", "asia",
    "beta", "alpha", "launch", "release", "phase", "week", "sprint", "version", "build", "docs",
    "login", "export", "import", "search", "billing", "payments", "checkout", "database", "server",
    "client", "cloud", "network", "storage", "everything", "everyone", "all", "both", "see", "no",
    "yes", "new", "old", "part", "first", "second", "next", "last", "later", "soon", "now",
    "tomorrow", "today", "customer", "vendor", "partner", "external", "internal", "workaround",
    "regression", "hotfix", "patch", "only", "maybe", "asap", "note", "wip",
}  # fmt: skip
_MAX_NAME = 60
_LONGEST = 500
GROUP_MENTIONS = {"here", "channel", "everyone"}
_HANDLE = rf"(?:{ACCOUNT}|(?<![\w.<])@[A-Za-z0-9][\w.-]*)"
_ONE_HANDLE = re.compile(
    rf"({ACCOUNT})|(?<![\w/@.<])@([A-Za-z0-9][\w.-]{{0,38}}[A-Za-z0-9_]|[A-Za-z])(?![\w@])"
)
_TAIL = re.compile(
    r"(?:\s*[-–—:,]?\s*(?:\(\s*)?(?:(?:cc|by|owner:?|assigned to:?|→|->)\s*)?"
    rf"{_HANDLE}(?:\s*(?:(?:[,&+/]|and)\s*)?{_HANDLE})*+\s*\)?)\s*$"
)
_ASKS_FOR_ONE = re.compile(
    r"\b(?:with|to|for|from|of|about|ask|tell|ping|see|via|after|than|as|is|was)$"
)
"""Behind such a word Slack's mention is a part of the sentence."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owns, and who steps in."""

    names: tuple[str, ...] = ()
    backup: str | None = None


@lru_cache(maxsize=4096)
def read_owners(raw: str) -> Owners:
    inline = read_inline(with_bare_accounts(raw[:_LONGEST]))
    kept = "".join(one.text for one in inline.segments if not one.struck)
    text = strip_marks(squeeze(kept if kept.strip() else inline.text))
    parts = _ARROW.split(text)
    text = parts[-1] if parts[-1].strip() else text
    backup = _BACKUP.search(text)
    if backup:
        text = text[: backup.start()] + text[backup.end() :]
    text, _ = part_due(text)
    text = _REMARK.sub("", _BRACKET.sub("", text))
    names = [_name(part) for part in split_owners(text)]
    return Owners(
        tuple(dict.fromkeys(name for name in names if name)),
        _name(backup[1]) if backup else None,
    )


def _name(raw: str) -> str | None:
    name = raw.strip().strip("*_`.:").strip()
    if is_account(name):
        return name
    if _PLACEHOLDER.match(name):
        return None
    name = name.removeprefix("@").strip()
    if (
        fold(name) in _NOBODY
        or _NOBODY_YET.match(fold(name))
        or len(name) > _MAX_NAME
        or not re.search(r"[^\W_]|[\U00020000-\U0010ffff]", name)
    ):
        return None
    return name


@lru_cache(maxsize=4096)
def says_more(raw: str, owners: Owners) -> bool:
    """Whether more is said than the names that were read, as in "Sara (with Milan helping)"."""
    text, _ = part_due(read_inline(with_bare_accounts(raw[:_LONGEST])).text)
    rest = fold(text)
    if rest.strip(" .") in _NOBODY:
        return False
    for name in sorted((*owners.names, owners.backup or ""), key=len, reverse=True):
        rest = rest.replace(fold(name), " ") if name else rest
    return bool(re.search(r"[^\W\d_]{3,}", _JOINING.sub(" ", rest)))


def is_nobody(text: str) -> bool:
    """As in "Unassigned" where a name is expected."""
    return fold(text) in _UNASSIGNED


def is_person(text: str) -> bool:
    """One to three capitalised words that are no platform, place or part of a product."""
    return bool(_PERSON.fullmatch(text)) and not set(fold(text).split()) & _NO_PERSON


def owner_in_status(raw: str) -> str | None:
    """As in "IN PROGRESS (Christian assigned)" names an owner."""
    text = strip_marks(read_inline(raw).text)
    found = _ASSIGNED_TO.search(text) or _ASSIGNED.search(text)
    if found is None:
        return None
    name = _name(found[1])
    return None if name is None or fold(name) in _NOT_NAMES else name


def take_trailing_handles(text: str) -> tuple[str, tuple[str, ...]]:
    """As in "Confirm the mirrors: @a @b" → the text and the two; group mentions are no people."""
    found = _TAIL.search(text, max(0, len(text) - _LONGEST)) if "@" in text else None
    if found is None or not text[: found.start()].strip():
        return text, ()
    if "<@" in found.group() and _ASKS_FOR_ONE.search(fold(text[: found.start()])):
        return text, ()
    names = tuple(
        with_bare_accounts(one[1] or "") or one[2] for one in _ONE_HANDLE.finditer(found.group())
    )
    if not is_whole(text[: found.start()]):
        return text, ()  # as in "(waiting for @bob)"
    if not names or any(name.lower() in GROUP_MENTIONS for name in names):
        return text, ()
    return text[: found.start()].rstrip(" :-–—,("), names
