"""Which milestone a command means: named, the channel's, the only one, the one with the key."""

from bot.domain.commands import WITH_WORDS, Ask, Query
from bot.domain.filter_words import typed
from bot.domain.ids import ChannelId
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.render.notices import (
    follows_nothing_message,
    gone_milestone_message,
    no_milestone_message,
    pick_milestone_message,
)
from bot.slack.payloads import Call
from handlers.services import Services


class MilestoneFinder:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def find(self, call: Call, query: Query) -> Milestone | Message:
        """Named, else the channel's, else the only one, else the one that has the blocker.

        What to tell the asker where there is none.
        """
        roster = self._services.installation.roster
        if query.milestone:
            return roster.milestone(query.milestone) or gone_milestone_message()
        if query.channel:
            return self._followed_by(query.channel)
        found = roster.milestone_of(call.channel) if call.channel else None
        found = await self._milestone_with(query, found) or found
        if found:
            return found
        if roster.milestones:
            return pick_milestone_message(roster.milestones, said(query))
        return no_milestone_message()

    async def find_for_filter(self, call: Call, query: Query) -> tuple[Milestone, ...] | Message:
        """What somebody owns is looked for in all of them, where no milestone is meant."""
        roster = self._services.installation.roster
        followed = roster.milestone_of(call.channel) if call.channel else None
        is_meant = query.milestone or query.channel or followed
        if query.filter.owners and roster.milestones and not is_meant:
            return roster.milestones
        found = await self.find(call, query)
        return found if isinstance(found, Message) else (found,)

    def _followed_by(self, channel: ChannelId) -> Milestone | Message:
        """The milestone of a channel that was named instead."""
        roster = self._services.installation.roster
        followed = roster.channel(channel)
        found = roster.milestone(followed.milestone) if followed else None
        return found or follows_nothing_message(channel)

    async def _milestone_with(self, query: Query, first: Milestone | None) -> Milestone | None:
        """The one that has the blocker asked for; the channel's own is looked at ``first``."""
        milestones = self._services.installation.roster.milestones
        if len(milestones) == 1:
            return milestones[0]
        if not query.key:
            return None
        for milestone in sorted(milestones, key=lambda each: each != first):
            board = await self._services.blockers.board(milestone)
            if board.find(query.key):
                return milestone
        return None


def said(query: Query) -> str:
    """The command again, for after a milestone was picked."""
    if query.ask in WITH_WORDS:
        return f"{query.ask.value} {query.rest}"
    if query.ask is Ask.FILTERED:
        return f"{typed(query.filter)} {'share' if query.share else ''}".strip()
    words = ["history" if query.ask is Ask.HISTORY else "", query.key]
    asked = [word for word in words if word] or [query.ask.value]
    return " ".join([*asked, "share" if query.share else ""]).strip()
