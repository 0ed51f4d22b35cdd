"""What the columns of a table hold, from their headings."""

import re
from dataclasses import dataclass

from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import FIELD_WORDS, Label
from bot.summary.labels import label_of
from bot.summary.marks import strip_marks

_FIRST: tuple[Label, ...] = ("key", "title", "component")
_OWN: dict[str, Label] = {fold(word): label for label in _FIRST for word in FIELD_WORDS[label]}
NUMBER_NAMES = {"#", "no", "no.", "nr", "nr.", "number", "num", "n"}
"""A running number; where a column of tickets stands beside it, it is no key."""
_OWNER = re.compile(r"(?:^|[\s/-])(?:owner|lead|assignee|responsible|dri|captain|pic)$")
_TASK = {
    "task", "tasks", "action", "action item", "item", "step", "to do", "todo", "requirement",
    "what", "tache", "tarefa", "tarea", "aufgabe", "attivita", "taak", "задача", "タスク", "作業",
    "任务", "작업",
}  # fmt: skip
_EVIDENCE: set[Label] = {
    "status",
    "priority",
    "owner",
    "target",
    "effort",
    "next_action",
    "done_on",
    "blocks",
    "blocked_by",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """A label a column, None where the heading is the author's own."""

    labels: tuple[Label | None, ...]
    names: tuple[str, ...]

    def at(self, label: Label) -> int | None:
        return self.labels.index(label) if label in self.labels else None

    @property
    def has_evidence(self) -> bool:
        return any(label in _EVIDENCE for label in self.labels)

    @property
    def task(self) -> int | None:
        return next((at for at, name in enumerate(self.names) if fold(name) in _TASK), None)


def read_columns(header: tuple[str, ...]) -> Columns:
    names = tuple(strip_marks(plain(one)) for one in header)
    labels: list[Label | None] = []
    for name in names:
        label = _label(name)
        if label == "key" and label in labels:
            first = labels.index("key")
            labels[first] = None if fold(names[first]) in NUMBER_NAMES else "key"
        if label in _FIRST and label in labels:
            label = _second(name)
        labels.append(None if label in labels else label)
    return Columns(tuple(labels), names)


def _label(name: str) -> Label | None:
    folded = fold(name).rstrip(":? ")
    if folded == "by":
        return "owner"
    found = _OWN.get(folded) or label_of(name)
    return found or ("owner" if _OWNER.search(folded) else None)


def _second(name: str) -> Label | None:
    """As in "Title | Problem": the second one explains the first."""
    label = label_of(name)
    return label if label not in _FIRST else "key" if fold(name) in _OWN else None
