"""A summary in Markdown → what it says, every doubt named. Pure; no input crashes it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import reduce

from bot.domain.document import (
    ReadBlocker,
    ReadWarning,
    SummaryDocument,
    UnreadableSummaryError,
)
from bot.summary.actions import join_actions
from bot.summary.assemble import build_blocker
from bot.summary.chats import without_chat
from bot.summary.checks import (
    check_counts,
    check_dates,
    check_lines,
    check_parents,
    check_weeks,
    flag_secrets,
    hushed,
    mentions_of,
    name_apart,
)
from bot.summary.conflicts import split_sides
from bot.summary.dates import Calendar
from bot.summary.decode import decode
from bot.summary.drafts import Draft, Reading
from bot.summary.exact import WRITTEN, given_back, is_exact, shielded, shielded_lines, unshielded
from bot.summary.head import (
    adopt,
    build_head,
    day_first,
    document_date,
    is_order_used,
    leave_rest,
    take_front,
)
from bot.summary.legend import Legend
from bot.summary.letters import Letter, open_letter
from bot.summary.mail import (
    is_quoted_printable,
    with_whole_headings,
    without_quoted_printable,
)
from bot.summary.merge import merge_sides
from bot.summary.named_dues import take_dues
from bot.summary.parts import build_component, build_next, build_risk, build_week
from bot.summary.prepare import prepare
from bot.summary.programs import as_lines, freed
from bot.summary.repair import repair
from bot.summary.sections import heading_kind
from bot.summary.sheets import with_sheets
from bot.summary.slack_marks import with_slack_bold
from bot.summary.source import Line, numbered, split_lines
from bot.summary.structure import parse_blocks
from bot.summary.todo_txt import read_todo_txt
from bot.summary.typed import typed_lines
from bot.summary.walk import walk
from bot.summary.wiki import without_wiki
from bot.summary.wrapping import FrontMatter, take_front_matter, unwrap

EXPECTED_DOCUMENT = "a summary was expected: blockers, checklists or a scorecard"
MOST_LINES = 50_000
"""Nobody writes more; reading takes its time by lines, and a megabyte may hold half a million."""
EXPECTED_LENGTH = f"at most {MOST_LINES:,} lines were expected"


@contextmanager
def _uncollected() -> Iterator[None]:
    """A large document makes a million objects, none of them garbage: looking for some is slow."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_summary(raw: bytes, *, today: date) -> SummaryDocument:
    """`today` stands in where the document has no date. UnreadableSummaryError if it is none."""
    with _uncollected():
        return _read_summary(raw, today)


def _read_summary(raw: bytes, today: date) -> SummaryDocument:
    text, warnings = decode(raw)
    _refuse_endless(max(text.count("\n"), text.count("\r")))
    lines, put_right = _by_machine(text) or _by_hand(text)
    found = [*warnings, *put_right]
    sides = split_sides(lines)
    document = _read_side(sides.ours, today)
    if sides.marks:
        others = [_read_side(side, today) for side in sides.others]
        document = _with_conflict(document, others, sides.marks)
    found += document.warnings
    found += check_lines(_as_meant(lines))
    if _is_empty(document):
        first = next((line.number for line in lines if line.text.strip()), 1)
        raise UnreadableSummaryError(first, EXPECTED_DOCUMENT)
    return _with_warnings(document, found)


def _refuse_endless(count: int) -> None:
    if count > MOST_LINES:
        raise UnreadableSummaryError(MOST_LINES + 1, EXPECTED_LENGTH)


def _by_machine(text: str) -> tuple[list[Line], list[ReadWarning]] | None:
    """The lines of a document that Blockers wrote: nothing in them is put right."""
    lines = split_lines(text) if WRITTEN in text else []
    return (lines, []) if is_exact(lines) else None


def _by_hand(text: str) -> tuple[list[Line], list[ReadWarning]]:
    """The lines of a document that came through keyboards, mails and programs of all kinds."""
    repaired = repair(freed(text))
    found = _repair_warnings(repaired.pages, repaired.lost_lines)
    lines = as_lines(numbered(repaired.text), repaired.text)
    if is_quoted_printable(lines):
        lines = without_quoted_printable(lines)
        found.append(ReadWarning("quoted_printable", "the raw source of a mail, decoded"))
    return with_sheets(with_whole_headings(with_slack_bold(typed_lines(lines)))), found


def _as_meant(lines: list[Line]) -> list[Line]:
    """Without the backslashes that Blockers puts: a secret is one with them too."""
    if not is_exact(lines):
        return lines
    return [Line(line.number, unshielded(shielded(line.text))) for line in lines]


def _repair_warnings(pages: tuple[str, ...], lost: tuple[int, ...]) -> list[ReadWarning]:
    found = [ReadWarning("mojibake_repaired", f"UTF-8 read as {page}") for page in pages]
    if lost:
        where = ", ".join(str(line) for line in lost[:10])
        found.append(
            ReadWarning("mojibake_lost_bytes", f"not to be rebuilt, lines {where}", lost[0])
        )
    return found


def _with_warnings(document: SummaryDocument, found: list[ReadWarning]) -> SummaryDocument:
    return replace(document, warnings=tuple(dict.fromkeys(hushed(found))))


def _with_conflict(
    ours: SummaryDocument, others: list[SummaryDocument], marks: tuple[int, ...]
) -> SummaryDocument:
    named = ", ".join(str(line) for line in marks[:20])
    warning = ReadWarning("merge_conflict", f"unresolved merge marks, lines {named}", marks[0])
    merged = reduce(merge_sides, others, ours)
    return replace(merged, warnings=(warning, *merged.warnings), conflict_lines=marks)


def _read_side(lines: list[Line], today: date) -> SummaryDocument:
    if is_exact(lines):
        return given_back(_read_lines(shielded_lines(lines), today, exact=True))
    return _read_lines(lines, today)


def _read_lines(lines: list[Line], today: date, *, exact: bool = False) -> SummaryDocument:
    listed = Reading(Legend())
    if not exact and read_todo_txt(listed, lines):
        return _build(listed, lines, today)
    inner, fence = unwrap(lines)
    front, body = take_front_matter(inner)
    letter, around = Letter((), body, [], []), list[Line]()
    if not exact:
        letter = open_letter(body)
        front = replace(front, pairs=(*front.pairs, *letter.pairs))
        body, chat = without_chat(without_wiki(letter.lines))
        around = [*letter.around, *chat]
    sources = {line.number: line.text for line in body}
    prepared = prepare(body)
    _refuse_endless(sum(1 for line in prepared.lines if line.text))  # HTML may hold many in one
    blocks = parse_blocks(prepared.lines)
    reading = _start(Legend(), sources, front, exact=exact)
    walk(reading, blocks)
    if reading.is_outdated:
        reading = _start(reading.legend, sources, front, exact=exact)
        walk(reading, blocks)
    if fence:
        reading.warn("unwrapped_fence", "the whole document stands in one fence", fence)
    _leave(reading, letter.older, around)
    for code, line in prepared.loose:
        reading.warn(code, "not as Markdown wants it, but meant as such", line)
    return _build(reading, lines, today)


def _leave(reading: Reading, mails: list[Line], around: list[Line]) -> None:
    """Older mails, and what a mail or a chat puts around its text."""
    for line in (*mails, *around):
        reading.leave(line.number, line.text)
    if mails:
        reading.warn("quoted_mail", "what belongs to another mail is not read", mails[0].number)


def _start(legend: Legend, sources: dict[int, str], front: FrontMatter, *, exact: bool) -> Reading:
    reading = Reading(legend, sources, exact=exact)
    take_front(reading, front)
    return reading


def _build(reading: Reading, lines: list[Line], today: date) -> SummaryDocument:
    join_actions(reading)
    take_dues(reading)
    kept = [draft for draft in reading.drafts if _stays(draft)]
    dropped = [draft for draft in reading.drafts if not _stays(draft)]
    adopt(reading, dropped)
    name_apart(reading, kept)
    order = day_first(reading)
    dated = document_date(reading, today, order)
    calendar = Calendar(dated or today, day_first=order or False, sure=order is not None)
    calendar = replace(calendar, launch=_launch(reading, calendar))
    _note_order(reading, order)
    head = build_head(reading, calendar, dated)
    flag_secrets(kept)
    blockers = tuple(build_blocker(reading, draft, calendar) for draft in kept)
    components = tuple(build_component(reading, one) for one in reading.components)
    weeks = tuple(build_week(one, calendar) for one in reading.weeks)
    check_dates(reading, head, blockers, today)
    check_weeks(reading, weeks)
    check_counts(reading, blockers)
    if not reading.exact:
        check_parents(reading, blockers)
    if reading.none_said and all(reading.none_said) and not kept:
        reading.nothing_open = True
    _note_nothing_open(reading, blockers)
    leave_rest(reading, dropped)
    return SummaryDocument(
        head=head,
        blockers=blockers,
        scorecard=components,
        timeline=weeks,
        risk=build_risk(reading),
        next_milestone=build_next(reading),
        mentions=mentions_of(reading, blockers, lines),
        legend=reading.legend.pairs(),
        warnings=tuple(reading.warnings),
        unread=tuple(sorted(reading.unread, key=lambda one: one.line)),
        counts=tuple(count for count, _ in reading.counts),
    )


def _stays(draft: Draft) -> bool:
    return draft.real or bool(draft.items) or draft.key is not None


def _launch(reading: Reading, calendar: Calendar) -> date | None:
    target = reading.head.get("target")
    return calendar.read(target[0].value).value if target else None


def _note_order(reading: Reading, order: bool | None) -> None:
    if order and is_order_used(reading):
        reading.warn("date_order", "days stand first in this document")


def _note_nothing_open(reading: Reading, blockers: tuple[ReadBlocker, ...]) -> None:
    if reading.nothing_open:
        still = [one for one in blockers if one.key and one.status not in {"done", "skipped"}]
        code = "status_conflict" if still else "no_active_blockers"
        detail = f"it says nothing is open, but {len(still)} are" if still else "it says so itself"
        reading.warn(code, detail)


def _is_empty(document: SummaryDocument) -> bool:
    if document.blockers or document.scorecard or document.risk or document.timeline:
        return False
    if any(one.code in {"no_active_blockers", "placeholder_row"} for one in document.warnings):
        return False
    told = document.head.status is not None
    return not (told and heading_kind(document.head.title or "") in {"blockers", "scorecard"})
