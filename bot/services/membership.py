"""Where the bot can post: notes what becomes of channels, and says which of them are paused."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import ChannelId, is_channel
from bot.domain.membership import (
    REFUSALS,
    WORKSPACE,
    ChannelNote,
    Sighting,
    Standing,
    build_note,
    judge_standing,
    judge_unseen,
)
from bot.ports import Clock, Conversation, Directory, MembershipStore, StoreUnavailableError
from bot.services.installation import Installation

GATHER = timedelta(seconds=2)
"""What happens to several channels at once is looked at, and told, together."""
TRIES = 5


class MembershipService:
    """Every method may raise StoreUnavailableError."""

    def __init__(
        self,
        installation: Installation,
        store: MembershipStore,
        directory: Directory,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._store = store
        self._directory = directory
        self._clock = clock
        self._seen: dict[ChannelId, int] = {}

    async def note(self, channel: ChannelId, sighting: Sighting) -> ChannelNote | None:
        """Stored when this returns, with a look at the channel to follow.

        The same or an older news again changes nothing. Of a channel that nobody follows only its
        end is noted.
        """
        self._directory.forget_channel(channel)
        if sighting.standing is None and not sighting.opens and not sighting.name:
            return None
        closes = sighting.standing is not None and not sighting.standing.is_open
        followed = self._installation.roster.channel(channel) is not None
        return await self._save(channel, sighting, anew=closes or followed)

    async def note_refusal(self, channel: ChannelId, code: str) -> bool:
        """Whether Slack's refusal of a post or an edit means that the channel takes none."""
        standing = REFUSALS.get(code)
        if standing is None or not is_channel(channel):
            return False
        before = await self._store.load_note(channel)
        if standing is Standing.UNSEEN:
            standing = judge_unseen(before)
        await self._save(channel, self._now(before, standing), anew=True)
        return True

    async def note_look(self, channel: ChannelId, seen: Conversation | None) -> ChannelNote | None:
        """What Slack says of it at this moment."""
        before = await self._store.load_note(channel)
        if seen is None:
            sighting = self._now(before, judge_unseen(before))
        else:
            standing = judge_standing(
                before,
                is_archived=seen.is_archived,
                is_member=seen.is_member,
                is_private=seen.is_private,
            )
            sighting = replace(
                self._now(before, standing), name=seen.name, is_private=seen.is_private
            )
        return await self._save(channel, sighting, anew=True, look=False)

    async def note_uninstalled(self, at: datetime) -> None:
        """Nothing can be posted anywhere until the app is installed again."""
        await self._save(WORKSPACE, Sighting(at=at, standing=Standing.UNINSTALLED), anew=True)

    async def note_works(self) -> bool:
        """The token is good; whether it was thought not to be."""
        note = await self._store.load_note(WORKSPACE)
        return note is not None and await self._store.drop_note(note)

    async def notes(self) -> Mapping[ChannelId, ChannelNote]:
        """All of them; what another replica noted makes this one ask Slack again."""
        notes = await self._store.load_notes()
        for channel, note in notes.items():
            if self._seen.get(channel, note.version) != note.version:
                self._directory.forget_channel(channel)
        self._seen = {channel: note.version for channel, note in notes.items()}
        moves = {note.channel: note.moved_to for note in notes.values() if note.moved_to}
        self._installation.move(moves)
        return notes

    async def pause_of(self, channel: ChannelId) -> ChannelNote | None:
        """The note that keeps posts from the channel, None where they may go out."""
        return next(iter((await self.pauses((channel,))).values()), None)

    async def pauses(self, channels: Collection[ChannelId]) -> dict[ChannelId, ChannelNote]:
        """Those of ``channels`` that take no posts, and why."""
        notes = await self._store.load_notes((*channels, WORKSPACE))
        everywhere = notes.get(WORKSPACE)
        found = ((channel, everywhere or notes.get(channel)) for channel in channels)
        return {channel: note for channel, note in found if note and note.is_paused}

    def _now(self, before: ChannelNote | None, standing: Standing) -> Sighting:
        """Never older than what is known: Slack's clock may be ahead of ours."""
        now = self._clock.now()
        return Sighting(at=max(now, before.at) if before else now, standing=standing)

    async def _save(
        self, channel: ChannelId, sighting: Sighting, *, anew: bool, look: bool = True
    ) -> ChannelNote | None:
        """The note as it stands afterwards; None where there is none and none is to be begun."""
        for _ in range(TRIES):
            before = await self._store.load_note(channel)
            if before is None and not anew:
                return None
            after = build_note(channel, before, sighting)
            if after is None:
                return before
            due = self._clock.now() + GATHER if look else None
            if await self._store.save_note(after, due):
                self._seen[channel] = after.version
                self._directory.forget_channel(channel)
                return after
        raise StoreUnavailableError("The store", f"the note of {channel} changes all the time")


def time_of(seconds: float | None, clock: Clock) -> datetime:
    """When an event happened; now where it does not say."""
    return clock.now() if seconds is None else datetime.fromtimestamp(seconds, UTC)
