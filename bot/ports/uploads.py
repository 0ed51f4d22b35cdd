"""Documents that somebody is shown before they are applied."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.domain.ids import DeliveryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A document as it came, with the name of its file ("" where it was pasted)."""

    name: str
    content: bytes


class UploadStore(Protocol):
    """Raises StoreUnavailableError."""

    async def save_upload(self, key: DeliveryId, upload: Upload, life: timedelta) -> None: ...

    async def load_upload(self, key: DeliveryId) -> Upload | None:
        """None once its life is over."""
        ...
