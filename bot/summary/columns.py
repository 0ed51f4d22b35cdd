"""What the columns of a table hold, from their headings."""

from dataclasses import dataclass

from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import FIELD_WORDS, Label
from bot.summary.labels import label_of
from bot.summary.marks import strip_marks

_FIRST: tuple[Label, ...] = ("key", "title", "component")
_OWN: dict[str, Label] = {fold(word): label for label in _FIRST for word in FIELD_WORDS[label]}
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
        label = (
            "owner" if fold(name) == "by" else _OWN.get(fold(name).rstrip(":")) or label_of(name)
        )
        if label in _FIRST and label in labels:
            label = _second(name)
        labels.append(None if label in labels else label)
    return Columns(tuple(labels), names)


def _second(name: str) -> Label | None:
    """As in "Title | Problem": the second one explains the first."""
    label = label_of(name)
    return label if label not in _FIRST else "key" if fold(name) in _OWN else None
