"""Where the reader is: the headings above a line, and the label that governs the next list."""

from dataclasses import dataclass, field

from bot.domain.document import ItemSection, StatedStatus
from bot.summary.drafts import Draft, GroupDraft
from bot.summary.label_words import Label
from bot.summary.labels import Labelled
from bot.summary.section_words import Kind

PSEUDO_LEVEL = 7
"""A bold line that heads a blocker stands below all real headings."""


@dataclass(slots=True)
class Focus:
    """A label or a bold line that speaks for what follows it."""

    kind: Kind | None = None
    title: str | None = None
    labelled: Labelled | None = None
    group: GroupDraft | None = None
    draft: Draft | None = None
    used: bool = False
    name: str = ""


@dataclass(slots=True)
class Scope:
    """One heading's reach; the run is the items since the last lines about their owner or date.

    `told`: an entry of the list at hand is an issue that says how it stands.
    """

    level: float
    kind: Kind
    title: str
    line: int
    draft: Draft | None = None
    focus: Focus = field(default_factory=Focus)
    group: GroupDraft | None = None
    status: StatedStatus | None = None
    priority: str | None = None
    watch: bool = False
    is_title: bool = False
    blockers_below: bool = False
    label: Label | None = None
    run_start: int = 0
    run_closed: bool = False
    told: bool = False

    @property
    def blocker(self) -> Draft | None:
        return self.draft if self.draft is not None and self.draft.real else None

    @property
    def now(self) -> Kind:
        return self.focus.kind or self.kind

    @property
    def section(self) -> ItemSection | None:
        kind = self.now
        return "needed" if kind == "needed" else "actions" if kind == "actions" else None
