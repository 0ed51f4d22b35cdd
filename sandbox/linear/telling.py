"""Mutations that tell: each change is followed by its webhook."""

from collections.abc import Mapping
from typing import Any

from sandbox.linear import rows
from sandbox.linear.mutations import Payload, create_attachment, create_comment, update_issue
from sandbox.linear.state import LinearState
from sandbox.linear.webhooks import (
    attachment_fields,
    comment_fields,
    issue_fields,
    updated_from,
)


def comment_and_tell(state: LinearState, given: Mapping[str, Any]) -> Payload:
    payload = create_comment(state, given)
    if payload.comment is not None:
        _tell(state, "create", "Comment", comment_fields(payload.comment))
    return payload


def attach_and_tell(state: LinearState, given: Mapping[str, Any]) -> Payload:
    payload = create_attachment(state, given)
    if payload.attachment is not None:
        _tell(state, "create", "Attachment", attachment_fields(payload.attachment))
    return payload


def update_and_tell(state: LinearState, name: str, given: Mapping[str, Any]) -> Payload:
    before = issue_fields(state.find_issue(name))
    payload = update_issue(state, name, given)
    if payload.issue is not None:
        tell_update(state, payload.issue, before)
    return payload


def tell_update(state: LinearState, issue: rows.Issue, before: dict[str, Any]) -> None:
    after = issue_fields(issue)
    _tell(state, "update", "Issue", after, updatedFrom=updated_from(before, after))


def _tell(
    state: LinearState, action: str, type_: str, subject: dict[str, Any], **more: object
) -> None:
    viewer = state.viewer
    actor = {"id": viewer.id, "type": "user", "name": viewer.name, "email": viewer.email}
    state.webhooks.tell(
        action, type_, subject, actor=actor, organizationId=state.organization.id, **more
    )
