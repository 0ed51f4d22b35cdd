"""*Remind me tomorrow*: a direct message on the next working morning of who asked.

Told once across replicas and restarts: the outbox knows the post by the reminder and its time, so
that what is cut off between posting and dropping it is not posted again.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.board import Board
from bot.domain.digest import Need
from bot.domain.ids import ChannelId, UserId
from bot.domain.messages import Message, Post, PostKind
from bot.domain.needs import build_needs, matters_of
from bot.domain.reminders import LOOK_AHEAD, Reminder, is_weekend, next_working_morning
from bot.ports import (
    REMINDERS_QUEUE,
    Clock,
    Due,
    DueQueue,
    InDoubt,
    Poster,
    PostRefusedError,
    ReminderStore,
    SlackUnavailableError,
)
from bot.services.blockers import BlockersService
from bot.services.calendar import is_working_day
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.preferences import PreferencesService
from bot.services.replying import Row

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
PAUSE = timedelta(seconds=30)


class ReminderPainter(Protocol):
    def paint_reminder(
        self, reminder: Reminder, board: Board, now: Sequence[Need], local: datetime
    ) -> Message:
        """``now`` is what the blocker needs by now; ``local`` is now where the person is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSides:
    store: ReminderStore
    due: DueQueue
    poster: Poster
    painter: ReminderPainter
    clock: Clock


class RemindersService:
    def __init__(
        self,
        installation: Installation,
        blockers: BlockersService,
        people: PeopleService,
        preferences: PreferencesService,
        sides: ReminderSides,
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._people = people
        self._preferences = preferences
        self._sides = sides

    async def remind(self, row: Row, user: UserId, channel: ChannelId | None) -> Reminder:
        """Stored when this returns: the one that stands. Anybody may be reminded.

        Raises StoreUnavailableError.
        """
        now = self._sides.clock.now()
        zone = ZoneInfo(await self._people.timezone(user))
        off = await self._days_off(user, channel, now.astimezone(zone).date())
        return await self._sides.store.save_reminder(
            Reminder(
                user=user,
                milestone=row.milestone.key,
                blocker=row.view.blocker.id,
                key=row.view.blocker.key,
                title=row.view.blocker.title,
                matters=matters_of(row.need),
                sentence=row.need.sentence,
                asked=now,
                at=next_working_morning(now, zone, off.__contains__),
            )
        )

    async def run_due(self) -> None:
        now, due = self._sides.clock.now(), self._sides.due
        for one in await due.claim(REMINDERS_QUEUE, now, LEASE, limit=20):
            again = await self._tell(one)
            await due.finish(REMINDERS_QUEUE, one, again)

    async def _days_off(
        self, user: UserId, channel: ChannelId | None, today: date
    ) -> frozenset[date]:
        """Days without work by the channel's digest, else weekends, and when the person is away."""
        followed = self._installation.roster.channel(channel) if channel else None
        schedule = followed.digest if followed else None
        days = [today + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD)]
        off = {
            day
            for day in days
            if (not is_working_day(schedule, day) if schedule else is_weekend(day))
        }
        off |= {day for day in days if await self._preferences.is_away(user, day)}
        return frozenset(off)

    async def _tell(self, due: Due) -> datetime | None:
        """When to try again; None where it was told, or is settled: of that nothing is said."""
        reminder = await self._sides.store.load_reminder(due.member)
        if reminder is None:
            return None
        if reminder.at > due.due:  # asked for anew: its own time comes
            return reminder.at
        message = await self._message(reminder)
        if message and not await self._post(reminder, message):
            return self._sides.clock.now() + PAUSE
        await self._sides.store.drop_reminder(reminder)
        return None

    async def _post(self, reminder: Reminder, message: Message) -> bool:
        """False where it is to be tried again."""
        post = Post(
            id=f"reminder:{reminder.id}:{reminder.at.isoformat()}",
            kind=PostKind.REMINDER,
            channel=ChannelId(reminder.user),
            message=message,
        )
        try:
            outcome = await self._sides.poster.post_message(post)
        except SlackUnavailableError as error:
            log.warning("the reminder of %s waits: %s", reminder.user, error)
            return False
        except PostRefusedError as error:
            log.warning("%s cannot be reminded: %s", reminder.user, error)
        else:
            if isinstance(outcome, InDoubt):
                log.warning("whether %s was reminded is in doubt: %s", post.id, outcome.reason)
        return True

    async def _message(self, reminder: Reminder) -> Message | None:
        """None where nobody is needed for that blocker any more."""
        milestone = self._installation.roster.milestone(reminder.milestone)
        if milestone is None:
            return None
        board = await self._blockers.board(milestone)
        needs = [need for need in build_needs(board, ()) if need.blocker == reminder.key]
        if not needs:
            return None
        zone = ZoneInfo(await self._people.timezone(reminder.user))
        local = self._sides.clock.now().astimezone(zone)
        same = [need for need in needs if set(matters_of(need)) & set(reminder.matters)]
        return self._sides.painter.paint_reminder(reminder, board, same or needs, local)
