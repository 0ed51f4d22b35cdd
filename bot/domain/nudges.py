"""What somebody is told of in one direct message, instead of a mention where it was said."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.asks import Wanted
from bot.domain.ids import BlockerId, BlockerKey, ChannelId, MilestoneKey, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """``id`` is the same for the same reason on the same day, so that it is told once.

    ``sentence`` is what is the matter, without the person. ``asker`` is set for a question.
    """

    id: str
    at: datetime
    milestone: MilestoneKey
    blocker: BlockerId
    key: BlockerKey
    title: str
    sentence: str
    channel: ChannelId | None = None
    asker: UserId | None = None
    wanted: Wanted = Wanted.TICK
