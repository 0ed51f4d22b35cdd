"""Open the store, Slack's and the trackers' clients, and build every service on them."""

import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap.linear import open_linear_client
from bot.bootstrap.services import Outside, Parts, SlackParts, build_parts
from bot.bootstrap.trackers import open_trackers, tracker_checks
from bot.bootstrap.writes import build_writes
from bot.config.load import load_file
from bot.config.models import BlockersFile
from bot.config.roster import build_roster
from bot.linear.adapter import LinearTracker
from bot.ports import Clock, ConfigurationError, ProbeRunner
from bot.probes.runner import Surroundings, open_probe_runner
from bot.probes.secrets import Secrets
from bot.probes.tokens import heartbeat_tokens
from bot.probes.trust import TrustError
from bot.services.heartbeats import HeartbeatsService
from bot.services.hints import HintsService
from bot.services.installation import Installation
from bot.services.selections import SelectionsService
from bot.services.tracker_writes import TrackerWrites
from bot.services.trackers import Trackers
from bot.settings import ENVIRONMENT, Settings
from bot.slack.app import fetch_installation
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.credentials import SlackCredentials
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.responses import Responder
from bot.store.address import StoreAddressError
from bot.store.embedded import embedded_store
from bot.store.stores import Stores, open_stores

log = logging.getLogger(__name__)


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Everything but the ways in: what running, ``doctor`` and ``digest`` have in common."""

    settings: Settings
    clock: Clock
    stores: Stores
    slack: SlackParts
    parts: Parts
    heartbeats: HeartbeatsService
    hints: HintsService
    writes: TrackerWrites | None
    selections: SelectionsService
    trackers: Trackers

    def reload(self) -> None:
        """Take ``blockers.yml`` as it is now. Raises ConfigurationError; then nothing changes.

        What is due when is planned after it, at the next beat at the latest. Probes keep their
        sessions and secrets: they change at the next start.
        """
        roster = self.trackers.reachable(build_roster(load_file(self.settings.blockers_config)))
        installation = self.parts.services.installation
        if roster.probes != installation.roster.probes:
            log.warning("probes changed in blockers.yml: they change at the next start")
        installation.roster = replace(roster, probes=installation.roster.probes)
        self.slack.people.override(roster.accounts)


@asynccontextmanager
async def open_product(settings: Settings, clock: Clock) -> AsyncIterator[Product]:
    """Closed in reverse order.

    Raises ConfigurationError, StoreUnavailableError, SlackUnavailableError.
    """
    file = load_file(settings.blockers_config)
    installation = Installation(build_roster(file))
    async with AsyncExitStack() as stack:
        stores = await stack.enter_async_context(_open_stores(settings))
        slack = await stack.enter_async_context(_open_slack(settings, installation, stores, clock))
        client = await stack.enter_async_context(open_linear_client(settings, stores, clock))
        linear = LinearTracker(client) if client else None
        trackers = await stack.enter_async_context(open_trackers(settings, linear, clock))
        installation.roster = trackers.reachable(installation.configured)
        runner = await stack.enter_async_context(_open_probes(settings, file, stores, clock))
        outside = Outside(
            installation=installation,
            stores=stores,
            slack=slack,
            tracker=trackers,
            runner=runner,
            clock=clock,
            holder=uuid.uuid4().hex,
        )
        parts = build_parts(outside)
        await parts.channels.refresh()
        yield Product(
            settings=settings,
            clock=clock,
            stores=stores,
            slack=slack,
            parts=parts,
            heartbeats=_heartbeats(settings, file, stores, clock),
            hints=HintsService(installation, stores.hints, stores.snapshots, clock),
            selections=_selections(settings, outside, trackers, parts),
            writes=build_writes(outside, parts, client),
            trackers=trackers,
        )


def _selections(
    settings: Settings, outside: Outside, trackers: Trackers, parts: Parts
) -> SelectionsService:
    """The doctor asks them too, and whether webhooks come."""
    installation, stores = outside.installation, outside.stores
    selections = SelectionsService(installation, trackers, stores.snapshots)
    checks = tracker_checks(settings, installation, stores, outside.clock)
    parts.services.doctor.attend(*checks, selections)
    return selections


def _heartbeats(
    settings: Settings, file: BlockersFile, stores: Stores, clock: Clock
) -> HeartbeatsService:
    tokens = heartbeat_tokens(file.probes, Secrets(ENVIRONMENT, _folder(settings)))
    return HeartbeatsService(stores.beats, stores.due, tokens, clock)


def _folder(settings: Settings) -> Path:
    """Where ``blockers.yml`` lies, from which the files it names are looked for."""
    return settings.blockers_config.absolute().parent


@asynccontextmanager
async def _open_stores(settings: Settings) -> AsyncIterator[Stores]:
    async with AsyncExitStack() as stack:
        if settings.redis_url is None:
            url = await stack.enter_async_context(embedded_store(settings.blockers_data_dir))
        else:
            url = settings.redis_url.get_secret_value()
        try:
            stores = await stack.enter_async_context(open_stores(url))
        except StoreAddressError as error:
            raise ConfigurationError(f"REDIS_URL: {error}") from None
        await stores.health.ping()
        yield stores


@asynccontextmanager
async def _open_slack(
    settings: Settings, installation: Installation, stores: Stores, clock: Clock
) -> AsyncIterator[SlackParts]:
    token = settings.slack_bot_token.get_secret_value()
    async with open_session() as session:
        reader = build_reader(token, settings.slack_api_url, session)
        writer = build_writer(token, settings.slack_api_url, session)
        yield SlackParts(
            workspace=await fetch_installation(reader),
            session=session,
            reader=reader,
            writer=writer,
            people=SlackPeople(reader, clock, installation.roster.accounts),
            poster=SlackPoster(reader=reader, writer=writer, outbox=stores.outbox, clock=clock),
            responder=Responder(session, settings.slack_api_url),
            credentials=SlackCredentials(reader),
        )


@asynccontextmanager
async def _open_probes(
    settings: Settings, file: BlockersFile, stores: Stores, clock: Clock
) -> AsyncIterator[ProbeRunner]:
    surroundings = Surroundings(
        now=clock.now,
        environment=ENVIRONMENT,
        folder=_folder(settings),
        beats=stores.beats,
        github_api=settings.github_api_url,
    )
    async with AsyncExitStack() as stack:
        try:
            runner = await stack.enter_async_context(
                open_probe_runner(file.probes, file.probe_policy, surroundings)
            )
        except TrustError as error:
            raise ConfigurationError(f"{settings.blockers_config}: {error}") from error
        yield runner
