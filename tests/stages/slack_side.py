"""Our whole Slack side (door or sockets, Bolt, dispatcher, apologies) on the local Slack."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.app import Installation, SlackApp, fetch_installation
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.dispatch import Dispatcher
from bot.slack.private import PrivateAnswers
from bot.slack.responses import Responder
from bot.slack.router import Router
from bot.slack.sockets import Sockets, SocketTiming
from bot.slack.work import Work
from bot.web.door import Door
from bot.web.metrics import Metrics
from bot.web.server import serve
from handlers.errors import Apologies
from handlers.middleware import Intake
from sandbox.server import Around, SlackSandbox
from tests.fakes.checklists import Switch
from tests.fakes.store import FakeDeliveryLog, FakeOutbox
from tests.servers.slack import INSTALLATION, QUICK, Watch, workspace

SECRET = INSTALLATION.signing_secret
QUICK_SOCKET = SocketTiming(ping=0.2, patience=0.05, start=5.0, linger=0.2, drain=2.0)


@dataclass(slots=True)
class TestClock:
    """The time, which only moves when told to."""

    __test__ = False
    at: datetime = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, life: timedelta) -> None:
        self.at += life


class SystemClock:
    """For signatures of the local Slack, which uses the time of day."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251


@dataclass(slots=True, kw_only=True)
class OurSide:
    """Everything between the wire and a handler."""

    router: Router
    session: aiohttp.ClientSession
    reader: AsyncWebClient
    writer: AsyncWebClient
    installation: Installation
    app: SlackApp
    work: Work
    metrics: Metrics
    private: PrivateAnswers


@dataclass(slots=True)
class Store:
    """The store's part in this: seen deliveries and the outbox, with one switch for both."""

    switch: Switch = field(default_factory=Switch)
    deliveries: FakeDeliveryLog = field(init=False)
    outbox: FakeOutbox = field(init=False)

    def __post_init__(self) -> None:
        self.deliveries = FakeDeliveryLog(self.switch)
        self.outbox = FakeOutbox(self.switch)


@asynccontextmanager
async def our_side(
    api_url: str, store: Store, *, commit_seconds: float = 0.2
) -> AsyncIterator[OurSide]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        reader = build_reader(INSTALLATION.bot_token, api_url, session)
        writer = build_writer(INSTALLATION.bot_token, api_url, session)
        installation = await fetch_installation(reader)
        metrics = Metrics()
        private = PrivateAnswers(Responder(session, api_url), writer)
        apologies = Apologies(private, metrics)
        work = await stack.enter_async_context(Work(apologies.background))
        router = Router()
        dispatcher = Dispatcher(
            router,
            work=work,
            gate=Intake(installation, store.deliveries, router.self_guarding),
            safeguard=apologies,
            commit_seconds=commit_seconds,
        )
        yield OurSide(
            router=router,
            session=session,
            reader=reader,
            writer=writer,
            installation=installation,
            app=SlackApp(installation, writer, dispatcher, metrics),
            work=work,
            metrics=metrics,
            private=private,
        )


@dataclass(slots=True, kw_only=True)
class Stage:
    slack: SlackSandbox
    ours: OurSide
    watch: Watch
    store: Store
    url: str = ""
    sockets: Sockets | None = None


@asynccontextmanager
async def socket_stage(
    connections: int = 1, timing: SocketTiming = QUICK_SOCKET
) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        sandbox = SlackSandbox(workspace(), INSTALLATION, Around(timing=QUICK))
        slack = await stack.enter_async_context(sandbox)
        store = Store()
        ours = await stack.enter_async_context(our_side(slack.api_url, store))
        app_client = build_reader(INSTALLATION.app_token, slack.api_url, ours.session)
        sockets = await stack.enter_async_context(
            Sockets(app_client, ours.app.deliver, connections=connections, timing=timing)
        )
        yield Stage(slack=slack, ours=ours, watch=Watch(slack), store=store, sockets=sockets)


@asynccontextmanager
async def http_stage() -> AsyncIterator[Stage]:
    """The door listens before the local Slack does, which has to know its address."""
    opened: list[OurSide] = []

    async def deliver(
        body: dict[str, Any], headers: Mapping[str, str | Sequence[str]]
    ) -> BoltResponse:
        return await opened[0].app.deliver(body, headers)

    async with AsyncExitStack() as stack:
        door = Door(SECRET, deliver, SystemClock())
        address = await stack.enter_async_context(serve("127.0.0.1", 0, door.routes()))
        url = f"http://127.0.0.1:{address.port}/slack/events"
        installation = INSTALLATION.over_http(url)
        slack = await stack.enter_async_context(
            SlackSandbox(workspace(), installation, Around(timing=QUICK))
        )
        store = Store()
        ours = await stack.enter_async_context(our_side(slack.api_url, store))
        opened.append(ours)
        yield Stage(slack=slack, ours=ours, watch=Watch(slack), store=store, url=url)
