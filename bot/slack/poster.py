"""The Poster port: each post at most once by our own id, a lost answer settled by looking."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.messages import Json, Message, Post, PostKind
from bot.ports import (
    Clock,
    InDoubt,
    MessageGoneError,
    OpenState,
    Outbox,
    Posted,
    PostRefusedError,
    SlackUnavailableError,
)
from bot.slack.client import CALL_SECONDS, NotSentError, ask

logger = logging.getLogger(__name__)

SETTLE_SECONDS = 20.0
"""For looking whether a post is there; what takes longer is a doubt."""
LEASE = timedelta(seconds=2 * SETTLE_SECONDS + CALL_SECONDS + 5)
"""Longer than an attempt takes, which may look, send and look again: for so long no other replica
sends or settles the same post."""
LOOKS = 2
PAGES = 3
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackPoster:
    """``pause`` lies between the two looks: a message may show up a little late.

    ``patience`` is for both of them. Both are in seconds.
    """

    reader: AsyncWebClient
    writer: AsyncWebClient
    outbox: Outbox
    clock: Clock
    pause: float = 1.0
    patience: float = SETTLE_SECONDS

    async def post_message(self, post: Post) -> Posted | InDoubt:
        opened = await self.outbox.open_post(post, self.clock.now(), LEASE)
        if opened.state is OpenState.SENT and opened.ts:
            return Posted(opened.ts)
        if opened.state is OpenState.TAKEN:
            wait = LEASE.total_seconds() / 3
            raise SlackUnavailableError("Slack", "the same is being posted", retry_after=wait)
        found = None
        if opened.state is OpenState.DOUBT:
            found = await self._settle(post, "an earlier attempt was cut off")
        if found is None:
            found = await self._send(post)
        if isinstance(found, InDoubt):
            await self.outbox.leave(post.id)
        return found

    async def _send(self, post: Post) -> Posted | InDoubt:
        try:
            answer = await ask(self._call(post), post.channel)
        except (PostRefusedError, NotSentError, MessageGoneError) as error:
            await self.outbox.drop(post.id)
            if isinstance(error, MessageGoneError):
                raise PostRefusedError(str(error), post.channel) from error
            raise
        except SlackUnavailableError as error:
            found = await self._settle(post, error.reason)
            if found is None:
                # Not dropped: should it still arrive, the next attempt looks before it sends.
                await self.outbox.leave(post.id)
                raise
            return found
        kept = await self._keep(post, MessageTs(answer["ts"]))
        return Posted(kept.ts, ChannelId(str(answer.get("channel") or post.channel)))

    async def _call(self, post: Post) -> AsyncSlackResponse:
        return await self.writer.chat_postMessage(
            channel=post.channel,
            text=post.message.text,
            blocks=[dict(block) for block in post.message.blocks],
            thread_ts=post.thread_ts,
            metadata={"event_type": post.kind, "event_payload": {"id": post.id}},
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _keep(self, post: Post, ts: MessageTs) -> Posted:
        await self.outbox.save_sent(post.id, ts)
        return Posted(ts)

    async def _settle(self, post: Post, reason: str) -> Posted | InDoubt | None:
        """Look for the post: found, not to be told, or (None) certainly not there."""
        logger.warning("post %s is in doubt (%s); looking for it in the channel", post.id, reason)
        try:
            async with asyncio.timeout(self.patience):
                ts = await self._look_twice(post)
        except (PostRefusedError, SlackUnavailableError) as error:
            return InDoubt(f"{reason}; the channel's history cannot be read: {error}")
        except TimeoutError:
            late = f"no answer within {self.patience:g} s"
            return InDoubt(f"{reason}; the channel's history cannot be read: {late}")
        return None if ts is None else await self._keep(post, ts)

    async def _look_twice(self, post: Post) -> MessageTs | None:
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(self.pause)
            ts = await self._look(post.channel, post.thread_ts, post.kind, post.id)
            if ts is not None:
                return ts
        return None

    async def find_post(self, channel: ChannelId, kind: PostKind, post_id: str) -> MessageTs | None:
        return await self._look(channel, None, kind, post_id)

    async def _look(
        self, channel: ChannelId, thread: MessageTs | None, kind: PostKind, post_id: str
    ) -> MessageTs | None:
        """Through the newest messages of the channel or thread, newest first, bounded."""
        cursor: str | None = None
        for _ in range(PAGES):
            page = await self._page(channel, thread, cursor)
            for message in page.get("messages") or ():
                metadata = message.get("metadata") or {}
                payload = metadata.get("event_payload") or {}
                if metadata.get("event_type") == kind and payload.get("id") == post_id:
                    return MessageTs(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return None

    async def _page(
        self, channel: ChannelId, thread: MessageTs | None, cursor: str | None
    ) -> AsyncSlackResponse:
        if thread is None:
            call = self.reader.conversations_history(
                channel=channel, limit=PAGE, cursor=cursor, include_all_metadata=True
            )
        else:
            call = self.reader.conversations_replies(
                channel=channel, ts=thread, limit=PAGE, cursor=cursor, include_all_metadata=True
            )
        try:
            return await ask(call, channel)
        except MessageGoneError as error:
            raise PostRefusedError(str(error), channel) from error

    async def update_message(self, channel: ChannelId, ts: MessageTs, message: Message) -> None:
        await ask(
            self.writer.chat_update(
                channel=channel,
                ts=ts,
                text=message.text,
                blocks=[dict(block) for block in message.blocks],
            ),
            channel,
        )

    async def publish_home(self, user: UserId, view: Json) -> None:
        await ask(self.writer.views_publish(user_id=user, view=dict(view)), user)

    async def permalink(self, channel: ChannelId, ts: MessageTs) -> str | None:
        try:
            answer = await ask(
                self.reader.chat_getPermalink(channel=channel, message_ts=ts), channel
            )
        except (PostRefusedError, MessageGoneError):
            return None
        return str(answer["permalink"])
