"""What the doctor says of digests: the last that came out, what did not, who does not answer."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.domain.digest import DigestRecord
from bot.domain.findings import Finding
from bot.domain.ids import ChannelId, UserId
from bot.domain.milestone import DigestSchedule, FollowedChannel
from bot.domain.unanswered import ASKED_OFTEN
from bot.ports import Clock, DigestStore, Directory, SlackUnavailableError
from bot.services.calendar import deliveries
from bot.services.installation import Installation
from bot.services.membership_notices import ChannelNotices
from bot.services.people import PeopleService

LOOKED_BACK = timedelta(days=8)
SETTLED = timedelta(minutes=5)
"""A delivery that begins at the end of its grace takes a moment."""
_BY_HAND = "/blockers digest post there posts it by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSides:
    digests: DigestStore
    directory: Directory
    notices: ChannelNotices
    people: PeopleService


class DigestCheck:
    def __init__(self, installation: Installation, sides: DigestSides, clock: Clock) -> None:
        self._installation = installation
        self._sides = sides
        self._clock = clock

    async def findings(self) -> AsyncIterator[Finding]:
        """Of a channel that is paused nothing: that is said for itself.

        Raises StoreUnavailableError.
        """
        for followed in self._installation.roster.channels:
            if followed.digest and not await self._sides.notices.notice_of(followed.id):
                async for finding in self._channel(followed, followed.digest):
                    yield finding

    async def _channel(
        self, followed: FollowedChannel, schedule: DigestSchedule
    ) -> AsyncIterator[Finding]:
        record = await self._sides.digests.load_record(followed.id)
        failure = await self._sides.digests.load_failure(followed.id)
        name = await self._name(followed.id)
        zone = ZoneInfo(schedule.timezone)
        last = f"the last one came {_moment(record.at, zone)}" if record else "none came before"
        owed = _owed(schedule, self._clock.now())
        if failure and (record is None or failure.day > record.day):
            said = f"did not come out for certain: {failure.reason}; {last}"
            yield Finding(f"the digest of {name} for {_day(failure.day)} {said}", _BY_HAND)
        elif record and owed and record.day < owed:
            yield Finding(f"no digest came out in {name} for {_day(owed)}; {last}", _BY_HAND)
        elif record:
            yield Finding(f"{name}: its last digest came {_moment(record.at, zone)}")
        for finding in [one async for one in self._unanswered(record)]:
            yield finding

    async def _unanswered(self, record: DigestRecord | None) -> AsyncIterator[Finding]:
        keys = {str(one.id): one.key for one in record.facts.blockers} if record else {}
        for about, times in record.asked if record else ():
            blocker, _, user = about.rpartition(":")
            if times >= ASKED_OFTEN and blocker in keys:
                who = await self._sides.people.name(UserId(user))
                yield Finding(
                    f"{who} was asked {times} times about {keys[blocker]} without an answer",
                    "talk to them, or hand it on",
                )

    async def _name(self, channel: ChannelId) -> str:
        try:
            seen = await self._sides.directory.conversation(channel)
        except SlackUnavailableError:
            seen = None
        return f"#{seen.name}" if seen else channel


def _owed(schedule: DigestSchedule, now: datetime) -> date | None:
    """The last date whose delivery is certainly over."""
    until = now - schedule.grace - SETTLED
    past: Iterator[tuple[date, datetime]] = takewhile(
        lambda each: each[1] <= until, deliveries(schedule, now - LOOKED_BACK)
    )
    return max((day for day, _ in past), default=None)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %H:%M %Z}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
