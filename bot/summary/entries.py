# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Blockers that are written as list entries ("- [ ] **KIT-5 - Choose a courier**")."""

import re
from functools import lru_cache

from bot.summary.boxes import Box, read_box
from bot.summary.drafts import Draft, Reading
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.keys import find_keys, is_placeholder_key, take_leading
from bot.summary.labels import Labelled, read_labelled
from bot.summary.marks import leading_mark, strip_marks
from bot.summary.pieces import cut_at_label, read_pieces
from bot.summary.scopes import Scope
from bot.summary.sections import heading_kind, says_nothing_open
from bot.summary.source import Line
from bot.summary.structure import ListEntry, Listing, Paragraph
from bot.summary.title_parts import leading_address, state_before_key
from bot.summary.titles import Title, read_title, title_priority

_NEVER = {
    "actions", "needed", "next_milestone", "legend", "benefits", "procedure", "timeline", "risk",
    "reasons", "mitigation",
    "scorecard", "conditions",
}  # fmt: skip
_BLOCKER_LABELS = {
    "blocker", "blockers", "blocked", "blocked on", "current blockers", "impediment", "impediments",
    "blocking issues", "bloqueos", "bloqueios", "blockaden", "points bloquants",
}  # fmt: skip
_NUMBER_ALONE = re.compile(r"[#!]\d{1,6}")
_MERGE = re.compile(r"!\d{1,6}\s")
"""A merge request of GitLab: no key that anything else could find again, so it stays."""
_BETWEEN_KEYS = re.compile(r"[\s,;/&+]+|\band\b")
_KEYISH = re.compile(r"[A-Za-z0-9]-\d|#\d")
_BOLD_FIRST = re.compile(r"^\W{0,4}(?:\*\*|__)")
_BOLD_TITLE = re.compile(r"^(\W{0,4}\*\*[^*]{2,160}\*\*|\W{0,4}__[^_]{2,160}__)(.*)$", re.DOTALL)
_DASH = re.compile(r"\s+[-–—|]\s+|\s*→\s*")
_TELLING = {"status", "priority", "owner", "target", "effort", "progress"}
_MAX_PROSE = 14


def read_blocker_entry(
    reading: Reading, scope: Scope, entry: ListEntry, lines: tuple[Line, ...]
) -> Draft | None:
    """None if the entry is no blocker of its own."""
    if not may_hold_blockers(scope):
        return None
    box = read_box(lines[0].text)
    rest = box.rest if box else lines[0].text
    under = scope.kind in {"blockers", "watch"} and not scope.is_title
    if not under and not scope.is_title and not _KEYISH.search(rest):
        return None
    if (box or scope.blockers_below) and not (_KEYISH.search(rest) or _KEYISH.search(plain(rest))):
        return None
    head, tail = _parted(rest)
    title = read_title(head, lines[0].number)
    pieces = read_pieces(tail, lines[0].number)
    about = heading_kind(scope.title or reading.title or "") == "blockers"
    seen = (rest, title, scope.told or _is_told(title, pieces))
    if not _is_blocker(scope, entry, seen, boxed=box is not None, under=under, about=about):
        return None
    if title.key and is_placeholder_key(title.key):
        reading.warn("placeholder_row", f"{title.key} is a sample", lines[0].number)
        return Draft(title.text, lines[0].number, "entry", real=True)
    note_other_keys(reading, title, lines[0].number)
    draft = _draft(scope, entry, title, box)
    draft.mark = draft.mark or leading_mark(tail)[0]
    draft = reading.register(draft)
    for piece in pieces:
        draft.add(piece)
    _add_lines(draft, lines[1:])
    return draft


def may_hold_blockers(scope: Scope) -> bool:
    """Whether an entry may be a blocker of its own there."""
    return scope.blocker is None and scope.now not in _NEVER


def name_blockers(reading: Reading, scope: Scope, labelled: Labelled) -> bool:
    """As in "Blockers: NOP-12 new runners", a line of a stand-up; "none" speaks for one alone."""
    if fold(labelled.name) not in _BLOCKER_LABELS or scope.blocker is not None:
        return False
    text = plain(labelled.value)
    keys = find_keys(text)
    alone = keys if not _BETWEEN_KEYS.sub("", re.sub(r"[A-Z0-9]+-\d+", "", text)) else ()
    for part in alone or (labelled.value,):
        head, tail = _parted(part)
        title = read_title(head, labelled.line)
        if not title.leads or is_placeholder_key(title.key or ""):
            reading.none_said.append(says_nothing_open(text, under_blockers=True))
            reading.leave(labelled.line, f"{labelled.name}: {text}")
            return True
        draft = Draft(title.text, labelled.line, "entry", title.key, real=True)
        take_title(draft, title)
        draft.section_status, draft.section_title = "blocked", labelled.name
        draft = reading.register(draft)
        for piece in read_pieces(tail, labelled.line):
            draft.add(piece)
    return True


def tells_of_issues(listing: Listing) -> bool:
    """Whether an entry of the list begins with a key and says how it stands: then all do."""
    for entry in listing.entries:
        first = entry.blocks[0] if entry.blocks else None
        text = first.lines[0].text if isinstance(first, Paragraph) else ""
        if ("-" not in text and "#" not in text) or not _KEYISH.search(text):
            continue
        box = read_box(text)
        head, tail = _parted(box.rest if box else text)
        title = read_title(head, entry.line)
        if title.leads and _is_told(title, read_pieces(tail, entry.line)):
            return True
    return False


def _is_told(title: Title, pieces: list[Labelled]) -> bool:
    return title.stated is not None or any(one.label in _TELLING for one in pieces)


def _draft(scope: Scope, entry: ListEntry, title: Title, box: Box | None) -> Draft:
    counted = str(entry.number) if entry.number is not None else None
    number = (title.number or counted) if title.key is None else None
    draft = Draft(title.text, entry.line, "task" if box else "entry", title.key or number)
    take_title(draft, title)
    grouped = bool(scope.focus.title) and heading_kind(scope.focus.title or "") == "watch"
    draft.real, draft.watch = True, scope.kind == "watch" or scope.watch or grouped
    draft.section_status, draft.section_title = scope.status, scope.title
    draft.section_priority = scope.priority
    draft.box = box.state if box else None
    return draft


def _add_lines(draft: Draft, lines: tuple[Line, ...]) -> None:
    for line in lines:
        labels = read_labelled(line.text, line.number)
        for labelled in labels or [Labelled("", "note", line.text, line.number, bold=False)]:
            draft.add(labelled)


def note_other_keys(reading: Reading, title: Title, line: int) -> None:
    """As in "AB-1 / AB-2: Title": it stands under the first."""
    if title.also:
        reading.warn("keys_joined", f"{title.key}: {', '.join(title.also)} is named too", line)


def take_title(draft: Draft, title: Title) -> None:
    draft.stated, draft.mark, draft.leading = title.stated, title.mark, title.leading
    draft.struck, draft.url = title.struck, title.url
    for labelled in title.fields:
        draft.add(labelled)
    if title.owners:
        owners = ", ".join(title.owners)
        draft.add(Labelled("owner", "owner", owners, draft.line, bold=False))
    if title.priority_raw and title_priority(title):
        draft.add(Labelled("priority", "priority", title.priority_raw, draft.line, bold=False))


@lru_cache(maxsize=4096)
def _parted(raw: str) -> tuple[str, str]:
    """Title and remarks: bold text in front is the title, else a dash after it parts them."""
    bold = _BOLD_TITLE.match(raw)
    if bold:
        inner = strip_marks(bold[1].strip("*_ :"))
        lead = take_leading(inner)
        if not _NUMBER_ALONE.fullmatch(inner) and (lead.rest or not lead.key):
            return bold[1], bold[2].strip(" :-–—|")
        raw = bold[1].strip() + " " + bold[2].strip()
    plain_raw = raw.replace("**", "")
    front = plain_raw[: len(plain_raw) - len(_without_front(plain_raw))]
    lead = take_leading(strip_marks(plain_raw[len(front) :]))
    dash, label = _DASH.search(lead.rest), cut_at_label(lead.rest)
    cut = min(filter(None, (dash, label)), key=lambda one: one.start(), default=None)
    if cut and lead.rest[: cut.start()].strip():
        head = plain_raw[: len(plain_raw) - len(lead.rest)] + lead.rest[: cut.start()]
        return head, lead.rest[cut.end() :]
    return raw, ""


def _without_front(text: str) -> str:
    """Without the state or the address that stands before the title."""
    return state_before_key(leading_address(text)[1])[1]


def _is_blocker(
    scope: Scope,
    entry: ListEntry,
    seen: tuple[str, Title, bool],
    *,
    boxed: bool,
    under: bool,
    about: bool,
) -> bool:
    rest, title, told = seen
    bold = _BOLD_FIRST.match(rest) is not None
    if title.leads:
        if scope.kind == "history":
            return bold and _has_fields(entry)
        return under or (scope.is_title and about) or bold or told or _has_fields(entry)
    if boxed or scope.blockers_below:
        return False
    if under and title.text and ((title.number or "")[:1] == "#" or _MERGE.match(title.text)):
        return True
    if not under:
        listed = scope.is_title and (entry.number is not None or bold or _has_fields(entry))
        return listed and about and _keyless(scope, rest, title, bold=bold)
    return _keyless(scope, rest, title, bold=bold)


def _keyless(scope: Scope, rest: str, title: Title, *, bold: bool) -> bool:
    if not re.search(
        r"block|bloqu|blocc|blokk|blockier|show|stopper|must|блок|ブロッ|阻塞|차단|p[0-3]\b",
        fold(scope.title),
    ):
        return False
    if says_nothing_open(rest, under_blockers=True) or not title.text:
        return False
    labels = read_labelled(rest, 1)
    if labels and labels[0].label is not None:
        return False
    return bold or len(title.text.split()) <= _MAX_PROSE


def _has_fields(entry: ListEntry) -> bool:
    first = entry.blocks[0] if entry.blocks else None
    more = first.lines[1:] if isinstance(first, Paragraph) else ()
    for line in more:
        labels = read_labelled(line.text, 1)
        if labels and labels[0].label is not None:
            return True
    for block in entry.blocks[1:]:
        if isinstance(block, Listing):
            for inner in block.entries:
                first = inner.blocks[0] if inner.blocks else None
                if isinstance(first, Paragraph):
                    labels = read_labelled(first.lines[0].text, 1)
                    if labels and labels[0].label is not None:
                        return True
    return False
