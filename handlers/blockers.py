"""``/blockers`` and the buttons that show: open, refresh, page, share, pick a milestone."""

import html
from dataclasses import replace
from difflib import get_close_matches

from bot.domain.board import Board
from bot.domain.commands import Ask, Query, parse_command
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.ports import copies_queue
from bot.render.doctor import doctor_message
from bot.render.escape import tidy
from bot.render.help import help_message
from bot.render.notices import (
    did_you_mean_message,
    gone_milestone_message,
    no_milestone_message,
    pick_milestone_message,
    unknown_blocker_message,
)
from bot.render.scorecard import PART
from bot.render.values import Pick, Show
from bot.services.sync import WHOLE_BOARD
from bot.slack.payloads import Call, Command, FollowUp, Press
from bot.slack.router import Router
from handlers.services import Services
from handlers.shares import copy_of, draw, is_live, share
from handlers.standup import StandupHandlers

NEAR_KEYS = 5


class BlockersHandlers:
    def __init__(self, services: Services, standup: StandupHandlers) -> None:
        self._services = services
        self._standup = standup

    def register(self, router: Router) -> None:
        router.command("/blockers", self.show_blockers)
        router.action("blocker.open", self.open_blocker)
        router.action("blocker.link", self.follow_link)
        router.action("blockers.share", self.share_in_channel)
        router.action("blockers.refresh", self.refresh)
        router.action("blockers.page", self.refresh)
        router.action("blockers.back", self.refresh)
        router.action("blockers.pick", self.pick_milestone)
        router.action("digest.full", self.open_blocker)

    async def show_blockers(self, command: Command) -> None:
        keys = [milestone.key for milestone in self._services.installation.roster.milestones]
        await self._answer(command, parse_command(tidy(html.unescape(command.text)), keys))

    async def open_blocker(self, press: Press) -> FollowUp:
        """A private answer beside the message pressed, which stays as it is."""
        return self._show(press, Show.decode(press.value), replace=False)

    async def refresh(self, press: Press) -> FollowUp:
        """In place for a private message; a posted one is drawn again for everybody."""
        return self._show(press, Show.decode(press.value), replace=True)

    async def follow_link(self, press: Press) -> None:
        """The browser has opened the link; Slack only wants to hear that we know."""

    async def share_in_channel(self, press: Press) -> FollowUp:
        return self._share(press, Show.decode(press.value))

    async def pick_milestone(self, press: Press) -> FollowUp:
        return self._picked(press, Pick.decode(press.value))

    async def _picked(self, press: Press, pick: Pick) -> None:
        keys = [milestone.key for milestone in self._services.installation.roster.milestones]
        query = parse_command(pick.query, keys)
        await self._answer(press, replace(query, milestone=pick.milestone))

    async def _answer(self, call: Call, query: Query) -> None:
        match query.ask:
            case Ask.HELP:
                await self._say(call, help_message())
            case Ask.DOCTOR:
                findings = await self._services.doctor.examine(call.channel)
                await self._say(call, doctor_message(findings))
            case Ask.UNKNOWN:
                await self._say(call, did_you_mean_message(query.unknown, query.nearest or None))
            case _:
                await self._answer_of_milestone(call, query)

    async def _answer_of_milestone(self, call: Call, query: Query) -> None:
        milestone = await self._milestone(call, query)
        if milestone is None:
            return
        await self._services.sync.read_once(milestone)
        match query.ask:
            case Ask.DIGEST:
                await self._standup.preview(call, milestone)
            case Ask.DIGEST_POST:
                await self._standup.offer_to_post(call, milestone)
            case _:
                await self._show_of_milestone(call, query, milestone)

    async def _show_of_milestone(self, call: Call, query: Query, milestone: Milestone) -> None:
        board = await self._services.blockers.board(milestone, call.channel)
        show = Show(milestone=milestone.key, part=PART if query.ask is Ask.SCORECARD else "")
        if query.ask is Ask.BLOCKER:
            view = board.find(query.key)
            if view is None:
                await self._say(call, _no_such_blocker(board, query.key))
                return
            show = Show(milestone=milestone.key, blocker=view.blocker.id)
        if query.share:
            await share(self._services, call, milestone, show)
            return
        message = draw(board, show, private=True)
        if message:
            await self._say(call, message)

    async def _milestone(self, call: Call, query: Query) -> Milestone | None:
        """Named, else the channel's, else the only one, else the one that has the blocker."""
        roster = self._services.installation.roster
        if query.milestone:
            named = roster.milestone(query.milestone)
            if named is None:
                await self._say(call, gone_milestone_message())
            return named
        found = roster.milestone_of(call.channel) if call.channel else None
        found = await self._milestone_with(query, found) or found
        if found:
            return found
        if roster.milestones:
            await self._say(call, pick_milestone_message(roster.milestones, _said(query)))
        else:
            await self._say(call, no_milestone_message())
        return None

    async def _milestone_with(self, query: Query, first: Milestone | None) -> Milestone | None:
        """The one that has the blocker asked for; the channel's own is looked at ``first``."""
        milestones = self._services.installation.roster.milestones
        if len(milestones) == 1:
            return milestones[0]
        if query.ask is not Ask.BLOCKER:
            return None
        for milestone in sorted(milestones, key=lambda each: each != first):
            board = await self._services.blockers.board(milestone)
            if board.find(query.key):
                return milestone
        return None

    async def _show(self, press: Press, show: Show, *, replace: bool) -> None:
        milestone = self._services.installation.roster.milestone(show.milestone)
        posted = replace and not press.container.is_ephemeral
        live = posted and milestone is not None and await self._is_live(press, milestone, show)
        message = None
        if milestone:
            board = await self._services.blockers.board(milestone, press.channel)
            message = draw(board, show, private=not posted, live=live)
        if message is None or milestone is None:
            await self._say(press, gone_milestone_message())
            return
        if press.response_url:
            await self._services.answers.answer(
                press.response_url, message, replace=replace, in_channel=posted
            )
        if live:
            await self._keep_current(press, milestone, show)

    async def _is_live(self, press: Press, milestone: Milestone, show: Show) -> bool:
        if press.channel is None or press.container.ts is None:
            return False
        ts = press.container.ts
        return await is_live(self._services, milestone, press.channel, ts, show.blocker)

    async def _keep_current(self, press: Press, milestone: Milestone, show: Show) -> None:
        """On this page from now on; drawn once more, should a tick have come in between."""
        if press.channel is None or press.container.ts is None:
            return
        copy = copy_of(milestone, show, press.channel, press.container.ts)
        await self._services.copies.save_copy(copy)
        await self._services.due.add(
            copies_queue(milestone.key), show.blocker or WHOLE_BOARD, self._services.clock.now()
        )

    async def _share(self, press: Press, show: Show) -> None:
        milestone = self._services.installation.roster.milestone(show.milestone)
        if milestone is None:
            await self._say(press, gone_milestone_message())
        else:
            await share(self._services, press, milestone, show)

    async def _say(self, call: Call, message: Message) -> None:
        if call.response_url:
            await self._services.answers.answer(call.response_url, message)


def _no_such_blocker(board: Board, key: str) -> Message:
    blockers = {view.blocker.key.upper(): view.blocker for view in board.everything}
    near = get_close_matches(key.upper(), sorted(blockers), n=NEAR_KEYS, cutoff=0.5)
    return unknown_blocker_message(board, key, [blockers[name] for name in near])


def _said(query: Query) -> str:
    """The command again, for after a milestone was picked."""
    words = [query.key if query.ask is Ask.BLOCKER else query.ask.value]
    return " ".join([*words, "share" if query.share else ""]).strip()
