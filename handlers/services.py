"""What the handlers are given: every service, and the two ways of answering."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.ids import UserId
from bot.domain.messages import Message
from bot.ports import (
    Clock,
    CopyStore,
    DeliveryLog,
    Directory,
    DueQueue,
    Files,
    Modals,
    Poster,
    Unfurls,
)
from bot.services.asking import AskService
from bot.services.audience import Audience
from bot.services.blockers import BlockersService
from bot.services.checklists import ChecklistsService
from bot.services.contests import ContestsService
from bot.services.delivery import DeliveryService
from bot.services.doctor import DoctorService
from bot.services.editing import EditingService
from bot.services.exporting import ExportingService
from bot.services.history import HistoryService
from bot.services.homes import HomesService
from bot.services.importing import ImportingService
from bot.services.installation import Installation
from bot.services.local_blockers import LocalBlockersService
from bot.services.membership import MembershipService
from bot.services.membership_notices import ChannelNotices
from bot.services.overrides import Overrides
from bot.services.overview import OverviewService
from bot.services.past import PastService
from bot.services.people import PeopleService
from bot.services.preferences import PreferencesService
from bot.services.probe_checks import ProbeChecks
from bot.services.reminders import RemindersService
from bot.services.replying import ReplyingService
from bot.services.settings import SettingsService
from bot.services.standup import StandupService
from bot.services.suggestions import Suggestions
from bot.services.sync import SyncService
from bot.slack.payloads import Call


class Answers(Protocol):
    """The answer to a call, through its ``response_url``."""

    async def answer(
        self,
        response_url: str,
        message: Message,
        *,
        replace: bool = False,
        in_channel: bool = False,
    ) -> None: ...


class Private(Protocol):
    """A word to one person alone, also where the call has no ``response_url``."""

    async def tell(self, call: Call, message: Message) -> None:
        """Raises SlackUnavailableError, PostRefusedError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyServices:
    """What is done with the answers to a digest's rows."""

    replying: ReplyingService
    reminders: RemindersService
    suggestions: Suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """What happens without a command: links, mentions, answers to a digest.

    Where it may be told, how, and that it is told once.
    """

    audience: Audience
    unfurls: Unfurls
    private: Private
    deliveries: DeliveryLog
    replies: ReplyServices


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    installation: Installation
    blockers: BlockersService
    checklists: ChecklistsService
    editing: EditingService
    contests: ContestsService
    locals: LocalBlockersService
    ask: AskService
    standup: StandupService
    delivery: DeliveryService
    sync: SyncService
    history: HistoryService
    past: PastService
    probe_checks: ProbeChecks
    doctor: DoctorService
    homes: HomesService
    overview: OverviewService
    preferences: PreferencesService
    overrides: Overrides
    membership: MembershipService
    notices: ChannelNotices
    bot_user: UserId
    settings: SettingsService
    people: PeopleService
    directory: Directory
    copies: CopyStore
    due: DueQueue
    poster: Poster
    importing: ImportingService
    exporting: ExportingService
    modals: Modals
    files: Files
    answers: Answers
    unasked: Unasked
    clock: Clock

    async def say(
        self, call: Call, message: Message, *, replace: bool = False, in_channel: bool = False
    ) -> None:
        """Where the call came from; nothing where that is the Home tab or a form."""
        if call.response_url:
            await self.answers.answer(
                call.response_url, message, replace=replace, in_channel=in_channel
            )
