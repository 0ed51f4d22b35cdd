"""A filter in words: as it is typed again, carried by a button, and said to people."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.domain.blocker import Priority
from bot.domain.due_spans import due_said
from bot.domain.filters import Filter, Flag, Owned, OwnerKind, clean

Names = Mapping[str, str]
"""How accounts, user groups and teams are called, by id or key."""
NO_PRIORITY = "no-priority"
TEAMS_TOO = "(teams too)"
YOURS, YOU = "yours", "you"
OPENING = frozenset(
    {"and", "or", "owned", "assigned", "labelled", "labeled", "label", "team", "due", "no", "at"}
)
"""Words that begin a phrase or join two; a name that is one of them is put in quotes."""
PRIORITY_WORDS = {
    **{each.word: each for each in Priority if each is not Priority.NONE},
    NO_PRIORITY: Priority.NONE,
}
FLAG_WORDS = {
    **{flag.value: flag for flag in Flag},
    "at_risk": Flag.AT_RISK,
    "atrisk": Flag.AT_RISK,
    "unassigned": Flag.UNOWNED,
    "cleared": Flag.DONE,
}
_SIMPLE = re.compile(r"[\w.@/+#-]+")


def typed(asked: Filter) -> str:
    """The words that mean this filter and no other."""
    return " ".join(_typed_words(asked))


def said(asked: Filter, names: Names | None = None, *, viewer: str = "") -> str:
    """``overdue, urgent or high, owned by Bob, labelled `infra`, due this week``, not escaped.

    Typed after the command it means the same again. ``viewer`` is told *yours* of their own.
    """
    parts = [flag.value for flag in Flag if flag in asked.flags]
    parts += [" or ".join(_priority_said(each) for each in asked.priorities)]
    parts += [_owners_said(asked.owners, names or {}, viewer)]
    parts += [" and ".join(_label_said(group) for group in asked.labels)]
    parts += [" or ".join(due_said(word) for word in asked.due)]
    return ", ".join(part for part in parts if part)


def owner_said(owned: Owned, names: Names) -> str:
    """A name as it is, without quotes: for a sentence that nobody types again."""
    return names.get(owned.value) or owned.value


def _typed_words(asked: Filter) -> Iterator[str]:
    yield from (flag.value for flag in Flag if flag in asked.flags)
    yield from (NO_PRIORITY if each is Priority.NONE else each.word for each in asked.priorities)
    yield from (_typed_owner(owned) for owned in asked.owners)
    yield from (f"label:{','.join(_quoted(label) for label in group)}" for group in asked.labels)
    if asked.due:
        yield f"due:{','.join(asked.due)}"


def _typed_owner(owned: Owned) -> str:
    match owned.kind:
        case OwnerKind.MINE:
            return "mine"
        case OwnerKind.USER if owned.teams:
            return f"mine:{owned.value}"
        case OwnerKind.TEAM:
            return f"team:{_quoted(owned.value)}"
        case OwnerKind.NAME:
            return f"@{_quoted(owned.value)}"
    return _mention(owned)


def _owners_said(owners: Sequence[Owned], names: Names, viewer: str) -> str:
    said_ones = [_one_owner_said(owned, names, viewer) for owned in owners]
    if said_ones == [YOU]:
        return YOURS
    return f"owned by {' or '.join(said_ones)}" if said_ones else ""


def _one_owner_said(owned: Owned, names: Names, viewer: str) -> str:
    if _is_you(owned, viewer):
        return YOU
    name = owner_said(owned, names)
    if owned.value in names or owned.kind is OwnerKind.NAME:
        spoken = _quoted(clean(name))
    else:
        spoken = _mention(owned)
    return f"{spoken} {TEAMS_TOO}" if owned.teams else spoken


def _is_you(owned: Owned, viewer: str) -> bool:
    return owned.kind is OwnerKind.MINE or (owned.teams and owned.value == viewer)


def _mention(owned: Owned) -> str:
    """For who has no known name."""
    match owned.kind:
        case OwnerKind.GROUP:
            return f"<!subteam^{owned.value}>"
        case OwnerKind.TEAM:
            return f"team:{_quoted(owned.value)}"
    return f"<@{owned.value}>"


def _label_said(group: Sequence[str]) -> str:
    return f"labelled {' or '.join(f'`{label}`' for label in group)}"


def _priority_said(priority: Priority) -> str:
    return priority.word


def _quoted(text: str) -> str:
    simple = _SIMPLE.fullmatch(text) and not text.startswith("@")
    return text if simple and text.casefold() not in _TAKEN else f'"{text}"'


_TAKEN = OPENING | set(FLAG_WORDS) | set(PRIORITY_WORDS) | {"mine", "my", "me", YOU, YOURS}
