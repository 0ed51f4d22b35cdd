"""Lists → checklist items and labelled fields of whatever they belong to."""

import re
from typing import NamedTuple

from bot.summary.drafts import ItemDraft, Reading
from bot.summary.entries import read_blocker_entry
from bot.summary.fold import fold
from bot.summary.item_line import ItemLine
from bot.summary.item_notes import add_remark, item_field
from bot.summary.label_words import Label
from bot.summary.labels import Labelled, read_labelled
from bot.summary.marks import strip_marks
from bot.summary.quotes import leave_quoted
from bot.summary.scopes import Focus, Scope
from bot.summary.section_words import Kind
from bot.summary.sections import QUIET, says_nothing_open
from bot.summary.source import Line
from bot.summary.structure import Block, ListEntry, Listing, Paragraph
from bot.summary.targets import add_field, add_to_list, items_draft

METADATA: set[Label] = {
    "owner", "target", "note", "status", "priority", "effort", "blocks", "blocked_by", "done_on",
    "next_action",
    "backup", "why", "started_on", "url", "date", "prepared_by", "data_source", "next_review",
    "overall", "risk", "progress",
}  # fmt: skip
_CRITERIA = re.compile(
    r"criteri|kriteri|criter|definition of (?:done|ready)|require|done when|条件|必要"
)
LIST_KINDS: dict[Label, Kind] = {
    "needed": "needed", "actions": "actions", "benefits": "benefits", "conditions": "conditions",
    "history": "history", "legend": "legend", "procedure": "procedure", "mitigation": "mitigation",
    "reasons": "reasons", "timeline": "timeline",
}  # fmt: skip


class Mode(NamedTuple):
    """Which entries count as work (`words`: a state at their end will do), and where they stand."""

    boxes: bool = True
    marks: bool = False
    plain: bool = False
    green: bool = False
    depth: int = 0
    group: str | None = None
    parent: ItemDraft | None = None
    words: bool = False

    def below(self, *, group: str | None = None, parent: ItemDraft | None = None) -> "Mode":
        same = (self.boxes, self.marks, self.plain, self.green, self.depth + 1)
        return Mode(*same, group or self.group, parent)


def read_list(reading: Reading, scope: Scope, listing: Listing) -> int:
    """The number of items and blockers found."""
    return _entries(reading, scope, listing, _mode(reading, scope, listing))


def _mode(reading: Reading, scope: Scope, listing: Listing) -> Mode:
    kind = scope.now
    group = scope.focus.title if scope.focus.draft is None else None
    if kind in QUIET:
        return Mode(boxes=False)
    if kind in {"needed", "actions"}:
        # steps outside a blocker may be a manual: there only boxes and marks are work
        plain_too = scope.blocker is not None or kind == "actions" or scope.focus.draft is not None
        if _is_praise(reading, scope, listing):
            return Mode(group=group)
        return Mode(marks=True, plain=plain_too, green=True, group=group)
    if kind in {"conditions", "history"}:
        return Mode(group=group)
    lines = [reading.line(_text(entry)) for entry in listing.entries]
    open_work = any(line.marked and not line.green and line.state != "done" for line in lines)
    if scope.blocker is not None and scope.focus.title is None:
        return Mode(marks=True, green=open_work, words=any(line.stated for line in lines))
    # ticks alone may be praise; beside a mark of open work they are a checklist
    return Mode(marks=open_work, green=open_work, group=group)


def _is_praise(reading: Reading, scope: Scope, listing: Listing) -> bool:
    """Criteria that are all ticked say what is asked, not what is done."""
    name = fold(scope.focus.name or scope.title)
    if not _CRITERIA.search(name):
        return False
    lines = [reading.line(_text(entry)) for entry in listing.entries]
    return all(one.marked and not one.boxed and one.state == "done" for one in lines)


def _entries(reading: Reading, scope: Scope, listing: Listing, mode: Mode) -> int:
    return sum(_entry(reading, scope, entry, mode) for entry in listing.entries)


def _entry(reading: Reading, scope: Scope, entry: ListEntry, mode: Mode) -> int:
    lines = first_lines(entry)
    if not lines:
        return _blocks(reading, scope, entry.blocks, mode.below())
    if mode.depth == 0 and mode.parent is None:
        body = read_blocker_entry(reading, scope, entry, lines)
        if body is not None:
            inner = Scope(scope.level + 1, "other", body.title, body.line, draft=body)
            nested = Mode(marks=True)
            _blocks(reading, inner, entry.blocks[1:], nested)
            return 1
    item = reading.line(_joined(lines))
    labels = [] if item.boxed else read_labelled(lines[0].text, lines[0].number)
    if labels and _is_field(scope, labels[0], item, mode):
        return _field(reading, scope, labels, (entry, mode, lines[1:]))
    if _counts(reading, item, mode) and (item.stated or not _heads_boxes(reading, entry)):
        return _item(reading, scope, entry, (item, mode, lines))
    return _plain(reading, scope, entry, (item, mode, lines))


def _heads_boxes(reading: Reading, entry: ListEntry) -> bool:
    """A plain line over boxes only groups them."""
    return any(
        reading.line(_text(inner)).stated
        for block in entry.blocks[1:]
        if isinstance(block, Listing)
        for inner in block.entries
    )


def first_lines(entry: ListEntry) -> tuple[Line, ...]:
    first = entry.blocks[0] if entry.blocks else None
    return first.lines if isinstance(first, Paragraph) else ()


def _text(entry: ListEntry) -> str:
    return _joined(first_lines(entry))


def _joined(lines: tuple[Line, ...]) -> str:
    """The line with its continuation, but without labelled lines below it."""
    if len(lines) == 1:
        return lines[0].text
    return "\n".join(one.text for at, one in enumerate(lines) if not at or not _metadata(one))


def _metadata(line: Line) -> list[Labelled]:
    labels = read_labelled(line.text, line.number)
    return labels if labels and labels[0].label in METADATA and labels[0].value else []


def _is_field(scope: Scope, first: Labelled, item: ItemLine, mode: Mode) -> bool:
    if first.label in METADATA or first.label in LIST_KINDS:
        return bool(first.value) or first.label in LIST_KINDS or not mode.plain
    if first.label is not None:
        return bool(first.value) and not mode.plain
    if mode.parent is not None:
        return bool(first.value) and not item.marked
    own = first.bold or scope.blocker is not None
    return own and bool(first.value) and not mode.plain and not item.marked


def _field(
    reading: Reading,
    scope: Scope,
    labels: list[Labelled],
    place: tuple[ListEntry, Mode, tuple[Line, ...]],
) -> int:
    entry, mode, more = place
    first = labels[0]
    if first.label in LIST_KINDS and not first.value:
        return _labelled_list(reading, scope, first, (entry, mode))
    if more and labels[-1].value and not any(_metadata(line) for line in more):
        value = " ".join([labels[-1].value, *(line.text for line in more)])
        labels = [*labels[:-1], labels[-1]._replace(value=value)]
    else:
        labels = labels + [one for line in more for one in _metadata(line)]
    for labelled in labels:
        value = labelled.value or _below(entry.blocks[1:])
        full = labelled._replace(value=value)
        if mode.parent is not None:
            item_field(mode.parent, full)
        else:
            add_to_list(reading, scope, full)
    inner = entry.blocks[1:] if first.value else ()
    return _blocks(reading, scope, inner, mode.below(group=first.name, parent=mode.parent))


def _below(blocks: tuple[Block, ...]) -> str:
    """A label whose value is a nested list: the entries in one line."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Listing):
            texts += [_text(entry).replace("\n", " ") for entry in block.entries]
        texts += [line.text for line in block.lines] if isinstance(block, Paragraph) else []
    return "; ".join(text for text in texts if text)


def _labelled_list(
    reading: Reading, scope: Scope, first: Labelled, place: tuple[ListEntry, Mode]
) -> int:
    entry, mode = place
    kind = LIST_KINDS[first.label] if first.label else "other"
    before = scope.focus
    scope.focus = Focus(kind=kind, group=before.group, draft=before.draft, name=first.name)
    count = 0
    for block in (one for one in entry.blocks[1:] if isinstance(one, Listing)):
        inner = _mode(reading, scope, block)._replace(depth=mode.depth + 1)
        count += _entries(reading, scope, block, inner)
    scope.focus = before
    return count


def _counts(reading: Reading, item: ItemLine, mode: Mode) -> bool:
    text = strip_marks(item.text)
    spoken = any(map(str.isalnum, text)) or item.boxed or reading.exact
    if not text or not spoken:
        return False
    if item.boxed:
        return mode.boxes
    if (item.marked and mode.marks) or (item.hinted and mode.words):
        return True
    return mode.plain and (mode.parent is None or mode.parent.plain)


def _item(
    reading: Reading,
    scope: Scope,
    entry: ListEntry,
    seen: tuple[ItemLine, Mode, tuple[Line, ...]],
) -> int:
    line, mode, lines = seen
    number = lines[0].number
    for code, detail in line.codes:
        reading.warn(code, detail, number)
    draft = items_draft(reading, scope)
    if scope.run_closed:
        scope.run_start, scope.run_closed = len(draft.items), False
    item = ItemDraft.of(line, number, mode.depth, scope.section)
    item.group, item.plain = mode.group, not line.stated
    item.action = scope.focus.group or scope.group
    if line.green and not line.boxed and line.state == "done" and not mode.green:
        item.state = "todo"
        reading.warn("marker_unknown", "a green circle alone may mean healthy, not done", number)
    if line.remark:
        add_remark(reading, item, line.remark)
    for more in lines[1:]:
        for labelled in _metadata(more):
            item_field(item, labelled)
    draft.items.append(item)
    if len(entry.blocks) == 1:
        return 1
    return 1 + _blocks(reading, scope, entry.blocks[1:], mode.below(parent=item))


def _blocks(reading: Reading, scope: Scope, blocks: tuple[Block, ...], mode: Mode) -> int:
    count = 0
    for block in blocks:
        if isinstance(block, Listing):
            count += _entries(reading, scope, block, mode)
        elif isinstance(block, Paragraph):
            _paragraph(reading, scope, block, mode)
        else:
            leave_quoted(reading, block)
    return count


def _paragraph(reading: Reading, scope: Scope, block: Paragraph, mode: Mode) -> None:
    for line in block.lines:
        labels = read_labelled(line.text, line.number)
        known = bool(labels) and labels[0].label in METADATA and bool(labels[0].value)
        if mode.parent is not None:
            if known:
                for labelled in labels:
                    item_field(mode.parent, labelled)
            else:
                add_remark(reading, mode.parent, line.text)
        elif known:
            for labelled in labels:
                add_field(reading, scope, labelled)
        elif scope.blocker is not None:
            scope.blocker.add(Labelled("", "note", line.text, line.number, bold=False))


def _plain(
    reading: Reading,
    scope: Scope,
    entry: ListEntry,
    seen: tuple[ItemLine, Mode, tuple[Line, ...]],
) -> int:
    line, mode, lines = seen
    raw = _joined(lines)
    if mode.parent is not None and not line.boxed:
        add_remark(reading, mode.parent, raw)
        below = mode.below(parent=mode.parent) if len(entry.blocks) > 1 else mode
        return _blocks(reading, scope, entry.blocks[1:], below)
    if says_nothing_open(raw, under_blockers=scope.kind == "blockers"):
        reading.nothing_open = True
    else:
        reading.leave(lines[0].number, raw)
    below = mode.below(group=line.text.rstrip(":")) if len(entry.blocks) > 1 else mode
    return _blocks(reading, scope, entry.blocks[1:], below)
