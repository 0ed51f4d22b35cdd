"""*Check now* on a probe: it is made due at once, and its row drawn again when it has answered."""

from bot.domain.health import ProbeId, UnknownProbeError
from bot.domain.milestone import Milestone
from bot.ports import WHOLE_BOARD, copies_queue
from bot.render.actions import Action
from bot.render.notices import gone_milestone_message
from bot.render.probe_checks import (
    asked_probe_message,
    asked_too_soon_message,
    gone_probe_message,
    silent_probe_message,
)
from bot.render.probe_rows import checked_message
from bot.render.values import Check
from bot.services.probe_checks import PAUSE
from bot.slack.payloads import FollowUp, Press
from bot.slack.router import Router
from handlers.services import Services
from handlers.shares import is_live


class ProbesHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.CHECK, self.check_probe)

    async def check_probe(self, press: Press) -> FollowUp:
        return self._check(press, Check.decode(press.value))

    async def _check(self, press: Press, check: Check) -> None:
        milestone = self._services.installation.roster.milestone(check.milestone)
        if milestone is None:
            await self._services.say(press, gone_milestone_message())
            return
        checks = self._services.probe_checks
        try:
            asked = await checks.ask(ProbeId(check.probe))
        except UnknownProbeError:
            await self._services.say(press, gone_probe_message(check.probe))
            return
        if asked is None:
            seconds = int(PAUSE.total_seconds())
            await self._services.say(press, asked_too_soon_message(check.probe, seconds))
            return
        await self._show_asked(press, milestone, check)
        if await checks.has_answered(asked):
            await self._show_answered(press, milestone, check)
        else:
            await self._services.say(press, silent_probe_message(check.probe))

    async def _show_asked(self, press: Press, milestone: Milestone, check: Check) -> None:
        """In the row itself where only the presser sees it, else beside it, to the presser."""
        if press.container.is_ephemeral:
            await self._redraw(press, milestone, check, asked=check.probe)
        else:
            await self._services.say(press, asked_probe_message(check.probe))

    async def _show_answered(self, press: Press, milestone: Milestone, check: Check) -> None:
        ts = press.container.ts
        if press.container.is_ephemeral or press.channel is None or ts is None:
            await self._redraw(press, milestone, check)
        elif await is_live(self._services, milestone, press.channel, ts, None):
            now = self._services.clock.now()
            await self._services.due.add(copies_queue(milestone.key), WHOLE_BOARD, now)
        else:
            await self._redraw(press, milestone, check)

    async def _redraw(
        self, press: Press, milestone: Milestone, check: Check, *, asked: str = ""
    ) -> None:
        if press.response_url is None:
            return
        private = press.container.is_ephemeral
        board = await self._services.blockers.board(milestone, press.channel, with_past=True)
        message = checked_message(
            board, private=private, page=check.page, live=private, asked=asked
        )
        await self._services.say(press, message, replace=True, in_channel=not private)
