"""Answers the schema's fields from the rows: by name, as pages, or as a few special cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLResolveInfo, get_named_type

from sandbox.linear.errors import internal_error
from sandbox.linear.filters import Matcher
from sandbox.linear.names import snake
from sandbox.linear.pages import Page, PageArguments, page_of
from sandbox.linear.rows import Row
from sandbox.linear.state import LinearState
from sandbox.linear.telling import attach_and_tell, comment_and_tell, update_and_tell


@dataclass(slots=True)
class Asked:
    """What a request carries through its execution."""

    state: LinearState
    points: int
    spoil_assignees: bool = False  # the fault "partial"


def resolve(source: object, asked: GraphQLResolveInfo[Asked], **arguments: Any) -> object:  # noqa: ANN401
    """Answer one field; what is asked of the root is asked of the state."""
    context: Asked = asked.context
    special = _SPECIAL.get((asked.parent_type.name, asked.field_name))
    if special is not None:
        return special(context, arguments)
    if context.spoil_assignees and asked.field_name == "assignee":
        raise internal_error()
    value = getattr(source, snake(asked.field_name))
    if get_named_type(asked.return_type).name.endswith("Connection"):
        return _page(value, asked, arguments)
    return _plain(value)


def _page(rows: list[Row], asked: GraphQLResolveInfo[Asked], arguments: dict[str, Any]) -> Page:
    if asked.field_name == "users" and not arguments.get("includeDisabled"):
        rows = [row for row in rows if getattr(row, "active", True)]
    wanted = arguments.get("filter")
    if wanted:
        argument = asked.parent_type.fields[asked.field_name].args["filter"]
        kind = get_named_type(argument.type)
        if not isinstance(kind, GraphQLInputObjectType):
            msg = f"the filter of {asked.field_name} is no input type"
            raise TypeError(msg)
        matcher = Matcher(asked.context.state.clock())
        rows = [row for row in rows if matcher.matches(row, wanted, kind)]
    known = {
        snake(name): value
        for name, value in arguments.items()
        if value is not None and snake(name) in PageArguments.__dataclass_fields__
    }
    return page_of(rows, PageArguments(**known), f"{asked.parent_type.name}.{asked.field_name}")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).isoformat(timespec="milliseconds")
        return moment.replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Allowance:
    type: str
    allowed_amount: int
    requested_amount: int
    remaining_amount: int
    period: int
    reset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Allowances:
    identifier: str
    kind: str
    limits: list[_Allowance]


def _rate_limit_status(context: Asked, _arguments: dict[str, Any]) -> _Allowances:
    held = context.state.allowances
    return _Allowances(
        identifier=context.state.viewer.id,
        kind="user",
        limits=[
            _Allowance(
                type=name,
                allowed_amount=bucket.most,
                requested_amount=requested,
                remaining_amount=bucket.left,
                period=3_600_000,
                reset=bucket.reset_ms(),
            )
            for name, bucket, requested in (
                ("requests", held.requests, 1),
                ("complexity", held.complexity, context.points),
            )
        ],
    )


_SPECIAL: dict[tuple[str, str], Callable[[Asked, dict[str, Any]], object]] = {
    ("Query", "issue"): lambda context, given: context.state.find_issue(given["id"]),
    ("Query", "team"): lambda context, given: context.state.find_team(given["id"]),
    ("Query", "comment"): lambda context, given: context.state.find_comment(given.get("id") or ""),
    ("Query", "user"): lambda context, given: context.state.find_user(given["id"]),
    ("Query", "project"): lambda context, given: context.state.find_project(given["id"]),
    ("Query", "rateLimitStatus"): _rate_limit_status,
    ("Mutation", "commentCreate"): lambda context, given: comment_and_tell(
        context.state, given["input"]
    ),
    ("Mutation", "attachmentCreate"): lambda context, given: attach_and_tell(
        context.state, given["input"]
    ),
    ("Mutation", "issueUpdate"): lambda context, given: update_and_tell(
        context.state, given["id"], given["input"]
    ),
}
