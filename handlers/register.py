"""Put every handler into the router's table."""

from bot.slack.router import Router
from handlers.blockers import BlockersHandlers
from handlers.checklists import ChecklistsHandlers
from handlers.editing import EditingHandlers
from handlers.home import HomeHandlers
from handlers.membership import MembershipHandlers
from handlers.painter import Painter
from handlers.services import Services
from handlers.standup import StandupHandlers


def register(router: Router, services: Services, painter: Painter) -> None:
    """Raises DuplicateRouteError where two handlers want one name."""
    home = HomeHandlers(services, painter)
    standup = StandupHandlers(services)
    home.register(router)
    standup.register(router)
    BlockersHandlers(services, {}, {**standup.answers()}).register(router)
    ChecklistsHandlers(services, home).register(router)
    EditingHandlers(services).register(router)
    MembershipHandlers(services).register(router)
