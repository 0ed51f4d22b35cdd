"""What somebody wants of pings, and who is away: their own word beside the file's absences."""

from datetime import date

from bot.domain.ids import DeliveryId, UserId
from bot.domain.preferences import Preferences
from bot.ports import PreferenceStore
from bot.services.installation import Installation

MOST_HOPS = 3
"""A stand-in may be away too, and name another one."""


class PreferencesService:
    """Every method may raise StoreUnavailableError."""

    def __init__(self, installation: Installation, store: PreferenceStore) -> None:
        self._installation = installation
        self._store = store

    async def load(self, user: UserId) -> Preferences:
        return await self._store.load_preferences(user)

    async def save(self, user: UserId, preferences: Preferences, delivery: DeliveryId) -> bool:
        """False if they were saved meanwhile from somewhere else."""
        return await self._store.save_preferences(user, preferences, delivery)

    async def is_away(self, user: UserId, day: date) -> bool:
        ranges = self._installation.roster.absences.get(user, ())
        if any(first <= day <= last for first, last in ranges):
            return True
        absence = (await self.load(user)).absence
        return absence is not None and absence.covers(day)

    async def stand_in(self, user: UserId, day: date) -> UserId:
        """Who is to be pinged instead: the user, where nobody stands in for them that day."""
        seen = [user]
        for _ in range(MOST_HOPS):
            absence = (await self.load(seen[-1])).absence
            if absence is None or not absence.covers(day) or absence.stand_in is None:
                break
            if absence.stand_in in seen:
                return user
            seen.append(absence.stand_in)
        return user if await self.is_away(seen[-1], day) else seen[-1]
