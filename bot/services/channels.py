"""Hear of what people choose for channels on any replica, within the second."""

from bot.ports import ChannelStore
from bot.services.installation import Installation


class ChannelsService:
    """``revision`` is how many changes the installation in this process reflects."""

    def __init__(self, installation: Installation, store: ChannelStore) -> None:
        self._installation = installation
        self._store = store
        self.revision = 0

    async def refresh(self) -> None:
        """One small read where nothing has changed. Raises StoreUnavailableError."""
        if await self._store.revision() == self.revision:
            return
        kept = await self._store.load_kept()
        self._installation.choose(kept.channels)
        self.revision = kept.revision
