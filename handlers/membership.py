"""Channels archived, renamed, deleted or moved, the bot removed or invited, accounts changed.

Noted before Slack is acknowledged; what follows is done by ``bot/services/membership_watch.py``.
"""

from collections.abc import Mapping

from bot.domain.membership import Sighting, Standing
from bot.services.membership import time_of
from bot.slack.payloads import Event
from bot.slack.router import Router
from handlers.services import Services

CLOSINGS: Mapping[str, Standing] = {
    "channel_archive": Standing.ARCHIVED,
    "group_archive": Standing.ARCHIVED,
    "channel_deleted": Standing.DELETED,
    "group_deleted": Standing.DELETED,
    "channel_left": Standing.REMOVED,
    "group_left": Standing.REMOVED,
}
OPENINGS = ("channel_unarchive", "group_unarchive")
RENAMES = ("channel_rename", "group_rename")


class MembershipHandlers:
    """Of comings and goings only the bot's own are noted."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._bot = services.bot_user

    def register(self, router: Router) -> None:
        for event_type in CLOSINGS:
            router.event(event_type, self.close_channel, commits=True)
        for event_type in OPENINGS:
            router.event(event_type, self.open_channel, commits=True)
        for event_type in RENAMES:
            router.event(event_type, self.rename_channel, commits=True)
        router.event("member_joined_channel", self.join_channel, commits=True)
        router.event("member_left_channel", self.leave_channel, commits=True)
        router.event("channel_id_changed", self.move_channel, commits=True)
        router.event("app_uninstalled", self.uninstall_app, commits=True)
        router.event("tokens_revoked", self.revoke_tokens, commits=True)
        router.event("user_change", self.change_user)

    async def close_channel(self, event: Event) -> None:
        await self._note(event, standing=CLOSINGS[event.type])

    async def open_channel(self, event: Event) -> None:
        """It does not say whether the bot is (still) in it: the look that follows does."""
        await self._note(event, opens=True)

    async def rename_channel(self, event: Event) -> None:
        await self._note(event)

    async def join_channel(self, event: Event) -> None:
        if event.user == self._bot:
            await self._note(event, standing=Standing.MEMBER)
        elif event.channel:
            self._services.directory.forget_channel(event.channel)

    async def leave_channel(self, event: Event) -> None:
        if event.user == self._bot:
            await self._note(event, standing=Standing.REMOVED)
        elif event.channel:
            self._services.directory.forget_channel(event.channel)

    async def move_channel(self, event: Event) -> None:
        if event.moved_to is not None:
            await self._note(event, standing=Standing.MOVED)
            await self._services.membership.notes()  # the roster follows at once

    async def uninstall_app(self, event: Event) -> None:
        at = time_of(event.happened, self._services.clock)
        await self._services.membership.note_uninstalled(at)

    async def revoke_tokens(self, event: Event) -> None:
        """Tokens of people are none of ours."""
        if event.revoked:
            await self.uninstall_app(event)

    async def change_user(self, event: Event) -> None:
        self._services.directory.forget_user(event.user)

    async def _note(
        self, event: Event, *, standing: Standing | None = None, opens: bool = False
    ) -> None:
        if event.channel is None:
            return
        by = event.by or event.user or None
        sighting = Sighting(
            at=time_of(event.happened, self._services.clock),
            standing=standing,
            opens=opens,
            by=None if by == self._bot else by,
            name=event.name,
            moved_to=event.moved_to,
        )
        await self._services.membership.note(event.channel, sighting)
