"""Read a filter from the words somebody typed, in any order."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.blocker import Priority
from bot.domain.due_spans import EXPECTED, MAX_WORDS, read_due
from bot.domain.filter_words import FLAG_WORDS, NO_PRIORITY, PRIORITY_WORDS, TEAMS_TOO, typed
from bot.domain.filters import Filter, Flag, Owned, OwnerKind, clean

MAX_WEIGHT = 600
"""Characters of JSON that a filter may take: five buttons of a message carry it."""
TOO_LONG = "That is a longer filter than my buttons hold: leave some of it out."

_ONE_KIND = (
    "All of a filter has to hold; *or* stands between values of one kind, as in `urgent or high`."
)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_UNIT = r'<[@#!][^<>]*>|"[^"]*"|`[^`]*`'
_TOKEN = re.compile(rf"(?:{_UNIT}|\([^()]*\)|\S)+")
_BETWEEN_COMMAS = re.compile(rf"(?:{_UNIT}|[^,])+")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>|([UW][0-9][A-Z0-9]{2,})")
_GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>")
_VALUED = re.compile(
    r"(mine|owner|assignee|by|team|label|labels|labelled|priority|due)[:=](.*)",
    re.IGNORECASE | re.DOTALL,
)
_MINE_ALONE = frozenset({"mine", "yours"})
_MINE = _MINE_ALONE | {"me", "you"}


class Part(StrEnum):
    """What a term is about; terms of one part are joined by *or*, but for flags and labels."""

    FLAG = "flag"
    PRIORITY = "priority"
    OWNER = "owner"
    LABEL = "label"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class _Term:
    part: Part
    values: tuple[object, ...]
    taken: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``wrong`` is the place of the first token that is not understood, None if all are."""

    filter: Filter
    wrong: int | None = None
    hint: str = ""


def tokens_of(text: str) -> list[str]:
    """Words, with what is quoted or mentioned in one piece; a comma parts two of them."""
    found: list[str] = []
    for token in _TOKEN.findall(text.translate(_QUOTES)):
        parts = [token] if _VALUED.fullmatch(token) else _BETWEEN_COMMAS.findall(token)
        found += [part.strip(",;") for part in parts if part.strip(",;")]
    return found


def read_filter(tokens: Sequence[str]) -> Reading:
    reader = _Reader(tokens)
    wrong = reader.read()
    found = reader.filter()
    if wrong is None and len(json.dumps(typed(found))) > MAX_WEIGHT:
        return Reading(filter=found, wrong=0, hint=TOO_LONG)
    return Reading(filter=found, wrong=wrong, hint="" if wrong is None else _hint(tokens, wrong))


def is_term(token: str) -> bool:
    return read_filter([token]).wrong is None


class _Reader:
    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._found: dict[Part, list[object]] = {part: [] for part in Part}
        self._last: Part | None = None

    def read(self) -> int | None:
        """The place of the first token that is not understood."""
        while self._at < len(self._tokens):
            place, word = self._at, self._word(self._at)
            joined = word == "or"
            if word in {"and", "or"}:
                self._at += 1
            term = self._term()
            if term is None or (joined and not self._may_join(term.part)):
                return place if joined or self._at >= len(self._tokens) else self._at
            self._keep(term, joined=joined)
        return None

    def filter(self) -> Filter:
        flags, priorities, owners, labels, due = (_each_once(self._found[part]) for part in Part)
        return Filter(
            flags=frozenset(one for one in flags if isinstance(one, Flag)),
            priorities=tuple(one for one in priorities if isinstance(one, Priority)),
            owners=tuple(one for one in owners if isinstance(one, Owned)),
            labels=tuple(one for one in labels if isinstance(one, tuple)),
            due=tuple(one for one in due if isinstance(one, str)),
        )

    def _may_join(self, part: Part) -> bool:
        """*or* means what it says between values of one part, and nothing between others."""
        return part is self._last and part is not Part.FLAG

    def _keep(self, term: _Term, *, joined: bool) -> None:
        kept = self._found[term.part]
        if term.part is Part.LABEL and joined:
            group = kept.pop()
            before = group if isinstance(group, tuple) else ()
            kept.append(_each_once([*before, *term.values]))
        elif term.part is Part.LABEL:
            kept.append(_each_once(term.values))
        else:
            kept.extend(term.values)
        self._last = term.part
        self._at += term.taken

    def _term(self) -> _Term | None:
        if self._at >= len(self._tokens):
            return None
        for read in (self._phrase, self._single, self._mention, self._valued, self._spaced):
            term = read()
            if term:
                return term
        return None

    def _phrase(self) -> _Term | None:
        ahead = [self._word(self._at + n) for n in range(3)]
        match ahead:
            case ["at", "risk", _]:
                return _Term(Part.FLAG, (Flag.AT_RISK,), 2)
            case ["no", "priority", _]:
                return _Term(Part.PRIORITY, (Priority.NONE,), 2)
            case ["no", "due", "date"]:
                return _Term(Part.DUE, ("none",), 3)
        return None

    def _single(self) -> _Term | None:
        word = self._word(self._at)
        if word in FLAG_WORDS:
            return _Term(Part.FLAG, (FLAG_WORDS[word],))
        if word in PRIORITY_WORDS:
            return _Term(Part.PRIORITY, (PRIORITY_WORDS[word],))
        return self._owners(word, _owned, 1) if word in _MINE_ALONE else None

    def _mention(self) -> _Term | None:
        token = self._tokens[self._at]
        if token.startswith(("@", "<@", "<!subteam^")):
            return self._owners(token, _owned, 1)
        return None

    def _valued(self) -> _Term | None:
        """``label:x``, also with a blank behind the colon."""
        found = _VALUED.fullmatch(self._tokens[self._at])
        if found is None:
            return None
        if found[2]:
            return self._value(found[1].lower(), found[2], 1)
        return self._value(found[1].lower(), self._token(self._at + 1), 2)

    def _spaced(self) -> _Term | None:
        """``due this week``, ``owned by Bob``, ``labelled infra``."""
        word, following = self._word(self._at), self._word(self._at + 1)
        if word in {"owned", "assigned"} and following in {"by", "to"}:
            return self._value("owner", self._token(self._at + 2), 3)
        if word in {"labelled", "labeled", "label", "team"}:
            return self._value("team" if word == "team" else "label", self._token(self._at + 1), 2)
        for many in range(MAX_WORDS, 0, -1):
            due = read_due(" ".join(self._tokens[self._at + 1 : self._at + 1 + many]))
            if word == "due" and due and self._at + many < len(self._tokens):
                return _Term(Part.DUE, (due,), 1 + many)
        return None

    def _value(self, name: str, raw: str, taken: int) -> _Term | None:
        match name:
            case "mine":
                return self._owners(raw, _owned_with_teams, taken)
            case "owner" | "assignee" | "by":
                return self._owners(raw, _owned, taken)
            case "team":
                return self._owners(raw, _team, taken)
            case "priority":
                return _term(Part.PRIORITY, raw, taken, _priority)
            case "due":
                return _term(Part.DUE, raw, taken, read_due)
        return self._more(_term(Part.LABEL, raw, taken, clean), clean)

    def _owners(self, raw: str, read: Callable[[str], object], taken: int) -> _Term | None:
        term = _term(Part.OWNER, raw, taken, read)
        if term and self._token(self._at + taken) == TEAMS_TOO:
            values = [_with_teams(one) for one in term.values if isinstance(one, Owned)]
            term = _Term(Part.OWNER, tuple(values), taken + 1)
        return self._more(term, _owned)

    def _more(self, term: _Term | None, read: Callable[[str], object]) -> _Term | None:
        """``owned by Bob or Dana``: what follows *or* is one more, unless it is a term itself."""
        while term and self._word(self._at + term.taken) == "or":
            raw = self._token(self._at + term.taken + 1)
            value = None if not raw or self._begins_a_term(raw) else read(raw)
            if not value:
                break
            term = _Term(term.part, (*term.values, value), term.taken + 2)
        return term

    def _begins_a_term(self, raw: str) -> bool:
        return raw.casefold() in {"due", "no", "labelled", "owned", "and", "or"} or is_term(raw)

    def _token(self, place: int) -> str:
        return self._tokens[place] if place < len(self._tokens) else ""

    def _word(self, place: int) -> str:
        return self._token(place).casefold()


def _term(part: Part, raw: str, taken: int, read: Callable[[str], object]) -> _Term | None:
    """None where one of the values between the commas is none."""
    values = [read(one) for one in _BETWEEN_COMMAS.findall(raw)]
    return _Term(part, tuple(values), taken) if values and all(_says(v) for v in values) else None


def _says(value: object) -> bool:
    return value is not None and value != ""


def _owned(raw: str) -> Owned | None:
    if found := _USER.fullmatch(raw):
        return Owned(kind=OwnerKind.USER, value=found[1] or found[2])
    if found := _GROUP.fullmatch(raw):
        return Owned(kind=OwnerKind.GROUP, value=found[1])
    if raw.casefold() in _MINE:
        return Owned(kind=OwnerKind.MINE)
    if raw[:5].casefold() == "team:":
        return _team(raw[5:])
    name = clean(raw.removeprefix("@"))
    return Owned(kind=OwnerKind.NAME, value=name) if name else None


def _owned_with_teams(raw: str) -> Owned | None:
    found = _owned(raw)
    return _with_teams(found) if found and found.kind is OwnerKind.USER else None


def _with_teams(owned: Owned) -> Owned:
    is_person = owned.kind is OwnerKind.USER
    return Owned(kind=owned.kind, value=owned.value, teams=is_person)


def _team(raw: str) -> Owned | None:
    if _GROUP.fullmatch(raw):
        return _owned(raw)
    name = clean(raw.removeprefix("@"))
    return Owned(kind=OwnerKind.TEAM, value=name) if name else None


def _priority(raw: str) -> Priority | None:
    word = raw.casefold()
    return PRIORITY_WORDS.get(NO_PRIORITY if word in {"none", "no"} else word)


def _each_once(values: Sequence[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys(values))


def _hint(tokens: Sequence[str], wrong: int) -> str:
    """What was expected, where the word before a colon is known."""
    name = re.split(r"[:=]", tokens[wrong], maxsplit=1)[0].casefold()
    if tokens[wrong].casefold() == "or":
        return _ONE_KIND
    hints = {
        "due": f"{EXPECTED}.",
        "label": "`label:` takes a label, as in `label:infra`.",
        "team": "`team:` takes a team, as in `team:backend`.",
        "priority": "`priority:` takes urgent, high, medium, low or none.",
    }
    return hints.get(name, "")
