"""The use case "export": a milestone's summary document from what is known of it now."""

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.exported import Following, build_document
from bot.domain.ids import ChannelId
from bot.domain.milestone import Milestone
from bot.ports import SummaryWriter
from bot.services.blockers import BlockersService
from bot.services.installation import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """``name`` is how a file with it is called."""

    milestone: Milestone
    name: str
    text: str


class ExportingService:
    def __init__(
        self, installation: Installation, blockers: BlockersService, write: SummaryWriter
    ) -> None:
        self._installation = installation
        self._blockers = blockers
        self._write = write

    async def export(self, milestone: Milestone) -> Exported:
        """The same wherever it is asked for. Raises StoreUnavailableError.

        Written in a thread of its own: a text that reads like something else takes its time.
        """
        followers = self._installation.roster.followers(milestone.key)
        channel = followers[0].id if followers else None
        board = await self._blockers.board(milestone, channel)
        document = build_document(board, await self._following(milestone, channel))
        text = await asyncio.to_thread(self._write, document)
        day = board.now.astimezone(ZoneInfo(board.timezone)).date()
        return Exported(
            milestone=milestone, name=f"blockers-{milestone.key}-{day.isoformat()}.md", text=text
        )

    async def _following(self, milestone: Milestone, channel: ChannelId | None) -> Following | None:
        after = self._installation.roster.milestone(milestone.next) if milestone.next else None
        if after is None:
            return None
        board = await self._blockers.board(after, channel)
        keys = tuple(view.blocker.key for view in board.blockers)
        return Following(name=after.name, target=after.target, keys=keys)
