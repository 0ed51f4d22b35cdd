"""Somebody saves what they want of pings."""

from dataclasses import replace

from bot.domain.ids import DeliveryId, UserId
from bot.domain.preferences import Preferences
from tests.stages.office import Replica


async def prefer(replica: Replica, user: UserId, wanted: Preferences) -> None:
    """In place of what they wanted before."""
    kept = replica.known_people.preferences
    stands = await kept.load(user)
    again = replace(wanted, revision=stands.revision)
    assert await kept.save(user, again, DeliveryId(f"wish-{stands.revision}"))
