"""A heading opens a scope: a blocker, a kind of section, or a list of its own."""

import re

from bot.summary.drafts import Draft, GroupDraft, Reading
from bot.summary.entries import note_other_keys, take_title
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.keys import is_placeholder_key
from bot.summary.label_words import Label
from bot.summary.labels import label_of, read_labelled
from bot.summary.marks import strip_marks
from bot.summary.pieces import cut_at_label
from bot.summary.priority import read_risk_level, stated_level
from bot.summary.scopes import PSEUDO_LEVEL, Scope
from bot.summary.section_words import Kind
from bot.summary.sections import (
    QUIET,
    column_status,
    heading_kind,
    section_status,
    stated_count,
)
from bot.summary.source import Line
from bot.summary.structure import FOLD_LEVEL, Block, Heading, Listing, Paragraph
from bot.summary.timeline import read_timeline_line
from bot.summary.titles import Title, action_title, exact_title, read_title

_STRONG: set[Label] = {"status", "priority", "effort", "blocks", "next_action", "blocked_by"}
_EVIDENCE: set[Label] = _STRONG | {"owner", "target", "why", "needed", "done_on"}
OVERVIEW = re.compile(
    r"\b(?:overview|summary|status|context|about|info|metadata|details|document|notes?"
    r"|resume|contexte|ubersicht|"
    r"übersicht|resumo|resumen)\b",
    re.IGNORECASE,
)
_PLACEHOLDER_TITLE = re.compile(r"^[<{\[][^<>{}\[\]]+[>}\]]$")
_CONTINUES: set[Label] = {"needed", "why", "next_action", "blocks", "effort"}
_OF_ALL = {
    "checklist", "tasks", "steps", "items", "progress", "deliverables", "requirements", "impact",
    "context",
    "background", "description", "next", "action",
}  # fmt: skip
_INHERITED: set[Kind] = {"needed", "actions", "benefits", "conditions", "history"}
_NOT_HERE: set[Kind] = {"timeline", "risk", "scorecard", "mitigation", "reasons", *QUIET}


def open_scope(
    reading: Reading, scopes: list[Scope], heading: Heading, rest: tuple[Block, ...]
) -> Scope:
    parent = scopes[-1]
    raw = heading.raw
    title = (exact_title if reading.exact else read_title)(raw, heading.line)
    if _is_document_title(reading, parent, title, heading):
        return _document_title(reading, heading, rest)
    if parent.now == "next_milestone" or parent.kind in {"procedure", "legend"}:
        return Scope(heading.level, parent.kind, strip_marks(plain(raw)), heading.line)
    if (
        parent.kind == "actions"
        and parent.blocker is None
        and _kind(reading, raw) in {"actions", "other", "blockers"}
    ):
        return _action_scope(reading, heading)
    if parent.blocker is None or (_begins_with_key(title) and not reading.single):
        blocker = _blocker(reading, parent, (heading, title), rest)
        if blocker is not None:
            return blocker
    return _section(reading, scopes, (heading, title), rest)


def _kind(reading: Reading, raw: str) -> Kind:
    """What it announces; a key in front tells enough, so of most blockers nobody asks."""
    own = heading_kind(raw)
    named = own == "other" and reading.board and column_status(raw) is not None
    return "blockers" if named else own


def continues_blocker(scopes: list[Scope], heading: Heading) -> bool:
    """As in "## What's needed" at the level of the blocker right above it."""
    above = next((one for one in scopes if one.level == heading.level), None)
    if (
        above is None
        or above.blocker is None
        or above.draft is None
        or above.draft.origin != "heading"
    ):
        return False
    label = label_of(plain(heading.raw))
    return label in _CONTINUES and fold(strip_marks(plain(heading.raw))) not in _OF_ALL


def _is_document_title(reading: Reading, parent: Scope, title: Title, heading: Heading) -> bool:
    if (
        reading.title is not None
        or not parent.is_title
        or parent.level
        or heading.level >= PSEUDO_LEVEL
    ):
        return False
    return title.key is None or bool(
        title.text and not _begins_with_key(title) and heading.level == 1
    )


def _begins_with_key(title: Title) -> bool:
    return title.key is not None


def _document_title(reading: Reading, heading: Heading, rest: tuple[Block, ...]) -> Scope:
    reading.title = strip_marks(plain(heading.raw))
    reading.title_line = heading.line
    kind = heading_kind(heading.raw)
    level = heading.level if heading.level == 1 else 0.5
    scope = Scope(level, "other", reading.title, heading.line, is_title=True)
    scope.watch = kind == "watch"
    scope.blockers_below = _heading_below(heading, rest)
    if heading.level > 1 and kind in {"blockers", "watch", "needed", "actions"}:
        scope.kind, scope.is_title = kind, False  # a document without a title, section by section
        scope.level = heading.level
        scope.draft = Draft(reading.title, heading.line, "section")
    return scope


def _body(heading: Heading, rest: tuple[Block, ...]) -> tuple[Block, ...]:
    body: list[Block] = []
    for block in rest:
        if isinstance(block, Heading) and block.level <= heading.level:
            break
        body.append(block)
    return tuple(body)


def _action_scope(reading: Reading, heading: Heading) -> Scope:
    """As in "### Priority 1: Complete THR-42" below "Immediate actions"."""
    title = action_title(heading.raw, heading.line)
    scope = Scope(heading.level, "actions", title.text, heading.line)
    if title.key is None:
        scope.draft = Draft(strip_marks(plain(heading.raw)), heading.line, "section")
        return scope
    scope.draft = reading.register(Draft(title.text, heading.line, "action", title.key))
    scope.group = GroupDraft(strip_marks(plain(heading.raw)))
    scope.draft.actions.append(scope.group)
    return scope


def _blocker(
    reading: Reading, parent: Scope, seen: tuple[Heading, Title], rest: tuple[Block, ...]
) -> Scope | None:
    heading, title = seen
    if parent.kind in _NOT_HERE:
        return None
    if title.key and is_placeholder_key(title.key):
        reading.warn("placeholder_row", f"{title.key} is a sample", heading.line)
        return Scope(heading.level, "procedure", title.text, heading.line)
    if title.key is None and not _qualifies(reading, parent, seen, rest):
        return None
    if _PLACEHOLDER_TITLE.match(title.text):
        reading.warn("placeholder_row", "a heading to be filled in", heading.line)
        return Scope(heading.level, "procedure", title.text, heading.line)
    draft = Draft(title.text, heading.line, "heading", title.key or title.number, real=True)
    take_title(draft, title)
    draft.section_status, draft.section_title = parent.status, parent.title
    draft.section_priority = parent.priority
    draft.watch = parent.kind == "watch" or parent.watch
    if title.lost_mark and draft.mark is None and draft.leading is None:
        reading.warn("mojibake_lost_bytes", "a mark in a heading is gone", heading.line)
    note_other_keys(reading, title, heading.line)
    draft = reading.register(draft)
    return Scope(heading.level, "other", draft.title, heading.line, draft=draft)


def _qualifies(
    reading: Reading, parent: Scope, seen: tuple[Heading, Title], rest: tuple[Block, ...]
) -> bool:
    """A heading without a key is a blocker by its place and by what stands below it."""
    heading, title = seen
    own, body = _kind(reading, heading.raw), _body(heading, rest)
    known = reading.by_key.get(title.number or "")
    if known is not None and known.origin == "row":
        return bool(set(known.title.casefold().split()) & set(title.text.casefold().split()))
    under = parent.kind in {"blockers", "watch"} and not parent.is_title
    expected = own in {"other", "blockers"} or (under and title.number is not None)
    if label_of(title.text) is not None or not expected:
        return False
    labels = _labels(body)
    stated = title.stated is not None or title.mark is not None
    if title.number is None and not stated and (not body or isinstance(body[0], Heading)):
        return False  # it only groups the blockers below it
    if under:
        return bool(labels & _EVIDENCE) or stated or own == "other" or title.number is not None
    if title.number is not None:
        return bool(labels & _EVIDENCE) or (stated and parent.kind != "history")
    return own == "other" and _is_told_like_one(parent, title, labels)


def _is_told_like_one(parent: Scope, title: Title, labels: set[Label]) -> bool:
    """Two facts below it, or one in a document about blockers."""
    if not labels & _STRONG or OVERVIEW.search(title.text):
        return False
    about = parent.is_title and heading_kind(parent.title) == "blockers"
    return about or len(labels & _EVIDENCE) > 1


def _labels(body: tuple[Block, ...]) -> set[Label]:
    found: set[Label] = set()
    for block in body:
        lines: list[str] = []
        if isinstance(block, Paragraph):
            lines = [line.text for line in block.lines]
            if read_title(lines[0].split("**")[1], 1).key if lines[0].startswith("**") else None:
                break
        elif isinstance(block, Listing):
            firsts = [entry.blocks[0] for entry in block.entries[:20] if entry.blocks]
            lines = [one.lines[0].text for one in firsts if isinstance(one, Paragraph)]
        elif isinstance(block, Heading):
            break
        for text in lines:
            found |= {one.label for one in read_labelled(text, 1) if one.label is not None}
            cut = cut_at_label(text)
            inside = label_of(cut[1]) if cut else None
            found |= {inside} if inside else set()
    return found


def _section(
    reading: Reading, scopes: list[Scope], seen: tuple[Heading, Title], rest: tuple[Block, ...]
) -> Scope:
    heading, title = seen
    parent, raw = scopes[-1], heading.raw
    own = _kind(reading, raw)
    name = strip_marks(plain(raw))
    scope = Scope(heading.level, own, name, heading.line)
    scope.label = (
        label_of(name) if parent.blocker is not None or heading.level < FOLD_LEVEL else None
    )
    if parent.blocker is not None:
        scope.draft = parent.blocker
        scope.run_start = len(parent.blocker.items)
        scope.kind = own if own != "blockers" else "other"
        if scope.kind == "other" and scope.label is None:
            scope.focus.title = name
            scope.kind = parent.kind if parent.kind in _INHERITED else "other"
        return scope
    stated = column_status(raw) if reading.board else section_status(raw)
    scope.status = stated or (parent.status if own in {"other", "blockers"} else None)
    scope.priority = stated_level(plain(raw)) or parent.priority
    scope.watch = own == "watch" or parent.watch
    scope.blockers_below = _heading_below(heading, rest)
    if (
        own == "other"
        and parent.kind in {"watch", "history", "benefits", "blockers"}
        and not parent.is_title
    ):
        scope.kind = parent.kind
    if parent.kind == "timeline" and own == "other":
        scope.kind = "timeline"
        read_timeline_line(reading, Line(heading.line, raw))
    _special(reading, scope, raw)
    scope.draft = _section_draft(name, heading, title)
    scope.draft.section_status = scope.status
    scope.draft.watch = scope.watch
    return scope


def _section_draft(name: str, heading: Heading, title: Title) -> Draft:
    """With whose it is where its heading tells, should it turn out to be a blocker."""
    if not title.owners and all(one.label != "owner" for one in title.fields):
        return Draft(name, heading.line, "section")
    draft = Draft(title.text, heading.line, "section", title.number)
    take_title(draft, title)
    return draft


def _special(reading: Reading, scope: Scope, raw: str) -> None:
    if scope.kind == "risk":
        level = read_risk_level(raw)
        reading.risk_seen = True
        reading.risk_raw = reading.risk_raw or (plain(raw) if level else None)
    if scope.kind == "next_milestone":
        reading.next_title = plain(raw)
    count = stated_count(raw)
    if scope.kind == "blockers" and count is not None:
        reading.counts.append((count, scope.line))


def _heading_below(heading: Heading, rest: tuple[Block, ...]) -> bool:
    for block in rest:
        if isinstance(block, Heading):
            return block.level > heading.level
    return False
