"""Who may be pinged: each person once a day of their own, and as they want it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import DeliveryId, UserId
from bot.domain.nudges import Nudge
from bot.domain.preferences import Preferences, Reach, by_day, judge_reach
from bot.ports import Clock, DeliveryLog
from bot.services.nudges import NudgeQueue
from bot.services.people import PeopleService
from bot.services.preferences import PreferencesService

PINGS_LAST = timedelta(hours=36)
"""A ping is remembered for longer than any local day; its name holds the date."""
KEPT_CLAIMS = 1_000


class Claims:
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
        key = await self._key(user)
        if self._ours.get(key) == occasion:
            return True
        if not await self._deliveries.is_first(key, PINGS_LAST):
            return False
        self._ours[key] = occasion
        while len(self._ours) > KEPT_CLAIMS:
            del self._ours[next(iter(self._ours))]
        return True

    async def is_free(self, user: UserId) -> bool:
        """Whether ``user`` was not pinged today."""
        key = await self._key(user)
        return not await self._deliveries.was_seen(key)

    async def local(self, user: UserId) -> datetime:
        """Now, where the person is."""
        return self._clock.now().astimezone(ZoneInfo(await self._people.timezone(user)))

    async def is_elsewhere(self, user: UserId, zone: str) -> bool:
        """Whether the clock where they are, as far as known, shows another hour than ``zone``'s."""
        own, now = await self._people.known_timezone(user), self._clock.now()
        there = now.astimezone(ZoneInfo(zone)).utcoffset()
        return bool(own) and now.astimezone(ZoneInfo(own)).utcoffset() != there

    async def says_away(self, user: UserId) -> bool:
        """Whether their Slack status says so."""
        return await self._people.says_away(user, self._clock.now())

    async def _key(self, user: UserId) -> DeliveryId:
        return DeliveryId(f"ping:{user}:{(await self.local(user)).date().isoformat()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Why somebody is wanted. ``occasion`` is the id of the post that would mention them.

    ``nudge`` is what they are told later where they want no mention now; None: then not at all.
    ``zone`` is the time zone of where it is called: by day there it may be night where they are.
    """

    occasion: str
    overdue: bool
    zone: str
    nudge: Nudge | None = None


class Pings:
    """The one gate before every live mention and every direct message that calls for somebody."""

    def __init__(self, claims: Claims, preferences: PreferencesService, nudges: NudgeQueue) -> None:
        self._claims = claims
        self._preferences = preferences
        self._nudges = nudges

    async def claim(self, user: UserId, occasion: str) -> bool:
        """Whether this is the person's one ping of the day, whatever they prefer."""
        return await self._claims.claim(user, occasion)

    async def reach(self, user: UserId, call: Call) -> Reach:
        """How to tell ``user`` now; a live mention is claimed, a later message is queued.

        Raises StoreUnavailableError.
        """
        local = await self._claims.local(user)
        preferences = await self._wishes(user, call)
        reach = await self._judge(user, preferences, local, call)
        if reach is Reach.LATER and call.nudge:
            await self._nudges.add(user, call.nudge, local, preferences)
        if reach is Reach.LIVE and not await self._claims.claim(user, call.occasion):
            return Reach.NAMED
        return reach

    async def foresee(self, user: UserId, call: Call) -> Reach:
        """How they would be told now; nothing is claimed or queued. Raises as ``reach``."""
        local = await self._claims.local(user)
        reach = await self._judge(user, await self._wishes(user, call), local, call)
        if reach is Reach.LIVE and not await self._claims.is_free(user):
            return Reach.NAMED
        return reach

    async def _wishes(self, user: UserId, call: Call) -> Preferences:
        """Nobody is called out of their night by those for whom it is day."""
        preferences = await self._preferences.load(user)
        is_elsewhere = await self._claims.is_elsewhere(user, call.zone)
        return by_day(preferences) if is_elsewhere else preferences

    async def _judge(
        self, user: UserId, preferences: Preferences, local: datetime, call: Call
    ) -> Reach:
        if await self.is_away(user, local.date()):
            return Reach.AWAY
        return judge_reach(preferences, local, overdue=call.overdue)

    async def stand_in(self, user: UserId) -> UserId:
        """Who is to be called instead of somebody who is away; else the same."""
        return await self._preferences.stand_in(user, (await self._claims.local(user)).date())

    async def is_covered(self, user: UserId) -> bool:
        """Whether they, or who stands in for them, are there now."""
        local = await self._claims.local(user)
        covers = await self._preferences.stand_in(user, local.date())
        return not await self.is_away(covers, local.date())

    async def is_away(self, user: UserId, day: date) -> bool:
        """By the file, by their own word, or by their Slack status of now."""
        if await self._preferences.is_away(user, day):
            return True
        return await self._claims.says_away(user)
