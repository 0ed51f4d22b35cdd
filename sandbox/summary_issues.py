"""Turns the blockers of a summary into issues of the local Linear, keys and all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sandbox.roster import linear_id, moment
from sandbox.seed import LinearIssue, LinearRelation
from sandbox.summary_people import is_team
from sandbox.summary_text import Json, description_of, names_in, owners_in, said, things

_KEY = re.compile(r"([A-Z][A-Z0-9]{0,9})-([1-9]\d{0,8})")
_STATES = {
    "todo": "Todo",
    "doing": "In Progress",
    "blocked": "Todo",
    "done": "Done",
    "skipped": "Canceled",
}
_PRIORITIES = {"P0": 1, "P1": 2, "P2": 3, "P3": 4}
_FALLBACK_TEAM = "REL"
BLOCKER, WATCHED = "blocker", "critical"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A blocker of the summary with the identifier that it has in the local Linear."""

    identifier: str
    blocker: Json


def keyed_blockers(document: Json) -> tuple[Keyed, ...]:
    """Keep the document's keys; what has none, or one that is taken, gets the next free number."""
    blockers = things(document, "blockers")
    wanted = [_KEY.fullmatch(said(blocker, "id") or "") for blocker in blockers]
    team = next((found[1] for found in wanted if found), _FALLBACK_TEAM)
    last = max((int(found[2]) for found in wanted if found and found[1] == team), default=0)
    taken: set[str] = set()
    keyed = []
    for found, blocker in zip(wanted, blockers, strict=True):
        identifier = found[0] if found else ""
        if not identifier or identifier in taken:
            last += 1
            identifier = f"{team}-{last}"
        taken.add(identifier)
        keyed.append(Keyed(identifier, blocker))
    return tuple(keyed)


def team_keys(keyed: tuple[Keyed, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(one.identifier.rpartition("-")[0] for one in keyed)
    return tuple(found) or (_FALLBACK_TEAM,)


def is_watched(blocker: Json) -> bool:
    return blocker.get("blocking") is False


def day_in(thing: Json, name: str) -> date | None:
    text = said(thing, name)
    return date.fromisoformat(text[:10]) if text else None


def issues_of(
    document: Json, keyed: tuple[Keyed, ...], accounts: Mapping[str, str], today: date
) -> tuple[LinearIssue, ...]:
    """``accounts`` maps a name in the document to the id of a Linear user."""
    head = document.get("doc")
    written = (day_in(head, "date") if isinstance(head, Mapping) else None) or today
    written = min(written, today)
    known = {one.identifier for one in keyed}
    issues = [_issue(one, accounts, moment(written), place) for place, one in enumerate(keyed)]
    blocking = [
        (cause, one.identifier)
        for one in keyed
        for cause in owners_in(one.blocker.get("blocked_by"))
        if cause in known and cause != one.identifier
    ]
    return tuple(
        replace(
            issue,
            relations=tuple(
                LinearRelation(type="blocks", issue=waiting)
                for cause, waiting in blocking
                if cause == issue.identifier
            ),
        )
        for issue in issues
    )


def _issue(one: Keyed, accounts: Mapping[str, str], written: datetime, place: int) -> LinearIssue:
    blocker = one.blocker
    owners = owners_in(blocker.get("owner"))
    person = next((name for name in owners if name in accounts), None)
    team_owns = person is None and any(is_team(name) for name in owners)
    state = _state(blocker)
    closed = moment(day_in(blocker, "done_on") or written.date())
    return LinearIssue(
        id=linear_id(f"issue/{one.identifier}"),
        identifier=one.identifier,
        title=said(blocker, "title") or one.identifier,
        description=description_of(blocker, list_owner=names_in(owners) if team_owns else None),
        priority=_PRIORITIES.get(said(blocker, "priority") or "", 0),
        state=state,
        due_date=day_in(blocker, "target"),
        assignee=accounts[person] if person else None,
        labels=(WATCHED if is_watched(blocker) else BLOCKER,),
        created_at=written - timedelta(minutes=place),
        updated_at=written,
        started_at=written if state == "In Progress" else None,
        completed_at=closed if state == "Done" else None,
        canceled_at=closed if state == "Canceled" else None,
    )


def _state(blocker: Json) -> str:
    """The document's own word *backlog* is a state of Linear's too."""
    status = said(blocker, "status")
    if status in {None, "todo"} and "backlog" in (said(blocker, "status_raw") or "").casefold():
        return "Backlog"
    return _STATES.get(status or "", "Backlog")
