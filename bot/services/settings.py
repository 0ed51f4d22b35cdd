"""Change what a channel follows and when its digest comes: rights first, then one atomic step."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.channels import (
    ChannelChange,
    ChannelChoice,
    ChannelEdit,
    FieldChange,
    KeptChannel,
    changes_between,
    choice_of,
    leads_for,
    require_may_change,
    resume,
)
from bot.domain.editing import Author
from bot.domain.ids import ChannelId, MilestoneKey, UserId
from bot.domain.outlook import Outlook
from bot.ports import ChannelStore, Clock, DigestStore
from bot.services.installation import Installation
from bot.services.outlook import build_outlook

LOG_LIMIT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSheet:
    """What is in effect for a channel. ``filed`` is the file's entry, ``kept`` the store's."""

    channel: ChannelId
    choice: ChannelChoice
    filed: ChannelChoice | None
    kept: KeptChannel | None

    @property
    def revision(self) -> int:
        return self.kept.revision if self.kept else 0

    @property
    def is_chosen(self) -> bool:
        """In Slack, rather than by the file."""
        return self.kept is not None and self.kept.choice is not None


@dataclass(frozen=True, slots=True)
class SettingsSaved:
    """Stored, or the same already (no ``changes``)."""

    sheet: ChannelSheet
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class SettingsOvertaken:
    """Nothing was stored: others changed the channel since. ``log`` is theirs, newest first."""

    sheet: ChannelSheet
    log: tuple[ChannelChange, ...]


@dataclass(frozen=True, slots=True)
class SettingsStores:
    channels: ChannelStore
    digests: DigestStore


class SettingsService:
    def __init__(self, installation: Installation, stores: SettingsStores, clock: Clock) -> None:
        self._installation = installation
        self._stores = stores
        self._clock = clock

    async def sheet(self, channel: ChannelId) -> ChannelSheet:
        """As it stands in the store now, whichever replica changed it."""
        kept = await self._stores.channels.load_channel(channel)
        filed = self._installation.configured.channel(channel)
        choice = kept.choice if kept else None
        if choice is None:
            # Never touched in Slack under this id: perhaps under one that the channel had before.
            choice = choice_of(filed if kept else self._installation.roster.channel(channel))
        return ChannelSheet(
            channel=channel,
            choice=choice,
            filed=choice_of(filed) if filed else None,
            kept=kept,
        )

    def leads(self, sheet: ChannelSheet, wished: MilestoneKey | None = None) -> tuple[UserId, ...]:
        """Who may change it; empty: anybody."""
        return leads_for(self._installation.configured, sheet.choice.milestone, wished)

    def require_may_change(
        self, user: UserId, sheet: ChannelSheet, wished: MilestoneKey | None = None
    ) -> None:
        """Raises NotALeadError."""
        require_may_change(user, self.leads(sheet, wished))

    async def following(self, sheet: ChannelSheet, milestone: MilestoneKey | None) -> ChannelChoice:
        """What the channel comes to that is told to follow that one; None: nothing any more."""
        stands = sheet.choice
        if milestone is None:
            return replace(stands, milestone=None, posts=False)
        log = () if stands.milestone else await self.history(sheet.channel, LOG_LIMIT)
        return resume(stands, milestone, sheet.filed, log)

    async def save(
        self, channel: ChannelId, seen: int, choice: ChannelChoice, author: Author
    ) -> SettingsSaved | SettingsOvertaken:
        """Stored when this returns, if the channel is still at revision ``seen``.

        Raises NotALeadError, StoreUnavailableError.
        """
        return await self._store(channel, seen, choice, author)

    async def reset(
        self, channel: ChannelId, seen: int, author: Author
    ) -> SettingsSaved | SettingsOvertaken:
        """Back to the file's entry. Raises NotALeadError, StoreUnavailableError."""
        return await self._store(channel, seen, None, author)

    async def _store(
        self, channel: ChannelId, seen: int, choice: ChannelChoice | None, author: Author
    ) -> SettingsSaved | SettingsOvertaken:
        before = await self.sheet(channel)
        self.require_may_change(author.by, before, choice.milestone if choice else None)
        if seen == before.revision and choice == before.choice:
            return SettingsSaved(before, ())
        stored = await self._stores.channels.save_channel(
            ChannelEdit(
                channel=channel,
                seen=seen,
                before=before.choice,
                after=choice,
                by=author.by,
                at=author.at,
                delivery=author.delivery,
                where=author.where,
            )
        )
        after = await self.sheet(channel)
        if stored:
            return SettingsSaved(after, changes_between(before.choice, after.choice))
        newer = max(after.revision - seen, 1)
        return SettingsOvertaken(after, await self.history(channel, min(newer, LOG_LIMIT)))

    async def history(self, channel: ChannelId, limit: int) -> tuple[ChannelChange, ...]:
        """Newest first."""
        return await self._stores.channels.load_changes(channel, limit)

    async def outlook(self, channel: ChannelId, choice: ChannelChoice) -> Outlook | None:
        """The posts that a choice leads to; None where it leads to none."""
        if choice.schedule is None or not choice.posts or choice.milestone is None:
            return None
        now = self._clock.now()
        return build_outlook(choice.schedule, now, await self._last_day(channel))

    async def _last_day(self, channel: ChannelId) -> date | None:
        record = await self._stores.digests.load_record(channel)
        return record.day if record else None
