"""Who may be pinged: each person once a day of their own, whatever the channel (SPEC §5)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import DeliveryId, UserId
from bot.ports import Clock, DeliveryLog
from bot.services.people import PeopleService

PINGS_LAST = timedelta(hours=36)
"""A ping is remembered for longer than any local day; its name holds the date."""
KEPT_CLAIMS = 1_000


class Pings:
    """Claims are kept in the store, so that replicas share them."""

    def __init__(self, deliveries: DeliveryLog, people: PeopleService, clock: Clock) -> None:
        self._deliveries = deliveries
        self._people = people
        self._clock = clock
        self._ours: dict[str, str] = {}

    async def claim(self, user: UserId, occasion: str) -> bool:
        """Whether ``user`` may be pinged now; the same ``occasion`` (a post's id) may try again.

        What is claimed by a post that could not be sent is so kept for its next attempt.
        """
        zone = ZoneInfo(await self._people.timezone(user))
        key = f"ping:{user}:{self._clock.now().astimezone(zone).date().isoformat()}"
        if self._ours.get(key) == occasion:
            return True
        if not await self._deliveries.is_first(DeliveryId(key), PINGS_LAST):
            return False
        self._ours[key] = occasion
        while len(self._ours) > KEPT_CLAIMS:
            del self._ours[next(iter(self._ours))]
        return True
