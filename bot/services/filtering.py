"""Who and what a typed filter means: people, teams and labels found, or said to be unknown."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from bot.domain.board import Board
from bot.domain.due_spans import pin_due
from bot.domain.filters import (
    Filter,
    FilteredBoards,
    Owned,
    OwnerKind,
    clean,
    folded,
    today_of,
)
from bot.domain.ids import ChannelId, TeamKey, UserId
from bot.domain.milestone import Milestone
from bot.domain.people import Owner, Person, Team, people_in
from bot.ports import Directory, SlackUnavailableError
from bot.services.blockers import BlockersService
from bot.services.installation import Installation
from bot.services.people import PeopleService

log = logging.getLogger(__name__)

MOST_NEAR = 8


@dataclass(frozen=True, slots=True)
class Near:
    """What may be meant, as it is typed; not ``alike`` where it is merely all there is."""

    words: tuple[str, ...]
    alike: bool = False


class UnknownWordError(Exception):
    """A filter names what is not there. ``near`` is what may be meant, as it is typed.

    ``several``: it may be any of those near.
    """

    def __init__(
        self,
        kind: Literal["person", "team", "label"],
        typed: str,
        near: Near,
        *,
        several: bool = False,
    ) -> None:
        super().__init__(f"no {kind} is called {typed!r}")
        self.kind = kind
        self.typed = typed
        self.near = near.words[:MOST_NEAR]
        self.best = near.words[0] if near.words and near.alike and not several else ""
        self.several = several


@dataclass(frozen=True, slots=True)
class FilterService:
    installation: Installation
    blockers: BlockersService
    people: PeopleService
    directory: Directory

    async def understand(self, asked: Filter, asker: UserId, boards: Sequence[Board]) -> Filter:
        """The same filter with everybody in it found. Raises UnknownWordError."""
        known = await self._known(boards)
        owners = [await self._found(owned, asker, known) for owned in asked.owners]
        labels = {
            label for board in boards for view in board.everything for label in view.blocker.labels
        }
        return replace(
            asked,
            owners=tuple(dict.fromkeys(owners)),
            labels=tuple(tuple(_label(one, labels) for one in group) for group in asked.labels),
            due=tuple(dict.fromkeys(pin_due(word, today_of(boards[0])) for word in asked.due)),
        )

    async def look(
        self, asked: Filter, boards: Sequence[Board], *, viewer: str = "", every: bool = False
    ) -> FilteredBoards:
        """Ready to be drawn. Slack's trouble is said, it keeps nothing back."""
        teams: dict[UserId, tuple[TeamKey, ...]] = {}
        unread = False
        for owned in asked.owners:
            if owned.teams:
                found = await self._teams_of(UserId(owned.value))
                teams[UserId(owned.value)] = found or ()
                unread = unread or found is None
        return FilteredBoards(
            asked=asked,
            boards=tuple(boards),
            teams=teams,
            names=await self._names(asked, teams, boards),
            viewer=viewer,
            every=every,
            teams_unread=unread,
        )

    async def look_at(
        self,
        asked: Filter,
        milestone: Milestone | None,
        channel: ChannelId | None,
        *,
        viewer: str = "",
    ) -> FilteredBoards:
        """One milestone as it stands now, or all of them where none is meant."""
        milestones = (milestone,) if milestone else self.installation.roster.milestones
        boards = [await self.blockers.board(each, channel) for each in milestones]
        return await self.look(asked, boards, viewer=viewer, every=milestone is None)

    async def _teams_of(self, user: UserId) -> tuple[TeamKey, ...] | None:
        try:
            return tuple(
                [
                    team.key
                    for team in self.installation.roster.teams
                    if user in await self.people.team_members(team)
                ]
            )
        except SlackUnavailableError as error:
            log.info("the teams of %s cannot be read: %s", user, error)
            return None

    async def _names(
        self, asked: Filter, teams: dict[UserId, tuple[TeamKey, ...]], boards: Sequence[Board]
    ) -> dict[str, str]:
        names: dict[str, str] = {}
        shown = {person.slack: person.name for person in _people(boards) if person.slack}
        for owned in asked.owners:
            if owned.kind is OwnerKind.USER:
                user = UserId(owned.value)
                names[user] = shown.get(user) or await self.people.name(user)
        keys = [key for found in teams.values() for key in found]
        keys += [TeamKey(one.value) for one in asked.owners if one.kind is OwnerKind.TEAM]
        for key in keys:
            team = self.installation.roster.team(key)
            names[key] = team.name if team else key
        return {name: said for name, said in names.items() if said and said != name}

    async def _known(self, boards: Sequence[Board]) -> tuple[Person, ...]:
        """Everybody on the boards, the leads, and who is configured."""
        roster = self.installation.roster
        found = list(_people(boards))
        accounts = {person.slack for person in found}
        more = [*roster.leads, *(user for one in roster.milestones for user in one.leads)]
        emails = {user: email for email, user in roster.accounts.items() if "@" in email}
        for user in dict.fromkeys([*more, *roster.accounts.values()]):
            if user not in accounts:
                name = await self.people.name(user)
                found.append(Person(name=name, email=emails.get(user), slack=user))
        return tuple(found)

    async def _found(self, owned: Owned, asker: UserId, known: Sequence[Person]) -> Owned:
        match owned.kind:
            case OwnerKind.MINE:
                return Owned(kind=OwnerKind.USER, value=asker, teams=True)
            case OwnerKind.USER:
                await self._check(owned, known)
                return owned
            case OwnerKind.GROUP:
                teams = self.installation.roster.teams
                return self._team(next((t for t in teams if t.slack_group == owned.value), None))
            case OwnerKind.TEAM:
                return self._team(self._team_called(owned.value), owned.value)
        return self._named(owned.value, known)

    async def _check(self, owned: Owned, known: Sequence[Person]) -> None:
        """An account that Slack has never heard of was written by hand."""
        if any(person.slack == owned.value for person in known):
            return
        try:
            profile = await self.directory.profile(UserId(owned.value))
        except SlackUnavailableError as error:
            log.info("whether there is an account %s is not known: %s", owned.value, error)
            return
        if profile is None:
            raise UnknownWordError("person", owned.value, Near(tuple(map(_spelled, known))))

    def _team(self, team: Team | None, typed: str = "that group") -> Owned:
        if team:
            return Owned(kind=OwnerKind.TEAM, value=team.key)
        teams = {f"team:{one.key}": one for one in self.installation.roster.teams}
        called = {
            folded(name): word
            for word, one in teams.items()
            for name in (one.key, one.name, *one.names)
        }
        raise UnknownWordError("team", typed, _near(typed, called))

    def _team_called(self, name: str) -> Team | None:
        wanted = folded(name)
        return next(
            (
                team
                for team in self.installation.roster.teams
                if wanted in {folded(word) for word in (team.key, team.name, *team.names)}
            ),
            None,
        )

    def _named(self, name: str, known: Sequence[Person]) -> Owned:
        """A team, or the one person so called; between two nobody is guessed."""
        if team := self._team_called(name):
            return self._team(team)
        wanted = _handle(name)
        exact = [person for person in known if wanted in _handles(person)]
        first = [person for person in known if _handle(person.name).split(" ")[0] == wanted]
        for found in (exact, first):
            each = {_identity(person): person for person in found}
            if len(each) > 1:
                near = Near(tuple(sorted(map(_spelled, each.values()))))
                raise UnknownWordError("person", name, near, several=True)
            for person in each.values():
                return _owned(person)
        called = {handle: _spelled(person) for person in known for handle in _handles(person)}
        raise UnknownWordError("person", name, _near(name, called))


def _people(boards: Iterable[Board]) -> tuple[Person, ...]:
    owners = (owner for board in boards for owner in _owners(board))
    people = [person for owner in owners for person in people_in(owner)]
    return tuple({_identity(person): person for person in people}.values())


def _owners(board: Board) -> Iterator[Owner | None]:
    for view in board.everything:
        yield view.blocker.owner
        yield from (shown.owner for shown in view.items)


def _identity(person: Person) -> str:
    return person.slack or (person.email or person.name).casefold()


def _owned(person: Person) -> Owned:
    if person.slack:
        return Owned(kind=OwnerKind.USER, value=person.slack)
    return Owned(kind=OwnerKind.NAME, value=clean(person.name))


def _handle(text: str) -> str:
    """``bob.smith``, ``Bob_Smith`` and ``Bob Smith`` are one."""
    return folded(text.replace(".", " "))


def _handles(person: Person) -> set[str]:
    """The full name, the address and what stands before its sign."""
    email = person.email or ""
    names = {_handle(person.name), _handle(email), _handle(email.partition("@")[0])}
    return {name for name in names if name}


def _spelled(person: Person) -> str:
    name = clean(person.name)
    return f'@"{name}"' if " " in name else f"@{name}"


def _label(typed: str, labels: Iterable[str]) -> str:
    """As it is written on the board. Nothing is unknown where nothing was read."""
    called = {folded(label): clean(label) for label in sorted(labels)}
    if not called:
        return typed
    if folded(typed) in called:
        return called[folded(typed)]
    near = _near(typed, {name: _label_word(label) for name, label in called.items()})
    raise UnknownWordError("label", typed, near)


def _label_word(label: str) -> str:
    return f'label:"{label}"' if " " in label else f"label:{label}"


def _near(typed: str, called: Mapping[str, str]) -> Near:
    """What is spelled nearly so, else all there is."""
    names = get_close_matches(folded(typed), sorted(called), n=MOST_NEAR, cutoff=0.5)
    words = dict.fromkeys(called[name] for name in names or sorted(called))
    return Near(tuple(words), alike=bool(names))
