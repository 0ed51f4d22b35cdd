"""*Ask the owner*: one line in the thread of the day's digest, else a direct message (SPEC §4)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import ChannelId, DeliveryId, MessageTs, MilestoneKey, UserId
from bot.domain.messages import Copy, CopyKind, Message, Post
from bot.domain.rights import who_to_ask
from bot.ports import Clock, CopyStore, InDoubt, Posted, Poster, PostRefusedError
from bot.services.checklists import Subject
from bot.services.people import PeopleService
from bot.services.pings import Pings
from bot.services.standup import framed_day

log = logging.getLogger(__name__)

DAY = timedelta(hours=24)

Question = Callable[[str], Message]
"""Draws the line. Given a name it says the name, given none it mentions the owner live."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The owner was asked, by ``name``, in a thread (``channel`` set) or in a direct message."""

    name: str
    channel: ChannelId | None


class AskService:
    def __init__(
        self, poster: Poster, copies: CopyStore, pings: Pings, people: PeopleService, clock: Clock
    ) -> None:
        self._poster = poster
        self._copies = copies
        self._pings = pings
        self._people = people
        self._clock = clock

    def whom(self, subject: Subject) -> UserId | None:
        """None where no owner, assignee or lead has a Slack account that is known."""
        return who_to_ask(subject.rights)

    async def ask(
        self, subject: Subject, owner: UserId, question: Question, delivery: DeliveryId
    ) -> Asked | InDoubt:
        """Who was pinged today already is named without a live mention.

        Raises PostRefusedError, SlackUnavailableError.
        """
        name = await self._people.name(owner)
        post_id = f"ask:{delivery}"
        message = question("" if await self._pings.claim(owner, post_id) else name)
        thread = await self._thread_of_the_day(subject.milestone.key)
        posted = await self._in_thread(thread, post_id, message) if thread else None
        if thread and posted:
            return posted if isinstance(posted, InDoubt) else Asked(name, ChannelId(thread.channel))
        direct = await self._post(f"{post_id}:dm", ChannelId(owner), None, message)
        return direct if isinstance(direct, InDoubt) else Asked(name, None)

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
            Post(
                id=post_id, kind="blockers_ask", channel=channel, message=message, thread_ts=thread
            )
        )

    async def _thread_of_the_day(self, milestone: MilestoneKey) -> Copy | None:
        """The newest digest that was posted, or refreshed because nothing changed, within a day."""
        copies = await self._copies.load_copies(milestone, None)
        digests = [c for c in copies if c.kind is CopyKind.DIGEST and self._is_of_today(c)]
        return max(digests, key=lambda copy: float(copy.ts), default=None)

    def _is_of_today(self, copy: Copy) -> bool:
        now = self._clock.now()
        if float(copy.ts) >= (now - DAY).timestamp():
            return True
        return framed_day(copy.arguments["digest"]) >= now.date()
