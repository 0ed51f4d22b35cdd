"""One direct message for what somebody wants no mention for: batched, out of quiet hours."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, UserId
from bot.domain.messages import Message, Post, PostKind
from bot.domain.nudges import Nudge
from bot.domain.preferences import PingLevel, Preferences, by_day, is_quiet
from bot.ports import (
    NUDGES_QUEUE,
    Clock,
    Due,
    DueQueue,
    InDoubt,
    NudgeStore,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.people import PeopleService
from bot.services.preferences import PreferencesService

log = logging.getLogger(__name__)

BATCH = timedelta(minutes=10)
"""How long the first of a day waits for others, such as the digests of further channels."""
STALE = timedelta(hours=30)
"""What was not told within a day and a night is told by the next digest."""
LEASE = timedelta(minutes=1)
PAUSE = timedelta(seconds=30)


class NudgePainter(Protocol):
    def paint_nudges(
        self, nudges: Sequence[Nudge], names: Mapping[UserId, str], local: datetime
    ) -> Message:
        """``names`` holds who asked; ``local`` is now in the zone of who is told."""
        ...


class Gate(Protocol):
    async def claim(self, user: UserId, occasion: str) -> bool:
        """Whether this is the person's one ping of the day."""
        ...


class NudgeQueue:
    """What is to be told, and when. The time is set first: without a nudge it is harmless."""

    def __init__(self, store: NudgeStore, due: DueQueue) -> None:
        self._store = store
        self._due = due

    async def add(
        self, user: UserId, nudge: Nudge, local: datetime, preferences: Preferences
    ) -> None:
        """``local`` is now in the person's zone. Raises StoreUnavailableError."""
        at = tell_at(local, by_day(preferences))
        await self._due.add(NUDGES_QUEUE, user, at)  # also while others are just being told
        await self._store.save_nudge(user, nudge)


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeSides:
    """What is told is kept in ``store``, timed by ``due``, and goes out through the others."""

    store: NudgeStore
    due: DueQueue
    poster: Poster
    painter: NudgePainter


class NudgeService:
    def __init__(
        self,
        sides: NudgeSides,
        people: PeopleService,
        preferences: PreferencesService,
        gate: Gate,
        clock: Clock,
    ) -> None:
        self._sides = sides
        self._people = people
        self._preferences = preferences
        self._gate = gate
        self._clock = clock

    async def run_due(self) -> None:
        for due in await self._sides.due.claim(NUDGES_QUEUE, self._clock.now(), LEASE, limit=20):
            again = await self._tell(due)
            await self._sides.due.finish(NUDGES_QUEUE, due, again)

    async def _tell(self, due: Due) -> datetime | None:
        """When to try again; None when everything was told, or is stale."""
        user, now = UserId(due.member), self._clock.now()
        nudges = await self._fresh(user, now)
        preferences = by_day(await self._preferences.load(user))
        zone = ZoneInfo(await self._people.timezone(user))
        local = now.astimezone(zone)
        if not nudges or preferences.pings is PingLevel.NONE:
            return None
        if is_quiet(preferences, local):
            return tell_at(local, preferences)
        day = local.date()
        if await self._preferences.is_away(user, day):
            return None
        post_id = f"nudge:{user}:{day}"
        if not await self._gate.claim(user, post_id):
            tomorrow = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
            return tell_at(tomorrow, preferences)
        return await self._post(user, post_id, nudges, zone)

    async def _post(
        self, user: UserId, post_id: str, nudges: Sequence[Nudge], zone: ZoneInfo
    ) -> datetime | None:
        names = await self._people.names(nudge.asker for nudge in nudges if nudge.asker)
        local = self._clock.now().astimezone(zone)
        message = self._sides.painter.paint_nudges(nudges, names, local)
        post = Post(id=post_id, kind=PostKind.NUDGE, channel=ChannelId(user), message=message)
        try:
            outcome = await self._sides.poster.post_message(post)
        except SlackUnavailableError as error:
            log.warning("what %s is to be told waits: %s", user, error)
            return self._clock.now() + PAUSE
        except PostRefusedError as error:
            log.warning("%s cannot be told: %s", user, error)
        else:
            if isinstance(outcome, InDoubt):
                log.warning("whether %s was told is in doubt: %s", user, outcome.reason)
        await self._sides.store.drop_nudges(user, nudges)
        return None

    async def _fresh(self, user: UserId, now: datetime) -> list[Nudge]:
        nudges = await self._sides.store.load_nudges(user)
        stale = [nudge for nudge in nudges if now - nudge.at > STALE]
        await self._sides.store.drop_nudges(user, stale)
        return [nudge for nudge in nudges if nudge not in stale]


def tell_at(local: datetime, preferences: Preferences) -> datetime:
    """After a short wait for more, and not within quiet hours."""
    at = local + BATCH
    if preferences.quiet and preferences.quiet.hold(at.time()):
        return preferences.quiet.end_after(at)
    return at
