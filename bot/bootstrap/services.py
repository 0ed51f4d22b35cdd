"""Wire the services together: plain constructor calls, in the order of who needs whom."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap import people as wiring
from bot.bootstrap.documents import build_exporting, build_importing
from bot.bootstrap.evidence import build_contests, build_evidence, build_lines
from bot.bootstrap.forms import build_checklists, build_editing, build_locals
from bot.bootstrap.membership import build_watch
from bot.bootstrap.past import PastParts, build_past
from bot.bootstrap.probing import build_checks, build_health, build_turns
from bot.bootstrap.replies import build_replies
from bot.bootstrap.trackers import build_sync
from bot.bootstrap.unasked import build_unasked
from bot.ports import Clock, ProbeRunner, Tracker
from bot.services.blockers import BlockersService, BoardStores
from bot.services.channels import ChannelsService
from bot.services.copies import CopiesService, CopiesSlack, CopiesStores
from bot.services.delivery import DeliveryService, DeliveryStores
from bot.services.digest_posts import SlackSide
from bot.services.evidence import EvidenceService
from bot.services.health import HealthService
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.membership import MembershipService
from bot.services.membership_notices import ChannelNotices
from bot.services.membership_watch import MembershipWatch, WatchSlack
from bot.services.nudges import NudgeService
from bot.services.people import PeopleService
from bot.services.replies import Replies
from bot.services.retention import RetentionService
from bot.services.settings import SettingsService, SettingsStores
from bot.services.standup import StandupService, StandupStores
from bot.services.stories import Stories
from bot.services.turns import TurnsService
from bot.services.write_marks import WriteMarks
from bot.slack import app
from bot.slack.credentials import SlackCredentials
from bot.slack.files import SlackFiles
from bot.slack.modals import SlackModals
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responses import Responder
from bot.store.stores import Stores
from bot.summary.description import read_description
from handlers.painter import Painter
from handlers.services import ReplyServices, Services


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
    evidence: EvidenceService
    turns: TurnsService
    copies: CopiesService
    retention: RetentionService
    nudges: NudgeService
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

    base: wiring.PeopleBase
    known_people: wiring.PeopleParts
    homes: wiring.HomeParts
    membership: MembershipService
    notices: ChannelNotices
    stories: Stories
    known: KnownBlockers
    blockers: BlockersService
    painter: Painter
    channels: ChannelsService
    past: PastParts

    @property
    def people(self) -> PeopleService:
        return self.known_people.people


def build_parts(outside: Outside) -> Parts:
    shared = _shared(outside)
    services = _services(outside, shared)
    services.doctor.attend(build_lines(shared.base, shared.known))
    return Parts(
        services=services,
        painter=shared.painter,
        channels=shared.channels,
        health=build_health(shared.base, outside.runner, shared.known),
        evidence=build_evidence(shared.base, shared.known),
        turns=build_turns(shared.base, shared.blockers, shared.painter, shared.membership),
        copies=_copies(outside, shared),
        nudges=shared.homes.nudges,
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
    base = _people_base(outside)
    parts = wiring.build_people(base)
    people = parts.people
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
            replies=Replies(stores.replies, people),
        ),
        people,
        stories,
        outside.clock,
    )
    return _Shared(
        base=base,
        known_people=parts,
        homes=wiring.build_homes(base, parts, blockers, known, notices),
        membership=membership,
        notices=notices,
        stories=stories,
        known=known,
        blockers=blockers,
        painter=Painter(installation, blockers, people, outside.slack.people),
        channels=ChannelsService(installation, stores.channels),
        past=build_past(installation, stores, blockers, people, outside.clock),
    )


def _services(outside: Outside, shared: _Shared) -> Services:
    stores, slack, clock = outside.stores, outside.slack, outside.clock
    base, people, blockers = shared.base, shared.people, shared.blockers
    standup = _standup(outside, shared)
    return Services(
        installation=outside.installation,
        blockers=blockers,
        checklists=build_checklists(base, blockers, people),
        editing=(editing := build_editing(base, blockers, people)),
        contests=build_contests(base, editing),
        locals=build_locals(base, blockers, people, shared.stories),
        ask=shared.homes.ask,
        standup=standup,
        delivery=_delivery(outside, shared, standup),
        sync=build_sync(base, outside.tracker, shared.stories),
        history=shared.past.history,
        past=shared.past.past,
        probe_checks=build_checks(base),
        doctor=shared.homes.doctor,
        homes=shared.homes.homes,
        overview=shared.homes.overview,
        preferences=shared.known_people.preferences,
        overrides=shared.known_people.overrides,
        membership=shared.membership,
        notices=shared.notices,
        bot_user=slack.workspace.bot_user,
        settings=_settings(outside),
        people=people,
        directory=slack.people,
        copies=stores.copies,
        due=stores.due,
        poster=slack.poster,
        importing=build_importing(outside.installation, stores, blockers, people, clock),
        exporting=build_exporting(outside.installation, blockers),
        modals=SlackModals(slack.writer),
        files=SlackFiles(slack.reader, slack.writer, slack.session, slack.reader.base_url),
        answers=slack.responder,
        unasked=build_unasked(base, slack.writer, slack.responder, _replies(shared)),
        clock=clock,
    )


def _replies(shared: _Shared) -> ReplyServices:
    base, parts = shared.base, shared.known_people
    return build_replies(base, parts, shared.blockers, shared.stories, shared.painter)


def _settings(outside: Outside) -> SettingsService:
    stores = outside.stores
    return SettingsService(
        outside.installation, SettingsStores(stores.channels, stores.digests), outside.clock
    )


def _standup(outside: Outside, shared: _Shared) -> StandupService:
    return StandupService(
        outside.installation,
        shared.blockers,
        shared.people,
        StandupStores(checklists=outside.stores.checklists, digests=outside.stores.digests),
        shared.known_people.pings,
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


def _copies(outside: Outside, shared: _Shared) -> CopiesService:
    return CopiesService(
        outside.installation,
        CopiesStores(
            copies=outside.stores.copies,
            due=outside.stores.due,
            followers=WriteMarks(outside.stores.due, outside.clock),
        ),
        CopiesSlack(poster=outside.slack.poster, homes=shared.homes.homes),
        shared.painter,
        shared.membership,
        outside.clock,
    )


def _people_base(outside: Outside) -> wiring.PeopleBase:
    return wiring.PeopleBase(
        installation=outside.installation,
        stores=outside.stores,
        directory=outside.slack.people,
        poster=outside.slack.poster,
        credentials=outside.slack.credentials,
        has_tracker=outside.tracker is not None,
        clock=outside.clock,
    )
