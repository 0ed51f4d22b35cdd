"""Changes what the local Linear holds, as strict about ids and labels as Linear is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sandbox.linear import rows
from sandbox.linear.errors import bad_input
from sandbox.linear.names import snake
from sandbox.linear.state import LinearState

Input = Mapping[str, Any]
_STARTED_TYPES = frozenset({"started", "completed"})
_LEAST_PRIORITY = 4
_UUID_VERSION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    last_sync_id: int
    success: bool = True
    comment: rows.Comment | None = None
    attachment: rows.Attachment | None = None
    issue: rows.Issue | None = None


def create_comment(state: LinearState, given: Input) -> Payload:
    body = (given.get("body") or "").strip()
    if not body:
        raise bad_input("Argument Validation Error", "body should not be empty")
    parent = state.find_comment(given["parentId"]) if given.get("parentId") else None
    if parent is None and not given.get("issueId"):
        raise bad_input("Argument Validation Error", "issueId or parentId is needed")
    issue = parent.issue if parent else state.find_issue(given["issueId"])
    comment_id = _new_id(given, "Comment", state.comments)
    now = state.clock()
    comment = rows.Comment(
        id=comment_id,
        body=body,
        url=f"{issue.url}#comment-{comment_id[:8]}",
        issue=issue,
        parent=parent,
        user=state.viewer,
        created_at=now,
        updated_at=now,
    )
    issue.comments.append(comment)
    return Payload(comment=comment, last_sync_id=_next_sync(state))


def create_attachment(state: LinearState, given: Input) -> Payload:
    issue = state.find_issue(given["issueId"])
    now = state.clock()
    there = next((one for one in issue.attachments if one.url == given["url"]), None)
    if there is None:
        there = rows.Attachment(
            id=_new_id(given, "Attachment", state.attachments),
            title=given["title"],
            url=given["url"],
            issue=issue,
            creator=state.viewer,
            created_at=now,
            updated_at=now,
        )
        issue.attachments.append(there)
    there.title = given["title"]
    there.subtitle = given.get("subtitle")
    there.metadata = dict(given.get("metadata") or {})
    there.updated_at = now
    return Payload(attachment=there, last_sync_id=_next_sync(state))


def update_issue(state: LinearState, name: str, given: Input) -> Payload:
    """Set what is given; a null empties, what is left out stays."""
    issue = state.find_issue(name)
    now = state.clock()
    change = rows.History(
        id=str(uuid4()), issue=issue, actor=state.viewer, created_at=now, updated_at=now
    )
    if "labelIds" in given and {"addedLabelIds", "removedLabelIds"} & given.keys():
        raise bad_input("Argument Validation Error", "labelIds excludes added and removed ones")
    for field, value in given.items():
        _SETTERS[field](state, change, value)
    issue.history.append(change)
    if "trashed" not in given:  # archiving and trashing leave updatedAt alone
        issue.updated_at = now
    return Payload(issue=issue, last_sync_id=_next_sync(state))


def _set_state(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    issue, new = change.issue, state.find_state(value)
    if new.team is not issue.team:
        raise bad_input("Argument Validation Error", "the state belongs to another team")
    change.from_state, change.to_state = issue.state, new
    issue.state = new
    now = change.created_at
    if new.type in _STARTED_TYPES:
        issue.started_at = issue.started_at or now
    issue.completed_at = now if new.type == "completed" else None
    issue.canceled_at = now if new.type in {"canceled", "duplicate"} else None


def _set_team(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    """A new number in the other team; labels of the old one, the project and the state go."""
    issue, team = change.issue, state.find_team(value)
    if team is issue.team:
        return
    change.from_team_id, change.to_team_id = issue.team.id, team.id
    issue.previous_identifiers = [*issue.previous_identifiers, issue.identifier]
    issue.number = max((one.number for one in state.issues if one.team is team), default=0) + 1
    same = [
        one for one in state.workflow_states if one.team is team and one.type == issue.state.type
    ]
    if not same:
        raise bad_input("Argument Validation Error", "the team has no such kind of state")
    issue.team, issue.state = team, same[0]
    issue.labels = [label for label in issue.labels if label.team in {None, team}]
    issue.project = issue.project_milestone = None


def _set_assignee(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    issue = change.issue
    change.from_assignee_id = issue.assignee.id if issue.assignee else None
    issue.assignee = state.find_user(value) if value else None
    change.to_assignee_id = value


def _set_due_date(_state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    try:
        due = date.fromisoformat(value) if value else None
    except ValueError as error:
        raise bad_input("Argument Validation Error", "dueDate is no calendar day") from error
    change.from_due_date, change.to_due_date = change.issue.due_date, due
    change.issue.due_date = due


def _set_priority(_state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    if value is None or not 0 <= value <= _LEAST_PRIORITY:
        raise bad_input("Argument Validation Error", "priority has to be from 0 to 4")
    change.from_priority, change.to_priority = change.issue.priority, value
    change.issue.priority = value


def _set_title(_state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    change.from_title, change.to_title = change.issue.title, value
    change.issue.title = value


def _set_description(_state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    change.updated_description = True
    change.issue.description = value


def _set_labels(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    kept = [state.find_label(label_id) for label_id in value or ()]
    change.added_label_ids = [one.id for one in kept if one not in change.issue.labels]
    change.removed_label_ids = [one.id for one in change.issue.labels if one not in kept]
    change.issue.labels = kept


def _add_labels(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    new = [state.find_label(label_id) for label_id in value or ()]
    new = [label for label in new if label not in change.issue.labels]
    change.issue.labels = [*change.issue.labels, *new]
    change.added_label_ids = [label.id for label in new]


def _remove_labels(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    gone = [state.find_label(label_id) for label_id in value or ()]
    change.removed_label_ids = [one.id for one in change.issue.labels if one in gone]
    change.issue.labels = [one for one in change.issue.labels if one not in gone]


def _set_trashed(_state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    change.trashed = change.archived = bool(value)
    change.issue.trashed = bool(value) or None
    change.issue.archived_at = change.created_at if value else None


def _set_parent(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
    issue = change.issue
    if issue.parent:
        issue.parent.children.remove(issue)
    issue.parent = state.find_issue(value) if value else None
    if issue.parent:
        issue.parent.children.append(issue)


def _plain(field: str) -> "Setter":
    def put(_state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
        setattr(change.issue, snake(field), value)

    return put


def _found(field: str, find: Callable[[LinearState, str], rows.Row]) -> "Setter":
    def put(state: LinearState, change: rows.History, value: Any) -> None:  # noqa: ANN401
        setattr(change.issue, field, find(state, value) if value else None)

    return put


Setter = Callable[[LinearState, rows.History, Any], None]
_SETTERS: dict[str, Setter] = {
    "teamId": _set_team,
    "stateId": _set_state,
    "assigneeId": _set_assignee,
    "dueDate": _set_due_date,
    "priority": _set_priority,
    "title": _set_title,
    "description": _set_description,
    "estimate": _plain("estimate"),
    "labelIds": _set_labels,
    "addedLabelIds": _add_labels,
    "removedLabelIds": _remove_labels,
    "trashed": _set_trashed,
    "parentId": _set_parent,
    "projectId": _found("project", LinearState.find_project),
    "projectMilestoneId": _found("project_milestone", LinearState.find_milestone),
}


def _new_id(given: Input, what: str, held: list[Any]) -> str:
    """Take the caller's id, which has to be a UUID that is not taken, or a new one."""
    wanted = given.get("id")
    if wanted is None:
        return str(uuid4())
    try:
        version = UUID(wanted).version
    except ValueError as error:
        raise bad_input("Argument Validation Error", "id must be a UUID") from error
    if version != _UUID_VERSION:
        raise bad_input("Argument Validation Error", "id must be a UUID of version 4")
    if any(one.id == wanted for one in held):
        raise bad_input(f"Entity {what} with id {wanted} already exists")
    return str(wanted)


def _next_sync(state: LinearState) -> int:
    state.last_sync_id += 1
    return state.last_sync_id
