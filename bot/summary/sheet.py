"""The parts of a summary document in their order, each where there is something to say."""

from collections.abc import Iterator

from bot.domain.document import (
    ReadComponent,
    StatedStatus,
    SummaryDocument,
    TimelineWeek,
)
from bot.domain.document_weeks import day_text
from bot.summary.exact import MARK
from bot.summary.ink import Ink
from bot.summary.sheet_actions import draw_actions
from bot.summary.sheet_blockers import draw_blockers

_COMPONENT: dict[StatedStatus | None, str] = {
    "done": "✅ READY",
    "at_risk": "🟡 AT RISK",
    "blocked": "🔴 BLOCKED",
    "doing": "🟡 AT RISK",
    "todo": "🔴 BLOCKED",
    "skipped": "✅ READY",
    None: "UNKNOWN",
}
_MARKS = (("BLOCKED", "🔴"), ("AT RISK", "🟡"), ("READY", "✅"))


def draw_sheet(document: SummaryDocument, ink: Ink) -> str:
    parts = [
        _head(document, ink),
        *draw_blockers(document.blockers, ink),
        _scorecard(document, ink),
        _timeline(document),
        draw_actions(document, ink),
        _next_milestone(document, ink),
        _risk(document, ink),
        _foot(document, ink),
    ]
    texts = ["\n".join(lines) for lines in (list(part) for part in parts) if lines]
    return "\n\n---\n\n".join(texts) + f"\n\n{MARK}\n"


def _head(document: SummaryDocument, ink: Ink) -> Iterator[str]:
    head = document.head
    yield f"# {ink('head', head.title or '')}"
    yield ""
    if head.dated:
        yield f"**Date:** {head.dated:%B} {head.dated.day}, {head.dated.year}"
    if head.status_raw:
        yield f"**Status:** {head.status_raw}"
    if head.target:
        yield f"**Target:** {day_text(head.target)}"


def _marked(words: str) -> str:
    """The words of the readiness with the mark that goes with them."""
    mark = next((mark for word, mark in _MARKS if words.startswith(word)), "")
    return f"{mark} {words}".strip()


def _scorecard(document: SummaryDocument, ink: Ink) -> Iterator[str]:
    if not document.scorecard:
        return
    yield "## 📊 PRODUCTION READINESS SCORECARD"
    yield ""
    yield "| Component | Status | Blocker | Note |"
    yield "|-----------|--------|---------|------|"
    for one in document.scorecard:
        yield _row(one, ink)
    if document.head.overall:
        yield ""
        yield f"**Overall Production Readiness:** {_marked(document.head.overall)}"


def _row(one: ReadComponent, ink: Ink) -> str:
    blocker = ink("cell", one.blocker) if one.blocker else "None"
    note = ink("cell", one.note) if one.note else "-"
    return f"| {ink('cell', one.component)} | {_COMPONENT[one.status]} | {blocker} | {note} |"


def _timeline(document: SummaryDocument) -> Iterator[str]:
    if not document.timeline and not document.head.resolution:
        return
    yield "## ⏱️ TIMELINE TO PRODUCTION"
    yield ""
    yield "```"
    for week in document.timeline:
        yield f"{_week_name(week)}:  {week.text}"
    if document.head.resolution:
        if document.timeline:
            yield ""
        yield f"BLOCKER RESOLUTION: {document.head.resolution}"
    yield "```"


def _week_name(week: TimelineWeek) -> str:
    if week.week is None or week.start is None or week.end is None:
        return day_text(week.end) if week.end else "Later"
    last = week.end.day if week.start.month == week.end.month else f"{week.end:%b} {week.end.day}"
    return f"Week {week.week} ({week.start:%b} {week.start.day}-{last})"


def _next_milestone(document: SummaryDocument, ink: Ink) -> Iterator[str]:
    following = document.next_milestone
    if following is None:
        return
    yield f"## 📈 NEXT MILESTONE: {ink('next', following.name)}"
    yield ""
    if following.target_raw:
        yield f"**Target:** {ink('plan', following.target_raw)}"
    if following.timeline_raw:
        yield f"**Timeline:** {ink('plan', following.timeline_raw)}"
    if following.keys:
        yield "**Current Blockers:**"
        yield from (f"{number}. {key}" for number, key in enumerate(following.keys, 1))


def _risk(document: SummaryDocument, ink: Ink) -> Iterator[str]:
    risk = document.risk
    if risk is None:
        return
    level = (risk.level or "unknown").upper()
    yield f"## 🚦 RISK LEVEL: {level}"
    if risk.reasons:
        yield ""
        yield f"**Why {level}:**"
        yield from (f"- {ink('bullet', reason)}" for reason in risk.reasons)
    if risk.mitigation:
        yield ""
        yield "**Mitigation:**"
        yield from (f"- {ink('bullet', one)}" for one in risk.mitigation)


def _foot(document: SummaryDocument, ink: Ink) -> Iterator[str]:
    head = document.head
    for label, said in (
        ("Prepared By", head.prepared_by),
        ("Data Source", head.data_source),
        ("Next Review", head.next_review_raw),
    ):
        if said:
            yield f"**{label}:** {ink('head', said)}"
