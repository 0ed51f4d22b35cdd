"""``/blockers`` and the buttons that show: open, refresh, page, share, pick a milestone."""

import html
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from bot.domain.board import Board
from bot.domain.commands import Ask, Query, parse_command
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.ports import WHOLE_BOARD, copies_queue
from bot.render.actions import Action
from bot.render.doctor import doctor_message
from bot.render.escape import tidy
from bot.render.help import help_message
from bot.render.notices import (
    did_you_mean_message,
    gone_milestone_message,
    unknown_blocker_message,
)
from bot.render.parts import PART_MESSAGES
from bot.render.values import Pick, Show
from bot.slack.payloads import Call, Command, FollowUp, Press
from bot.slack.router import Router
from handlers.filtered import FilteredAnswers
from handlers.milestones import MilestoneFinder
from handlers.services import Services
from handlers.shares import (
    DIRECT,
    board_for,
    copy_of,
    draw,
    drawn,
    is_live,
    milestones_of,
    share,
    show_in_messages,
)

NEAR_KEYS = 5

PlainAnswer = Callable[[Call, Query], Awaitable[None]]
MilestoneAnswer = Callable[[Call, Query, Milestone], Awaitable[None]]
"""Given once the milestone is found and was read at least once."""


class BlockersHandlers:
    """``plain`` and ``of_milestone`` are the answers that other features give, by what is asked."""

    def __init__(
        self,
        services: Services,
        plain: Mapping[Ask, PlainAnswer],
        of_milestone: Mapping[Ask, MilestoneAnswer],
    ) -> None:
        self._services = services
        self._finder = MilestoneFinder(services)
        self._plain: dict[Ask, PlainAnswer] = {
            Ask.HELP: self._help,
            Ask.DOCTOR: self._doctor,
            Ask.UNKNOWN: self._not_understood,
            Ask.FILTERED: FilteredAnswers(services, self._finder).show_filtered,
            **plain,
        }
        self._of_milestone: dict[Ask, MilestoneAnswer] = {
            Ask.BLOCKER: self._show_blocker,
            Ask.BOARD: self._show_board,
            **dict.fromkeys(map(Ask, PART_MESSAGES), self._show_board),
            **of_milestone,
        }

    def register(self, router: Router) -> None:
        router.command("/blockers", self.show_blockers)
        router.action(Action.OPEN, self.open_blocker)
        router.action(Action.LINK, self.follow_link)
        router.action(Action.SHARE, self.share_in_channel)
        router.action(Action.REFRESH, self.refresh)
        router.action(Action.PAGE, self.refresh)
        router.action(Action.BACK, self.refresh)
        router.action(Action.CLEAR, self.refresh)
        router.action(Action.PICK, self.pick_milestone)
        for part in PART_MESSAGES:
            router.action(Action(f"blockers.{part}"), self.open_blocker)
        router.action(Action.FULL_STATUS, self.open_blocker)

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
        if query.ask in self._plain:
            await self._plain[query.ask](call, query)
            return
        milestone = await self._finder.find(call, query)
        if isinstance(milestone, Message):
            await self._services.say(call, milestone)
            return
        await self._services.sync.read_once(milestone)
        await self._of_milestone[query.ask](call, query, milestone)

    async def _help(self, call: Call, _query: Query) -> None:
        await self._services.say(call, help_message())

    async def _doctor(self, call: Call, _query: Query) -> None:
        findings = await self._services.doctor.examine(call.channel)
        await self._services.say(call, doctor_message(findings))

    async def _not_understood(self, call: Call, query: Query) -> None:
        await self._services.say(
            call, did_you_mean_message(query.unknown, query.nearest or None, query.hint)
        )

    async def _show_blocker(self, call: Call, query: Query, milestone: Milestone) -> None:
        board = await self._services.blockers.board(milestone, call.channel)
        view = board.find(query.key)
        if view is None:
            await self._services.say(call, no_such_blocker(board, query.key))
            return
        await self._give(call, query, board, Show(milestone=milestone.key, blocker=view.blocker.id))

    async def _show_board(self, call: Call, query: Query, milestone: Milestone) -> None:
        """The whole milestone, or the part of it that was asked for."""
        show = Show(milestone=milestone.key, part=query.ask.value)
        board = await board_for(self._services, milestone, call.channel, show)
        await self._give(call, query, board, show)

    async def _give(self, call: Call, query: Query, board: Board, show: Show) -> None:
        if query.share:
            await share(self._services, call, board.milestone, show)
            return
        message = draw(board, show, private=True)
        if message:
            await self._services.say(call, message)

    async def _show(self, press: Press, show: Show, *, replace: bool) -> None:
        milestone = next(iter(milestones_of(self._services, show)), None)
        if press.channel is None:
            await self._show_in_messages(press, milestone, show)
            return
        posted = replace and not press.container.is_ephemeral
        live = posted and milestone is not None and await self._is_live(press, milestone, show)
        message = None
        if milestone:
            message = await drawn(
                self._services, press, milestone, show, private=not posted, live=live
            )
        if message is None or milestone is None:
            await self._services.say(press, gone_milestone_message())
            return
        await self._services.say(press, message, replace=replace, in_channel=posted)
        if live:
            await self._keep_current(press, milestone, show)

    async def _show_in_messages(
        self, press: Press, milestone: Milestone | None, show: Show
    ) -> None:
        said = gone_milestone_message()
        if milestone:
            said = await show_in_messages(self._services, press, milestone, show)
        await self._services.homes.say(press.user, said.text)

    async def _is_live(self, press: Press, milestone: Milestone, show: Show) -> bool:
        if press.channel is None or press.container.ts is None:
            return False
        ts = press.container.ts
        return await is_live(self._services, milestone, press.channel, ts, show.blocker)

    async def _keep_current(self, press: Press, milestone: Milestone, show: Show) -> None:
        """On this page from now on; drawn once more, should a tick have come in between."""
        if press.channel is None or press.container.ts is None:
            return
        for each in milestones_of(self._services, show):
            alone = press.user if press.channel.startswith(DIRECT) else None
            copy = copy_of(each, show, press.channel, press.container.ts, alone)
            await self._services.copies.save_copy(copy)
        await self._services.due.add(
            copies_queue(milestone.key), show.blocker or WHOLE_BOARD, self._services.clock.now()
        )

    async def _share(self, press: Press, show: Show) -> None:
        milestone = next(iter(milestones_of(self._services, show)), None)
        if milestone is None:
            await self._services.say(press, gone_milestone_message())
        else:
            await share(self._services, press, milestone, show)


def no_such_blocker(board: Board, key: str) -> Message:
    blockers = {view.blocker.key.upper(): view.blocker for view in board.everything}
    near = get_close_matches(key.upper(), sorted(blockers), n=NEAR_KEYS, cutoff=0.5)
    return unknown_blocker_message(board, key, [blockers[name] for name in near])
