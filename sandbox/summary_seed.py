"""Fills a sandbox from a summary: the JSON that ``import --dry-run --json`` prints."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import count

from sandbox.config_text import PROBE_POLICY, config_text, probe_entries
from sandbox.roster import BLOCKED, BOT, ZONE, linear_id, linear_user, workflow
from sandbox.sample import both_channels
from sandbox.seed import (
    Channel,
    LinearLabel,
    LinearSeed,
    LinearTeam,
    Person,
    Seed,
    UserGroup,
    Workspace,
)
from sandbox.summary_issues import (
    BLOCKER,
    WATCHED,
    Keyed,
    day_in,
    identifiers_of,
    is_long_closed,
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
_KEYS = re.compile(r"\s*(?:[,;&/+]|\band\b)\s*")  # what stands between several
_LIKE_A_KEY = re.compile(r"[a-z][a-z0-9]*-?\d+")
_COMMANDS = re.compile(
    r"add|at|at-risk|atrisk|cleared|digest|doctor|done|export|first|follow|help|high|history|import"
    r"|low|medium|mine|no-priority|overdue|probes|risk|scorecard|settings|share|stale|timeline"
    r"|unassigned|unowned|urgent"
)
"""What is typed after the command."""
_NOT_A_NAME = re.compile(
    r"(?i)^(?:the\s+)?(?:(?:blocking|blockers?|issues?|summary|status|report|open|points?|items?"
    r"|launch|release|list|board|tasks?|checklist|of|for|\w+\.md"
    r"|blockierende[rn]?|punkte|bloquants?|blocages?|problemas?|puntos|bloqueantes|bloqueos"
    r"|блокеры|проблемы|релиза|задачи)\W*)+$"
)
_AROUND_NAME = re.compile(
    r"(?i)^(?:(?:release|launch)\s+)?blockers?\s+(?:for|of|in)\s+(?:the\s+)?"
    r"|\s+(?:blockers?|blocking issues)$|\s*\(?\b\d{4}-\d\d-\d\d\)?$"
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
        groups=tuple(dict.fromkeys(cast.teams.values())),
        bot=BOT.id,
    )


def _titled(cast: Cast, keyed: tuple[Keyed, ...]) -> Iterable[Person]:
    """Say beside each name what that person is here for."""
    titles = {cast.lead: "lead", cast.bystander: "looks on"}
    return (
        replace(person, title=titles.get(person) or _owns(cast.names_of(person), keyed))
        for person in cast.people
    )


def _owns(names: Collection[str], keyed: tuple[Keyed, ...]) -> str:
    keys = [
        one.identifier
        for one in keyed
        if not {*names}.isdisjoint(owners_in(one.blocker.get("owner")))
    ]
    if not keys:
        return "named in the summary"
    return "owner of " + ", ".join(keys[:_TITLE_KEYS]) + (" …" if keys[_TITLE_KEYS:] else "")


def _linear(document: Json, cast: Cast, keyed: tuple[Keyed, ...], today: date) -> LinearSeed:
    users = tuple(linear_user(person) for person in cast.people)
    return LinearSeed(
        workspace="Sandbox",
        url_key="sandbox",
        viewer=users[0].id,
        users=users,
        teams=tuple(
            LinearTeam(
                id=linear_id(f"team/{key}"),
                key=key,
                name=key,
                states=workflow(key, (BLOCKED, "unstarted")),
            )
            for key in team_keys(keyed)
        ),
        labels=tuple(
            LinearLabel(id=linear_id(f"label/{name}"), name=name) for name in (BLOCKER, WATCHED)
        ),
        issues=issues_of(document, keyed, cast, today),
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
    target = milestone_target(document)
    milestone = {
        "key": key,
        "name": name,
        "prefix": next(prefix for prefix in _prefixes() if prefix not in teams),
        **({"target": target} if target else {}),
        "linear": ({"team": teams[0]} if len(teams) == 1 else {}) | selection,
        "rights": "owners",
        "scorecard": _scorecard(document, cast, keyed, today),
    }
    probes = probe_entries(targets)
    return {
        "version": 1,
        "timezone": ZONE,
        "leads": [cast.lead.id],
        "teams": _teams(cast),
        "milestones": [milestone],
        "channels": both_channels(key),
        "probe_policy": PROBE_POLICY,
        "probes": probes,
    }


def _prefixes() -> Iterator[str]:
    """None of them may be a team's key, of which a document can have any."""
    yield from _PREFIXES
    yield from (f"{_PREFIXES[0]}{number}" for number in count(2))


def _key(name: str) -> str:
    """Shorten a name to whole words that can be typed in a command, and mean nothing else there."""
    words = slug(name).split(".")
    while len(words) > 1 and len("-".join(words)) > _LONGEST_KEY:
        words.pop()
    key = "-".join(words)[:_LONGEST_KEY] or "release"
    means_more = _COMMANDS.fullmatch(key) or _LIKE_A_KEY.fullmatch(key)
    return f"{key}-release" if means_more else key


def _teams(cast: Cast) -> dict[str, object]:
    names: dict[UserGroup, list[str]] = {}
    for called, group in cast.teams.items():
        names.setdefault(group, []).append(called)
    return {
        group.handle.replace(".", "-"): {"slack_group": group.id, "names": called}
        for group, called in names.items()
    }


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
    return _NO_NAME


def milestone_target(document: Json) -> date | None:
    """Take the document's target, the end of its timeline, or the last date of a blocker."""
    ends = [day_in(week, "to") for week in things(document, "timeline")]
    dues = [day_in(blocker, "target") for blocker in things(document, "blockers")]
    stated = day_in(_head(document), "target")
    for dates in ([stated], ends, dues):
        known = [one for one in dates if one is not None]
        if known:
            return max(known)
    return None


def _head(document: Json) -> Json:
    head = document.get("doc")
    if head is None:
        return {}
    if not isinstance(head, Mapping):
        msg = "an object was expected at 'doc'"
        raise TypeError(msg)
    return head


def _words(text: str) -> str:
    """Drop what stands before and behind the words: symbols, dates, *blockers for the*."""
    bare = re.sub(r"^[^\w\u201c\u201e\u00ab\"'(<]+|[^\w\u201c\u201d\u00bb\"')>]+$", "", text)
    return _AROUND_NAME.sub("", bare).strip() or bare


def _scorecard(
    document: Json, cast: Cast, keyed: tuple[Keyed, ...], today: date
) -> list[dict[str, object]]:
    """What waits for a blocker follows it; else the document's word stands."""
    identifiers = identifiers_of(keyed)
    gone = {one.identifier for one in keyed if is_long_closed(one.blocker, today)}
    stated_on = day_in(_head(document), "date") or today
    rows = []
    for component in things(document, "scorecard"):
        row: dict[str, object] = {"component": said(component, "component") or "unnamed"}
        named = [identifiers.get(key) for key in _KEYS.split(said(component, "blocker") or "")]
        tied = [identifier for identifier in named if identifier and identifier not in gone]
        stated = _STATED.get(said(component, "status") or "")
        if tied:
            row["blockers"] = tied
        elif stated:
            row |= {"stated": stated, "by": cast.lead.id, "on": stated_on}
        rows.append(row)
    return rows
