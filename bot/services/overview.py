"""The installation as its leads see it in their Home: what is wrong, channels, who is who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.findings import Finding
from bot.domain.home import ChannelRow, Overview, PersonRow, UnmatchedRow
from bot.domain.ids import ChannelId, UserId
from bot.domain.milestone import FollowedChannel
from bot.domain.overrides import Override
from bot.domain.roster import Roster
from bot.ports import Clock, DigestStore, Directory, SlackUnavailableError
from bot.services.calendar import next_delivery
from bot.services.doctor import DoctorService
from bot.services.installation import Installation
from bot.services.membership_notices import ChannelNotices
from bot.services.overrides import Overrides
from bot.services.people import PeopleService

KEPT = timedelta(seconds=60)
"""The doctor asks Slack about several things, which is not done for each drawing of a Home."""
SILENT = 60.0
"""Seconds without a frame after which Socket Mode is not called well: Slack pings more often."""


class Connection(Protocol):
    """The way to Slack of the process that draws."""

    async def trouble(self) -> str | None: ...

    def silence(self) -> float:
        """Seconds since anything was heard."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewSides:
    doctor: DoctorService
    directory: Directory
    digests: DigestStore
    overrides: Overrides
    notices: ChannelNotices


class OverviewService:
    def __init__(
        self, installation: Installation, sides: OverviewSides, people: PeopleService, clock: Clock
    ) -> None:
        self._installation = installation
        self._sides = sides
        self._people = people
        self._clock = clock
        self._connection: Connection | None = None
        self._kept: tuple[Roster, Mapping[str, Override], Overview] | None = None

    def watch(self, connection: Connection) -> None:
        """In Socket Mode, from its start on."""
        self._connection = connection

    def is_lead(self, user: UserId) -> bool:
        """Of the workspace or of any milestone."""
        roster = self._installation.roster
        return user in roster.leads or any(user in each.leads for each in roster.milestones)

    async def load(self) -> Overview:
        """Raises StoreUnavailableError."""
        roster, now = self._installation.roster, self._clock.now()
        picked = await self._sides.overrides.load()
        if self._kept is not None:
            of_roster, of_picked, overview = self._kept
            if of_roster is roster and of_picked is picked and now - overview.at < KEPT:
                return overview
        findings = await self._sides.doctor.examine()
        faults = await self._sides.doctor.unmatched()
        overview = Overview(
            at=now,
            findings=(*await self._way_to_slack(), *findings),
            channels=tuple([await self._channel(each, now) for each in roster.channels]),
            unmatched=tuple(
                UnmatchedRow(handle=handle, keys=keys) for handle, keys in faults.items()
            ),
            people=await self._known_people(roster, picked),
        )
        self._kept = (roster, picked, overview)
        return overview

    async def _way_to_slack(self) -> list[Finding]:
        if self._connection is None:
            return []
        trouble = await self._connection.trouble()
        if trouble:
            return [Finding(f"Socket Mode: {trouble}", "it connects again by itself; see the log")]
        silence = self._connection.silence()
        said = f"Socket Mode is connected, last frame {silence:.0f} s ago"
        return [Finding(said, "" if silence < SILENT else "see the log of this process")]

    async def _channel(self, followed: FollowedChannel, now: datetime) -> ChannelRow:
        milestone = self._installation.roster.milestone(followed.milestone)
        record = await self._sides.digests.load_record(followed.id)
        pause = await self._sides.notices.notice_of(followed.id)
        return ChannelRow(
            id=followed.id,
            name=await self._name(followed.id),
            milestone=milestone.name if milestone else followed.milestone,
            schedule=followed.digest,
            next_at=next_delivery(followed.digest, now) if followed.digest else None,
            last_at=record.at if record else None,
            paused=pause.sentence if pause else "",
        )

    async def _name(self, channel: ChannelId) -> str:
        try:
            seen = await self._sides.directory.conversation(channel)
        except SlackUnavailableError:
            return ""
        return seen.name if seen else ""

    async def _known_people(
        self, roster: Roster, picked: Mapping[str, Override]
    ) -> tuple[PersonRow, ...]:
        """Those picked in Slack, the newest first, then the file's that nothing stands over."""
        newest = sorted(picked.values(), key=lambda override: override.at, reverse=True)
        rows = [
            PersonRow(
                handle=each.handle,
                user=each.user,
                name=await self._people.name(each.user),
                by=await self._people.name(each.by),
                at=each.at,
                instead_of=await self._of_the_file(roster, each),
            )
            for each in newest
        ]
        rows += [
            PersonRow(handle=handle, user=user, name=await self._people.name(user))
            for handle, user in roster.accounts.items()
            if handle not in picked
        ]
        return tuple(rows)

    async def _of_the_file(self, roster: Roster, override: Override) -> str:
        user = roster.accounts.get(override.handle)
        return await self._people.name(user) if user and user != override.user else ""
