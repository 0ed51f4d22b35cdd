"""Tell a lead that a tracked blocker's owner is another one: the tracker is not written to."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.digest import Why
from bot.domain.ids import ChannelId, UserId
from bot.domain.messages import Message, Post, PostKind
from bot.domain.nudges import Nudge
from bot.domain.preferences import Reach
from bot.domain.replies import ReplyView
from bot.ports import Poster, PostRefusedError
from bot.services.installation import Installation
from bot.services.pings import Call, Pings
from bot.services.replying import Row

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Suggestions:
    installation: Installation
    pings: Pings
    poster: Poster

    async def tell_lead(
        self, row: Row, shown: ReplyView, channel: ChannelId | None, draw: Callable[[], Message]
    ) -> UserId | None:
        """In a direct message, as they want such; None where there is no other lead to tell.

        Raises SlackUnavailableError, StoreUnavailableError.
        """
        by = shown.reply.by
        leads = self.installation.roster.leads_of(row.milestone)
        lead = next((one for one in leads if one != by), None)
        if lead is None:
            return None
        lead = await self.pings.stand_in(lead)
        post_id = f"not-mine:{shown.reply.delivery}:{lead}"
        reach = await self.pings.reach(lead, self._call(row, shown, post_id, channel))
        if reach in {Reach.LIVE, Reach.NAMED}:
            await self._post(lead, post_id, draw())
        return lead

    def _call(self, row: Row, shown: ReplyView, post_id: str, channel: ChannelId | None) -> Call:
        to = f", who suggests {shown.suggested}" if shown.suggested else ""
        nudge = Nudge(
            id=f"not-mine:{row.milestone.key}:{row.view.blocker.id}:{shown.reply.by}",
            at=shown.reply.at,
            milestone=row.milestone.key,
            blocker=row.view.blocker.id,
            key=row.view.blocker.key,
            title=row.view.blocker.title,
            sentence=f"is not theirs, says {shown.by}{to}",
            channel=channel,
        )
        overdue = row.need.is_for(Why.OVERDUE)
        return Call(occasion=post_id, overdue=overdue, zone=row.board.timezone, nudge=nudge)

    async def _post(self, lead: UserId, post_id: str, message: Message) -> None:
        post = Post(id=post_id, kind=PostKind.REPLY, channel=ChannelId(lead), message=message)
        try:
            await self.poster.post_message(post)
        except PostRefusedError as error:
            log.warning("lead %s cannot be told: %s", lead, error)
