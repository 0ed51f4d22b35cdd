"""What was chosen for channels in Slack, and the log of it."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.channels import ChannelChange, ChannelEdit, KeptChannel
from bot.domain.ids import ChannelId


@dataclass(frozen=True, slots=True)
class KeptChannels:
    """Every channel changed in Slack. ``revision`` grows with each change of any of them."""

    revision: int
    channels: tuple[KeptChannel, ...]


class ChannelStore(Protocol):
    """What was chosen for channels in Slack. Every method may raise StoreUnavailableError."""

    async def revision(self) -> int:
        """Cheap: asked each second, to see whether anything changed."""
        ...

    async def load_kept(self) -> KeptChannels:
        """What cannot be read is left out, so that one channel does not keep the others back."""
        ...

    async def load_channel(self, channel: ChannelId) -> KeptChannel | None: ...

    async def save_channel(self, edit: ChannelEdit) -> bool:
        """Document, revisions and log entry, in one step or not at all.

        False if the channel is no longer at ``edit.seen``. The same ``delivery`` again is True and
        changes nothing.
        """
        ...

    async def load_changes(self, channel: ChannelId, limit: int) -> tuple[ChannelChange, ...]:
        """Newest first."""
        ...
