"""What is kept of channels: whether the bot can post there, since when, and by whom."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChannelId
from bot.domain.membership import ChannelNote


class MembershipStore(Protocol):
    """One note a channel. Every method may raise StoreUnavailableError."""

    async def load_notes(
        self, channels: Collection[ChannelId] | None = None
    ) -> Mapping[ChannelId, ChannelNote]:
        """All of them, or those that there are of ``channels``."""
        ...

    async def load_note(self, channel: ChannelId) -> ChannelNote | None: ...

    async def save_note(self, note: ChannelNote, look: datetime | None) -> bool:
        """The note, and the channel in ``MEMBERSHIP_QUEUE`` by ``look``, in one step or not at all.

        False if the one that is there is not of the version before.
        """
        ...

    async def drop_note(self, note: ChannelNote) -> bool:
        """False if it has changed."""
        ...
