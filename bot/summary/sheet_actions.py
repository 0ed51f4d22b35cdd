"""The immediate actions of a summary document by blocker, owner and due date below each list."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.document import ReadBlocker, ReadItem, SummaryDocument
from bot.domain.document_weeks import day_text, working_week
from bot.summary.ink import Ink
from bot.summary.sheet_blockers import draw_items, draw_owners

_SHORT = 60


def draw_actions(document: SummaryDocument, ink: Ink) -> Iterator[str]:
    listed = [one for one in document.blockers if _has_actions(one)]
    if not listed:
        return
    yield "## 🎯 IMMEDIATE ACTIONS REQUIRED"
    if document.head.dated:
        yield ""
        yield f"### This Week ({_week_of(document.head.dated)})"
    for number, one in enumerate(listed, 1):
        yield ""
        yield from _group(number, one, ink)


def _has_actions(one: ReadBlocker) -> bool:
    return any(item.section == "actions" for item in one.items) or bool(
        one.next_action and one.blocking is not False
    )


def _week_of(day: date) -> str:
    monday, friday = working_week(day)
    last = friday.day if friday.month == monday.month else f"{friday:%b} {friday.day}"
    return f"{monday:%b} {monday.day}-{last}"


def _group(number: int, one: ReadBlocker, ink: Ink) -> Iterator[str]:
    title = one.title if len(one.title) <= _SHORT else ""
    behind = f" ({ink('title', title)})" if title else ""
    yield f"**Priority {number}: Complete {one.key}{behind}**"
    items = [item for item in one.items if item.section == "actions"]
    said = _said(one, items)
    yield from draw_items(items, ink, boxes=True, said=said)
    if not items:
        yield f"- **Next Action:** {ink('value', one.next_action or '')}"
    if owners := said.owners or one.owners:
        yield f"- **Owner:** {draw_owners(owners, ink)}"
    if due := said.due or one.target:
        yield f"- **Due:** {day_text(due)}"


def _said(one: ReadBlocker, items: Sequence[ReadItem]) -> ReadItem:
    """What all of the items have in common and the blocker does not say."""
    owners = {item.owners for item in items}
    dues = {item.due for item in items}
    common = next(iter(owners)) if len(owners) == 1 else ()
    due = next(iter(dues)) if len(dues) == 1 else None
    return ReadItem(
        text="",
        state="todo",
        depth=0,
        owners=common if common != one.owners else (),
        due=due if due != one.target else None,
    )
