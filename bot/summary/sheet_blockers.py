"""The blockers of a summary document: those that hold the milestone back, and those watched."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.document import ItemState, ReadBlocker, ReadItem
from bot.domain.document_weeks import day_text, hours_text
from bot.domain.exported import STATUS_WORDS
from bot.summary.ink import Ink

_ITEM = {"todo": "🔴", "doing": "🔄", "done": "✅", "skipped": "⏭️"}
_BOX: dict[ItemState, str] = {"todo": "[ ]", "doing": "[~]", "done": "[x]", "skipped": "[-]"}
_PRIORITY = {"P0": "P0 URGENT", "P1": "P1 HIGH", "P2": "P2 MEDIUM", "P3": "P3 LOW"}


def draw_blockers(blockers: Sequence[ReadBlocker], ink: Ink) -> Iterator[Iterator[str]]:
    """One part a blocker, the first under the heading of its kind."""
    blocking = [one for one in blockers if one.blocking is not False]
    watched = [one for one in blockers if one.blocking is False]
    yield _section(f"## 🚨 CRITICAL BLOCKERS ({len(blocking)})", blocking[:1], 1, ink)
    for number, one in enumerate(blocking[1:], 2):
        yield _blocker(number, one, ink)
    if watched:
        first = len(blocking) + 1
        yield _section(f"## 👀 NOT BLOCKING BUT CRITICAL ({len(watched)})", watched[:1], first, ink)
        for number, one in enumerate(watched[1:], first + 1):
            yield _blocker(number, one, ink)


def _section(heading: str, first: Sequence[ReadBlocker], number: int, ink: Ink) -> Iterator[str]:
    yield heading
    yield ""
    for one in first:
        yield from _blocker(number, one, ink)
    if not first:
        yield "No open blockers."


def _blocker(number: int, one: ReadBlocker, ink: Ink) -> Iterator[str]:
    yield f"### {number}. {one.key}: {ink('title', one.title)}"
    yield from (f"- **{label}:** {value}" for label, value in _fields(one, ink) if value)
    if one.why:
        yield ""
        yield "**Why it's blocking:**"
        yield ink("why", one.why)
    needed = [item for item in one.items if item.section != "actions"]
    if needed:
        yield ""
        yield "**What's needed:**"
        yield from draw_items(needed, ink, boxes=False)
    if one.target:
        yield ""
        yield f"**Target:** Complete by {day_text(one.target)}"


def _fields(one: ReadBlocker, ink: Ink) -> Iterator[tuple[str, str]]:
    yield "Status", _status(one, ink)
    yield "Blocking", ink("value", one.blocks or "")
    yield "Effort", hours_text(*one.effort_hours) if one.effort_hours else ""
    yield "Priority", _PRIORITY[one.priority] if one.priority else ""
    yield "Owner", draw_owners(one.owners, ink) or "unassigned"
    yield "Next Action", ink("value", one.next_action or "")
    yield "Blocked by", ", ".join(ink("waits", name) for name in one.blocked_by)
    for name, value in one.fields:
        yield ink("label", name), ink("value", value)
    yield "Note", ink("value", one.note or "")


def _status(one: ReadBlocker, ink: Ink) -> str:
    """Ours as it is, the team's own word behind it as text."""
    words, own = status_parts(one)
    return f"{words} {ink('status', own)}".strip()


def status_parts(one: ReadBlocker) -> tuple[str, str]:
    """Our words for the state, and what stands behind them."""
    raw = one.status_raw or ""
    words = STATUS_WORDS.get(one.status, "") if one.status else ""
    return (words, raw[len(words) :].strip()) if raw.startswith(words) else ("", raw)


def draw_owners(names: Iterable[str], ink: Ink) -> str:
    return ", ".join(ink("owner", name) for name in names)


def draw_items(
    items: Sequence[ReadItem], ink: Ink, *, boxes: bool, said: ReadItem | None = None
) -> Iterator[str]:
    """``said`` holds what is said once for all of them, below the list."""
    for item in items:
        indent = "  " * item.depth
        mark = _BOX[item.state] if boxes else _ITEM[item.state]
        yield f"{indent}- {mark} {ink('item', item.text)}"
        if item.owners and not (said and said.owners):
            yield f"{indent}  - **Owner:** {draw_owners(item.owners, ink)}"
        if item.due and not (said and said.due):
            yield f"{indent}  - **Due:** {day_text(item.due)}"
        if item.note:
            yield f"{indent}  - **Note:** {ink('value', item.note)}"
