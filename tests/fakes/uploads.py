"""Documents between preview and *Apply*, in memory."""

import time
from datetime import timedelta

from bot.domain.ids import DeliveryId
from bot.ports import Upload
from tests.fakes.checklists import Switch


class FakeUploads:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._kept: dict[DeliveryId, tuple[Upload, float]] = {}

    async def save_upload(self, key: DeliveryId, upload: Upload, life: timedelta) -> None:
        self._switch.check()
        self._kept[key] = (upload, time.monotonic() + life.total_seconds())

    async def load_upload(self, key: DeliveryId) -> Upload | None:
        self._switch.check()
        found = self._kept.get(key)
        return found[0] if found and found[1] > time.monotonic() else None
