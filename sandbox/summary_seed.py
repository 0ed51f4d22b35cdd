"""Fills a sandbox from a summary: the JSON that ``import --dry-run --json`` prints."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sandbox.config_text import PROBE_POLICY, config_text, probe_entries
from sandbox.roster import BOT, ZONE, friday_from, linear_id, linear_user, workflow
from sandbox.sample import both_channels
from sandbox.seed import Channel, LinearLabel, LinearSeed, LinearTeam, Person, Seed, Workspace
from sandbox.summary_issues import (
    BLOCKER,
    WATCHED,
    Keyed,
    day_in,
    issues_of,
    keyed_blockers,
    team_keys,
)
from sandbox.summary_people import Cast, cast_of, slug
from sandbox.summary_text import Json, owners_in, said, things

_STATED = {
    "done": "ready",
    "doing": "at risk",
    "at_risk": "at risk",
    "blocked": "blocked",
    "todo": "blocked",
}
_PREFIXES = ("PROD", "SHIP", "GOAL")
_NO_NAME = "Release"
_TITLE_KEYS = 2
_LONGEST_KEY = 30
_NOT_A_NAME = re.compile(
    r"(?i)^(?:the\s+)?(?:(?:blocking|blockers?|issues?|summary|status|report|open|points?|items?"
    r"|launch|release|list|of|for)\W*)+$"
)
_BETWEEN = re.compile(r"\s+[-\u2013\u2014]\s+|:\s+|,\s+")  # a hyphen or a dash, a colon, a comma
_STATUS_WORD = re.compile(r"(?i)\W*\b(?:is\s+)?blocked\b.*$")


def seed_from_summary(document: Json, today: date, targets: Mapping[str, str]) -> Seed:
    """``targets`` as for the sample team. TypeError or ValueError on other JSON."""
    cast = cast_of(document)
    keyed = keyed_blockers(document)
    return Seed(
        workspace=_workspace(cast, keyed),
        linear=_linear(document, cast, keyed, today),
        config_yaml=config_text(_config(document, cast, keyed, today, targets)),
    )


def _workspace(cast: Cast, keyed: tuple[Keyed, ...]) -> Workspace:
    everyone = tuple(person.id for person in cast.people)
    with_bot = (*everyone, BOT.id)
    return Workspace(
        team_id="T0SANDBOX",
        name="Sandbox",
        domain="sandbox",
        people=(*_titled(cast, keyed), BOT),
        channels=(
            Channel(id="C0RELEASE", name="release", members=with_bot),
            Channel(id="C0OPS", name="ops", members=with_bot),
            Channel(id="C0GENERAL", name="general", members=everyone),
            Channel(id="C0LEADS", name="leads", members=(cast.lead.id,), private=True),
        ),
        groups=tuple(cast.teams.values()),
        bot=BOT.id,
    )


def _titled(cast: Cast, keyed: tuple[Keyed, ...]) -> Iterable[Person]:
    """Say beside each name what that person is here for."""
    titles = {cast.lead.id: "lead", cast.bystander.id: "looks on"}
    for called, person in cast.named.items():
        titles[person.id] = _owns(called, keyed)
    for (called, _), member in zip(cast.teams.items(), cast.team_members, strict=True):
        titles[member.id] = _owns(called, keyed)
    return (replace(person, title=titles[person.id]) for person in cast.people)


def _owns(called: str, keyed: tuple[Keyed, ...]) -> str:
    keys = [one.identifier for one in keyed if called in owners_in(one.blocker.get("owner"))]
    if not keys:
        return "named in the summary"
    return "owner of " + ", ".join(keys[:_TITLE_KEYS]) + (" …" if keys[_TITLE_KEYS:] else "")


def _linear(document: Json, cast: Cast, keyed: tuple[Keyed, ...], today: date) -> LinearSeed:
    users = tuple(linear_user(person) for person in cast.people)
    accounts = {name: linear_user(person).id for name, person in cast.named.items()}
    return LinearSeed(
        workspace="Sandbox",
        url_key="sandbox",
        viewer=users[0].id,
        users=users,
        teams=tuple(
            LinearTeam(id=linear_id(f"team/{key}"), key=key, name=key, states=workflow(key))
            for key in team_keys(keyed)
        ),
        labels=tuple(
            LinearLabel(id=linear_id(f"label/{name}"), name=name) for name in (BLOCKER, WATCHED)
        ),
        issues=issues_of(document, keyed, accounts, today),
    )


def _config(
    document: Json,
    cast: Cast,
    keyed: tuple[Keyed, ...],
    today: date,
    targets: Mapping[str, str],
) -> dict[str, object]:
    teams = team_keys(keyed)
    name = milestone_name(document)
    key = _key(name)
    selection = {"label": BLOCKER, "watch_label": WATCHED}
    milestone = {
        "key": key,
        "name": name,
        "prefix": next(prefix for prefix in _PREFIXES if prefix not in teams),
        "target": milestone_target(document, today),
        "linear": ({"team": teams[0]} if len(teams) == 1 else {}) | selection,
        "rights": "owners",
        "scorecard": _scorecard(document, cast, keyed, today),
    }
    probes = probe_entries(targets)
    return {
        "version": 1,
        "timezone": ZONE,
        "leads": [cast.lead.id],
        "teams": {
            _team_key(group.handle): {"slack_group": group.id, "names": [called]}
            for called, group in cast.teams.items()
        },
        "milestones": [milestone],
        "channels": both_channels(key),
        "probe_policy": PROBE_POLICY,
        "probes": probes,
    }


def _key(name: str) -> str:
    """Shorten a name to whole words that can be typed in a command."""
    words = slug(name).split(".")
    while len(words) > 1 and len("-".join(words)) > _LONGEST_KEY:
        words.pop()
    return "-".join(words)[:_LONGEST_KEY] or "release"


def _team_key(handle: str) -> str:
    return handle.replace(".", "-")[:39]


def milestone_name(document: Json) -> str:
    """Name what the document says is blocked, else what its title is about."""
    head = _head(document)
    for part in (said(head, "status_raw") or "").split("|"):
        if _STATUS_WORD.search(part):
            named = _words(_STATUS_WORD.sub("", part))
            if named and not _NOT_A_NAME.match(named):
                return named
    title = said(head, "title") or ""
    for part in _BETWEEN.split(title):
        named = _words(part)
        if named and not _NOT_A_NAME.match(named):
            return named
    return _words(title) or _NO_NAME


def milestone_target(document: Json, today: date) -> date:
    """Take the document's target, the end of its timeline, or the last date of a blocker."""
    ends = [day_in(week, "to") for week in things(document, "timeline")]
    dues = [day_in(blocker, "target") for blocker in things(document, "blockers")]
    stated = day_in(_head(document), "target")
    for dates in ([stated], ends, dues):
        known = [one for one in dates if one is not None]
        if known:
            return max(known)
    return friday_from(today)


def _head(document: Json) -> Json:
    head = document.get("doc")
    if head is None:
        return {}
    if not isinstance(head, Mapping):
        msg = "an object was expected at 'doc'"
        raise TypeError(msg)
    return head


def _words(text: str) -> str:
    """Drop what stands before and behind the words: symbols, brackets, blanks."""
    return re.sub(r"^[^\w]+|[^\w)]+$", "", text).strip()


def _scorecard(
    document: Json, cast: Cast, keyed: tuple[Keyed, ...], today: date
) -> list[dict[str, object]]:
    identifiers = {said(one.blocker, "id"): one.identifier for one in keyed}
    stated_on = day_in(_head(document), "date") or today
    rows = []
    for component in things(document, "scorecard"):
        row: dict[str, object] = {"component": said(component, "component") or "unnamed"}
        tied = [
            identifiers[name] for name in owners_in(component.get("blocker")) if name in identifiers
        ]
        stated = _STATED.get(said(component, "status") or "")
        if tied:
            row["blockers"] = tied
        elif stated:
            row |= {"stated": stated, "by": cast.lead.id, "on": stated_on}
        rows.append(row)
    return rows
