"""What was understood of a summary document, as lines for a terminal."""

from collections.abc import Iterator, Sequence

from bot.domain.document import ReadBlocker, ReadItem, SummaryDocument
from bot.domain.secrets import masked
from bot.domain.told_apart import told_apart

_BOXES = {"todo": "[ ]", "doing": "[~]", "done": "[x]", "skipped": "[-]"}
_HIDDEN = "(a text that looks like a secret)"
_STATUS = {
    "todo": "not started", "doing": "in progress", "blocked": "blocked", "done": "done",
    "skipped": "dropped", "at_risk": "at risk", None: "state not said",
}  # fmt: skip


def preview_lines(document: SummaryDocument) -> tuple[str, ...]:
    """What was understood, what was doubted, and what was not understood, line by line."""
    lines = (
        *_head_lines(document),
        *_blockers_lines(document.blockers),
        *_scorecard_lines(document),
        *_rest_lines(document),
        *_doubt_lines(document),
    )
    return tuple(masked(line) for line in lines)


def conflict_message(document: SummaryDocument) -> str:
    """What was expected at the first merge mark."""
    named = ", ".join(str(line) for line in document.conflict_lines)
    return f"a resolved document was expected; merge marks stand on lines {named}"


def _head_lines(document: SummaryDocument) -> list[str]:
    head = document.head
    lines = [head.title or "(no title)"]
    if head.dated:
        lines.append(f"  dated {head.dated}")
    if head.status or head.status_raw:
        written = f' ("{head.status_raw}")' if head.status_raw else ""
        lines.append(f"  overall {_STATUS[head.status]}{written}")
    if head.target:
        lines.append(f"  target {head.target}")
    if head.owners:
        lines.append(f"  owner {', '.join(head.owners)}")
    count = sum(1 for one in document.blockers if one.status not in {"done", "skipped"})
    return [*lines, f"  {len(document.blockers)} blockers and lists read, {count} not closed", ""]


def _blockers_lines(blockers: Sequence[ReadBlocker]) -> Iterator[str]:
    names = told_apart((f"{one.key or ''} {one.title}".strip(), one.line) for one in blockers)
    for blocker, name in zip(blockers, names, strict=True):
        yield from _blocker_lines(blocker, name)


def _blocker_lines(blocker: ReadBlocker, name: str) -> list[str]:
    facts = [_STATUS[blocker.status]]
    facts += [blocker.priority] if blocker.priority else []
    facts.append(", ".join(blocker.owners) or "no owner")
    facts += [f"due {blocker.target}"] if blocker.target else []
    facts += [_hours(*blocker.effort_hours)] if blocker.effort_hours else []
    facts += ["watched, not blocking"] if blocker.blocking is False else []
    lines = [f"{_at(blocker.line)}{name}", f"{_at(0)}  {' · '.join(facts)}"]
    for label, text in (
        ("blocks", blocker.blocks),
        ("why", blocker.why),
        ("next", blocker.next_action),
        ("note", blocker.note),
        *blocker.fields,
    ):
        lines += [f"{_at(0)}  {label}: {text}"] if text else []
    return [*lines, *(_item_line(item) for item in blocker.items), ""]


def _item_line(item: ReadItem) -> str:
    facts = [", ".join(item.owners)] if item.owners else []
    facts += [f"due {item.due}"] if item.due else []
    facts += ["immediate action"] if item.section == "actions" else []
    facts += [item.flag.replace("_", " ")] if item.flag else []
    facts += [f"note: {item.note}"] if item.note else []
    behind = f"  ({' · '.join(facts)})" if facts else ""
    text = _HIDDEN if item.flag == "secret_like" else item.text
    return f"{_at(item.line)}  {'  ' * item.depth}{_BOXES[item.state]} {text}{behind}"


def _hours(low: float, high: float) -> str:
    return f"{low:g} h" if low == high else f"{low:g}-{high:g} h"


def _at(line: int) -> str:
    return f"{line:>5}  " if line else " " * 7


def _scorecard_lines(document: SummaryDocument) -> list[str]:
    if not document.scorecard:
        return []
    ready = _STATUS | {"done": "ready"}
    rows = [
        f"{_at(one.line)}  {one.component}: {ready[one.status]}"
        + (f" ({one.blocker})" if one.blocker else "")
        for one in document.scorecard
    ]
    return [f"{_at(0)}Scorecard", *rows, ""]


def _rest_lines(document: SummaryDocument) -> list[str]:
    lines: list[str] = []
    for week in document.timeline:
        name = f"week {week.week}" if week.week is not None else "then"
        when = f" ({week.start} to {week.end})" if week.start and week.end else ""
        lines.append(f"{_at(0)}{name}{when}: {week.text}")
    if document.risk:
        lines.append(f"{_at(0)}risk {document.risk.level or 'not said'}")
        lines += [f"{_at(0)}  because: {reason}" for reason in document.risk.reasons]
        lines += [f"{_at(0)}  against it: {one}" for one in document.risk.mitigation]
    if document.next_milestone:
        lines.append(f"{_at(0)}next milestone: {document.next_milestone.name}")
    return [*lines, ""] if lines else []


def _doubt_lines(document: SummaryDocument) -> list[str]:
    lines: list[str] = []
    if document.warnings:
        lines.append("Doubts")
        lines += [
            f"{_at(one.line)}{one.code.replace('_', ' ')}: {one.detail}"
            for one in document.warnings
        ]
        lines.append("")
    if document.unread:
        lines.append("Not understood, left out")
        secret = {one.line for one in document.warnings if one.code == "secret_like"}
        lines += [
            f"{_at(one.line)}{_HIDDEN if one.line in secret else masked(one.text)[:120]}"
            for one in document.unread
        ]
        lines.append("")
    if document.conflict_lines:
        lines.append(f"Nothing can be stored: {conflict_message(document)}.")
    return lines
