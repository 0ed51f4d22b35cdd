"""``/blockers history`` and ``/blockers at``: the log, and how everything stood at a time."""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.domain.blocker import Blocker
from bot.domain.board import Board
from bot.domain.commands import SHARE, Ask, Query
from bot.domain.ids import BlockerId
from bot.domain.messages import Message, Post, PostKind
from bot.domain.milestone import Milestone
from bot.domain.when import FutureError, Moment, NotATimeError, is_month, read_moment
from bot.ports import InDoubt, PostRefusedError
from bot.render.actions import Action
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.history import history_message
from bot.render.notices import (
    gone_milestone_message,
    in_doubt_message,
    post_refused_message,
    unknown_blocker_message,
)
from bot.render.past import (
    Scene,
    before_the_log_message,
    future_message,
    not_a_blocker_then_message,
    not_a_time_message,
    past_message,
)
from bot.render.past_values import Then
from bot.render.values import Show
from bot.render.words import LocalTime
from bot.services.past import BeforeTheLogError
from bot.slack.payloads import Call, FollowUp, Press
from bot.slack.router import Router
from handlers.blockers import MilestoneAnswer
from handlers.services import Services
from handlers.shares import NOT_A_MEMBER

NEAR_KEYS = 5
_KEY = re.compile(r"[a-z][a-z0-9]{0,9}-\d{1,6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """``key`` is of the blocker asked for by name, "" for the board or where the id is known."""

    then: Then
    moment: Moment | None = None
    key: str = ""


class HistoryHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.HISTORY, self.open_history)
        router.action(Action.HISTORY_PAGE, self.turn_history)
        router.action(Action.HISTORY_BACK, self.turn_history)
        router.action(Action.HISTORY_REFRESH, self.turn_history)
        router.action(Action.HISTORY_SHARE, self.share_history)
        router.action(Action.AT_OPEN, self.open_past)
        router.action(Action.AT_PAGE, self.turn_past)
        router.action(Action.AT_BACK, self.turn_past)
        router.action(Action.AT_SHARE, self.share_past)

    def answers(self) -> dict[Ask, MilestoneAnswer]:
        return {Ask.HISTORY: self._show_history, Ask.AT: self._show_past}

    async def open_history(self, press: Press) -> FollowUp:
        """A private answer beside the message pressed."""
        return self._history_of(press, Show.decode(press.value))

    async def turn_history(self, press: Press) -> FollowUp:
        return self._history_of(press, Show.decode(press.value), again=True)

    async def share_history(self, press: Press) -> FollowUp:
        return self._history_of(press, Show.decode(press.value), share=True)

    async def open_past(self, press: Press) -> FollowUp:
        return self._past_of(press, Then.decode(press.value))

    async def turn_past(self, press: Press) -> FollowUp:
        return self._past_of(press, Then.decode(press.value), again=True)

    async def share_past(self, press: Press) -> FollowUp:
        return self._past_of(press, Then.decode(press.value), share=True)

    async def _show_history(self, call: Call, query: Query, milestone: Milestone) -> None:
        """Of one that is gone too, as far as the log knows it."""
        blocker: BlockerId | None = None
        if query.key:
            keys = await self._services.history.known_keys(milestone)
            wanted = query.key.upper()
            blocker = next((one for one, key in keys.items() if key.upper() == wanted), None)
            if blocker is None:
                await self._services.say(call, await self._unknown(call, milestone, query.key))
                return
        show = Show(milestone=milestone.key, blocker=blocker)
        await self._tell(call, milestone, show, share=query.share)

    async def _history_of(
        self, press: Press, show: Show, *, again: bool = False, share: bool = False
    ) -> None:
        milestone = self._services.installation.roster.milestone(show.milestone)
        if milestone is None:
            await self._services.say(press, gone_milestone_message())
            return
        await self._tell(press, milestone, show, again=again, share=share)

    async def _tell(
        self,
        call: Call,
        milestone: Milestone,
        show: Show,
        *,
        again: bool = False,
        share: bool = False,
    ) -> None:
        history = await self._services.history.history(milestone, show.blocker)
        message = history_message(history, self._local(call), show, private=not share)
        if share:
            await self._post(call, message)
        else:
            await self._services.say(call, message, replace=again)

    async def _show_past(self, call: Call, query: Query, milestone: Milestone) -> None:
        typed, key, share = split_words(query.rest)
        local = self._local(call)
        try:
            moment = read_moment(typed, local.now, local.zone)
        except NotATimeError:
            start = await self._services.past.start(milestone.key)
            await self._services.say(call, not_a_time_message(typed, start, local))
            return
        except FutureError as error:
            start = await self._services.past.start(milestone.key)
            await self._services.say(call, future_message(typed, error.at, start, local))
            return
        then = Then(milestone=milestone.key, at=moment.at)
        await self._draw(call, milestone, _Wanted(then, moment, key), share=share)

    async def _past_of(
        self, press: Press, then: Then, *, again: bool = False, share: bool = False
    ) -> None:
        milestone = self._services.installation.roster.milestone(then.milestone)
        if milestone is None:
            await self._services.say(press, gone_milestone_message())
            return
        await self._draw(press, milestone, _Wanted(then), again=again, share=share)

    async def _draw(
        self,
        call: Call,
        milestone: Milestone,
        wanted: _Wanted,
        *,
        again: bool = False,
        share: bool = False,
    ) -> None:
        local = self._local(call)
        try:
            standing = await self._services.past.standing(milestone.key, wanted.then.at)
        except BeforeTheLogError as error:
            await self._services.say(
                call, before_the_log_message(wanted.then.at, error.start, local)
            )
            return
        board = await self._services.blockers.board_then(milestone, standing, call.channel)
        start = await self._services.past.start(milestone.key)
        scene = Scene(then=wanted.then, local=local, start=start, moment=wanted.moment)
        message = _drawn(board, scene, wanted.key, private=not share)
        if share:
            await self._post(call, message)
        else:
            await self._services.say(call, message, replace=again)

    async def _unknown(self, call: Call, milestone: Milestone, key: str) -> Message:
        board = await self._services.blockers.board(milestone, call.channel)
        return unknown_blocker_message(board, key, _near(board, key))

    async def _post(self, call: Call, message: Message) -> None:
        """Raises SlackUnavailableError, StoreUnavailableError."""
        if call.channel is None or call.response_url is None:
            return
        post = Post(
            id=f"share:{call.delivery}",
            kind=PostKind.SHARE,
            channel=call.channel,
            message=message,
        )
        try:
            posted = await self._services.poster.post_message(post)
        except PostRefusedError as error:
            if error.code in NOT_A_MEMBER:
                await self._services.say(call, message, in_channel=True)
            else:
                await self._services.say(call, post_refused_message(error.code))
            return
        if isinstance(posted, InDoubt):
            await self._services.say(call, in_doubt_message())

    def _local(self, call: Call) -> LocalTime:
        zone = self._services.blockers.timezone_of(call.channel)
        return LocalTime(self._services.clock.now(), zone)


def split_words(typed: str) -> tuple[str, str, bool]:
    """The time, a blocker's key before or behind it, and whether it is to be shared."""
    words = typed.split()
    share = bool(words) and words[-1].lower() == SHARE
    words = words[:-1] if share else words
    keys = [place for place in {0, len(words) - 1} if words and _is_key(words[place])]
    key = words.pop(keys[0]).upper() if keys else ""
    return " ".join(words), key, share


def _is_key(word: str) -> bool:
    """``nov-15`` is a day."""
    return _KEY.fullmatch(word) is not None and not is_month(word.partition("-")[0])


def _drawn(board: Board, scene: Scene, key: str, *, private: bool) -> Message:
    then = scene.then
    view = board.find(key) if key else None
    if then.blocker:
        view = next((one for one in board.everything if one.blocker.id == then.blocker), None)
    if view is not None:
        scene = replace(scene, then=replace(then, blocker=view.blocker.id))
        drawn = blocker_message(board, view, private=True, page=then.page)
        return past_message(drawn, scene, private=private)
    if key or then.blocker:
        return not_a_blocker_then_message(key, scene, _near(board, key))
    return past_message(board_message(board, private=True, page=then.page), scene, private=private)


def _near(board: Board, key: str) -> list[Blocker]:
    blockers = {view.blocker.key.upper(): view.blocker for view in board.everything}
    near = get_close_matches(key.upper(), sorted(blockers), n=NEAR_KEYS, cutoff=0.5)
    return [blockers[name] for name in near]
