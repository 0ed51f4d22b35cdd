"""Put every handler into the router's table."""

from collections.abc import Callable
from typing import Final, Protocol

from bot.slack.router import Router
from handlers.asks import AsksHandlers
from handlers.blocker_edits import BlockerEditHandlers
from handlers.blocker_forms import BlockerFormHandlers
from handlers.blockers import BlockersHandlers
from handlers.channels import ChannelAnswers
from handlers.checklists import ChecklistsHandlers
from handlers.editing import EditingHandlers
from handlers.evidence import EvidenceHandlers
from handlers.exports import ExportHandlers
from handlers.following import FollowingHandlers
from handlers.history import HistoryHandlers
from handlers.home import HomeHandlers
from handlers.imports import ImportHandlers
from handlers.links import LinksHandlers
from handlers.membership import MembershipHandlers
from handlers.mentions import MentionsHandlers
from handlers.message_items import MessageItemHandlers
from handlers.notes import NotesHandlers
from handlers.people import PeopleHandlers
from handlers.preferences import PreferencesHandlers
from handlers.probes import ProbesHandlers
from handlers.replies import RepliesHandlers
from handlers.scorecard import ScorecardHandlers
from handlers.services import Services
from handlers.settings import SettingsHandlers
from handlers.standup import StandupHandlers


class _Handlers(Protocol):
    def register(self, router: Router) -> None: ...


PLAIN: Final[tuple[Callable[[Services], _Handlers], ...]] = (
    AsksHandlers,
    BlockerEditHandlers,
    EditingHandlers,
    EvidenceHandlers,
    LinksHandlers,
    MembershipHandlers,
    MentionsHandlers,
    MessageItemHandlers,
    NotesHandlers,
    PeopleHandlers,
    PreferencesHandlers,
    ProbesHandlers,
    RepliesHandlers,
    ScorecardHandlers,
)
"""Those that need nothing of each other."""


def register(router: Router, services: Services) -> None:
    """Raises DuplicateRouteError where two handlers want one name."""
    home = HomeHandlers(services)
    standup = StandupHandlers(services)
    home.register(router)
    standup.register(router)
    channels = ChannelAnswers(services)
    following = FollowingHandlers(services, channels)
    settings = SettingsHandlers(services, channels)
    following.register(router)
    settings.register(router)
    forms = BlockerFormHandlers(services)
    forms.register(router)
    imports = ImportHandlers(services)
    imports.register(router)
    plain = {
        **following.answers(),
        **settings.answers(),
        **forms.answers(),
        **imports.answers(),
    }
    history = HistoryHandlers(services)
    history.register(router)
    of_milestone = {
        **standup.answers(),
        **ExportHandlers(services).answers(),
        **history.answers(),
    }
    BlockersHandlers(services, plain, of_milestone).register(router)
    ChecklistsHandlers(services, home).register(router)
    for build in PLAIN:
        build(services).register(router)
