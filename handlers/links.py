"""Links to issues in somebody's message: a card below each that is a blocker."""

import logging
from datetime import timedelta

from bot.domain.ids import ChannelId, DeliveryId
from bot.domain.links import IssueAddress, leads_to, read_address
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.ports import LinkPlace, MessageGoneError, PostRefusedError, UnavailableError
from bot.render.unfurl import card_message
from bot.slack.payloads import Event
from bot.slack.router import Router
from handlers.services import Services

log = logging.getLogger(__name__)

COMPOSER = "COMPOSER"
"""Slack's channel of a message that is still being written."""
MOST_CARDS = 10
ONCE = timedelta(days=1)


class LinksHandlers:
    """Nobody asked: where there is nothing to tell, or trouble, nothing is said."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.event("link_shared", self.unfurl_links)

    async def unfurl_links(self, event: Event) -> None:
        try:
            await self._unfurl(event)
        except (MessageGoneError, PostRefusedError, UnavailableError) as error:
            log.info("links in %s get no card: %s", event.channel, error)

    async def _unfurl(self, event: Event) -> None:
        if event.channel is None or event.ts is None:
            return
        cards: dict[str, Message] = {}
        for url, address in _addresses(event):
            if len(cards) == MOST_CARDS:
                break
            card = await self._card(event, address)
            if card and await self._is_first(event, address):
                cards[url] = card
        if cards:
            place = LinkPlace(
                channel=event.channel,
                ts=event.ts,
                unfurl_id=event.unfurl_id,
                source=event.source,
            )
            await self._services.unasked.unfurls.unfurl_links(place, cards)

    async def _card(self, event: Event, address: IssueAddress) -> Message | None:
        """Of the first milestone that it blocks and that may be told of there."""
        channel = None if event.channel == COMPOSER else event.channel
        for milestone in self._milestones(channel):
            if not await self._services.unasked.audience.may_hear(
                milestone, channel, outsiders=event.outsiders
            ):
                continue
            await self._services.sync.read_once(milestone)
            board = await self._services.blockers.board(milestone, channel)
            for view in board.blockers:
                if leads_to(address, view.blocker):
                    return card_message(board, view)
        return None

    def _milestones(self, channel: ChannelId | None) -> list[Milestone]:
        """The channel's own first."""
        roster = self._services.installation.roster
        own = roster.milestone_of(channel) if channel else None
        return sorted(roster.milestones, key=lambda milestone: milestone != own)

    async def _is_first(self, event: Event, address: IssueAddress) -> bool:
        """Slack tells of a message again when it is edited, or when it is in doubt itself."""
        key = DeliveryId(f"unfurl:{event.channel}:{event.ts}:{address.key}")
        return await self._services.unasked.deliveries.is_first(key, ONCE)


def _addresses(event: Event) -> list[tuple[str, IssueAddress]]:
    """Each issue once, by the first link to it."""
    found: dict[IssueAddress, str] = {}
    for url in event.links:
        if address := read_address(url):
            found.setdefault(address, url)
    return [(url, address) for address, url in found.items()]
