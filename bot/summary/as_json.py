"""A read summary → the JSON that `import --dry-run --json` prints."""

from collections.abc import Sequence
from datetime import date

from bot.domain.document import (
    ActionGroup,
    DocumentHead,
    Hours,
    ReadBlocker,
    ReadComponent,
    ReadItem,
    SummaryDocument,
)
from bot.summary.accounts import account_id

Json = dict[str, object]


def summary_as_json(document: SummaryDocument) -> Json:
    found: Json = {
        "doc": _head(document.head),
        "blockers": [_blocker(one) for one in document.blockers],
        "scorecard": [_component(one) for one in document.scorecard],
        "timeline": [
            {
                "week": one.week,
                "from": _day(one.start),
                "to": _day(one.end),
                "ids": list(one.keys),
                "text": one.text,
            }
            for one in document.timeline
        ],
    }
    if document.risk is not None:
        found["risk"] = {
            "level": document.risk.level,
            "reasons": list(document.risk.reasons),
            "mitigation": list(document.risk.mitigation),
        }
    if document.next_milestone is not None:
        following = document.next_milestone
        found["next_milestone"] = {
            "name": following.name,
            "target_raw": following.target_raw,
            "timeline_raw": following.timeline_raw,
            "ids": list(following.keys),
        }
    found["mentions"] = list(document.mentions)
    if document.legend:
        found["legend"] = dict(document.legend)
    found["warnings"] = [
        {"code": one.code, "detail": one.detail} | ({"line": one.line} if one.line else {})
        for one in document.warnings
    ]
    found["conflict_lines"] = list(document.conflict_lines)
    found["not_understood"] = [{"line": one.line, "text": one.text} for one in document.unread]
    return found


def _head(head: DocumentHead) -> Json:
    always: Json = {
        "title": head.title,
        "date": _day(head.dated),
        "status": head.status,
        "status_raw": head.status_raw,
    }
    return always | _said(
        overall=head.overall,
        owner=_names(head.owners),
        target=_day(head.target),
        target_raw=head.target_raw,
        prepared_by=head.prepared_by,
        data_source=head.data_source,
        next_review=_day(head.next_review),
        next_review_raw=head.next_review_raw,
        resolution=head.resolution,
        fields=dict(head.fields) or None,
    )


def _blocker(one: ReadBlocker) -> Json:
    always: Json = {
        "id": one.key,
        "title": one.title,
        "status": one.status,
        "priority": one.priority,
        "owner": _names(one.owners),
        "target": _day(one.target),
        "effort_hours": _hours(one.effort_hours),
        "items": [_item(item) for item in one.items],
        "line": one.line,
    }
    return always | _said(
        status_raw=one.status_raw,
        health=one.health,
        priority_raw=one.priority_raw,
        target_raw=one.target_raw,
        effort_raw=one.effort_raw,
        backup=one.backup,
        done_on=_day(one.done_on),
        blocking=one.blocking,
        blocks=one.blocks,
        blocked_by=list(one.blocked_by) or None,
        next_action=one.next_action,
        why=one.why,
        note=one.note,
        url=one.url,
        actions=[_group(group) for group in one.actions] or None,
        fields=dict(one.fields) or None,
    )


def _item(one: ReadItem) -> Json:
    always: Json = {"text": one.text, "state": one.state, "depth": one.depth}
    return always | _said(
        section=one.section,
        flag=one.flag,
        owner=_names(one.owners),
        due=_day(one.due),
        due_raw=one.due_raw,
        note=one.note,
        url=one.url,
        group=one.group,
        line=one.line or None,
    )


def _group(one: ActionGroup) -> Json:
    return {"title": one.title} | _said(
        owner=_names(one.owners),
        due=_day(one.due),
        due_raw=one.due_raw,
        note=one.note,
        priority=one.priority,
    )


def _component(one: ReadComponent) -> Json:
    always: Json = {
        "component": one.component,
        "status": one.status,
        "blocker": one.blocker,
        "status_raw": one.status_raw,
    }
    return always | _said(owner=_names(one.owners), health=one.health, note=one.note)


def _said(**values: object) -> Json:
    return {name: value for name, value in values.items() if value is not None}


def _names(names: Sequence[str]) -> object:
    """One name is a text, several are a list, as people write it; an account is its id."""
    if not names:
        return None
    shown = [account_id(name) for name in names]
    return shown[0] if len(shown) == 1 else shown


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hours(hours: Hours | None) -> list[float] | None:
    return [int(one) if one == int(one) else one for one in hours] if hours else None
