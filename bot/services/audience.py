"""Where something may be told of a milestone that nobody shared there.

A channel that follows the milestone may hear everything of it. Other conversations of the
workspace may where the milestone is no secret: no channel follows it, or a public one does. What
only private channels follow is told in these alone. A channel that is shared with another
organisation hears nothing unless it follows the milestone itself.
"""

from bot.domain.ids import ChannelId
from bot.domain.milestone import Milestone
from bot.ports import Directory
from bot.services.installation import Installation


class Audience:
    def __init__(self, installation: Installation, directory: Directory) -> None:
        self._installation = installation
        self._directory = directory

    async def may_hear(
        self, milestone: Milestone, channel: ChannelId | None, *, outsiders: bool
    ) -> bool:
        """``channel`` is None while it is not known where it will be read.

        Raises SlackUnavailableError.
        """
        followed = self._installation.roster.channel(channel) if channel else None
        if followed and followed.milestone == milestone.key:
            return True
        return not outsiders and await self._is_open(milestone)

    async def _is_open(self, milestone: Milestone) -> bool:
        followers = self._installation.roster.followers(milestone.key)
        for followed in followers:
            seen = await self._directory.conversation(followed.id)
            if seen and not seen.is_private and not seen.is_direct:
                return True
        return not followers
