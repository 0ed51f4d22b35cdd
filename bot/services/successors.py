"""*Not mine* by one of several who own something together: the others stay."""

from collections.abc import Iterable

from bot.domain.ids import UserId
from bot.domain.people import Person, Team
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
        return ", ".join([*others, *([f"<@{to}>"] if to else [])])

    async def _speaks_for(self, by: UserId, part: str, known: tuple[Person, ...]) -> bool:
        owner = await self._people.owner(part, known)
        if isinstance(owner, Team):
            return by in await self._people.team_members(owner)
        if not isinstance(owner, Person) or owner.slack is None:
            return False
        return by in {owner.slack, await self._pings.stand_in(owner.slack)}
