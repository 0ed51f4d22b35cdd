"""Lists as GitHub filters, orders and pages them; a parameter it does not know is an error here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from sandbox.github.state import Issue, Repo

Row = TypeVar("Row")
PAGE, MOST = 30, 100
PAGING = frozenset({"page", "per_page"})
ISSUE_PARAMETERS = PAGING | {"state", "labels", "milestone", "since", "sort", "direction"}
_SORTS: Mapping[str, Callable[[Issue], tuple[datetime, int]]] = {
    "created": lambda issue: (issue.created_at, issue.number),
    "updated": lambda issue: (issue.updated_at, issue.number),
}


class ValidationError(Exception):
    """Answered with 422. The message names the parameter."""


def check_parameters(asked: Mapping[str, str], known: frozenset[str]) -> None:
    for name in asked:
        if name not in known:
            raise ValidationError(f"{name} is no parameter of this list")


def listed_issues(repo: Repo, asked: Mapping[str, str]) -> list[Issue]:
    """Pull requests too: to GitHub they are issues."""
    check_parameters(asked, ISSUE_PARAMETERS)
    state = _one_of(asked, "state", ("open", "closed", "all"))
    sort = _one_of(asked, "sort", ("created", "updated"))
    direction = _one_of(asked, "direction", ("desc", "asc"))
    labels = [label.strip().lower() for label in asked.get("labels", "").split(",") if label]
    since = _time(asked["since"]) if "since" in asked else None
    numbers = _milestone(repo, asked.get("milestone"))
    found = [
        issue
        for issue in repo.issues.values()
        if state in {"all", issue.state}
        and set(labels) <= {label.lower() for label in issue.labels}
        and (since is None or issue.updated_at.replace(microsecond=0) >= since)
        and (numbers is None or (issue.milestone.number if issue.milestone else None) in numbers)
    ]
    return sorted(found, key=_SORTS[sort], reverse=direction == "desc")


def page_of(rows: Sequence[Row], asked: Mapping[str, str]) -> tuple[list[Row], int, int]:
    """The rows of the page, its number, and the number of the last one."""
    size = min(_number(asked.get("per_page"), PAGE), MOST)
    page = _number(asked.get("page"), 1)
    last = max(-(-len(rows) // size), 1)
    return list(rows[(page - 1) * size : page * size]), page, last


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) > 0 else otherwise


def _one_of(asked: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    word = asked.get(name, words[0])
    if word not in words:
        raise ValidationError(f"{name} has to be one of {', '.join(words)}")
    return word


def _time(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ValidationError("since has to be a time as YYYY-MM-DDTHH:MM:SSZ") from None


def _milestone(repo: Repo, asked: str | None) -> set[int | None] | None:
    known: set[int | None] = {one.number for one in repo.milestones}
    if asked is None:
        return None
    if asked == "*":
        return known
    if asked == "none":
        return {None}
    if not asked.isdecimal() or int(asked) not in known:
        raise ValidationError("milestone has to be the number of one")
    return {int(asked)}
