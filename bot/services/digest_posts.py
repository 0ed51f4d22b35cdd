"""Post a digest with its thread, edit the one that stands, and tell the leads of trouble."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.domain.digest import Digest
from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.messages import Copy, CopyKind, Message, Post, PostKind
from bot.ports import (
    CopyStore,
    InDoubt,
    MessageGoneError,
    Posted,
    Poster,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.services.membership import MembershipService
from bot.services.standup import frame

log = logging.getLogger(__name__)


class DigestPainter(Protocol):
    def paint_digest(self, digest: Digest) -> Sequence[Message]:
        """The post itself, then what goes into its thread."""
        ...

    def paint_trouble(self, channel: ChannelId, sentence: str) -> Message:
        """What a lead is told when a digest could not be posted."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSide:
    """What delivery needs of Slack: writing, drawing, and where it may write."""

    poster: Poster
    painter: DigestPainter
    membership: MembershipService


class DigestPosts:
    """Every post has an id made from what it is, so that none goes out twice."""

    def __init__(self, slack: SlackSide, copies: CopyStore) -> None:
        self._poster = slack.poster
        self._painter = slack.painter
        self._copies = copies

    async def post(self, digest: Digest, channel: ChannelId, post_id: str) -> Posted | InDoubt:
        """The main message alone. Raises PostRefusedError, SlackUnavailableError."""
        main, *_ = self._painter.paint_digest(digest)
        return await self._poster.post_message(
            Post(id=post_id, kind=PostKind.DIGEST, channel=channel, message=main)
        )

    async def post_thread(
        self, digest: Digest, channel: ChannelId, post_id: str, ts: MessageTs
    ) -> None:
        """The long parts. One that is refused ends them: the digest itself is out.

        Raises SlackUnavailableError.
        """
        _, *parts = self._painter.paint_digest(digest)
        for number, message in enumerate(parts, start=1):
            post = Post(
                id=f"{post_id}:{number}",
                kind=PostKind.DIGEST_PART,
                channel=channel,
                message=message,
                thread_ts=ts,
            )
            try:
                await self._poster.post_message(post)
            except PostRefusedError as error:
                log.warning("the thread of %s in %s is cut: %s", post_id, channel, error.code)
                return

    async def find(self, channel: ChannelId, post_id: str) -> MessageTs | None:
        """None where it is not there, or where that cannot be read."""
        try:
            return await self._poster.find_post(channel, PostKind.DIGEST, post_id)
        except PostRefusedError:
            return None

    async def edit(self, digest: Digest, channel: ChannelId, ts: MessageTs) -> bool:
        """False where the message is gone or cannot be edited. Raises SlackUnavailableError."""
        main, *_ = self._painter.paint_digest(digest)
        try:
            await self._poster.update_message(channel, ts, main)
        except (MessageGoneError, PostRefusedError) as error:
            log.info("standing digest of %s cannot be edited: %s", channel, error)
            return False
        return True

    async def put_on_display(self, digest: Digest, channel: ChannelId, ts: MessageTs) -> None:
        """From now on every change draws it again."""
        await self._copies.save_copy(
            Copy(
                kind=CopyKind.DIGEST,
                milestone=digest.board.milestone.key,
                channel=channel,
                ts=ts,
                arguments={"digest": frame(digest)},
            )
        )

    async def tell_leads(
        self, channel: ChannelId, day: date, leads: Sequence[UserId], sentence: str
    ) -> None:
        """Once for each channel and day, in a direct message to each lead."""
        for lead in leads:
            post = Post(
                id=f"trouble:{channel}:{day}:{lead}",
                kind=PostKind.TROUBLE,
                channel=ChannelId(lead),
                message=self._painter.paint_trouble(channel, sentence),
            )
            try:
                await self._poster.post_message(post)
            except (PostRefusedError, SlackUnavailableError) as error:
                log.warning("lead %s could not be told: %s", lead, error)
