"""Block after block through the document: headings open scopes, labels give focus, lists are read."""

import re

from bot.summary.drafts import Draft, GroupDraft, Reading
from bot.summary.inline import plain
from bot.summary.keys import KEYED_LINE, find_keys
from bot.summary.labels import Labelled, label_of, read_labelled
from bot.summary.lists import LIST_KINDS, first_lines, read_list
from bot.summary.marks import strip_marks
from bot.summary.opening import continues_blocker, open_scope
from bot.summary.scopes import PSEUDO_LEVEL, Focus, Scope
from bot.summary.sections import heading_kind, says_nothing_open
from bot.summary.source import Line
from bot.summary.status import pure_status
from bot.summary.structure import (
    FOLD_LEVEL,
    Block,
    Code,
    FoldEnd,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from bot.summary.tables import read_table
from bot.summary.targets import add_field
from bot.summary.timeline import read_timeline_line, read_timeline_list
from bot.summary.titles import action_title, read_title

_FOOTNOTE = re.compile(r"^\[\^([^\]\s]{1,30})\]:\s*(.*)$")
_BOLD_LINE = re.compile(r"^(?:\W{0,4})(?:\*\*|__)(.{2,200}?)(?:\*\*|__)\s*[:：]?\s*([^\w\s]{0,4})$")
_BOLD_REST = re.compile(r"^\W{0,4}\*\*(.{2,200}?)\*\*\s*[:：]?\s*(\S.{0,50})$")
_TEXT_LABELS = {"why", "next_action", "blocks", "note", "blocked_by", "status", "effort", "owner", "target", "priority"}  # fmt: skip


_SHORT = 60
_TITLE = 100
_NO_BLOCKERS = {"next_milestone", "timeline", "risk", "actions", "procedure", "legend"}
_MAX_FOLDS = 10
_BODY = 14


class Walker:
    """Keeps the open headings while the blocks go by."""

    def __init__(self, reading: Reading, root: Scope | None = None) -> None:
        self.reading = reading
        self.scopes: list[Scope] = [root or Scope(0, "other", "", 0, is_title=True)]

    @property
    def scope(self) -> Scope:
        return self.scopes[-1]

    def walk(self, blocks: tuple[Block, ...]) -> None:
        for at, block in enumerate(blocks):
            self._block(block, blocks, at)

    def _block(self, block: Block, blocks: tuple[Block, ...], at: int) -> None:
        match block:
            case Heading():
                self._heading(block, blocks[at + 1 : at + _BODY])
            case FoldEnd():
                folds = sum(scope.level >= FOLD_LEVEL for scope in self.scopes)
                self._close(FOLD_LEVEL + max(folds - 1, 0))
            case Rule():
                self._close(PSEUDO_LEVEL)
                self.scope.focus = Focus()
            case Paragraph():
                following = blocks[at + 1] if at + 1 < len(blocks) else None
                self._paragraph(block, following)
            case Listing():
                self._listing(block)
            case Table():
                read_table(self.reading, self.scope, block)
            case Code():
                self._code(block)
            case Quote():
                self._quote(block)

    def _close(self, level: float) -> None:
        while len(self.scopes) > 1 and self.scopes[-1].level >= level:
            self.scopes.pop()

    def _heading(self, heading: Heading, rest: tuple[Block, ...]) -> None:
        folds = sum(scope.level >= FOLD_LEVEL for scope in self.scopes)
        if heading.level == FOLD_LEVEL and folds:
            level = FOLD_LEVEL + min(folds, _MAX_FOLDS)
            heading = Heading(level, heading.raw, heading.line)
        if continues_blocker(self.scopes, heading):
            heading = Heading(heading.level + 0.5, heading.raw, heading.line)
        self._close(heading.level)
        self.scopes.append(open_scope(self.reading, self.scopes, heading, rest))

    def _paragraph(self, block: Paragraph, following: Block | None) -> None:
        pending: Labelled | None = self._pending()
        if self._keyed_paragraph(block, following):
            block = Paragraph(block.lines[1:])
        for at, line in enumerate(block.lines):
            last = at == len(block.lines) - 1
            pending = self._line(
                line, pending, following if last else None, alone=len(block.lines) == 1
            )
        self.scope.focus.labelled = pending

    def _keyed_paragraph(self, block: Paragraph, following: Block | None) -> bool:
        """A text without headings: "AB-1: First thing" over labelled lines or a list."""
        first = block.lines[0]
        if self.scope.kind in _NO_BLOCKERS or not KEYED_LINE.match(first.text):
            return False
        second = read_labelled(block.lines[1].text, 0) if len(block.lines) > 1 else []
        if not (second and second[0].label) and not (
            len(block.lines) == 1 and isinstance(following, Listing)
        ):
            return False
        rest = (Paragraph(block.lines[1:]),) if len(block.lines) > 1 else ()
        self._heading(Heading(PSEUDO_LEVEL, first.text, first.number), rest)
        return True

    def _pending(self) -> Labelled | None:
        focus = self.scope.focus
        return focus.labelled if focus.labelled and focus.labelled.label in _TEXT_LABELS else None

    def _line(
        self, line: Line, pending: Labelled | None, following: Block | None, *, alone: bool
    ) -> Labelled | None:
        """Returns the label that the next unlabelled line continues."""
        reading, scope = self.reading, self.scope
        footnote = _FOOTNOTE.match(line.text)
        if footnote:
            reading.footnotes[footnote[1]] = footnote[2]
            return None
        if scope.now == "legend" and reading.legend.learn(line.text):
            return None
        if self._bold_heading(line, following, alone=alone):
            return None
        labels = read_labelled(line.text, line.number) or _bare_label(line, following)
        if labels and self._opens_list(labels[0], following):
            return labels[0]
        if labels and (labels[0].label is not None or labels[0].bold) and labels[0].value:
            return self._fields(labels)
        if labels and labels[0].label in _TEXT_LABELS:
            return labels[0]
        if pending is not None:
            add_field(
                reading,
                scope,
                Labelled(pending.name, pending.label, line.text, pending.line, bold=True),
            )
            return pending
        self._text(line)
        return None

    def _fields(self, labels: list[Labelled]) -> Labelled | None:
        for labelled in labels:
            kind = LIST_KINDS.get(labelled.label) if labelled.label else None
            if kind == "legend":
                self.reading.legend.learn(labelled.value)
            elif kind in {"needed", "actions", "benefits", "conditions", "history", "procedure"}:
                self.scope.focus = Focus(kind=kind, name=labelled.name)
                self.reading.leave(labelled.line, labelled.value)
            elif kind == "mitigation":
                self.reading.mitigation.append(plain(labelled.value))
            elif labelled.label == "timeline" and self.scope.kind != "next_milestone":
                self.reading.leave(labelled.line, labelled.value)
            else:
                add_field(self.reading, self.scope, labelled)
        if self.scope.focus.kind is not None and labels[-1].label not in LIST_KINDS:
            self.scope.focus = Focus(group=self.scope.focus.group, draft=self.scope.focus.draft)
        return labels[-1] if labels[-1].label in {"why", "note"} else None

    def _opens_list(self, first: Labelled, following: Block | None) -> bool:
        """A label with nothing behind it speaks for the list (or the lines) below it."""
        if first.value:
            return False
        focus = self.scope.focus
        if first.label in LIST_KINDS:
            kind = LIST_KINDS[first.label]
            self.scope.focus = Focus(
                kind=kind, group=focus.group, draft=focus.draft, name=first.name
            )
            return isinstance(following, Listing | Table) or kind != "reasons"
        if first.label in _TEXT_LABELS:
            self.scope.focus = Focus(labelled=first, group=focus.group, draft=focus.draft)
            return True
        if first.label is None and isinstance(following, Listing | Table):
            self._group(first.name, first.line)
            return True
        return False

    def _group(self, name: str, line: int) -> None:
        """A line that heads a list: a group of a blocker's items, or a checklist of its own."""
        scope = self.scope
        kind = heading_kind(name)
        focus = Focus(title=strip_marks(name).rstrip(":"))
        focus.kind = kind if kind not in {"other", "blockers", "watch"} else None
        if scope.now == "actions" or scope.kind == "actions":
            focus = self._action_group(name, line)
        elif scope.blocker is None and kind not in {"legend", "benefits", "procedure"}:
            focus.draft = Draft(focus.title or "", line, "section")
            focus.draft.section_status = scope.status
        scope.focus = focus

    def _action_group(self, name: str, line: int) -> Focus:
        title = action_title(name, line)
        focus = Focus(kind="actions", title=title.text)
        if self.scope.blocker is not None:
            return focus
        draft = Draft(title.text, line, "action" if title.key else "section", title.key)
        if title.key:
            draft = self.reading.register(draft)
            focus.group = GroupDraft(strip_marks(plain(name)).rstrip(":"))
            draft.actions.append(focus.group)
            focus.title = None
        focus.draft = draft
        return focus

    def _bold_heading(self, line: Line, following: Block | None, *, alone: bool) -> bool:
        """A bold line without a value: a blocker's heading if it begins with a key, else a group."""
        found = _BOLD_LINE.match(line.text) or _keyed_line(line.text)
        if found is None or (read_labelled(line.text, line.number) and not find_keys(found[1])):
            return False
        name = found[1].rstrip(":： ")
        if self.scope.kind == "actions":
            if not isinstance(following, Listing | Table):
                return False
            self._group(name, line.number)
            return True
        title = read_title(name, line.number)
        numbered = title.number is not None and self.scope.kind == "blockers"
        if (title.key or numbered) and self.scope.kind not in _NO_BLOCKERS:
            self._heading(
                Heading(PSEUDO_LEVEL, line.text.rstrip(":： "), line.number),
                (following,) if following else (),
            )
            return True
        if alone and isinstance(following, Listing) and not says_nothing_open(name):
            self._group(name, line.number)
            return True
        return False

    def _text(self, line: Line) -> None:
        reading, scope = self.reading, self.scope
        if scope.now == "timeline" and read_timeline_line(reading, line):
            return
        if scope.now == "next_milestone":
            reading.next_keys += find_keys(plain(line.text))
        if says_nothing_open(line.text, under_blockers=scope.kind == "blockers"):
            reading.nothing_open = True
            return
        if (
            reading.title is None
            and not scope.level
            and len(line.text) < _TITLE
            and not reading.drafts
        ):
            reading.title, reading.title_line = strip_marks(plain(line.text)), line.number
            return
        if scope.focus.labelled is None and scope.label in _TEXT_LABELS:
            add_field(
                reading,
                scope,
                Labelled(scope.title, scope.label, line.text, line.number, bold=True),
            )
            return
        reading.leave(line.number, line.text)

    def _listing(self, block: Listing) -> None:
        reading, scope = self.reading, self.scope
        texts = ["\n".join(line.text for line in first_lines(entry)) for entry in block.entries]
        now = scope.now
        if now == "legend":
            for text in texts:
                reading.legend.learn(text)
        elif (
            now in {"reasons", "risk"}
            and scope.blocker is None
            and not any(_is_box(t, reading) for t in texts)
        ):
            reading.reasons += [strip_marks(plain(text)) for text in texts]
        elif now == "mitigation":
            reading.mitigation += [strip_marks(plain(text)) for text in texts]
        elif now == "next_milestone":
            reading.next_keys += [key for text in texts for key in find_keys(plain(text))]
        elif now == "timeline" and not any(_is_box(text, reading) for text in texts):
            read_timeline_list(reading, block)
        elif self._list_of_text(block, texts):
            return
        else:
            self._items(block)

    def _list_of_text(self, block: Listing, texts: list[str]) -> bool:
        """ "Why it's blocking:" and then a list: the list is the text."""
        labelled = self.scope.focus.labelled
        label = labelled.label if labelled else self.scope.label
        lines = [self.reading.line(text) for text in texts]
        prose = label in {"why", "note", "blocks"}
        if label not in _TEXT_LABELS or any(
            one.boxed or (one.stated and not prose) for one in lines
        ):
            return False
        value = "; ".join(text.replace("\n", " ") for text in texts)
        name = labelled.name if labelled else self.scope.title
        add_field(self.reading, self.scope, Labelled(name, label, value, block.line, bold=True))
        self.scope.focus = Focus(group=self.scope.focus.group, draft=self.scope.focus.draft)
        return True

    def _items(self, block: Listing) -> None:
        scope = self.scope
        if scope.blocker is not None:
            scope.run_start, scope.run_closed = len(scope.blocker.items), False
        count = read_list(self.reading, scope, block)
        focus = scope.focus
        if (
            focus.title
            and not count
            and focus.kind is None
            and scope.blocker is None
            and not focus.used
        ):
            self.reading.warn("no_items", f"{focus.title} has none", block.line)
        focus.used = True

    def _code(self, block: Code) -> None:
        if self.scope.now == "timeline":
            for line in block.lines:
                read_timeline_line(self.reading, line)
        elif not block.fenced and any(
            self.reading.line(_bare(line.text)).boxed for line in block.lines
        ):
            self.reading.warn(
                "code_skipped",
                "indented so far that Markdown takes it for code",
                block.lines[0].number,
            )

    def _quote(self, block: Quote) -> None:
        """Quoted text is somebody else's: its fields count, its boxes do not."""
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                self._paragraph(inner, None)
            elif isinstance(inner, Listing):
                for entry in inner.entries:
                    for line in first_lines(entry):
                        self.reading.leave(line.number, line.text)
                self.reading.warn(
                    "quoted_list", "a list inside a quote is not imported", inner.line
                )


def _is_box(text: str, reading: Reading) -> bool:
    return reading.line(text).stated


def _keyed_line(text: str) -> re.Match[str] | None:
    """ "**LB-12 — Onboarding** 🟡 in review": only a state may stand behind the bold text."""
    found = _BOLD_REST.match(text)
    if found is None or read_title(found[1], 0).key is None or pure_status(found[2]) is None:
        return None
    return found


def _bare_label(line: Line, following: Block | None) -> list[Labelled]:
    """A line such as "What's needed" over a list, with neither bold nor colon."""
    label = (
        label_of(line.text) if isinstance(following, Listing) and len(line.text) < _SHORT else None
    )
    known = label in LIST_KINDS or label in _TEXT_LABELS
    return [Labelled(line.text, label, "", line.number, bold=False)] if known else []


def _bare(text: str) -> str:
    return re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", text)
