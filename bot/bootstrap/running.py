"""Open the ways in on a product: HTTP, Socket Mode, the schedule; closed with nothing lost."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.bootstrap.product import Product
from bot.bootstrap.trackers import begin, webhook_routes
from bot.bootstrap.writes import write_beats
from bot.ports import ConfigurationError
from bot.schedule import Beat, running_schedule
from bot.settings import Settings
from bot.slack.app import SlackApp
from bot.slack.client import build_writer
from bot.slack.dispatch import Dispatcher
from bot.slack.router import Router
from bot.slack.sockets import Sockets
from bot.slack.work import Work
from bot.web.door import Door
from bot.web.health import Check, Figure, Health
from bot.web.heartbeat import Heartbeats
from bot.web.metrics import Metrics
from bot.web.server import Address, serve
from handlers.errors import Apologies
from handlers.middleware import Intake
from handlers.register import register

log = logging.getLogger(__name__)

DRAIN_SECONDS = 8.0
"""How long what was acknowledged may go on after SIGTERM."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    product: Product
    address: Address
    work: Work

    def reload(self) -> None:
        """Take blockers.yml anew, as work of its own; a wrong file leaves all as it was."""
        self.work.start(self._reload(), "reload")

    async def _reload(self) -> None:
        try:
            self.product.reload()
        except ConfigurationError as error:
            log.error("blockers.yml is wrong, the old one stays: %s", error)  # noqa: TRY400
            return
        log.info("blockers.yml was read again")
        await self.product.parts.services.delivery.plan()


@asynccontextmanager
async def running(product: Product) -> AsyncIterator[Running]:
    """Health first, then the way in from Slack, then the schedule; left the other way round.

    So health tells how a start goes, and nothing is posted of which a press would not be heard.
    Raises SlackUnavailableError, StoreUnavailableError, UnavailableError for the port.
    """
    settings = product.settings
    metrics = Metrics()
    async with AsyncExitStack() as stack:
        apologies = Apologies(private=product.parts.services.unasked.private, meter=metrics)
        work = await stack.enter_async_context(Work(apologies.background))
        stack.push_async_callback(work.drain, DRAIN_SECONDS)
        app = _slack_app(product, work, apologies, metrics)
        await begin(settings, product.hints, product.writes)
        checks = {"store": _store_check(product)}
        figures: dict[str, Figure] = {}
        routes = [] if settings.is_socket_mode else _door(settings, app, product)
        sockets = _sockets(product, app) if settings.is_socket_mode else None
        if sockets is not None:
            checks["slack"] = sockets.trouble
            figures |= _watch(sockets, product, metrics)
        address = await stack.enter_async_context(
            serve(
                settings.host,
                settings.port,
                [
                    *routes,
                    *Heartbeats(product.heartbeats, product.clock).routes(),
                    *webhook_routes(product.settings, product.hints),
                    *_own_routes(checks, figures, metrics),
                ],
            )
        )
        if sockets is not None:
            await stack.enter_async_context(sockets)
        await stack.enter_async_context(_scheduled(product))
        yield Running(product=product, address=address, work=work)


def _slack_app(product: Product, work: Work, apologies: Apologies, metrics: Metrics) -> SlackApp:
    slack = product.slack
    router = Router()
    register(router, product.parts.services)
    dispatcher = Dispatcher(
        router,
        work=work,
        gate=Intake(slack.workspace, product.stores.deliveries, router.self_guarding),
        safeguard=apologies,
    )
    return SlackApp(slack.workspace, slack.writer, dispatcher, metrics)


def _sockets(product: Product, app: SlackApp) -> Sockets:
    """The app-level token opens connections and does nothing else."""
    token = product.settings.slack_app_token
    client = build_writer(
        token.get_secret_value() if token else "",
        product.settings.slack_api_url,
        product.slack.session,
    )
    return Sockets(client, app.deliver, connections=product.settings.slack_connections)


def _watch(sockets: Sockets, product: Product, metrics: Metrics) -> dict[str, Figure]:
    product.parts.services.overview.watch(sockets)
    metrics.watch_sockets(sockets.silence, sockets.connected)
    return {
        "slack_connections": sockets.connected,
        "slack_last_frame_seconds": sockets.silence,
    }


def _door(settings: Settings, app: SlackApp, product: Product) -> list[web.RouteDef]:
    secret = settings.slack_signing_secret
    if secret is None:
        return []
    return Door(secret.get_secret_value(), app.deliver, product.clock).routes()


def _own_routes(
    checks: Mapping[str, Check], figures: Mapping[str, Figure], metrics: Metrics
) -> list[web.RouteDef]:
    return [*Health(checks, figures=figures).routes(), *metrics.routes()]


def _store_check(product: Product) -> Check:
    async def check() -> str | None:
        await product.stores.health.ping()
        return None

    return check


@asynccontextmanager
async def _scheduled(product: Product) -> AsyncIterator[None]:
    """What is due is planned once, and worked off until left."""
    await product.parts.membership.plan()
    await product.parts.services.delivery.plan()
    async with running_schedule(_beats(product)):
        yield


def _beats(product: Product) -> tuple[Beat, ...]:
    """Each asks the store what is due; the steps say how late a piece may begin."""
    parts = product.parts
    return (
        Beat(name="digests", every=1.0, run=parts.services.delivery.run_due),
        Beat(name="plan", every=60.0, run=parts.services.delivery.plan),
        Beat(name="watch", every=60.0, run=parts.membership.plan),
        Beat(name="membership", every=1.0, run=parts.membership.run_due),
        Beat(name="sync", every=1.0, run=parts.services.sync.run_due),
        Beat(name="probes", every=0.5, run=parts.health.run_due),
        Beat(name="turns", every=1.0, run=parts.turns.run_due),
        Beat(name="evidence", every=0.5, run=parts.evidence.run_due),
        Beat(name="nudges", every=5.0, run=parts.nudges.run_due),
        Beat(name="reminders", every=5.0, run=parts.services.unasked.replies.reminders.run_due),
        Beat(name="retention", every=60.0, run=parts.retention.run_due),
        Beat(name="copies", every=0.4, run=parts.copies.run_due),
        *write_beats(product.writes),
    )
