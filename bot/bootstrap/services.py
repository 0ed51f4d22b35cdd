"""Wire the services together: plain constructor calls, in the order of who needs whom."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap.membership import build_watch
from bot.bootstrap.past import PastParts, build_past
from bot.ports import Clock, ProbeRunner, Tracker
from bot.services.asking import AskService
from bot.services.blockers import BlockersService, BoardStores
from bot.services.channels import ChannelsService
from bot.services.checklists import ChecklistsService
from bot.services.copies import CopiesService, CopiesStores
from bot.services.delivery import DeliveryService, DeliveryStores
from bot.services.digest_posts import SlackSide
from bot.services.doctor import DoctorService, DoctorSides
from bot.services.editing import EditingService
from bot.services.exporting import ExportingService
from bot.services.health import HealthService, HealthStores
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.local_blockers import BlockerStores, LocalBlockersService
from bot.services.membership import MembershipService
from bot.services.membership_notices import ChannelNotices
from bot.services.membership_watch import MembershipWatch, WatchSlack
from bot.services.people import PeopleService
from bot.services.pings import Pings
from bot.services.probe_checks import CheckStores, ProbeChecks
from bot.services.retention import RetentionService
from bot.services.settings import SettingsService, SettingsStores
from bot.services.standup import StandupService, StandupStores
from bot.services.stories import Stories
from bot.services.sync import SyncService, SyncStores
from bot.slack import app
from bot.slack.credentials import SlackCredentials
from bot.slack.files import SlackFiles
from bot.slack.modals import SlackModals
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responses import Responder
from bot.store.stores import Stores
from bot.summary.description import read_description
from bot.summary.write import write_summary
from handlers.painter import Painter
from handlers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackParts:
    """One session for all; ``workspace`` is who we are in Slack."""

    workspace: app.Installation
    session: aiohttp.ClientSession
    reader: AsyncWebClient
    writer: AsyncWebClient
    people: SlackPeople
    poster: SlackPoster
    responder: Responder
    credentials: SlackCredentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    services: Services
    painter: Painter
    channels: ChannelsService
    health: HealthService
    copies: CopiesService
    retention: RetentionService
    membership: MembershipWatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything the services stand on. ``holder`` names this process in claims."""

    installation: Installation
    stores: Stores
    slack: SlackParts
    tracker: Tracker | None
    runner: ProbeRunner
    clock: Clock
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What several services need of each other."""

    people: PeopleService
    membership: MembershipService
    notices: ChannelNotices
    pings: Pings
    stories: Stories
    known: KnownBlockers
    blockers: BlockersService
    painter: Painter
    channels: ChannelsService
    past: PastParts


def build_parts(outside: Outside) -> Parts:
    shared = _shared(outside)
    services = _services(outside, shared)
    return Parts(
        services=services,
        painter=shared.painter,
        channels=shared.channels,
        health=_health(outside, shared.known),
        copies=_copies(outside, shared),
        retention=shared.past.retention,
        membership=build_watch(
            outside.installation,
            outside.stores,
            WatchSlack(outside.slack.people, outside.slack.poster, shared.painter),
            shared.membership,
            services.delivery,
            shared.notices,
        ),
    )


def _shared(outside: Outside) -> _Shared:
    stores, installation = outside.stores, outside.installation
    stories = Stories(read_description)
    people = PeopleService(installation, outside.slack.people)
    membership = MembershipService(
        installation, stores.membership, outside.slack.people, outside.clock
    )
    notices = ChannelNotices(installation, membership, people, outside.clock)
    known = KnownBlockers(
        stores.snapshots, stores.locals, people, has_tracker=outside.tracker is not None
    )
    blockers = BlockersService(
        installation,
        BoardStores(
            checklists=stores.checklists,
            known=known,
            probes=stores.probes,
        ),
        people,
        stories,
        outside.clock,
    )
    return _Shared(
        people=people,
        membership=membership,
        notices=notices,
        pings=Pings(stores.deliveries, people, outside.clock),
        stories=stories,
        known=known,
        blockers=blockers,
        painter=Painter(installation, blockers, people, outside.slack.people),
        channels=ChannelsService(installation, stores.channels),
        past=build_past(installation, stores, blockers, people, outside.clock),
    )


def _services(outside: Outside, shared: _Shared) -> Services:
    stores, slack, clock = outside.stores, outside.slack, outside.clock
    people, blockers = shared.people, shared.blockers
    standup = _standup(outside, shared)
    return Services(
        installation=outside.installation,
        blockers=blockers,
        checklists=ChecklistsService(
            outside.installation, blockers, people, stores.checklists, clock
        ),
        editing=EditingService(
            outside.installation, blockers, people, stores.checklists, stores.edits
        ),
        locals=_locals(outside, shared),
        ask=AskService(slack.poster, stores.copies, shared.pings, people, clock),
        standup=standup,
        delivery=_delivery(outside, shared, standup),
        sync=_sync(outside, shared),
        history=shared.past.history,
        past=shared.past.past,
        probe_checks=_probe_checks(outside),
        doctor=_doctor(outside, shared),
        membership=shared.membership,
        notices=shared.notices,
        bot_user=slack.workspace.bot_user,
        settings=_settings(outside),
        people=people,
        directory=slack.people,
        copies=stores.copies,
        due=stores.due,
        poster=slack.poster,
        exporting=ExportingService(outside.installation, blockers, write_summary),
        modals=SlackModals(slack.writer),
        files=SlackFiles(slack.reader, slack.writer, slack.session, slack.reader.base_url),
        answers=slack.responder,
        clock=clock,
    )


def _settings(outside: Outside) -> SettingsService:
    stores = outside.stores
    return SettingsService(
        outside.installation, SettingsStores(stores.channels, stores.digests), outside.clock
    )


def _locals(outside: Outside, shared: _Shared) -> LocalBlockersService:
    stores = outside.stores
    return LocalBlockersService(
        outside.installation,
        shared.blockers,
        shared.people,
        shared.stories,
        BlockerStores(checklists=stores.checklists, locals=stores.locals),
    )


def _standup(outside: Outside, shared: _Shared) -> StandupService:
    return StandupService(
        outside.installation,
        shared.blockers,
        shared.people,
        StandupStores(checklists=outside.stores.checklists, digests=outside.stores.digests),
        shared.pings,
        outside.clock,
    )


def _delivery(outside: Outside, shared: _Shared, standup: StandupService) -> DeliveryService:
    stores = outside.stores
    return DeliveryService(
        outside.installation,
        standup,
        DeliveryStores(
            digests=stores.digests,
            due=stores.due,
            copies=stores.copies,
            channels=shared.channels,
        ),
        SlackSide(
            poster=outside.slack.poster, painter=shared.painter, membership=shared.membership
        ),
        outside.clock,
        outside.holder,
    )


def _sync(outside: Outside, shared: _Shared) -> SyncService:
    stores = outside.stores
    return SyncService(
        outside.installation,
        outside.tracker,
        SyncStores(stores.checklists, stores.snapshots, stores.due, stores.locals),
        shared.stories,
        outside.clock,
    )


def _health(outside: Outside, known: KnownBlockers) -> HealthService:
    stores = outside.stores
    return HealthService(
        outside.installation,
        outside.runner,
        HealthStores(probes=stores.probes, due=stores.due, known=known),
        outside.clock,
    )


def _probe_checks(outside: Outside) -> ProbeChecks:
    stores = outside.stores
    return ProbeChecks(
        outside.installation,
        CheckStores(probes=stores.probes, due=stores.due, deliveries=stores.deliveries),
        outside.clock,
    )


def _copies(outside: Outside, shared: _Shared) -> CopiesService:
    return CopiesService(
        outside.installation,
        CopiesStores(copies=outside.stores.copies, due=outside.stores.due),
        outside.slack.poster,
        shared.painter,
        shared.membership,
        outside.clock,
    )


def _doctor(outside: Outside, shared: _Shared) -> DoctorService:
    sides = DoctorSides(
        credentials=outside.slack.credentials,
        directory=outside.slack.people,
        health=outside.stores.health,
        snapshots=outside.stores.snapshots,
        checklists=outside.stores.checklists,
        known=shared.known,
        notices=shared.notices,
        tracker_configured=outside.tracker is not None,
    )
    return DoctorService(outside.installation, sides, shared.people, outside.clock)
