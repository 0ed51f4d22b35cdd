"""Paragraphs line by line: labelled lines, what continues them, and what heads a list."""

import re
from dataclasses import dataclass

from bot.summary.drafts import Reading
from bot.summary.groups import open_group
from bot.summary.headlines import opens_bold_line, opens_keyed_paragraph
from bot.summary.inline import plain
from bot.summary.keys import find_keys
from bot.summary.label_words import Label
from bot.summary.labels import Labelled, label_of, read_labelled
from bot.summary.lists import LIST_KINDS
from bot.summary.marks import strip_marks
from bot.summary.pieces import cut_at_label, read_pieces
from bot.summary.place import Place
from bot.summary.scopes import Focus, Scope
from bot.summary.sections import says_nothing_open
from bot.summary.source import Line
from bot.summary.structure import Block, Listing, Paragraph, Table
from bot.summary.targets import add_field, is_decision, is_stuck
from bot.summary.timeline import read_timeline_line

TEXT_LABELS: frozenset[Label] = frozenset({
    "why", "next_action", "blocks", "note", "blocked_by", "status", "effort", "owner", "target",
    "priority",
})  # fmt: skip
_FOOTNOTE = re.compile(r"^\[\^([^\]\s]{1,30})\]:\s*(.*)$")
_LISTED = {"needed", "actions", "benefits", "conditions", "history", "procedure"}
_SHORT = 60
_TITLE = 100


@dataclass(frozen=True, slots=True)
class _Around:
    """`following` only for the last line; `alone`: the line is the whole paragraph."""

    following: Block | None
    alone: bool


def read_paragraph(place: Place, block: Paragraph, following: Block | None) -> None:
    labelled = place.scope.focus.labelled
    pending = labelled if labelled and labelled.label in TEXT_LABELS else None
    lines = block.lines
    if opens_keyed_paragraph(place, block, following):
        lines, pending = lines[1:], None
    for at, line in enumerate(lines, 1):
        around = _Around(following if at == len(lines) else None, len(lines) == 1)
        pending = _line(place, line, pending, around)
    place.scope.focus.labelled = pending


def _line(place: Place, line: Line, pending: Labelled | None, around: _Around) -> Labelled | None:
    """Returns the label that the next unlabelled line continues."""
    if _apart(place, line) or opens_bold_line(place, line, around.following, alone=around.alone):
        return None
    reading, scope = place.reading, place.scope
    labels = read_labelled(line.text, line.number) or _bare_label(line, around.following)
    if labels and _opens_list(reading, scope, labels[0], around.following):
        return labels[0]
    if labels and _is_field(labels[0]):
        return _fields(reading, scope, labels)
    cut = cut_at_label(line.text) if scope.blocker is not None and not reading.exact else None
    if cut is not None:
        return _told_inside(reading, scope, line, cut)
    if pending is not None:
        text = Labelled(pending.name, pending.label, line.text, pending.line, bold=True)
        add_field(reading, scope, text)
        return pending
    _text(reading, scope, line)
    return None


def _told_inside(reading: Reading, scope: Scope, line: Line, cut: re.Match[str]) -> Labelled | None:
    """As in "Legal has it. Owner: Femke. Status: waiting.": a story with its facts at the end."""
    _text(reading, scope, Line(line.number, line.text[: cut.start()].strip()))
    return _fields(reading, scope, read_pieces(line.text[cut.end() :].rstrip(" ."), line.number))


def _is_field(first: Labelled) -> bool:
    told = first.label is not None or first.bold or is_decision(first) or is_stuck(first)
    return bool(first.value) and told


def _apart(place: Place, line: Line) -> bool:
    """Footnotes, and the lines of a legend."""
    footnote = _FOOTNOTE.match(line.text) if line.text.startswith("[") else None
    if footnote:
        place.reading.footnotes[footnote[1]] = footnote[2]
        return True
    reading = place.reading
    if place.scope.now == "legend":
        return reading.legend.learn(line.text)
    return not reading.exact and reading.legend.learn_in_passing(line.text)


def _bare_label(line: Line, following: Block | None) -> list[Labelled]:
    """A line such as "What's needed" over a list, with neither bold nor colon."""
    short = isinstance(following, Listing) and len(line.text) < _SHORT
    label = label_of(line.text) if short else None
    known = label in LIST_KINDS or label in TEXT_LABELS
    return [Labelled(line.text, label, "", line.number, bold=False)] if known else []


def _opens_list(reading: Reading, scope: Scope, first: Labelled, following: Block | None) -> bool:
    """A label with nothing behind it speaks for the list (or the lines) below it."""
    if first.value:
        return False
    focus = scope.focus
    if first.label in LIST_KINDS:
        kind = LIST_KINDS[first.label]
        scope.focus = Focus(kind=kind, group=focus.group, draft=focus.draft, name=first.name)
    elif first.label in TEXT_LABELS:
        scope.focus = Focus(labelled=first, group=focus.group, draft=focus.draft)
    elif first.label is None and isinstance(following, Listing | Table):
        open_group(reading, scope, first.name, first.line)
    else:
        return False
    return True


def _fields(reading: Reading, scope: Scope, labels: list[Labelled]) -> Labelled | None:
    for labelled in labels:
        _field(reading, scope, labelled)
    last = labels[-1]
    if scope.focus.kind is not None and last.label not in LIST_KINDS:
        scope.focus = Focus(group=scope.focus.group, draft=scope.focus.draft)
    return last if last.label in {"why", "note"} else None


def _field(reading: Reading, scope: Scope, labelled: Labelled) -> None:
    kind = LIST_KINDS.get(labelled.label) if labelled.label else None
    if kind == "legend":
        reading.legend.learn(labelled.value)
    elif kind in _LISTED:
        scope.focus = Focus(kind=kind, name=labelled.name)
        reading.leave(labelled.line, labelled.value)
    elif kind == "mitigation":
        reading.mitigation.append(plain(labelled.value))
    elif kind == "timeline" and scope.kind != "next_milestone":
        reading.leave(labelled.line, labelled.value)
    else:
        add_field(reading, scope, labelled)


def _text(reading: Reading, scope: Scope, line: Line) -> None:
    if scope.now == "timeline" and read_timeline_line(reading, line):
        return
    if scope.now == "next_milestone":
        reading.next_keys += find_keys(plain(line.text))
    if says_nothing_open(line.text, under_blockers=scope.kind == "blockers"):
        reading.nothing_open = True
    elif _may_be_title(reading, scope, line):
        reading.title, reading.title_line = strip_marks(plain(line.text)), line.number
    elif scope.focus.labelled is None and scope.label in TEXT_LABELS:
        add_field(
            reading, scope, Labelled(scope.title, scope.label, line.text, line.number, bold=True)
        )
    else:
        reading.leave(line.number, line.text)


def _may_be_title(reading: Reading, scope: Scope, line: Line) -> bool:
    """The first line of a text without headings."""
    if reading.title is not None or reading.drafts or scope.level or "title" in reading.head:
        return False
    return len(line.text) < _TITLE
