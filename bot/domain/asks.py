"""What was asked of an owner, by whom and when, and how it stands now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.blocker import Blocker
from bot.domain.checklist import Item, ItemState
from bot.domain.ids import (
    BlockerId,
    BlockerKey,
    ChannelId,
    DeliveryId,
    ItemId,
    MessageTs,
    MilestoneKey,
    UserId,
)

ASKS_LAST = timedelta(days=30)
SENDING = timedelta(minutes=2)
"""An ask that names no post after so long was cut off: it may be sent again on the same day."""
WHOLE = ItemId("*")
"""Stands for a blocker itself where its owner is asked about it; nothing of that id is ticked."""


class Wanted(StrEnum):
    """What the asker may not do, and would have done."""

    TICK = "tick"
    UNDO = "undo"
    EDIT = "edit"
    ADD = "add"
    """An item, to the blocker as a whole."""
    NOTE = "note"
    """On the blocker as a whole, for the next digest."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Who is asked: mentioned where it is ``live``, else only named."""

    user: UserId
    name: str
    live: bool = True


@dataclass(frozen=True, slots=True)
class AlsoAsked:
    """Another one who owns it too, and where the line to them stands, as in ``AskRecord``."""

    owner: UserId
    channel: ChannelId | None = None
    ts: MessageTs | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecord:
    """One question, the same however often it is repeated. ``text`` is the item's, as asked.

    ``channel`` and ``ts`` are where it stands in Slack, empty where it was not posted. One that
    was ``withdrawn`` is shown nowhere, and counts for *once a day*. ``others`` are asked with
    ``owner`` where several own it.
    """

    asker: UserId
    owner: UserId
    milestone: MilestoneKey
    blocker: BlockerId
    item: ItemId
    key: BlockerKey
    text: str
    at: datetime
    delivery: DeliveryId
    wanted: Wanted = Wanted.TICK
    times: int = 1
    sent: bool = False
    channel: ChannelId | None = None
    ts: MessageTs | None = None
    link: str = ""
    withdrawn: bool = False
    version: int = 0
    others: tuple[AlsoAsked, ...] = ()

    @property
    def owners(self) -> tuple[UserId, ...]:
        """All who were asked."""
        return (self.owner, *(one.owner for one in self.others))

    @property
    def places(self) -> tuple[tuple[ChannelId, MessageTs], ...]:
        """Where it stands in Slack, each once: several may be asked in one line."""
        first = (self.channel, self.ts)
        found = (first, *((one.channel, one.ts) for one in self.others))
        return tuple(dict.fromkeys((channel, ts) for channel, ts in found if channel and ts))

    @property
    def id(self) -> str:
        """Names it among those of one asker."""
        return f"{self.milestone}/{self.blocker}/{self.item}"


class AskState(StrEnum):
    OPEN = "open"
    DOING = "doing"
    ANSWERED = "answered"
    GONE = "gone"
    """The item is on no board any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """``others`` are the names of who was asked, or that of who asks.

    ``ticked_by`` is who closed the item; ``on_it`` who said so on the digest, since when.
    """

    record: AskRecord
    state: AskState
    others: tuple[str, ...]
    item: Item | None = None
    ticked_by: str = ""
    on_it: str = ""
    on_it_at: datetime | None = None


def whole_item(blocker: Blocker) -> Item:
    """For asking about a blocker itself: what is left of it is its being open."""
    state = ItemState.TODO if blocker.is_open else ItemState.DONE
    return Item(id=WHOLE, text=blocker.title, state=state)


def state_of(item: Item | None, wanted: Wanted = Wanted.TICK) -> AskState:
    if item is None or item.archived:
        return AskState.GONE
    if wanted is Wanted.UNDO:
        return AskState.ANSWERED if item.state.is_open else AskState.OPEN
    if not item.state.is_open:
        return AskState.ANSWERED
    return AskState.DOING if item.state is ItemState.DOING else AskState.OPEN


def may_ask_again(record: AskRecord, now: datetime, zone: ZoneInfo) -> bool:
    """Once on each of the asker's days."""
    if not record.sent and now - record.at > SENDING:
        return True
    return _day(record.at, zone) < _day(now, zone)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
