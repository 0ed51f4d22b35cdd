"""What has been read so far, before it is judged."""

from dataclasses import dataclass, field
from typing import Literal

from bot.domain.document import (
    ItemSection,
    ItemState,
    ReadWarning,
    StatedStatus,
    UnreadLine,
)
from bot.summary.fold import fold
from bot.summary.item_line import ItemLine
from bot.summary.item_lines import read_item_line
from bot.summary.label_words import Label
from bot.summary.labels import Labelled
from bot.summary.legend import Legend
from bot.summary.marks import Mark

Origin = Literal["heading", "task", "row", "entry", "section", "action"]


@dataclass(slots=True, eq=False)
class GroupDraft:
    """A headed list of actions."""

    title: str
    fields: list[Labelled] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ItemDraft:
    """A checklist line whose owner and date are still as written."""

    text: str
    state: ItemState
    depth: int
    line: int
    section: ItemSection | None = None
    flag: str | None = None
    owners: tuple[str, ...] = ()
    due_raw: str | None = None
    notes: list[str] = field(default_factory=list)
    url: str | None = None
    group: str | None = None
    action: GroupDraft | None = None
    plain: bool = False

    @classmethod
    def of(
        cls, read: ItemLine, line: int, depth: int = 0, section: ItemSection | None = None
    ) -> "ItemDraft":
        """What a line tells by itself; its doubts and its remark are the caller's to judge."""
        item = cls(read.text, read.state, depth, line, section, read.flag)
        item.owners, item.due_raw, item.url = read.owners, read.due_raw, read.url
        return item


@dataclass(slots=True, eq=False)
class Draft:
    """A blocker or a headed list in the making; `real` once it is sure to be a blocker."""

    title: str
    line: int
    origin: Origin
    key: str | None = None
    real: bool = False
    fields: dict[Label, list[Labelled]] = field(default_factory=dict)
    own: list[Labelled] = field(default_factory=list)
    items: list[ItemDraft] = field(default_factory=list)
    actions: list[GroupDraft] = field(default_factory=list)
    section_status: StatedStatus | None = None
    section_title: str = ""
    stated: StatedStatus | None = None
    mark: Mark | None = None
    leading: Mark | None = None
    struck: bool = False
    box: ItemState | None = None
    section_priority: str | None = None
    watch: bool = False
    url: str | None = None
    registered: bool = False
    name: str = ""

    @property
    def called(self) -> str:
        """By which doubts name it: `name` where that was made to tell it apart."""
        return self.name or self.key or self.title

    def add(self, labelled: Labelled) -> None:
        if labelled.label is None:
            self.own.append(labelled)
        else:
            self.fields.setdefault(labelled.label, []).append(labelled)

    def value(self, label: Label) -> str | None:
        for one in self.fields.get(label, ()):
            if one.value.strip():
                return one.value
        return None

    def values(self, label: Label) -> str | None:
        """All that was said, where it was said more than once."""
        said = [one.value.strip() for one in self.fields.get(label, ()) if one.value.strip()]
        return " | ".join(dict.fromkeys(said)) or None


@dataclass(slots=True, eq=False)
class ComponentDraft:
    """A row of the scorecard as written; `verdict` where several of its cells were weighed."""

    name: str
    status_raw: str
    line: int
    blocker_raw: str = ""
    owner_raw: str = ""
    note: str = ""
    footnotes: tuple[str, ...] = ()
    verdict: tuple[StatedStatus | None] | None = None


@dataclass(slots=True, eq=False)
class WeekDraft:
    """A line of the timeline as written."""

    week: int | None
    dates_raw: str
    text: str
    line: int


@dataclass(slots=True, eq=False)
class Reading:
    """Everything found on the way; `single` where the text speaks of one blocker only.

    `exact`: Blockers wrote the document, so everything is said where it belongs.
    `board`: its headings are the columns of a board.
    `none_said`: of each line "Blockers: …" without a key, whether it says that there are none.
    """

    legend: Legend
    sources: dict[int, str] = field(default_factory=dict)
    single: bool = False
    exact: bool = False
    title: str | None = None
    title_line: int = 0
    head: dict[Label, list[Labelled]] = field(default_factory=dict)
    head_own: list[Labelled] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    by_key: dict[str, Draft] = field(default_factory=dict)
    components: list[ComponentDraft] = field(default_factory=list)
    weeks: list[WeekDraft] = field(default_factory=list)
    resolution: str | None = None
    risk_raw: str | None = None
    risk_seen: bool = False
    reasons: list[str] = field(default_factory=list)
    mitigation: list[str] = field(default_factory=list)
    next_title: str | None = None
    next_fields: dict[Label, str] = field(default_factory=dict)
    next_keys: list[str] = field(default_factory=list)
    counts: list[tuple[int, int]] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    warnings: list[ReadWarning] = field(default_factory=list)
    unread: list[UnreadLine] = field(default_factory=list)
    nothing_open: bool = False
    board: bool = False
    none_said: list[bool] = field(default_factory=list)
    lines: dict[str, ItemLine] = field(default_factory=dict)
    lines_legend: int = 0
    taught_late: bool = False

    def line(self, raw: str) -> ItemLine:
        """The reading of one list line, kept: lists are looked at before they are read."""
        if self.legend.lessons != self.lines_legend:
            self.taught_late = self.taught_late or bool(self.lines)
            self.lines.clear()
            self.lines_legend = self.legend.lessons
        found = self.lines.get(raw)
        if found is None:
            found = self.lines[raw] = read_item_line(raw, self.legend)
        return found

    @property
    def is_outdated(self) -> bool:
        """Lines were read before the legend that explains their marks."""
        late = self.legend.lessons != self.lines_legend and bool(self.lines)
        return self.taught_late or late

    def warn(self, code: str, detail: str, line: int = 0) -> None:
        self.warnings.append(ReadWarning(code, detail, line))

    def leave(self, line: int, text: str) -> None:
        if text.strip():
            self.unread.append(UnreadLine(line, text.strip()))

    def add_head(self, labelled: Labelled) -> None:
        if labelled.label is None:
            self.head_own.append(labelled)
        else:
            self.head.setdefault(labelled.label, []).append(labelled)

    def register(self, draft: Draft) -> Draft:
        """One draft a key: a second place that speaks of it joins the first."""
        draft.registered = True
        known = self.by_key.get(draft.key) if draft.key else None
        if known is None or not _same(known, draft):
            if draft.key:
                self.by_key[draft.key] = draft
            self.drafts.append(draft)
            return draft
        _join(known, draft)
        return known


def _same(known: Draft, other: Draft) -> bool:
    """A number is a key inside one list only: "## 1. Image" explains row 1 of a table."""
    if other.key is None or not other.key.lstrip("#").isdigit() or other.origin == "action":
        return True
    words = set(fold(known.title).split()) & set(fold(other.title).split())
    return known.origin == "row" and other.origin == "heading" and bool(words)


def _join(known: Draft, other: Draft) -> None:
    if known.origin == "action" and other.origin != "action":
        known.title, known.origin, known.line = other.title, other.origin, other.line
    known.real = known.real or other.real
    known.title = known.title or other.title
    known.stated = known.stated or other.stated
    known.mark = known.mark or other.mark
    known.struck = known.struck or other.struck
    known.box = known.box or other.box
    known.section_status = known.section_status or other.section_status
    known.section_title = known.section_title or other.section_title
    known.section_priority = known.section_priority or other.section_priority
    known.watch = known.watch or other.watch
    known.items += other.items
    for labelled in [one for several in other.fields.values() for one in several] + other.own:
        known.add(labelled)
