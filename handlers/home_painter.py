"""Draw somebody's App Home from what is known now, and the one message of what they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.home import Home, HomeState
from bot.domain.ids import UserId
from bot.domain.messages import Json, Message
from bot.domain.nudges import Nudge
from bot.ports import Clock
from bot.render.home import home_view
from bot.render.nudges import nudges_message
from bot.render.words import LocalTime
from bot.services.asked import AskedService
from bot.services.blockers import BlockersService
from bot.services.installation import Installation
from bot.services.membership_notices import ChannelNotices
from bot.services.overview import OverviewService
from bot.services.people import PeopleService


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSides:
    """Where the parts of a Home come from."""

    blockers: BlockersService
    people: PeopleService
    asked: AskedService
    overview: OverviewService
    notices: ChannelNotices


class HomePainter:
    def __init__(self, installation: Installation, sides: HomeSides, clock: Clock) -> None:
        self._installation = installation
        self._sides = sides
        self._clock = clock

    async def paint_home(self, user: UserId, state: HomeState) -> Json:
        """Raises StoreUnavailableError."""
        roster, sides = self._installation.roster, self._sides
        boards = [await sides.blockers.board(milestone) for milestone in roster.milestones]
        sent, received = await sides.asked.views(user, boards)
        is_lead = sides.overview.is_lead(user)
        teams = [team.key for team in roster.teams if user in await sides.people.team_members(team)]
        led = [each.key for each in roster.milestones if user in roster.leads_of(each)]
        return home_view(
            Home(
                user=user,
                now=self._clock.now(),
                timezone=await sides.people.timezone(user),
                boards=tuple(boards),
                teams=tuple(teams),
                led=frozenset(led),
                state=state,
                sent=sent,
                received=received,
                pauses=await sides.notices.notices_for(user),
                overview=await sides.overview.load() if is_lead else None,
            )
        )

    def paint_nudges(
        self, nudges: Sequence[Nudge], names: Mapping[UserId, str], local: datetime
    ) -> Message:
        zone = local.tzinfo if isinstance(local.tzinfo, ZoneInfo) else ZoneInfo("UTC")
        return nudges_message(nudges, names, LocalTime(local, zone))
