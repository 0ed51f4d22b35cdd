"""Wire the services together: plain constructor calls, in the order of who needs whom."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Clock, ProbeRunner, Tracker
from bot.services.asking import AskService
from bot.services.blockers import BlockersService, BoardStores
from bot.services.checklists import ChecklistsService
from bot.services.copies import CopiesService, CopiesStores
from bot.services.delivery import DeliveryService, DeliveryStores
from bot.services.digest_posts import SlackSide
from bot.services.doctor import DoctorService, DoctorSides
from bot.services.health import HealthService, HealthStores
from bot.services.installation import Installation
from bot.services.people import PeopleService
from bot.services.pings import Pings
from bot.services.standup import StandupService, StandupStores
from bot.services.stories import Stories
from bot.services.sync import SyncService, SyncStores
from bot.slack import app
from bot.slack.credentials import SlackCredentials
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responses import Responder
from bot.store.stores import Stores
from bot.summary.description import read_description
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
    health: HealthService
    copies: CopiesService


def build_parts(  # noqa: PLR0913, PLR0917 - everything comes together here
    installation: Installation,
    stores: Stores,
    slack: SlackParts,
    tracker: Tracker | None,
    runner: ProbeRunner,
    clock: Clock,
    holder: str,
) -> Parts:
    """``holder`` names this process in claims."""
    stories = Stories(read_description)
    people = PeopleService(installation, slack.people)
    pings = Pings(stores.deliveries, people, clock)
    blockers = BlockersService(
        installation,
        BoardStores(
            checklists=stores.checklists,
            snapshots=stores.snapshots,
            probes=stores.probes,
        ),
        people,
        stories,
        clock,
    )
    painter = Painter(installation, blockers, people, slack.people)
    standup = StandupService(
        installation,
        blockers,
        people,
        StandupStores(checklists=stores.checklists, digests=stores.digests),
        pings,
        clock,
    )
    services = Services(
        installation=installation,
        blockers=blockers,
        checklists=ChecklistsService(installation, blockers, people, stores.checklists, clock),
        ask=AskService(slack.poster, stores.copies, pings, people, clock),
        standup=standup,
        delivery=DeliveryService(
            installation,
            standup,
            DeliveryStores(digests=stores.digests, due=stores.due, copies=stores.copies),
            SlackSide(poster=slack.poster, painter=painter),
            clock,
            holder,
        ),
        sync=SyncService(
            installation,
            tracker,
            SyncStores(stores.checklists, stores.snapshots, stores.due),
            stories,
            clock,
        ),
        doctor=_doctor(installation, stores, slack, people, clock, tracker is not None),
        people=people,
        directory=slack.people,
        copies=stores.copies,
        due=stores.due,
        poster=slack.poster,
        answers=slack.responder,
        clock=clock,
    )
    return Parts(
        services=services,
        painter=painter,
        health=HealthService(
            installation,
            runner,
            HealthStores(probes=stores.probes, due=stores.due, snapshots=stores.snapshots),
            clock,
        ),
        copies=CopiesService(
            installation,
            CopiesStores(copies=stores.copies, due=stores.due),
            slack.poster,
            painter,
            clock,
        ),
    )


def _doctor(
    installation: Installation,
    stores: Stores,
    slack: SlackParts,
    people: PeopleService,
    clock: Clock,
    tracker_configured: bool,
) -> DoctorService:
    sides = DoctorSides(
        credentials=slack.credentials,
        directory=slack.people,
        health=stores.health,
        snapshots=stores.snapshots,
        checklists=stores.checklists,
        tracker_configured=tracker_configured,
    )
    return DoctorService(installation, sides, people, clock)
