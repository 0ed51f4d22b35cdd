"""What was understood of a summary, as paragraphs of a view: each text of theirs is escaped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.domain.checklist import ItemState
from bot.domain.document import ReadBlocker, ReadItem, ReadWarning, SummaryDocument
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.import_plan import BlockerImport, ImportPlan
from bot.domain.secrets import masked
from bot.render.escape import curly, outside, wire_size
from bot.render.import_lines import count_line, detail_lines, missing_lines, name_line
from bot.render.limits import NAME, SENTENCE, SHORT, TITLE
from bot.render.words import ITEM_EMOJI, count, hours

SECTION = 2_600
"""What one paragraph weighs at most."""
_HIDDEN = "secret_like"
_UNSHOWN = "(looks like a secret)"
_SHOWN_LINES = 20
_STATUS = {
    "todo": "not started", "doing": "in progress", "blocked": "blocked", "done": "done",
    "skipped": "dropped", "at_risk": "at risk", None: "state not said",
}  # fmt: skip
_READY = {**_STATUS, "done": "ready"}


def preview_rows(document: SummaryDocument, plan: ImportPlan, milestone: str) -> Iterator[str]:
    """What matters before anything is applied comes first."""
    yield from joined(_head(document, plan, milestone))
    for read, one in zip(document.blockers, plan.blockers, strict=True):
        yield from joined(_blocker(read, one))
    yield from joined(_titled("Scorecard", _scorecard(document, plan)))
    yield from joined(_titled("Doubts", _doubts(document)))
    yield from joined(_titled("Not understood, left out", _unread(document)))
    yield from joined(_shown(line, SENTENCE) for line in missing_lines(plan.missing))


def result_lines(plan: ImportPlan, keys: Mapping[BlockerId, BlockerKey]) -> Iterator[str]:
    """Each blocker by name, what became of it below."""
    for one in plan.blockers:
        yield f"*{_shown(name_line(one, keys), TITLE)}*"
        yield from (f"• {_shown(line, SENTENCE)}" for line in detail_lines(one))
    if plan.scorecard_said:
        yield "*Scorecard, as stated*"
        yield from (f"• {_shown(line, SENTENCE)}" for line in plan.scorecard_said)
    yield from (_shown(line, SENTENCE) for line in missing_lines(plan.missing))


def _shown(text: str, limit: int) -> str:
    """What looks like a secret is not: the preview says where it stands."""
    return outside(masked(text), limit)


def joined(lines: Iterable[str]) -> Iterator[str]:
    """As many lines as fit one paragraph, and again."""
    taken: list[str] = []
    for line in lines:
        if taken and wire_size("\n".join([*taken, line])) > SECTION:
            yield "\n".join(taken)
            taken = []
        taken.append(line)
    if taken:
        yield "\n".join(taken)


def _head(document: SummaryDocument, plan: ImportPlan, milestone: str) -> Iterator[str]:
    head = document.head
    title = _shown(head.title or "A summary without a title", TITLE)
    dated = f" · dated {_day(head.dated)}" if head.dated else ""
    yield f"*{title}*{dated}"
    if document.conflict_lines:
        yield (
            f"⛔ *Not to be stored*: unresolved merge marks stand on "
            f"{_lines(document.conflict_lines)}. Resolve them and import it again."
        )
    yield f"Into *{_shown(milestone, SHORT)}*: {count_line(plan)}."
    secrets = [one.line for one in document.warnings if one.code == _HIDDEN]
    if secrets:
        yield (
            f"⚠️ *Looks like live secrets* on {_lines(secrets)}. What you apply is shown in "
            "channels: take them out of the document first."
        )
    doubts = sum(one.code != _HIDDEN for one in document.warnings)
    left = len(document.unread)
    said = [count(doubts, "doubt")] if doubts else []
    said += [f"{count(left, 'line')} not understood"] if left else []
    if said:
        yield f"{' and '.join(said)}, named at the end."


def _blocker(read: ReadBlocker, one: BlockerImport) -> Iterator[str]:
    yield f"*{_shown(name_line(one, {}), TITLE)}*"
    yield " · ".join(_facts(read))
    for label, text in (
        ("Blocks", read.blocks),
        ("Why", read.why),
        ("Next", read.next_action),
        ("Note", read.note),
        *read.fields,
    ):
        if text:
            yield f"{_shown(label, NAME)}: {_shown(text, SENTENCE)}"
    yield from (_item(item) for item in read.items)
    yield from (f"→ {_shown(line, SENTENCE)}" for line in _changes(one))


def _changes(one: BlockerImport) -> Iterator[str]:
    """Of a new one all its lines are new, which needs no saying."""
    if one.fate == "new":
        yield from one.said[:1]
        yield from one.kept
    else:
        yield from detail_lines(one)


def _facts(read: ReadBlocker) -> Iterator[str]:
    yield _STATUS[read.status]
    if read.priority:
        yield read.priority
    yield _shown(", ".join(read.owners), NAME) or "no owner"
    if read.target:
        yield f"due {_day(read.target)}"
    if read.effort_hours:
        yield hours(read.effort_hours)
    if read.line:
        yield f"line {read.line}"


def _item(item: ReadItem) -> str:
    hidden = item.flag == _HIDDEN
    text = _UNSHOWN if hidden else _shown(item.text, SENTENCE)
    said = [_shown(", ".join(item.owners), NAME)] if item.owners else []
    said += [f"due {_day(item.due)}"] if item.due else []
    said += [item.flag.replace("_", " ")] if item.flag and not hidden else []
    said += [f"note: {_shown(item.note, SENTENCE)}"] if item.note and not hidden else []
    said += [f"line {item.line}"] if item.line else []
    indent = "\u2003" * min(item.depth, 4)
    return " · ".join([f"{indent}{ITEM_EMOJI[ItemState(item.state)]} {text}", *said])


def _scorecard(document: SummaryDocument, plan: ImportPlan) -> list[str]:
    rows = [
        f"{_shown(one.component, SHORT)}: {_READY[one.status]}"
        + (f" · {_shown(one.blocker, NAME)}" if one.blocker else "")
        for one in document.scorecard
    ]
    if not rows:
        return []
    said = [f"→ {_shown(line, SENTENCE)}" for line in plan.scorecard_said]
    return [*rows, *(said or ["→ nothing to change: configured, or as it was stated"])]


def _doubts(document: SummaryDocument) -> list[str]:
    return _cut([_doubt(one) for one in document.warnings if one.code != _HIDDEN])


def _doubt(one: ReadWarning) -> str:
    code = _shown(one.code.replace("_", " "), NAME)
    return f"{_at(one.line)}{code}: {_shown(curly(one.detail), SENTENCE)}"


def _unread(document: SummaryDocument) -> list[str]:
    secret = {one.line for one in document.warnings if one.code == _HIDDEN}
    return _cut(
        [
            f"{_at(one.line)}{_UNSHOWN if one.line in secret else _shown(one.text, SENTENCE)}"
            for one in document.unread
        ]
    )


def _cut(lines: list[str]) -> list[str]:
    left = len(lines) - _SHOWN_LINES
    return lines if left <= 0 else [*lines[:_SHOWN_LINES], f"and {left} more lines like these"]


def _titled(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"*{title}*"
        yield from lines


def _at(line: int) -> str:
    return f"line {line}: " if line else ""


def _lines(lines: Sequence[int]) -> str:
    """``line 7``, ``lines 7, 9``."""
    return f"{'line' if len(set(lines)) == 1 else 'lines'} {_numbers(lines)}"


def _numbers(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in list(dict.fromkeys(lines))[:_SHOWN_LINES])
    return f"{shown} and more" if len(set(lines)) > _SHOWN_LINES else shown


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
