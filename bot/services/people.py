"""Who somebody is in Slack, for a board and for rights."""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.blocker import Blocker
from bot.domain.checklist import Item
from bot.domain.evidence import SIGNED, is_signed
from bot.domain.ids import ChannelId, UserId
from bot.domain.milestone import Milestone
from bot.domain.people import Owner, Person, Team, Together, each_of, people_in
from bot.domain.rights import Policy, Rights
from bot.domain.trackers import Source
from bot.ports import Directory, Profile, SlackUnavailableError
from bot.services.installation import Installation
from bot.services.overrides import Overrides
from bot.services.preferences import PreferencesService

log = logging.getLogger(__name__)

Named = TypeVar("Named", bound=str)
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,}")
WORDS = {**{source.value: source.called for source in Source}, "import": "import"}
"""How the audit's authors that are no people are called."""


class PeopleService:
    def __init__(
        self,
        installation: Installation,
        directory: Directory,
        overrides: Overrides,
        preferences: PreferencesService,
    ) -> None:
        self._installation = installation
        self._directory = directory
        self._overrides = overrides
        self._preferences = preferences

    async def with_account(self, person: Person) -> Person:
        """By a lead's word, the file's, the address; never by name.

        Raises SlackUnavailableError: who may tick is not to be guessed.
        """
        if person.slack is None and (picked := await self._overrides.account(person)):
            return replace(person, slack=picked)
        return await self._directory.with_account(person)

    async def shown_account(self, person: Person) -> Person:
        """For a board: where Slack does not answer, the person as the tracker knows them."""
        try:
            return await self.with_account(person)
        except SlackUnavailableError as error:
            log.info("%s is shown without a Slack account: %s", person.name, error)
            return person

    async def name(self, user: str) -> str:
        """The display name of who is in the audit: a Slack account or a word such as ``linear``.

        Where Slack does not tell, the id: a name never keeps an answer back.
        """
        if user in WORDS:
            return WORDS[user]
        if is_signed(user):
            return user.removeprefix(SIGNED)
        profile = await self._profile(user) if _ACCOUNT.fullmatch(user) else None
        return profile.name if profile else user

    async def names(self, users: Iterable[Named]) -> dict[Named, str]:
        """The display name of each."""
        return {user: await self.name(user) for user in dict.fromkeys(users)}

    async def says_away(self, user: UserId, now: datetime) -> bool:
        """Whether their Slack status says that they are away."""
        profile = await self._profile(user)
        return profile is not None and profile.status.says_away(now)

    async def timezone(self, user: UserId) -> str:
        """Where somebody's day begins and ends: by their preference, else as Slack has it.

        The installation's zone where it is not known. Raises StoreUnavailableError.
        """
        return await self.chosen_timezone(user) or await self.slack_timezone(user)

    async def known_timezone(self, user: UserId) -> str:
        """Likewise, but empty where nobody has told it. Raises StoreUnavailableError."""
        profile = await self._profile(user)
        told = _known_zone(profile.timezone if profile else "")
        return await self.chosen_timezone(user) or told

    async def chosen_timezone(self, user: UserId) -> str:
        """Empty where none was chosen, or one that this machine does not know."""
        return _known_zone((await self._preferences.load(user)).timezone)

    async def slack_timezone(self, user: UserId) -> str:
        profile = await self._profile(user)
        return (
            _known_zone(profile.timezone if profile else "") or self._installation.roster.timezone
        )

    async def _profile(self, user: str) -> Profile | None:
        try:
            return await self._directory.profile(UserId(user))
        except SlackUnavailableError as error:
            log.info("the profile of %s cannot be read: %s", user, error)
            return None

    async def owner(self, name: str, known: Iterable[Person]) -> Owner:
        """Who a written name means; a Slack mention ``<@U…>`` or id counts as itself.

        Raises SlackUnavailableError.
        """
        return _as_one(await self._each_owner(name, known))

    def parts(self, written: str, known: Iterable[Person]) -> tuple[str, ...]:
        """Each of several owners as they are written."""
        return self._installation.roster.parts(written, tuple(known)) if written else ()

    async def _each_owner(self, name: str, known: Iterable[Person]) -> tuple[Person | Team, ...]:
        found = self._installation.roster.each_called(name, tuple(known))
        return each_of(await self._with_accounts(_as_one(found)))

    async def _with_accounts(self, owner: Owner) -> Owner:
        return _as_one(
            [
                one if isinstance(one, Team) else await self._by_name(await self.with_account(one))
                for one in each_of(owner)
            ]
        )

    async def shown_owner(self, name: str, known: Iterable[Person]) -> Owner:
        """The same for a board, which Slack's trouble does not keep back."""
        found = self._installation.roster.each_called(name, tuple(known))
        return _as_one(
            [
                one if isinstance(one, Team) else await self._by_name(await self.shown_account(one))
                for one in found
            ]
        )

    async def _by_name(self, person: Person) -> Person:
        """Somebody written as a mention gets the name of the account."""
        if person.slack is None or person.name != person.slack:
            return person
        return replace(person, name=await self.name(person.slack))

    async def team_members(self, team: Team) -> frozenset[UserId]:
        if team.slack_group is None:
            return frozenset()
        return await self._directory.group_members(team.slack_group)

    async def rights(
        self, milestone: Milestone, blocker: Blocker, item: Item, known: Iterable[Person]
    ) -> Rights:
        """Everybody who may act on the item."""
        owners = await self._each_owner(item.owner, known) if item.owner else ()
        assignee = await self.with_account(blocker.assignee) if blocker.assignee else None
        group = await self._with_accounts(blocker.group) if blocker.group else None
        members = {one.slack for one in people_in(group) if one.slack and one.active}
        for team in {*owners, *each_of(group)}:
            if isinstance(team, Team):
                members |= await self.team_members(team)
        channel_members = None
        if milestone.rights is Policy.CHANNEL:
            channel_members = await self._followers(milestone)
        return Rights(
            policy=milestone.rights,
            owner=_as_one(owners) if owners else group,
            assignee=assignee,
            members=frozenset(members),
            leads=self._installation.roster.leads_of(milestone),
            channel_members=channel_members,
        )

    async def _followers(self, milestone: Milestone) -> frozenset[UserId] | None:
        """Members of every channel that follows the milestone; None if none can be read."""
        found: set[UserId] | None = None
        for followed in self._installation.roster.followers(milestone.key):
            members = await self._directory.channel_members(ChannelId(followed.id))
            if members is not None:
                found = (found or set()) | members
        return frozenset(found) if found is not None else None


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def _as_one(owners: Sequence[Person | Team]) -> Owner:
    return owners[0] if len(owners) == 1 else Together(members=tuple(owners))
