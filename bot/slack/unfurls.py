"""The Unfurls port: cards below the links in somebody's message."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.messages import Message
from bot.ports import LinkPlace
from bot.slack.client import ask


@dataclass(frozen=True, slots=True)
class SlackUnfurls:
    writer: AsyncWebClient

    async def unfurl_links(self, place: LinkPlace, cards: Mapping[str, Message]) -> None:
        """By the ids of the event where it has some: only they find a message not yet sent."""
        unfurls = {url: _attachment(card) for url, card in cards.items()}
        if place.unfurl_id and place.source:
            call = self.writer.chat_unfurl(
                unfurl_id=place.unfurl_id, source=place.source, unfurls=unfurls
            )
        else:
            call = self.writer.chat_unfurl(channel=place.channel, ts=place.ts, unfurls=unfurls)
        await ask(call, place.channel)


def _attachment(card: Message) -> dict[str, object]:
    return {"fallback": card.text, "blocks": [dict(block) for block in card.blocks]}
