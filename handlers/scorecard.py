"""*Why* beside a component: every reason of its verdict, privately, with where to look."""

from bot.domain.messages import Message
from bot.render.actions import Action
from bot.render.evidence_values import Why
from bot.render.notices import gone_milestone_message
from bot.render.scorecard import why_message
from bot.slack.payloads import FollowUp, Press
from bot.slack.router import Router
from handlers.services import Services


class ScorecardHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.WHY, self.tell_why)

    async def tell_why(self, press: Press) -> FollowUp:
        return self._tell(press, Why.decode(press.value))

    async def _tell(self, press: Press, why: Why) -> None:
        message: Message | None = None
        milestone = self._services.installation.roster.milestone(why.milestone)
        if milestone:
            board = await self._services.blockers.board(milestone, press.channel)
            message = why_message(board, why.sign)
        await self._services.say(press, message or gone_milestone_message())
