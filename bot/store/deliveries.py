"""What was delivered already, so that a second delivery is noticed."""

import hashlib
from datetime import timedelta

from bot.domain.ids import DeliveryId
from bot.store.connection import Link
from bot.store.keys import DELIVERY
from bot.store.times import life_ms


class RedisDeliveryLog:
    """The DeliveryLog of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def is_first(self, key: DeliveryId, life: timedelta) -> bool:
        name = DELIVERY.of(hashlib.sha256(key.encode()).hexdigest()[:32])
        return await self._link.write("SET", name, "1", "NX", "PX", life_ms(life)) is not None
