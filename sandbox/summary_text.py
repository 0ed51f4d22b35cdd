"""Writes the description of an issue from what a summary says about a blocker."""

import re
from collections.abc import Callable, Mapping, Sequence

Json = Mapping[str, object]
Called = Callable[[str], str]

_MARKS = {"done": "[x] ", "doing": "🔄 ", "skipped": "[ ] ", "todo": "[ ] "}
_SPECIAL = re.compile(r"([\\`*_~\[\]<>|]|&(?=#?\w+;))")
_LABELS = (
    ("blocks", "Blocking"),
    ("why", "Why it's blocking"),
    ("next_action", "Next action"),
    ("note", "Note"),
)


def description_of(blocker: Json, *, list_owner: str | None, called: Called = str) -> str:
    """``list_owner`` is said at each list that does not name its own; None says nothing.

    ``called`` gives the words for one owner, by the name that the summary uses.
    """
    needed = [item for item in things(blocker, "items") if item.get("section") != "actions"]
    actions = [item for item in things(blocker, "items") if item.get("section") == "actions"]
    parts = [_story(blocker)]
    if needed:
        parts += ["## What's needed", _list(needed, list_owner, None, called)]
    if actions:
        owner = list_owner or owner_of(blocker, called)
        parts += ["## Immediate actions", _list(actions, owner, said(blocker, "target"), called)]
    return "\n\n".join(part for part in parts if part) + "\n"


def said(thing: Json, name: str) -> str | None:
    """Return a text on one line, or None where nothing is said."""
    value = thing.get(name)
    return " ".join(str(value).split()) or None if value is not None else None


def things(thing: Json, name: str) -> list[Json]:
    """Return a list of objects; TypeError where the document holds something else there."""
    found = thing.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        msg = f"a list of objects was expected at {name!r}"
        raise TypeError(msg)
    return found


def owners_in(value: object) -> list[str]:
    """Read an owner, which may be one name, several, or none."""
    if value is None:
        return []
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [name for one in listed if (name := " ".join(str(one).split()).lstrip("@"))]


def _story(blocker: Json) -> str:
    lines = [f"**{label}:** {text}" for name, label in _LABELS if (text := said(blocker, name))]
    effort = _effort(blocker.get("effort_hours"))
    if effort:
        lines.append(f"**Effort:** {effort}")
    return "\n".join(lines)


def _effort(value: object) -> str | None:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return None
    low, high = float(value[0]), float(value[-1])
    return f"{low:g} hours" if low == high else f"{low:g}-{high:g} hours"


def _list(items: list[Json], owner: str | None, due: str | None, called: Called) -> str:
    """Say owner, due date and note once below the list, or below each item where they differ."""
    facts = [
        _facts(owner_of(item, called) or owner, said(item, "due") or due, said(item, "note"))
        for item in items
    ]
    alike = all(one == facts[0] for one in facts)
    lines: list[str] = []
    for item, told in zip(items, facts, strict=True):
        lines.append(_line(item))
        if not alike:
            lines += [f"{_indent(item)}  {fact}" for fact in told]
    return "\n".join(lines + (facts[0] if alike else []))


def owner_of(thing: Json, called: Called) -> str | None:
    return ", ".join(called(name) for name in owners_in(thing.get("owner"))) or None


def _facts(owner: str | None, due: str | None, note: str | None) -> list[str]:
    known = {"Owner": owner, "Due": due, "Note": note}
    return [f"- **{name}:** {value}" for name, value in known.items() if value]


def _line(item: Json) -> str:
    text = escape(said(item, "text") or "")
    url = said(item, "url")
    if url and url not in text:
        text = f"[{text}](<{url}>)"
    state = said(item, "state") or "todo"
    if state == "skipped":
        text = f"~~{text}~~"
    return f"{_indent(item)}- {_MARKS.get(state, _MARKS['todo'])}{text}"


def _indent(item: Json) -> str:
    depth = item.get("depth")
    return "  " * depth if isinstance(depth, int) else ""


def escape(text: str) -> str:
    """Keep what would be read as Markdown; addresses stay as they are."""
    escaped = " ".join(
        word if "://" in word else _SPECIAL.sub(r"\\\1", word) for word in text.split(" ")
    )
    # a bracket in front would still pass for the box of the item
    return f"&#91;{escaped[2:]}" if escaped.startswith("\\[") else escaped
