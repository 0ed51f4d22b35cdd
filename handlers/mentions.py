"""``@Blockers what blocks us?``: answered as a command is, in the thread of the mention.

Direct messages have no mention: the app's message tab is read-only, the command works there.
"""

import html
import re
from dataclasses import dataclass

from bot.domain.commands import Ask, Query
from bot.domain.messages import Message, Post, PostKind
from bot.domain.milestone import Milestone
from bot.domain.questions import read_question
from bot.ports import Posted
from bot.render.escape import tidy
from bot.render.help import help_message
from bot.render.history import history_message
from bot.render.mentions import (
    kept_to_its_channels_message,
    not_understood_message,
    type_it_message,
)
from bot.render.parts import PART_MESSAGES
from bot.render.values import Show
from bot.slack.payloads import Event
from bot.slack.router import Router
from handlers.blockers import no_such_blocker
from handlers.filtered import FilteredAnswers
from handlers.milestones import MilestoneFinder
from handlers.services import Services
from handlers.shares import copy_of, drawn, milestones_of
from handlers.zones import local_time

SHOWN_HERE = frozenset(
    {Ask.BOARD, Ask.BLOCKER, Ask.FILTERED, Ask.HISTORY, *map(Ask, PART_MESSAGES)}
)
"""What is posted; all else is answered to one person alone, by the command."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """``show`` is None for the log."""

    milestones: tuple[Milestone, ...]
    show: Show | None


class MentionsHandlers:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._bot = re.compile(rf"<@{services.bot_user}(?:\|[^<>]*)?>")

    def register(self, router: Router) -> None:
        router.event("app_mention", self.answer_mention)

    async def answer_mention(self, event: Event) -> None:
        """Never a bot's, nor one that was edited: that one was answered when it was sent."""
        if event.from_app or event.edited or event.user in {"", self._services.bot_user}:
            return
        if event.channel is None or event.ts is None:
            return
        text = tidy(html.unescape(self._bot.sub(" ", event.text)))
        names = {str(one.key): one.name for one in self._services.installation.roster.milestones}
        query = read_question(text, names)
        if query is None:
            return
        if query.ask is Ask.HELP:
            await self._post(event, help_message())
        elif query.ask is Ask.UNKNOWN:
            await self._post(event, not_understood_message(query.unknown, query.nearest))
        elif query.ask in SHOWN_HERE:
            await self._reply(event, query, text)
        else:
            await self._whisper(event, type_it_message(text))

    async def _reply(self, event: Event, query: Query, text: str) -> None:
        subject = await self._subject(event, query)
        if isinstance(subject, Message):
            # A list of milestones, or what was wrong: for the asker, with what to press.
            await self._whisper(event, subject)
            return
        for milestone in subject.milestones:
            if not await self._services.unasked.audience.may_hear(
                milestone, event.channel, outsiders=event.outsiders
            ):
                await self._whisper(event, kept_to_its_channels_message(text))
                return
        await self._show(event, query, subject)

    async def _subject(self, event: Event, query: Query) -> _Subject | Message:
        """Found as for a command, or what that would answer instead."""
        finder = MilestoneFinder(self._services)
        if query.ask is Ask.FILTERED:
            found = await FilteredAnswers(self._services, finder).understand(event, query)
            return found if isinstance(found, Message) else _Subject(*found)
        milestone = await finder.find(event, query)
        if isinstance(milestone, Message):
            return milestone
        if query.ask is Ask.HISTORY:
            return _Subject((milestone,), None)
        part = query.ask.value if query.ask.value in PART_MESSAGES else ""
        return _Subject((milestone,), Show(milestone=milestone.key, part=part))

    async def _show(self, event: Event, query: Query, subject: _Subject) -> None:
        milestone, show = subject.milestones[0], subject.show
        for each in subject.milestones:
            await self._services.sync.read_once(each)
        if query.key:
            board = await self._services.blockers.board(milestone, event.channel)
            view = board.find(query.key)
            if view is None:
                await self._post(event, no_such_blocker(board, query.key))
                return
            show = Show(milestone=milestone.key, blocker=view.blocker.id)
        if query.ask is Ask.HISTORY:
            await self._show_history(event, milestone, show)
        elif show:
            message = await drawn(self._services, event, milestone, show, private=False)
            posted = await self._post(event, message) if message else None
            await self._keep_current(event, show, posted)

    async def _show_history(self, event: Event, milestone: Milestone, show: Show | None) -> None:
        show = show or Show(milestone=milestone.key)
        history = await self._services.history.history(milestone, show.blocker)
        local = local_time(self._services, event.channel)
        await self._post(event, history_message(history, local, show, private=False))

    async def _keep_current(self, event: Event, show: Show, posted: Posted | None) -> None:
        if posted is None or event.channel is None:
            return
        for each in milestones_of(self._services, show):
            copy = copy_of(each, show, event.channel, posted.ts)
            await self._services.copies.save_copy(copy)

    async def _post(self, event: Event, message: Message) -> Posted | None:
        """Once for each mention, whatever the number of its events; None where that is in doubt.

        Raises PostRefusedError, SlackUnavailableError.
        """
        if event.channel is None:
            return None
        outcome = await self._services.poster.post_message(
            Post(
                id=f"mention:{event.channel}:{event.ts}",
                kind=PostKind.ANSWER,
                channel=event.channel,
                message=message,
                thread_ts=event.thread_ts or event.ts,
            )
        )
        return outcome if isinstance(outcome, Posted) else None

    async def _whisper(self, event: Event, message: Message) -> None:
        await self._services.unasked.private.tell(event, message)
