"""*Ask the owner*: one line in the thread of the day's digest, else a direct message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain.asks import Addressed, AlsoAsked, AskRecord, Wanted, may_ask_again
from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.domain.messages import Message
from bot.domain.nudges import Nudge
from bot.domain.preferences import Reach
from bot.domain.rights import whom_to_ask
from bot.ports import (
    AskStore,
    Clock,
    CopyStore,
    InDoubt,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.ask_posts import POSTING, AskPosts, Draw, Told
from bot.services.checklists import Subject
from bot.services.people import PeopleService
from bot.services.pings import Call, Pings

TEXT = 300
"""Characters of an item's text that are kept beside a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``owners`` are who would be asked were they not away; at least one."""

    subject: Subject
    asker: UserId
    owners: tuple[UserId, ...]
    draw: Draw
    delivery: DeliveryId
    wanted: Wanted = Wanted.TICK


@dataclass(frozen=True, slots=True)
class Heard:
    """One who was asked, and how they hear of it."""

    name: str
    reach: Reach = Reach.LIVE


@dataclass(frozen=True, slots=True)
class Asked:
    """``each`` was asked, in a thread (``channel`` set) or in a direct message.

    Where they want no ping or are away, and there is no thread, nothing was posted: it waits on
    their Home.
    """

    each: tuple[Heard, ...]
    channel: ChannelId | None

    @property
    def posted(self) -> bool:
        return self.channel is not None or any(one.reach in POSTING for one in self.each)


@dataclass(frozen=True, slots=True)
class AskedToday:
    """The same was asked of them before on this day: ``record`` says when and where."""

    names: tuple[str, ...]
    record: AskRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStores:
    copies: CopyStore
    asks: AskStore


class AskService:
    def __init__(
        self, poster: Poster, stores: AskStores, pings: Pings, people: PeopleService, clock: Clock
    ) -> None:
        self._posts = AskPosts(poster, stores.copies, clock)
        self._asks = stores.asks
        self._pings = pings
        self._people = people
        self._clock = clock

    def whom(self, subject: Subject) -> tuple[UserId, ...]:
        """Empty where no owner, assignee or lead has a Slack account that is known."""
        return whom_to_ask(subject.rights)

    async def ask(self, question: Question) -> Asked | AskedToday | InDoubt:
        """Once a day for the same item and asker; whoever stands in is asked instead.

        It is kept before it is posted, so that two presses at once post one.
        Raises PostRefusedError, SlackUnavailableError, StoreUnavailableError.
        """
        former = await self._asks.load_ask(question.asker, _id_of(question.subject))
        zone = ZoneInfo(await self._people.timezone(question.asker))
        if former and not may_ask_again(former, self._clock.now(), zone):
            return await self._asked_today(former)
        record = self._record(question, await self._owners(question), former)
        if not await self._asks.save_ask(record, former):
            return await self._asked_today(record)
        try:
            heard, told = await self._deliver(question, record)
        except (PostRefusedError, SlackUnavailableError):
            await self._take_back(record, former)
            raise
        await self._keep(record, told)
        return told.in_doubt or Asked(heard, told.thread)

    async def withdraw(self, asker: UserId, ask_id: str) -> AskRecord | None:
        """Take a question off the list; None where it is gone already.

        It is still known that it was asked on that day. Raises StoreUnavailableError.
        """
        record = await self._asks.load_ask(asker, ask_id)
        if record is None or record.withdrawn:
            return None
        gone = replace(record, withdrawn=True, version=record.version + 1)
        return record if await self._asks.save_ask(gone, record) else None

    async def take_down(self, record: AskRecord, line: Message) -> None:
        """``line`` in place of what was posted, as far as Slack lets it be edited."""
        await self._posts.take_down(record, line)

    async def _asked_today(self, record: AskRecord) -> AskedToday:
        return AskedToday(await self._names(record.owners), record)

    async def _names(self, users: Sequence[UserId]) -> tuple[str, ...]:
        return tuple([await self._people.name(user) for user in users])

    async def _owners(self, question: Question) -> tuple[UserId, ...]:
        """Each once, or who stands in; the asker only where nobody else is left."""
        found = dict.fromkeys([await self._pings.stand_in(one) for one in question.owners])
        others = tuple(one for one in found if one != question.asker)
        return others or tuple(found)

    def _record(
        self, question: Question, owners: tuple[UserId, ...], former: AskRecord | None
    ) -> AskRecord:
        subject = question.subject
        first, *others = owners
        return AskRecord(
            asker=question.asker,
            owner=first,
            others=tuple(map(AlsoAsked, others)),
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
        self, question: Question, record: AskRecord
    ) -> tuple[tuple[Heard, ...], Told]:
        post_id = f"ask:{question.delivery}"
        thread = await self._posts.thread_of_the_day(record.milestone)
        channel = ChannelId(thread.channel) if thread else None
        call = await self._call(question, record, post_id, channel)
        asked = []
        for user in record.owners:
            reach = await self._pings.reach(user, call)
            name = await self._people.name(user)
            asked.append((Addressed(user, name, live=reach is Reach.LIVE), reach))
        told = await self._posts.tell(post_id, thread, asked, question.draw)
        heard = [Heard(to.name, reach) for to, reach in asked if to.user not in told.refused]
        return tuple(heard), told

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

    async def _keep(self, record: AskRecord, told: Told) -> None:
        sent = told.placed(replace(record, sent=True, version=record.version + 1))
        await self._asks.save_ask(replace(sent, link=await self._posts.link(sent)), record)

    async def _take_back(self, record: AskRecord, former: AskRecord | None) -> None:
        if former is None:
            await self._asks.drop_ask(record)
        else:
            again = replace(former, version=record.version + 1)
            await self._asks.save_ask(again, record)


def _id_of(subject: Subject) -> str:
    return f"{subject.milestone.key}/{subject.blocker.id}/{subject.item.id}"
