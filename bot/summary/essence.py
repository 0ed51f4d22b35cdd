"""What a summary document is about, without how it was put down: two that agree here are one."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.document import (
    DocumentHead,
    ItemSection,
    ReadBlocker,
    ReadComponent,
    ReadItem,
    StatedRisk,
    SummaryDocument,
    TimelineWeek,
)
from bot.summary.ink import tidied

MAX_OWNER = 60
"""A longer name is taken for a sentence."""


def essence(document: SummaryDocument) -> SummaryDocument:
    following = document.next_milestone
    return SummaryDocument(
        head=_head(document.head),
        blockers=tuple(_blocker(one) for one in document.blockers),
        scorecard=tuple(_component(one) for one in document.scorecard),
        timeline=tuple(_week(one) for one in document.timeline),
        risk=_risk(document.risk) if document.risk else None,
        next_milestone=replace(
            following,
            name=tidied(following.name),
            target_raw=_text(following.target_raw),
            timeline_raw=_text(following.timeline_raw),
        )
        if following
        else None,
    )


def _head(head: DocumentHead) -> DocumentHead:
    return DocumentHead(
        title=_text(head.title),
        dated=head.dated,
        status=head.status,
        status_raw=_text(head.status_raw),
        overall=_text(head.overall),
        target=head.target,
        prepared_by=_text(head.prepared_by),
        data_source=_text(head.data_source),
        next_review_raw=_text(head.next_review_raw),
        resolution=_text(head.resolution),
    )


def _blocker(one: ReadBlocker) -> ReadBlocker:
    return ReadBlocker(
        key=one.key,
        title=tidied(one.title) or one.key or "",
        line=0,
        status=one.status,
        status_raw=_text(one.status_raw),
        priority=one.priority,
        owners=_owners(one.owners),
        target=one.target,
        effort_hours=one.effort_hours,
        blocking=one.blocking,
        blocks=_text(one.blocks),
        blocked_by=tuple(dict.fromkeys(filter(None, map(tidied, one.blocked_by)))),
        next_action=_text(one.next_action),
        why=_text(one.why),
        note=_text(one.note),
        items=(*_items(one, "needed"), *_items(one, "actions")),
        fields=tuple((tidied(name), tidied(value)) for name, value in one.fields),
    )


def _items(blocker: ReadBlocker, section: ItemSection) -> Iterator[ReadItem]:
    """Each is at most one deeper than the one before it: nothing else can be written."""
    depth = -1
    for item in blocker.items:
        if (item.section or "needed") == section and tidied(item.text):
            depth = min(item.depth, depth + 1)
            yield _item(blocker, item, depth)


def _item(blocker: ReadBlocker, item: ReadItem, depth: int) -> ReadItem:
    """An owner or a date that the blocker has too goes without saying."""
    owners = _owners(item.owners)
    return ReadItem(
        text=tidied(item.text),
        state=item.state,
        depth=depth,
        section=item.section or "needed",
        owners=owners if owners != _owners(blocker.owners) else (),
        due=item.due if item.due != blocker.target else None,
        note=_text(item.note),
    )


def _component(one: ReadComponent) -> ReadComponent:
    return ReadComponent(
        component=tidied(one.component),
        status=one.status,
        status_raw="",
        blocker=_text(one.blocker),
        note=_text(one.note),
    )


def _week(week: TimelineWeek) -> TimelineWeek:
    return replace(week, keys=(), text=tidied(week.text))


def _risk(risk: StatedRisk) -> StatedRisk:
    return StatedRisk(
        risk.level,
        tuple(filter(None, map(tidied, risk.reasons))),
        tuple(filter(None, map(tidied, risk.mitigation))),
    )


def _owners(names: tuple[str, ...]) -> tuple[str, ...]:
    cut = (tidied(tidied(name).lstrip("@")[:MAX_OWNER]) for name in names)
    return tuple(dict.fromkeys(name for name in cut if name))


def _text(text: str | None) -> str | None:
    return (tidied(text) or None) if text else None
