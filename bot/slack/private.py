"""A word to one person alone, by the best way there is from where the call came."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.messages import Message
from bot.ports import PostRefusedError, SlackUnavailableError
from bot.slack.client import ask
from bot.slack.payloads import Call, Event
from bot.slack.responses import ForeignAddressError, Responder


@dataclass(frozen=True, slots=True)
class PrivateAnswers:
    responder: Responder
    writer: AsyncWebClient

    async def tell(self, call: Call, message: Message) -> None:
        """Through the response_url, else in the channel for them only, else as a direct message.

        A way that has trouble is passed by for the next one: hearing it twice is better than not
        at all. Raises SlackUnavailableError, PostRefusedError where the last one fails too.
        """
        if await self._tell_by_url(call, message) or await self._tell_in_place(call, message):
            return
        await self.tell_directly(call.user, message)

    async def _tell_by_url(self, call: Call, message: Message) -> bool:
        if call.response_url is None:
            return False
        try:
            await self.responder.answer(call.response_url, message)
        except (ForeignAddressError, SlackUnavailableError):
            return False
        return True

    async def _tell_in_place(self, call: Call, message: Message) -> bool:
        if call.channel is None:
            return False
        thread = call.thread_ts if isinstance(call, Event) else None
        try:
            await self.tell_in(call.channel, call.user, message, thread)
        except (PostRefusedError, SlackUnavailableError):
            return False
        return True

    async def tell_in(
        self,
        channel: ChannelId,
        user: UserId,
        message: Message,
        thread: MessageTs | None = None,
    ) -> None:
        """Only where the bot is a member."""
        await ask(
            self.writer.chat_postEphemeral(
                channel=channel,
                user=user,
                text=message.text,
                blocks=_blocks(message),
                thread_ts=thread,
            ),
            channel,
        )

    async def tell_directly(self, user: UserId, message: Message) -> None:
        await ask(
            self.writer.chat_postMessage(
                channel=user,
                text=message.text,
                blocks=_blocks(message),
                unfurl_links=False,
                unfurl_media=False,
            ),
            user,
        )


def _blocks(message: Message) -> list[dict[str, object]]:
    return [dict(block) for block in message.blocks]
