"""Leads say who a person of the tracker is in Slack, and take it back."""

import logging

from bot.domain.ids import UserId
from bot.domain.overrides import code_of
from bot.ports import WHOLE_BOARD, SlackUnavailableError, copies_queue
from bot.render import people
from bot.render.actions import Action
from bot.render.home_leads import PICK
from bot.render.values import BadValueError
from bot.services.overrides import LOOK_AGAIN
from bot.slack.payloads import FollowUp, Press
from bot.slack.router import Router
from handlers.services import Services

log = logging.getLogger(__name__)


class PeopleHandlers:
    """Both from the Home of a lead."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(Action.PICK_PERSON, self.pick_person)
        router.action(Action.DROP_PERSON, self.remove_person)

    async def pick_person(self, press: Press) -> FollowUp | None:
        """Stored when this returns; from then on it wins over the file and the address."""
        prefix, _, code = press.block_id.partition("/")
        if prefix != PICK:
            raise BadValueError(f"no such list: {press.block_id!r}")
        user = UserId(press.value)
        if not user:
            return None
        if not self._services.overview.is_lead(press.user):
            return self._say(press, people.not_a_lead_words())
        handle = await self._handle(code)
        if handle is None:
            return self._say(press, people.not_listed_words())
        if not await self._is_open(user):
            return self._say(press, people.closed_account_words())
        await self._mark_boards()
        await self._services.overrides.pick(handle, user, press.user)
        log.info("%s picked %s for a person of the tracker", press.user, user)
        return self._tell_picked(press, handle, user)

    async def remove_person(self, press: Press) -> FollowUp:
        """Gone when this returns: the file, else the address decides again."""
        if not self._services.overview.is_lead(press.user):
            return self._say(press, people.not_a_lead_words())
        picked = await self._services.overrides.load()
        handle = next((each for each in picked if code_of(each) == press.value), None)
        if handle is None:
            return self._say(press, people.not_listed_words())
        await self._mark_boards()
        await self._services.overrides.remove(handle)
        log.info("%s removed who a person of the tracker is", press.user)
        return self._tell_removed(press, handle)

    async def _handle(self, code: str) -> str | None:
        """Of those who have no account yet, and those for whom somebody was picked before."""
        known = (
            *await self._services.doctor.unmatched(),
            *await self._services.overrides.load(),
        )
        return next((handle for handle in known if code_of(handle) == code), None)

    async def _is_open(self, user: UserId) -> bool:
        try:
            profile = await self._services.directory.profile(user)
        except SlackUnavailableError:
            return True
        return profile is not None and profile.active

    async def _mark_boards(self) -> None:
        """Names, owners and rights may change everywhere: drawn once every replica knows.

        Marked before it is stored, so that a crash in between draws once too often.
        """
        at = self._services.clock.now() + 2 * LOOK_AGAIN
        for milestone in self._services.installation.roster.milestones:
            await self._services.due.add(copies_queue(milestone.key), WHOLE_BOARD, at)

    async def _tell_picked(self, press: Press, handle: str, user: UserId) -> None:
        name = await self._services.people.name(user)
        await self._say(press, people.picked_words(handle, name))

    async def _tell_removed(self, press: Press, handle: str) -> None:
        user = self._services.installation.roster.accounts.get(handle)
        name = await self._services.people.name(user) if user else ""
        await self._say(press, people.removed_words(handle, name))

    async def _say(self, press: Press, notice: str) -> None:
        await self._services.homes.say(press.user, notice)
