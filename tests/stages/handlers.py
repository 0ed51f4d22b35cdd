"""The whole bot in this process on the local Slack: people type and press, answers come back.

Everything is real but the tracker, the probes, and where a test wants it the store.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.bootstrap.services import Outside, Parts, SlackParts, build_parts
from bot.domain.ids import ChannelId
from bot.domain.milestone import FollowedChannel
from bot.domain.roster import Roster
from bot.services.installation import Installation
from bot.slack.app import SlackApp, fetch_installation
from bot.slack.client import build_reader, build_writer, open_session
from bot.slack.credentials import SlackCredentials
from bot.slack.dispatch import Dispatcher
from bot.slack.people import SlackPeople
from bot.slack.poster import SlackPoster
from bot.slack.private import PrivateAnswers
from bot.slack.responses import Responder
from bot.slack.router import Router
from bot.slack.work import Work
from bot.store.stores import Stores
from bot.web.metrics import Metrics
from handlers.errors import Apologies
from handlers.middleware import Intake
from handlers.register import register
from sandbox.seed import Workspace
from sandbox.server import Around, SlackSandbox
from sandbox.slack.acts import presses, visits
from sandbox.slack.acts.commands import run_command
from sandbox.slack.delivery import Ack, Delivery, Timing
from tests.fakes.checklists import Switch
from tests.fakes.store import fake_stores
from tests.fakes.surroundings import FakeProbeRunner
from tests.fakes.tracker import FakeTracker
from tests.servers.slack import INSTALLATION, workspace
from tests.stages.office import NINE, PROD, milestone, roster, tls
from tests.stages.slack_side import SystemClock

Shown = dict[str, Any]
PATIENT = Timing(ack=3.0, trigger=3.0)
FOLLOWED = ("C0OPS", "C0RELEASE", "C0GENERAL", "C0LEADS", "C0CORE")


class Direct:
    """Hands what Slack sends to Bolt, without a wire between."""

    def __init__(self, app: SlackApp) -> None:
        self._app = app

    async def send(self, delivery: Delivery, seconds: float) -> Ack:
        try:
            async with asyncio.timeout(seconds):
                response = await self._app.deliver(delivery.payload, {})
        except TimeoutError:
            return Ack(problem="timeout")
        if response.status != 200:
            return Ack(problem="http_error")
        # Bolt answers a submission with JSON, as text.
        is_json = response.body and response.first_headers_without_set_cookie().get(
            "content-type", ""
        ).startswith("application/json")
        return Ack(body=json.loads(response.body) if is_json else response.body or None)

    async def disconnect(self, reason: str) -> None:
        raise AssertionError(reason)


@dataclass(slots=True, kw_only=True)
class HandlersStage:
    slack: SlackSandbox
    installation: Installation
    tracker: FakeTracker
    runner: FakeProbeRunner
    stores: Stores
    parts: Parts
    work: Work
    switch: Switch = field(default_factory=Switch)
    seen: int = 0

    async def settle(self) -> None:
        """Until everything that was started for a call has ended."""
        await self.slack.core.background.drain()
        assert await self.work.drain(10.0) == 0

    async def type_in(self, user: str, channel: str, text: str) -> list[Shown]:
        """The messages that came or changed by it, private ones marked ``ephemeral``."""
        self._from_now()
        outcome = await run_command(self.slack.core, user, channel, text)
        assert outcome.ok, outcome
        await self.settle()
        return self.came()

    async def say(self, user: str, channel: str, text: str) -> Shown:
        """The one private answer."""
        (answer,) = await self.type_in(user, channel, text)
        assert answer["ephemeral"], answer
        return answer

    async def press(self, user: str, message: Shown, action: str, text: str = "") -> list[Shown]:
        """Press the first such button, or the one beside or labelled ``text``."""
        self._from_now()
        container = {
            "type": "message",
            "channel_id": message["channel"],
            "message_ts": message["ts"],
            "is_ephemeral": bool(message.get("ephemeral")),
        }
        outcome = await presses.press(
            self.slack.core, user, container, button_of(message, action, text)
        )
        assert outcome.ok, outcome
        await self.settle()
        return self.came()

    async def press_home(self, user: str, action: str, text: str = "") -> Shown:
        home = self.slack.state.homes[user]
        container = {"type": "view", "view_id": home["id"]}
        outcome = await presses.press(
            self.slack.core, user, container, button_of(home, action, text)
        )
        assert outcome.ok, outcome
        await self.settle()
        return self.slack.state.homes[user]

    async def open_home(self, user: str) -> Shown:
        visits.open_home(self.slack.core, user)
        await self.settle()
        return self.slack.state.homes[user]

    async def draw_copies(self) -> None:
        await self.parts.copies.run_due()

    async def read_tracker(self) -> None:
        for each in self.installation.roster.milestones:
            await self.parts.services.sync.sync(each)

    def posted(self, channel: str) -> list[Shown]:
        found = self.slack.state.messages.get(channel, [])
        return [{**message, "channel": channel} for message in found]

    def message(self, shown: Shown) -> Shown:
        """A message as it stands now."""
        found = self.slack.state.find_message(shown["channel"], shown["ts"])
        assert found is not None
        return {**found, "channel": shown["channel"]}

    def came(self) -> list[Shown]:
        events = self.slack.core.feed.after(self.seen)
        return [
            {**event.frame["message"], "channel": event.frame["channel"]}
            for event in events
            if event.frame["type"] in {"message", "message_changed"}
        ]

    def _from_now(self) -> None:
        self.seen = self.slack.core.feed.number


def button_of(shown: Shown, action: str, text: str = "") -> Shown:
    """What the page sends for it. ``text`` may stand in the row or on the button."""
    found = [
        {**element, "block_id": block["block_id"]}
        for block in shown["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("action_id") == action and text in f"{block.get('text')}{element['text']}"
    ]
    assert found, f"no {action} {text!r} in {words_of(shown)}"
    return found[0]


def words_of(shown: Shown) -> str:
    """All that is drawn, as one text without marks."""
    texts = []
    for block in shown.get("blocks") or [{"text": {"text": shown.get("text", "")}}]:
        parts = [block.get("text") or {}, *block.get("elements", []), block.get("accessory") or {}]
        for part in parts:
            inner = part.get("text", "")
            texts.append(str(inner.get("text", "") if isinstance(inner, dict) else inner))
    return re.sub(r"[\u2066-\u2069]", "", "\n".join(text for text in texts if text))


def marked_up(shown: Shown) -> str:
    """All that Slack reads marks and mentions in."""
    found = [str(shown.get("text", ""))]
    left: list[object] = list(shown.get("blocks") or [])
    while left:
        part = left.pop()
        if isinstance(part, dict):
            if part.get("type") == "mrkdwn":
                found.append(str(part["text"]))
            left += part.values()
        elif isinstance(part, list):
            left += part
    return "\n".join(found)


def follow(*channels: str) -> tuple[FollowedChannel, ...]:
    return tuple(
        FollowedChannel(id=ChannelId(channel), milestone=PROD, digest=NINE) for channel in channels
    )


def one_milestone() -> Roster:
    return roster(milestones=(milestone(),), channels=follow("C0OPS", "C0RELEASE"))


async def _bot(
    stack: AsyncExitStack, sides: SlackParts, stores: Stores, parts: Parts
) -> tuple[Work, SlackApp]:
    metrics = Metrics()
    apologies = Apologies(PrivateAnswers(sides.responder, sides.writer), metrics)
    work = await stack.enter_async_context(Work(apologies.background))
    router = Router()
    register(router, parts.services)
    dispatcher = Dispatcher(
        router,
        work=work,
        gate=Intake(sides.workspace, stores.deliveries, router.self_guarding),
        safeguard=apologies,
    )
    return work, SlackApp(sides.workspace, sides.writer, dispatcher, metrics)


@asynccontextmanager
async def handlers_stage(
    stores: Stores | None = None, people: Workspace | None = None
) -> AsyncIterator[HandlersStage]:
    switch = Switch()
    stores = stores or fake_stores(switch)
    clock = SystemClock()
    installation = Installation(one_milestone())
    tracker, runner = FakeTracker((tls(),)), FakeProbeRunner()
    async with AsyncExitStack() as stack:
        sandbox = SlackSandbox(people or workspace(), INSTALLATION, Around(timing=PATIENT))
        slack = await stack.enter_async_context(sandbox)
        sides = await _slack_parts(stack, slack, stores)
        parts = build_parts(
            Outside(
                installation=installation,
                stores=stores,
                slack=sides,
                tracker=tracker,
                runner=runner,
                clock=clock,
                holder="one",
            )
        )
        work, app = await _bot(stack, sides, stores, parts)
        slack.core.courier.transport = Direct(app)
        yield HandlersStage(
            slack=slack,
            installation=installation,
            tracker=tracker,
            runner=runner,
            stores=stores,
            parts=parts,
            work=work,
            switch=switch,
        )


async def _slack_parts(stack: AsyncExitStack, slack: SlackSandbox, stores: Stores) -> SlackParts:
    session = await stack.enter_async_context(open_session())
    reader = build_reader(INSTALLATION.bot_token, slack.api_url, session)
    writer = build_writer(INSTALLATION.bot_token, slack.api_url, session)
    clock = SystemClock()
    return SlackParts(
        workspace=await fetch_installation(reader),
        session=session,
        reader=reader,
        writer=writer,
        people=SlackPeople(reader, clock, {}),
        poster=SlackPoster(
            reader=reader, writer=writer, outbox=stores.outbox, clock=clock, pause=0.01
        ),
        responder=Responder(session, slack.api_url),
        credentials=SlackCredentials(reader),
    )
