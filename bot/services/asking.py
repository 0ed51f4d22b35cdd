"""*Ask the owner*: one line in the thread of the day's digest, else a direct message."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.asks import AskRecord, Wanted, may_ask_again
from bot.domain.ids import ChannelId, DeliveryId, MessageTs, MilestoneKey, UserId
from bot.domain.messages import Copy, CopyKind, Message, Post, PostKind
from bot.domain.nudges import Nudge
from bot.domain.preferences import Reach
from bot.domain.rights import who_to_ask
from bot.ports import (
    AskStore,
    Clock,
    CopyStore,
    InDoubt,
    MessageGoneError,
    Posted,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.checklists import Subject
from bot.services.people import PeopleService
from bot.services.pings import Call, Pings
from bot.services.standup import framed_day

log = logging.getLogger(__name__)

DAY = timedelta(hours=24)
TEXT = 300
"""Characters of an item's text that are kept beside a question."""

Draw = Callable[[UserId, str], Message]
"""Draws the line to somebody. Given a name it says the name, given none it mentions them live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``owner`` is who would be asked were they not away."""

    subject: Subject
    asker: UserId
    owner: UserId
    draw: Draw
    delivery: DeliveryId
    wanted: Wanted = Wanted.TICK


@dataclass(frozen=True, slots=True)
class Asked:
    """The owner was asked, by ``name``, in a thread (``channel`` set) or in a direct message.

    ``reach`` says how they hear of it; where it is *off* or *away* without a thread, nothing was
    posted: it waits on their Home.
    """

    name: str
    channel: ChannelId | None
    reach: Reach = Reach.LIVE

    @property
    def posted(self) -> bool:
        return self.channel is not None or self.reach in {Reach.LIVE, Reach.NAMED}


@dataclass(frozen=True, slots=True)
class AskedToday:
    """The same was asked of them before on this day: ``record`` says when and where."""

    name: str
    record: AskRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStores:
    copies: CopyStore
    asks: AskStore


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question stands in Slack, as far as it does."""

    posted: Posted | InDoubt | None
    channel: ChannelId | None


class AskService:
    def __init__(
        self, poster: Poster, stores: AskStores, pings: Pings, people: PeopleService, clock: Clock
    ) -> None:
        self._poster = poster
        self._stores = stores
        self._pings = pings
        self._people = people
        self._clock = clock

    def whom(self, subject: Subject) -> UserId | None:
        """None where no owner, assignee or lead has a Slack account that is known."""
        return who_to_ask(subject.rights)

    async def ask(self, question: Question) -> Asked | AskedToday | InDoubt:
        """Once a day for the same item and asker; whoever stands in is asked instead.

        It is kept before it is posted, so that two presses at once post one.
        Raises PostRefusedError, SlackUnavailableError, StoreUnavailableError.
        """
        owner = await self._pings.stand_in(question.owner)
        name = await self._people.name(owner)
        former = await self._stores.asks.load_ask(question.asker, _id_of(question.subject))
        zone = ZoneInfo(await self._people.timezone(question.asker))
        if former and not may_ask_again(former, self._clock.now(), zone):
            return AskedToday(name, former)
        record = self._record(question, owner, former)
        if not await self._stores.asks.save_ask(record, former):
            return AskedToday(name, record)
        try:
            reach, place = await self._deliver(question, record, name)
        except (PostRefusedError, SlackUnavailableError):
            await self._take_back(record, former)
            raise
        await self._keep(record, place)
        if isinstance(place.posted, InDoubt):
            return place.posted
        return Asked(name, place.channel, reach)

    async def withdraw(self, asker: UserId, ask_id: str) -> AskRecord | None:
        """Take a question off the list; None where it is gone already.

        It is still known that it was asked on that day. Raises StoreUnavailableError.
        """
        record = await self._stores.asks.load_ask(asker, ask_id)
        if record is None or record.withdrawn:
            return None
        gone = replace(record, withdrawn=True, version=record.version + 1)
        return record if await self._stores.asks.save_ask(gone, record) else None

    async def take_down(self, record: AskRecord, line: Message) -> None:
        """``line`` in place of what was posted, as far as Slack lets it be edited."""
        if record.channel is None or record.ts is None:
            return
        try:
            await self._poster.update_message(record.channel, record.ts, line)
        except (MessageGoneError, PostRefusedError, SlackUnavailableError) as error:
            log.info("the line of a question that was taken back stays: %s", error)

    def _record(self, question: Question, owner: UserId, former: AskRecord | None) -> AskRecord:
        subject = question.subject
        return AskRecord(
            asker=question.asker,
            owner=owner,
            milestone=subject.milestone.key,
            blocker=subject.blocker.id,
            item=subject.item.id,
            key=subject.blocker.key,
            text=subject.item.text[:TEXT],
            at=self._clock.now(),
            delivery=question.delivery,
            wanted=question.wanted,
            times=former.times + 1 if former else 1,
            version=former.version + 1 if former else 0,
        )

    async def _deliver(
        self, question: Question, record: AskRecord, name: str
    ) -> tuple[Reach, _Place]:
        post_id = f"ask:{question.delivery}"
        thread = await self._thread_of_the_day(record.milestone)
        call = await self._call(
            question, record, post_id, ChannelId(thread.channel) if thread else None
        )
        reach = await self._pings.reach(record.owner, call)
        line = question.draw(record.owner, "" if reach is Reach.LIVE else name)
        if thread:
            posted = await self._in_thread(thread, post_id, line)
            if posted:
                return reach, _Place(posted, ChannelId(thread.channel))
        if reach not in {Reach.LIVE, Reach.NAMED}:
            return reach, _Place(None, None)
        direct = await self._post(f"{post_id}:dm", ChannelId(record.owner), None, line)
        return reach, _Place(direct, None)

    async def _call(
        self, question: Question, record: AskRecord, post_id: str, channel: ChannelId | None
    ) -> Call:
        """Made where the asker is."""
        subject = question.subject
        due = subject.item.due or subject.blocker.due
        nudge = Nudge(
            id=f"ask:{record.asker}/{record.id}",
            at=record.at,
            milestone=record.milestone,
            blocker=record.blocker,
            key=record.key,
            title=subject.blocker.title,
            sentence=record.text,
            channel=channel,
            asker=record.asker,
            wanted=record.wanted,
        )
        zone = await self._people.timezone(record.asker)
        overdue = due is not None and due < record.at.date()
        return Call(occasion=post_id, overdue=overdue, zone=zone, nudge=nudge)

    async def _keep(self, record: AskRecord, place: _Place) -> None:
        sent = replace(record, sent=True, version=record.version + 1)
        if isinstance(place.posted, Posted):
            channel = place.channel or place.posted.channel
            link = await self._link(channel, place.posted.ts) if channel else ""
            sent = replace(sent, channel=channel, ts=place.posted.ts, link=link)
        await self._stores.asks.save_ask(sent, record)

    async def _link(self, channel: ChannelId, ts: MessageTs) -> str:
        try:
            return await self._poster.permalink(channel, ts) or ""
        except SlackUnavailableError:
            return ""

    async def _take_back(self, record: AskRecord, former: AskRecord | None) -> None:
        if former is None:
            await self._stores.asks.drop_ask(record)
        else:
            again = replace(former, version=record.version + 1)
            await self._stores.asks.save_ask(again, record)

    async def _in_thread(
        self, thread: Copy, post_id: str, message: Message
    ) -> Posted | InDoubt | None:
        """None where the thread takes nothing any more."""
        try:
            return await self._post(post_id, ChannelId(thread.channel), thread.ts, message)
        except PostRefusedError as error:
            log.info("the digest's thread takes no question: %s", error)
            return None

    async def _post(
        self, post_id: str, channel: ChannelId, thread: MessageTs | None, message: Message
    ) -> Posted | InDoubt:
        return await self._poster.post_message(
            Post(id=post_id, kind=PostKind.ASK, channel=channel, message=message, thread_ts=thread)
        )

    async def _thread_of_the_day(self, milestone: MilestoneKey) -> Copy | None:
        """The newest digest that was posted, or refreshed because nothing changed, within a day."""
        copies = await self._stores.copies.load_copies(milestone, None)
        digests = [c for c in copies if c.kind is CopyKind.DIGEST and self._is_of_today(c)]
        return max(digests, key=lambda copy: float(copy.ts), default=None)

    def _is_of_today(self, copy: Copy) -> bool:
        now = self._clock.now()
        if float(copy.ts) >= (now - DAY).timestamp():
            return True
        return framed_day(copy.arguments["digest"]) >= now.date()


def _id_of(subject: Subject) -> str:
    return f"{subject.milestone.key}/{subject.blocker.id}/{subject.item.id}"
