"""*Not mine* by one of several who own something together: the others stay."""

from collections.abc import Iterable

from bot.domain.ids import UserId
from bot.domain.people import Person, Team, account_of
from bot.services.people import PeopleService
from bot.services.pings import Pings


class Successors:
    def __init__(self, people: PeopleService, pings: Pings) -> None:
        self._people = people
        self._pings = pings

    async def left(
        self, written: str, by: UserId, to: UserId | None, known: Iterable[Person]
    ) -> str:
        """Who owns it, as written, once ``by`` has handed it to ``to`` (None: to nobody named).

        Of several only those go for whom ``by`` may speak; where that is none of them, as with a
        lead, all of them go. Raises SlackUnavailableError, StoreUnavailableError.
        """
        people = tuple(known)
        parts = self._people.parts(written, people)
        theirs = [part for part in parts if await self._speaks_for(by, part, people)]
        others = [part for part in parts if theirs and part not in theirs]
        owned = to in [await self._account(part, people) for part in others]
        added = [await self._written(to, people, bool(others))] if to and not owned else []
        return ", ".join([*others, *added])

    async def _written(self, to: UserId, known: tuple[Person, ...], beside: bool) -> str:
        """By name ``beside`` others, where it means them: a form shows all of them as text."""
        name = await self._people.name(to)
        is_meant = beside and "," not in name and await self._account(name, known) == to
        return name if is_meant else f"<@{to}>"

    async def _account(self, part: str, known: tuple[Person, ...]) -> UserId | None:
        return account_of(await self._people.owner(part, known))

    async def _speaks_for(self, by: UserId, part: str, known: tuple[Person, ...]) -> bool:
        owner = await self._people.owner(part, known)
        if isinstance(owner, Team):
            return by in await self._people.team_members(owner)
        if not isinstance(owner, Person) or owner.slack is None:
            return False
        return by in {owner.slack, await self._pings.stand_in(owner.slack)}
