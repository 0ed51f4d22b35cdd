"""Turns the blockers of a summary into issues of the local Linear, keys and all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sandbox.roster import BLOCKED, linear_id, linear_user, moment
from sandbox.seed import LinearIssue, LinearRelation, Person
from sandbox.summary_people import Cast
from sandbox.summary_text import Json, description_of, owner_of, owners_in, said, things

_KEY = re.compile(r"([A-Z][A-Z0-9]{0,9})-0*([1-9]\d{0,8})")
_NUMBER = re.compile(r"0*([1-9]\d{0,5})")
_STATES = {
    "todo": "Todo",
    "doing": "In Progress",
    "at_risk": "In Progress",
    "blocked": BLOCKED,
    "done": "Done",
    "skipped": "Canceled",
}
_PRIORITIES = {"P0": 1, "P1": 2, "P2": 3, "P3": 4}
_FALLBACK_TEAM = "REL"
_OPEN = frozenset({"todo", "doing"})
_DAY_BEGINS = 5  # in UTC: midnight in New York
_STILL_SHOWN = timedelta(days=7)
"""How long a closed issue is still shown as cleared."""
BLOCKER, WATCHED = "blocker", "critical"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A blocker of the summary with the identifier that it has in the local Linear."""

    identifier: str
    blocker: Json


def keyed_blockers(document: Json) -> tuple[Keyed, ...]:
    """Keep the document's keys, and its numbers as those of a team.

    What has none, or one that is taken, gets the next free number.
    """
    blockers = things(document, "blockers")
    found = [_KEY.fullmatch(said(blocker, "id") or "") for blocker in blockers]
    team = next((one[1] for one in found if one), _FALLBACK_TEAM)
    wanted = [_identifier(blocker, team) for blocker in blockers]
    last = max((_number(one) for one in wanted if one and one.startswith(f"{team}-")), default=0)
    exact = {said(blocker, "id") for blocker in blockers}
    taken: set[str] = set()
    keyed = []
    for wish, blocker in zip(wanted, blockers, strict=True):
        is_anothers = wish in exact and wish != said(blocker, "id")
        is_free = wish is not None and wish not in taken and not is_anothers
        last += not is_free
        identifier = wish if wish is not None and is_free else f"{team}-{last}"
        taken.add(identifier)
        keyed.append(Keyed(identifier, blocker))
    return tuple(keyed)


def _identifier(blocker: Json, team: str) -> str | None:
    """As Linear would have it: ``THR-007`` is THR-7 there, and a number alone is the team's."""
    key = said(blocker, "id") or ""
    found = _KEY.fullmatch(key)
    if found:
        return f"{found[1]}-{found[2]}"
    number = _NUMBER.fullmatch(key)
    return f"{team}-{number[1]}" if number else None


def _number(identifier: str) -> int:
    return int(identifier.rpartition("-")[2])


def team_keys(keyed: tuple[Keyed, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(one.identifier.rpartition("-")[0] for one in keyed)
    return tuple(found) or (_FALLBACK_TEAM,)


def is_watched(blocker: Json) -> bool:
    return blocker.get("blocking") is False


def day_in(thing: Json, name: str) -> date | None:
    text = said(thing, name)
    return date.fromisoformat(text[:10]) if text else None


def identifiers_of(keyed: tuple[Keyed, ...]) -> dict[str, str]:
    """From the document's own keys; where one stands twice, the first has it."""
    pairs = [(said(one.blocker, "id"), one.identifier) for one in keyed]
    return {key: identifier for key, identifier in reversed(pairs) if key}


def issues_of(
    document: Json, keyed: tuple[Keyed, ...], cast: Cast, today: date
) -> tuple[LinearIssue, ...]:
    head = document.get("doc")
    written = (day_in(head, "date") if isinstance(head, Mapping) else None) or today
    scene = _Scene(cast, min(written, today), today, _assignees(keyed, cast))
    issues = [_issue(one, scene, place) for place, one in enumerate(keyed)]
    identifiers = identifiers_of(keyed)
    blocking = [
        (identifiers[cause], one.identifier)
        for one in keyed
        for cause in owners_in(one.blocker.get("blocked_by"))
        if identifiers.get(cause, one.identifier) != one.identifier
    ]
    return tuple(
        replace(
            issue,
            relations=tuple(
                LinearRelation(type="blocks", issue=waiting)
                for cause, waiting in dict.fromkeys(blocking)
                if cause == issue.identifier
            ),
        )
        for issue in issues
    )


def is_long_closed(blocker: Json, today: date) -> bool:
    """Whether it was closed on a day so long ago that it is not shown any more."""
    done_on = day_in(blocker, "done_on")
    return done_on is not None and _is_closed(blocker) and today - done_on > _STILL_SHOWN


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every issue is made against. ``assignees`` are by identifier."""

    cast: Cast
    written: date
    today: date
    assignees: Mapping[str, Person]

    def at(self, day: date) -> datetime:
        """In the middle of a day that is over, at the beginning of the one that is not."""
        return moment(day) if day < self.today else moment(day, _DAY_BEGINS)

    def called(self, name: str) -> str:
        """How an owner is written: by name where the bot knows it, from an assigned issue.

        Else by account, as it is for anybody whom no issue is assigned to.
        """
        person = self.cast.named.get(name)
        if person is None or person in self.assignees.values():
            return name
        return f"@{person.id}"


def _assignees(keyed: tuple[Keyed, ...], cast: Cast) -> dict[str, Person]:
    """The first person named. Linear assigns no teams: a team has the items that are open.

    Where there are none, the issue is its member's.
    """
    found: dict[str, Person] = {}
    for one in keyed:
        owners = owners_in(one.blocker.get("owner"))
        people = [cast.named[name] for name in owners if name in cast.named]
        members = [cast.members[cast.teams[name].id] for name in owners if name in cast.teams]
        left = [item for item in things(one.blocker, "items") if said(item, "state") in _OPEN]
        for person in people[:1] or ([] if left else members[:1]):
            found[one.identifier] = person
    return found


def _issue(one: Keyed, scene: _Scene, place: int) -> LinearIssue:
    blocker = one.blocker
    owners = owners_in(blocker.get("owner"))
    person = scene.assignees.get(one.identifier)
    is_one_person = len(owners) == 1 and owners[0] in scene.cast.named
    state = _state(blocker)
    written = scene.at(scene.written)
    closed = scene.at(day_in(blocker, "done_on") or scene.today)
    return LinearIssue(
        id=linear_id(f"issue/{one.identifier}"),
        identifier=one.identifier,
        title=said(blocker, "title") or one.identifier,
        description=description_of(
            blocker,
            list_owner=None if is_one_person else owner_of(blocker, scene.called),
            called=scene.called,
        ),
        priority=_PRIORITIES.get(said(blocker, "priority") or "", 0),
        state=state,
        due_date=day_in(blocker, "target"),
        assignee=linear_user(person).id if person else None,
        labels=(WATCHED if is_watched(blocker) else BLOCKER,),
        created_at=min(written, closed) - timedelta(minutes=place),
        updated_at=max(written, closed) if _is_closed(blocker) else written,
        started_at=written if state == "In Progress" else None,
        completed_at=closed if state == "Done" else None,
        canceled_at=closed if state == "Canceled" else None,
    )


def _is_closed(blocker: Json) -> bool:
    return said(blocker, "status") in {"done", "skipped"}


def _state(blocker: Json) -> str:
    """The document's own word *backlog* is a state of Linear's too."""
    status = said(blocker, "status")
    if status in {None, "todo"} and "backlog" in (said(blocker, "status_raw") or "").casefold():
        return "Backlog"
    return _STATES.get(status or "", "Backlog")
