"""Who somebody is in Slack, for a board and for rights."""

from collections.abc import Iterable

from bot.domain.blocker import Blocker
from bot.domain.checklist import Item
from bot.domain.ids import ChannelId, UserId
from bot.domain.milestone import Milestone
from bot.domain.people import Owner, Person, Team
from bot.domain.rights import Policy, Rights
from bot.ports import Directory
from bot.services.installation import Installation

WORDS = {"linear": "Linear", "import": "import"}
"""How the audit's authors that are no people are called."""


class PeopleService:
    def __init__(self, installation: Installation, directory: Directory) -> None:
        self._installation = installation
        self._directory = directory

    async def with_account(self, person: Person) -> Person:
        return await self._directory.with_account(person)

    async def name(self, user: str) -> str:
        """The display name of who is in the audit: a Slack account or a word such as ``linear``."""
        if user in WORDS:
            return WORDS[user]
        profile = await self._directory.profile(UserId(user))
        return profile.name if profile else user

    async def owner(self, name: str, known: Iterable[Person]) -> Owner:
        """Who a written name means; a Slack mention ``<@U…>`` or id counts as itself."""
        found = self._installation.roster.called(name, tuple(known))
        if isinstance(found, Team):
            return found
        return await self._directory.with_account(found)

    async def team_members(self, team: Team) -> frozenset[UserId]:
        if team.slack_group is None:
            return frozenset()
        return await self._directory.group_members(team.slack_group)

    async def rights(
        self, milestone: Milestone, blocker: Blocker, item: Item, known: Iterable[Person]
    ) -> Rights:
        """Everybody who may act on the item."""
        owner = await self.owner(item.owner, known) if item.owner else None
        assignee = await self.with_account(blocker.assignee) if blocker.assignee else None
        members: frozenset[UserId] = frozenset()
        if isinstance(owner, Team):
            members = await self.team_members(owner)
        channel_members = None
        if milestone.rights is Policy.CHANNEL:
            channel_members = await self._followers(milestone)
        return Rights(
            policy=milestone.rights,
            owner=owner,
            assignee=assignee,
            team_members=members,
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
