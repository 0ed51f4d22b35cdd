"""One local Slack put together: state, page feed, deliveries, triggers, response_urls, faults."""

import time
from collections.abc import Callable

from sandbox.seed import Workspace
from sandbox.slack.board import Board
from sandbox.slack.delivery import Background, Courier, Timing, Transport
from sandbox.slack.events import Events
from sandbox.slack.faults import FaultSwitches
from sandbox.slack.feed import Feed
from sandbox.slack.http_delivery import HttpDelivery
from sandbox.slack.installation import Installation
from sandbox.slack.response_urls import Origin, ResponseUrls
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.state import Conversation, SlackState
from sandbox.slack.surfaces import Surfaces
from sandbox.slack.triggers import Triggers
from sandbox.slack.wire import Payload, SlackError


class Slack:
    def __init__(
        self,
        workspace: Workspace,
        installation: Installation,
        timing: Timing | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.installation = installation
        self.timing = timing or Timing()
        self.clock = clock
        self.origin = ""  # known when the server listens
        self.installed = True
        self.drafts: dict[str, Payload] = {}  # messages being written whose links were told of
        self.feed = Feed()
        self.faults = FaultSwitches()
        self.background = Background()
        self.state = SlackState(workspace, installation.bot_id, clock)
        self.board = Board(self.state, self.feed)
        self.surfaces = Surfaces(self.state, self.feed, installation)
        self.triggers = Triggers(clock, self.timing.trigger)
        self.response_urls = ResponseUrls(clock, self.timing.response_url)
        self.socket_mode = SocketMode(installation.app_id, enabled=installation.request_url is None)
        self.http = self._http_delivery()
        transport: Transport = self.http or self.socket_mode
        self.courier = Courier(transport, self.faults, self.timing, self.background)
        self.events = Events(self.state, installation, self.courier, clock)

    async def close(self) -> None:
        await self.background.close()
        await self.socket_mode.close()
        if self.http is not None:
            await self.http.close()

    def notify(self, user: str, text: str, level: str = "error") -> None:
        """Show what Slack itself would tell the person."""
        self.feed.publish({"type": "notice", "text": text, "level": level}, {user})

    def response_url(self, origin: Origin) -> str:
        return f"{self.origin}/response/{self.response_urls.issue(origin)}"

    def channel_for_bot(self, channel_id: object) -> Conversation:
        """Find a conversation the bot may know of; a private one only as its member."""
        channel = self.state.channels.get(channel_id) if isinstance(channel_id, str) else None
        if channel is None or not channel.visible_to(self.state.bot):
            raise SlackError("channel_not_found")
        return channel

    def open_dm(self, one: str, other: str) -> Conversation:
        known = len(self.state.channels)
        channel = self.state.open_im(one, other)
        if len(self.state.channels) > known:
            self.board.show_channel(channel)
        return channel

    def bot_is_in(self, channel: Conversation) -> bool:
        return self.state.bot in channel.members

    def as_bot(self, message: Payload) -> Payload:
        author = {
            "user": self.state.bot,
            "bot_id": self.installation.bot_id,
            "app_id": self.installation.app_id,
        }
        return {**author, **message}

    def _http_delivery(self) -> HttpDelivery | None:
        if self.installation.request_url is None:
            return None
        return HttpDelivery(
            self.installation.request_url, self.installation.signing_secret, self.clock
        )
