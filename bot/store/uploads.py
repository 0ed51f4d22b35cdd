"""Documents between their preview and *Apply*, each for a while."""

import base64
import hashlib
import json
from datetime import timedelta

from bot.domain.ids import DeliveryId
from bot.ports import Upload
from bot.store.connection import Link
from bot.store.keys import UPLOAD
from bot.store.replies import text
from bot.store.times import life_ms


class RedisUploads:
    """The UploadStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_upload(self, key: DeliveryId, upload: Upload, life: timedelta) -> None:
        content = base64.b64encode(upload.content).decode()
        document = json.dumps([upload.name, content])
        await self._link.write("SET", _name(key), document, "PX", life_ms(life))

    async def load_upload(self, key: DeliveryId) -> Upload | None:
        found = text(await self._link.read("GET", _name(key)))
        if found is None:
            return None
        name, content = json.loads(found)
        return Upload(name=name, content=base64.b64decode(content))


def _name(key: DeliveryId) -> str:
    return UPLOAD.of(hashlib.sha256(key.encode()).hexdigest()[:32])
