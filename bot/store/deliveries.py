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
        life_of = life_ms(life)
        return await self._link.write("SET", _name(key), "1", "NX", "PX", life_of) is not None

    async def was_seen(self, key: DeliveryId) -> bool:
        return await self._link.read("EXISTS", _name(key)) == 1


def _name(key: DeliveryId) -> str:
    return DELIVERY.of(hashlib.sha256(key.encode()).hexdigest()[:32])
