"""``/blockers digest``: a private preview, and posting it by hand after asking."""

from bot.domain.commands import Ask, Query
from bot.domain.milestone import Milestone
from bot.ports import InDoubt, PostRefusedError
from bot.render.actions import Action
from bot.render.digest import preview_messages
from bot.render.notices import (
    gone_milestone_message,
    in_doubt_message,
    post_refused_message,
    posted_by_hand_message,
)
from bot.render.values import Show
from bot.slack.payloads import Call, FollowUp, Press
from bot.slack.router import Router
from handlers.blockers import MilestoneAnswer
from handlers.services import Services


class StandupHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.POST_DIGEST, self.post_digest)

    def answers(self) -> dict[Ask, MilestoneAnswer]:
        """The preview carries the button that posts, and the button asks before it does."""
        return {Ask.DIGEST: self._preview, Ask.DIGEST_POST: self._preview}

    async def _preview(self, call: Call, _query: Query, milestone: Milestone) -> None:
        await self.preview(call, milestone)

    async def preview(self, call: Call, milestone: Milestone) -> None:
        """What would be posted now with its thread, seen by the asker alone; nobody is pinged."""
        if call.channel is None or call.response_url is None:
            return
        digest = await self._services.standup.preview(milestone, call.channel)
        for message in preview_messages(digest):
            await self._services.say(call, message)

    async def post_digest(self, press: Press) -> FollowUp:
        return self._post(press, Show.decode(press.value))

    async def _post(self, press: Press, show: Show) -> None:
        milestone = self._services.installation.roster.milestone(show.milestone)
        if press.channel is None or press.response_url is None:
            return
        if milestone is None:
            await self._services.say(press, gone_milestone_message())
            return
        try:
            outcome = await self._services.delivery.post_by_hand(
                milestone,
                press.channel,
                await self._services.people.name(press.user),
                press.delivery,
            )
        except PostRefusedError as error:
            await self._services.say(press, post_refused_message(error.code))
            return
        if isinstance(outcome, InDoubt):
            await self._services.say(press, in_doubt_message())
            return
        seen = await self._services.directory.conversation(press.channel)
        link = await self._services.poster.permalink(press.channel, outcome.ts)
        message = posted_by_hand_message(seen.name if seen else "", link)
        await self._services.say(press, message, replace=press.container.is_ephemeral)
