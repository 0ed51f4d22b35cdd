"""The time as it is said in a channel."""

from bot.domain.ids import ChannelId
from bot.render.words import LocalTime
from handlers.services import Services


def local_time(services: Services, channel: str | None) -> LocalTime:
    zone = services.blockers.timezone_of(ChannelId(channel) if channel else None)
    return LocalTime(services.clock.now(), zone)
