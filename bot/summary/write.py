"""A summary document → Markdown as people write it, which reads back as the same document.

Everything is written plainly first. Where that reads differently, the texts that cause it are
written with more backslashes, until it does not.
"""

from collections.abc import Iterator
from datetime import date

from bot.domain.document import (
    DocumentHead,
    NextMilestone,
    ReadBlocker,
    SummaryDocument,
    UnreadableSummaryError,
)
from bot.summary.essence import essence
from bot.summary.ink import HARDEST, Ink
from bot.summary.read import read_summary
from bot.summary.samples import sample
from bot.summary.sheet import draw_sheet
from bot.summary.sheet_blockers import status_parts

_ANY_DAY = date(2026, 1, 1)
Place = tuple[str, str]


def write_summary(document: SummaryDocument) -> str:
    """Written twice it is the same text; so is what is read from it and written again."""
    document = essence(document)
    ink = Ink()
    text = draw_sheet(document, ink)
    while (found := _read(text, document)) != document:
        wrong = _differing(found, document) if found else document
        causes = [place for place in _places(wrong) if _needs_more(ink, *place)]
        if not causes:
            return _harder(document, ink) or text
        for role, words in causes:
            ink.press(role, words)
        text = draw_sheet(document, ink)
    return text


def _harder(document: SummaryDocument, ink: Ink) -> str | None:
    """No text alone is the cause: all of them, a step at a time; None where that is of no use."""
    places = _places(document)
    while any(ink.level(*place) < HARDEST for place in places):
        for role, words in places:
            ink.press(role, words)
        text = draw_sheet(document, ink)
        if _read(text, document) == document:
            return text
    return None


def _differing(found: SummaryDocument, document: SummaryDocument) -> SummaryDocument:
    """The parts that read differently, where it can be told which."""
    blockers = document.blockers
    if len(found.blockers) == len(blockers):
        pairs = zip(found.blockers, blockers, strict=True)
        blockers = tuple(mine for other, mine in pairs if other != mine)
    return SummaryDocument(
        head=document.head if found.head != document.head else DocumentHead(),
        blockers=blockers,
        scorecard=document.scorecard if found.scorecard != document.scorecard else (),
        risk=document.risk if found.risk != document.risk else None,
        next_milestone=document.next_milestone
        if found.next_milestone != document.next_milestone
        else None,
    )


def _read(text: str, document: SummaryDocument) -> SummaryDocument | None:
    try:
        found = read_summary(text.encode(), today=document.head.dated or _ANY_DAY)
    except UnreadableSummaryError:
        return None
    return essence(found)


def _needs_more(ink: Ink, role: str, words: str) -> bool:
    if ink.level(role, words) >= HARDEST:
        return False
    probe = essence(sample(role, words))
    return _read(draw_sheet(probe, ink), probe) != probe


def _places(document: SummaryDocument) -> list[Place]:
    """Every text from outside with its role, each once."""
    return list(dict.fromkeys(place for place in _texts(document) if place[1]))


def _texts(document: SummaryDocument) -> Iterator[Place]:
    yield from _of_head(document.head)
    for blocker in document.blockers:
        yield from _of_blocker(blocker)
    for component in document.scorecard:
        for cell in (component.component, component.blocker, component.note):
            yield "cell", cell or ""
    if document.risk:
        for line in (*document.risk.reasons, *document.risk.mitigation):
            yield "bullet", line
    if document.next_milestone:
        yield from _of_next(document.next_milestone)


def _of_head(head: DocumentHead) -> Iterator[Place]:
    for said in (head.title, head.prepared_by, head.data_source, head.next_review_raw):
        yield "head", said or ""


def _of_next(following: NextMilestone) -> Iterator[Place]:
    yield "next", following.name
    yield "plan", following.target_raw or ""
    yield "plan", following.timeline_raw or ""


def _of_blocker(blocker: ReadBlocker) -> Iterator[Place]:
    yield "title", blocker.title
    for value in (blocker.blocks, blocker.next_action, blocker.note):
        yield "value", value or ""
    yield "why", blocker.why or ""
    yield from (("waits", name) for name in blocker.blocked_by)
    yield "status", status_parts(blocker)[1]
    for name, value in blocker.fields:
        yield "label", name
        yield "value", value
    for owner in blocker.owners:
        yield "owner", owner
    for item in blocker.items:
        yield "item", item.text
        yield "value", item.note or ""
        for owner in item.owners:
            yield "owner", owner
