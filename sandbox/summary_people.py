"""Gives accounts to the people and user groups to the teams that a summary names."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.seed import Person, UserGroup
from sandbox.summary_text import Json, owners_in, things

_TEAM = re.compile(r"(?i)(?:^|[\s_-])(?:team|squad|crew|guild|group|chapter|department)s?$")
_LEADS = ("Alice", "Lena", "Lucia")
_BYSTANDERS = ("Charlie", "Billie", "Bo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody of a sandbox made from a summary; teams by the name that the summary uses."""

    lead: Person
    bystander: Person
    named: Mapping[str, Person]
    teams: Mapping[str, UserGroup]
    team_members: tuple[Person, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.lead, *self.named.values(), self.bystander, *self.team_members)


def is_team(name: str) -> bool:
    return _TEAM.search(name) is not None


def cast_of(document: Json) -> Cast:
    names = list(dict.fromkeys(_named(document)))
    people = [name for name in names if not is_team(name)]
    taken: set[str] = set()
    lead = _account(_free_name(_LEADS, people), taken)
    bystander = _account(_free_name(_BYSTANDERS, people), taken)
    named = {name: _account(name, taken) for name in people}
    members: list[Person] = []
    groups: dict[str, UserGroup] = {}
    for name in names:
        if is_team(name):
            # a group without anybody in it could not tick what it owns
            member = _account(f"{name} member", taken)
            members.append(member)
            handle = slug(_TEAM.sub("", name)) or slug(name)
            groups[name] = UserGroup(
                id=f"S0{_letters(handle)}{len(groups) + 1}",
                handle=handle,
                name=name,
                members=(member.id,),
            )
    return Cast(
        lead=lead, bystander=bystander, named=named, teams=groups, team_members=tuple(members)
    )


def _named(document: Json) -> list[str]:
    names: list[str] = []
    for blocker in things(document, "blockers"):
        names += owners_in(blocker.get("owner"))
        names += owners_in(blocker.get("backup"))
        for item in things(blocker, "items"):
            names += owners_in(item.get("owner"))
    for component in things(document, "scorecard"):
        names += owners_in(component.get("owner"))
    return names


def _free_name(candidates: tuple[str, ...], people: list[str]) -> str:
    used = {name.casefold().split(" ")[0] for name in people}
    return next(name for name in (*candidates, "Someone Else") if name.casefold() not in used)


def _account(name: str, taken: set[str]) -> Person:
    base = slug(name) or "person"
    handle, number = base, 1
    while handle in taken:
        number += 1
        handle = f"{base}{number}"
    taken.add(handle)
    return Person(
        id=f"U0{_letters(handle)}",
        name=handle,
        real_name=name,
        email=f"{handle}@example.com",
    )


def slug(name: str) -> str:
    """Reduce a name to ASCII letters and digits with dots between them; may be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", ".", plain.casefold()).strip(".")


def _letters(handle: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", handle.upper())
