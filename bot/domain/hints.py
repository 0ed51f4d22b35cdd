"""What a tracker's webhook says: that something may have changed, never what it is now."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import BlockerId, DeliveryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One genuine delivery.

    ``delivery`` is the same however often the same message comes. ``matters`` is False where it is
    about something that is never read. ``places`` are the names of the team or repository it
    happened in, empty where it says none. ``marks`` are the changes in it, in words that a change
    of our own leaves too (``label+ID``); empty where they are of a kind that we never make.
    """

    tracker: str
    delivery: DeliveryId
    at: datetime
    kind: str
    matters: bool = True
    issue: BlockerId | None = None
    places: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookLog:
    """When a tracker's webhooks last came: any genuine one, and one that was turned away.

    ``since``: when they were first listened for.
    """

    since: datetime | None = None
    came: datetime | None = None
    refused: datetime | None = None
