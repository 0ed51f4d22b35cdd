"""``/blockers overdue @bob``: the part of a board that is asked for, or of all boards."""

from dataclasses import replace

from bot.domain.commands import Query
from bot.domain.filter_reading import TOO_LONG, read_filter, tokens_of
from bot.domain.filter_words import typed
from bot.domain.filters import Filter, Owned
from bot.domain.messages import Message
from bot.domain.milestone import Milestone
from bot.render.notices import did_you_mean_message
from bot.render.unknown_words import unknown_word_message
from bot.render.values import EVERY, Show
from bot.services.filtering import UnknownWordError
from bot.slack.payloads import Call
from handlers.milestones import MilestoneFinder
from handlers.services import Services
from handlers.shares import drawn, filters_of, share


class FilteredAnswers:
    def __init__(self, services: Services, finder: MilestoneFinder) -> None:
        self._services = services
        self._finder = finder

    async def show_filtered(self, call: Call, query: Query) -> None:
        asked = await self.understand(call, query)
        if isinstance(asked, Message):
            await self._services.say(call, asked)
            return
        milestones, show = asked
        await self._give(call, query, milestones[0], show)

    async def understand(
        self, call: Call, query: Query
    ) -> tuple[tuple[Milestone, ...], Show] | Message:
        """What is to be shown, and of which milestones; else what to tell the asker."""
        milestones = await self._finder.find_for_filter(call, query)
        if isinstance(milestones, Message):
            return milestones
        for milestone in milestones:
            await self._services.sync.read_once(milestone)
        boards = [await self._services.blockers.board(each, call.channel) for each in milestones]
        try:
            asked = await filters_of(self._services).understand(query.filter, call.user, boards)
        except UnknownWordError as error:
            return _unknown(query, error)
        words = typed(asked)
        if read_filter(tokens_of(words)).wrong is not None:
            return did_you_mean_message(typed(query.filter), None, TOO_LONG)
        every = len(milestones) > 1
        show = Show(milestone=EVERY if every else milestones[0].key, filter=words)
        return milestones, show

    async def _give(self, call: Call, query: Query, milestone: Milestone, show: Show) -> None:
        if query.share:
            await share(self._services, call, milestone, show)
            return
        message = await drawn(self._services, call, milestone, show, private=True)
        if message:
            await self._services.say(call, message)


def _unknown(query: Query, error: UnknownWordError) -> Message:
    suggested = _suggested(query, error) if error.best else ""
    return unknown_word_message(
        error.kind, error.typed, error.near, several=error.several, suggested=suggested
    )


def _suggested(query: Query, error: UnknownWordError) -> str:
    """The whole command again, with the nearest in place of the word that is not known."""
    best = read_filter(tokens_of(error.best)).filter
    words = typed(_with_best(query.filter, error.typed, best))
    return " ".join(word for word in (query.milestone, words, "share" * query.share) if word)


def _with_best(asked: Filter, wrong: str, best: Filter) -> Filter:
    def owner(owned: Owned) -> Owned:
        return best.owners[0] if best.owners and owned.value == wrong else owned

    def label(text: str) -> str:
        return best.labels[0][0] if best.labels and text == wrong else text

    return replace(
        asked,
        owners=tuple(owner(owned) for owned in asked.owners),
        labels=tuple(tuple(label(text) for text in group) for group in asked.labels),
    )
