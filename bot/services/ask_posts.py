"""Where a question is posted: one line in the thread of the day's digest, else direct messages."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.asks import Addressed, AlsoAsked, AskRecord
from bot.domain.ids import ChannelId, MessageTs, MilestoneKey, UserId
from bot.domain.messages import Copy, CopyKind, Message, Post, PostKind
from bot.domain.preferences import Reach
from bot.ports import (
    Clock,
    CopyStore,
    InDoubt,
    MessageGoneError,
    Posted,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.standup import framed_day

log = logging.getLogger(__name__)

DAY = timedelta(hours=24)
POSTING = frozenset({Reach.LIVE, Reach.NAMED})
"""Who is to be told in a direct message at once, where there is no thread."""

Draw = Callable[[Sequence[Addressed]], Message]
"""Draws the line to somebody, or to several."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where a question stands in Slack, by who was asked; all of them in one ``thread``, or each.

    ``refused`` are those to whom Slack took no message.
    """

    posts: Mapping[UserId, Posted | InDoubt]
    thread: ChannelId | None = None
    refused: frozenset[UserId] = frozenset()

    @property
    def in_doubt(self) -> InDoubt | None:
        """Where nothing was posted for certain."""
        found = [post for post in self.posts.values() if isinstance(post, InDoubt)]
        return found[0] if found and len(found) == len(self.posts) else None

    def placed(self, record: AskRecord) -> AskRecord:
        """The record with its places; without a link."""
        first = self._place(record.owner)
        others = [AlsoAsked(one.owner, *self._place(one.owner)) for one in record.others]
        return replace(record, channel=first[0], ts=first[1], others=tuple(others))

    def _place(self, user: UserId) -> tuple[ChannelId | None, MessageTs | None]:
        post = self.posts.get(user)
        if not isinstance(post, Posted):
            return None, None
        return self.thread or post.channel, post.ts


class AskPosts:
    def __init__(self, poster: Poster, copies: CopyStore, clock: Clock) -> None:
        self._poster = poster
        self._copies = copies
        self._clock = clock

    async def thread_of_the_day(self, milestone: MilestoneKey) -> Copy | None:
        """The newest digest that was posted, or refreshed because nothing changed, within a day."""
        copies = await self._copies.load_copies(milestone, None)
        digests = [c for c in copies if c.kind is CopyKind.DIGEST and self._is_of_today(c)]
        return max(digests, key=lambda copy: float(copy.ts), default=None)

    async def tell(
        self,
        post_id: str,
        thread: Copy | None,
        asked: Sequence[tuple[Addressed, Reach]],
        draw: Draw,
    ) -> Told:
        """Raises PostRefusedError, SlackUnavailableError where nobody is told."""
        whom = [one for one, _ in asked]
        posted = await self._in_thread(thread, post_id, draw(whom)) if thread else None
        if thread and posted:
            return Told({one.user: posted for one in whom}, ChannelId(thread.channel))
        return await self._directly(post_id, asked, draw)

    async def take_down(self, record: AskRecord, line: Message) -> None:
        """``line`` in place of what was posted, as far as Slack lets it be edited."""
        for channel, ts in record.places:
            try:
                await self._poster.update_message(channel, ts, line)
            except (MessageGoneError, PostRefusedError, SlackUnavailableError) as error:
                log.info("the line of a question that was taken back stays: %s", error)

    async def link(self, record: AskRecord) -> str:
        """To the first place where it stands, "" for none."""
        for channel, ts in record.places:
            try:
                return await self._poster.permalink(channel, ts) or ""
            except SlackUnavailableError:
                return ""
        return ""

    async def _directly(
        self, post_id: str, asked: Sequence[tuple[Addressed, Reach]], draw: Draw
    ) -> Told:
        """To each of them, who so sees who else was asked; mentioned is only who reads it."""
        posts: dict[UserId, Posted | InDoubt] = {}
        failed: dict[UserId, PostRefusedError | SlackUnavailableError] = {}
        for one, reach in asked:
            if reach not in POSTING:
                continue
            others = [replace(other, live=False) for other, _ in asked if other.user != one.user]
            line = draw([one, *others])
            try:
                posts[one.user] = await self._post(
                    f"{post_id}:dm:{one.user}", ChannelId(one.user), None, line
                )
            except (PostRefusedError, SlackUnavailableError) as error:
                failed[one.user] = error
        if failed and not posts:
            raise next(iter(failed.values()))
        return Told(posts, refused=frozenset(failed))

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

    def _is_of_today(self, copy: Copy) -> bool:
        now = self._clock.now()
        if float(copy.ts) >= (now - DAY).timestamp():
            return True
        return framed_day(copy.arguments["digest"]) >= now.date()
