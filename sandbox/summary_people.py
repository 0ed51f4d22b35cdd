"""Gives accounts to the people and user groups to the teams that a summary names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sandbox.seed import Person, UserGroup
from sandbox.summary_text import Json, owners_in, things

_TEAM = re.compile(
    r"(?i)(?:^|[\s_-])(?:team|squad|crew|guild|group|chapter|department|ekibi|tak\u0131m\u0131)s?$"
    r"|(?:チーム|团队|團隊|팀)$"
    r"|^(?:the\s+)?(?:dev-?ops|ops|sre|qa|back-?end|front-?end|platform|infra(?:structure)?|security"
    r"|engineering|design|legal|marketing|finance|compliance|support)$"
    r"|^(?:the\s+)?team\s+(?!(?:lead|leader|manager|captain|coach|member)\b)\S"
    r"|^(?:команда|отдел|группа|équipe|equipe|equipo|squadra|zespół)\s+\S"
)
_TEAM_WORD = re.compile(r"(?i)(?:^|[\s_-])(?:team|squad|crew|guild|group|chapter|department)s?$")
_LEADS = ("Alice", "Lena", "Lucia")
_BYSTANDERS = ("Charlie", "Billie", "Bo")
_LONGEST_HANDLE = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody of a sandbox made from a summary, by each name that the summary uses.

    ``members`` are by the id of their group, which could tick nothing if nobody were in it.
    """

    lead: Person
    bystander: Person
    named: Mapping[str, Person]
    teams: Mapping[str, UserGroup]
    members: Mapping[str, Person]

    @property
    def people(self) -> tuple[Person, ...]:
        everybody = (self.lead, *self.named.values(), self.bystander, *self.members.values())
        return tuple(dict.fromkeys(everybody))

    def names_of(self, person: Person) -> tuple[str, ...]:
        """What the summary calls somebody: by name, or as a team that they stand for."""
        theirs = {group for group, member in self.members.items() if member == person}
        return (
            *(name for name, one in self.named.items() if one == person),
            *(name for name, group in self.teams.items() if group.id in theirs),
        )


def is_team(name: str) -> bool:
    return _TEAM.search(name) is not None


def cast_of(document: Json) -> Cast:
    names = list(dict.fromkeys(_named(document)))
    people = [name for name in names if not is_team(name)]
    accounts = _Accounts()
    lead = accounts.open(_free_name(_LEADS, people))
    bystander = accounts.open(_free_name(_BYSTANDERS, people))
    spelled = {name: _spelling(name, people) for name in people}
    opened = {whole: accounts.open(whole) for whole in dict.fromkeys(spelled.values())}
    teams = _teams([name for name in names if is_team(name)])
    members = {
        group.id: accounts.open(f"{group.name} member") for group in dict.fromkeys(teams.values())
    }
    return Cast(
        lead=lead,
        bystander=bystander,
        named={name: opened[whole] for name, whole in spelled.items()},
        teams={name: _with_member(group, members[group.id]) for name, group in teams.items()},
        members=members,
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


def _spelling(name: str, people: list[str]) -> str:
    """The same name in another case, or a first name that fits one whole name, is one person."""
    folded = name.casefold()
    first = next(one for one in people if one.casefold() == folded)
    longer = [one for one in people if one.casefold().startswith(f"{folded} ")]
    if " " in folded or len({one.casefold() for one in longer}) != 1:
        return first
    return longer[0]


def _teams(names: Iterable[str]) -> dict[str, UserGroup]:
    by_folded: dict[str, UserGroup] = {}
    handles: set[str] = set()
    teams: dict[str, UserGroup] = {}
    for name in names:
        if name.casefold() not in by_folded:
            handle = _free(slug(_TEAM_WORD.sub("", name)) or slug(name) or "team", handles)
            by_folded[name.casefold()] = UserGroup(
                id=f"S0{_letters(handle)}{len(by_folded) + 1}", handle=handle, name=name, members=()
            )
        teams[name] = by_folded[name.casefold()]
    return teams


def _with_member(group: UserGroup, member: Person) -> UserGroup:
    return UserGroup(id=group.id, handle=group.handle, name=group.name, members=(member.id,))


class _Accounts:
    """Opens accounts, each with a handle and an id of its own."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def open(self, name: str) -> Person:
        base = (slug(name) or "person")[:_LONGEST_HANDLE].strip(".")
        handle, number = base, 1
        while _user_id(handle) in self._ids:
            number += 1
            handle = f"{base}{number}"
        self._ids.add(_user_id(handle))
        return Person(
            id=_user_id(handle),
            name=handle,
            real_name=name,
            email=f"{handle}@example.com",
        )


def _free(base: str, taken: set[str]) -> str:
    handle, number = base[:_LONGEST_HANDLE].strip("."), 1
    while handle in taken:
        number += 1
        handle = f"{base[:_LONGEST_HANDLE].strip('.')}{number}"
    taken.add(handle)
    return handle


def slug(name: str) -> str:
    """Reduce a name to ASCII letters and digits with dots between them; may be empty."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", ".", plain.casefold()).strip(".")


def _user_id(handle: str) -> str:
    """Long enough to be told from a word where it stands alone."""
    return f"U0{_letters(handle):0<3}"


def _letters(handle: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", handle.upper())
