"""The smallest document that holds one text in one role, to see whether it reads back."""

from datetime import date

from bot.domain.document import (
    DocumentHead,
    ItemSection,
    ItemState,
    NextMilestone,
    ReadBlocker,
    ReadComponent,
    ReadItem,
    StatedRisk,
    SummaryDocument,
)
from bot.domain.exported import STATUS_WORDS

_DAY = date(2026, 1, 10)
_SECTIONS: tuple[ItemSection, ...] = ("needed", "actions")
_STATES: tuple[ItemState, ...] = ("todo", "doing", "done", "skipped")
_TODO = STATUS_WORDS["todo"]
_TITLE = "BLOCKING ISSUES SUMMARY - Sample"


def sample(role: str, text: str) -> SummaryDocument:
    match role:
        case "head":
            return _document(
                head=DocumentHead(
                    title=text if "SUMMARY" in text else _TITLE,
                    dated=_DAY,
                    prepared_by=text,
                    data_source=text,
                    next_review_raw=text,
                )
            )
        case "cell":
            rows = ReadComponent(component=text, status="done", status_raw="", note=text)
            return _document(scorecard=(rows, _blocked_row(text)))
        case "bullet":
            return _document(risk=StatedRisk("high", (text, "It is late"), (text, "Hurry")))
        case "next":
            return _document(next_milestone=NextMilestone(text))
        case "plan":
            return _document(next_milestone=NextMilestone("Next", text, text))
        case _:
            return _document(blockers=(_blocker(role, text), _other()))


def _document(
    head: DocumentHead | None = None,
    *,
    blockers: tuple[ReadBlocker, ...] = (),
    scorecard: tuple[ReadComponent, ...] = (),
    risk: StatedRisk | None = None,
    next_milestone: NextMilestone | None = None,
) -> SummaryDocument:
    return SummaryDocument(
        head=head or DocumentHead(title=_TITLE, dated=_DAY),
        blockers=blockers or (_other(),),
        scorecard=scorecard,
        risk=risk,
        next_milestone=next_milestone,
    )


def _blocked_row(text: str) -> ReadComponent:
    return ReadComponent("Other", "blocked", "", text)


def _other() -> ReadBlocker:
    return ReadBlocker("ZZ-2", "Other thing", 0, "todo", _TODO, blocking=True)


def _blocker(role: str, text: str) -> ReadBlocker:
    value = text if role == "value" else None
    owners = (text,) if role == "owner" else ()
    return ReadBlocker(
        key="ZZ-1",
        title=text if role == "title" else "Sample",
        line=0,
        status="todo",
        status_raw=f"{_TODO} {text}" if role == "status" else _TODO,
        owners=owners,
        blocking=True,
        blocks=value,
        blocked_by=(text, "ZZ-9") if role == "waits" else (),
        next_action=value,
        why=text if role == "why" else None,
        note=value,
        items=_items(role, text) if role in {"item", "value", "owner"} else (),
        fields=((text, "Something"),) if role == "label" else (),
    )


def _items(role: str, text: str) -> tuple[ReadItem, ...]:
    """In each section and state, with something open beside."""
    words = text if role == "item" else "Sample line"
    owners = (text,) if role == "owner" else ()
    note = text if role == "value" else None
    return tuple(
        ReadItem(words, state, 0, section, owners=owners, note=note)
        for section in _SECTIONS
        for state in _STATES
    )
