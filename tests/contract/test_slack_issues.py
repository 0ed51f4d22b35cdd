"""What others reported of Bolt and slack_sdk, each held here or by the test it is named with."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from slack_bolt.response import BoltResponse

from bot.slack.client import build_reader, open_session
from bot.slack.payloads import Command, Event, FollowUp, Press, Submission, ViewAnswer
from bot.slack.sockets import Sockets, SocketTiming
from sandbox.slack.acts import visits
from sandbox.slack.response_urls import Origin
from tests.servers.bolt import Json
from tests.servers.slack import INSTALLATION
from tests.stages.slack_side import Stage, http_stage, socket_stage

ROOT = Path(__file__).parents[2]
HERE = "tests/contract/test_slack_issues.py"
SOCKETS = "tests/contract/test_slack_sockets.py"
DISPATCH = "tests/contract/test_slack_dispatch.py"
QUICK = SocketTiming(ping=0.1, patience=0.02, start=5.0, linger=0.1, drain=0.5)
HELD = {
    "python-slack-sdk#1446": (HERE, "test_refresh_whose_connecting_fails_is_tried_until_it_works"),
    "python-slack-sdk#1110": (HERE, "test_connection_that_went_dead_is_replaced"),
    "bolt-python#417": (SOCKETS, "test_trouble_is_said_when_no_connection_is_up"),
    "bolt-python#1529": (
        SOCKETS,
        "test_connection_without_a_word_is_replaced_though_it_answers_pings",
    ),
    "bolt-python#868": (HERE, "test_event_whose_work_is_slow_is_delivered_once"),
    "bolt-python#1027": (DISPATCH, "test_command_is_acknowledged_before_its_work_ends"),
    "bolt-python#845": (HERE, "test_event_whose_work_fails_is_delivered_once"),
    "bolt-python#731": (HERE, "test_event_whose_first_delivery_was_lost_is_handled_at_the_second"),
    "bolt-python#886": (
        "tests/handlers/test_editing.py",
        "test_form_that_slack_does_not_open_in_time_is_said",
    ),
    "bolt-python#1201": (
        "tests/unit/test_work.py",
        "test_drain_waits_for_pieces_started_meanwhile",
    ),
    "bolt-python#767": (HERE, "test_people_of_another_organisation_are_told_politely"),
    "python-slack-sdk#1382": (
        "tests/contract/test_slack_client.py",
        "test_read_waits_for_a_short_limit_and_asks_again",
    ),
}


@pytest.mark.parametrize("issue", HELD)
def test_each_issue_has_its_test(issue: str) -> None:
    path, name = HELD[issue]
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opened = socket_stage() if request.param == "socket" else http_stage()
    async with opened as stage:
        yield stage


async def test_event_whose_work_is_slow_is_delivered_once(stage: Stage) -> None:
    """It takes longer than Slack waits for an answer."""
    heard: list[Event] = []
    go_on = asyncio.Event()

    async def open_home(event: Event) -> None:
        heard.append(event)
        await go_on.wait()

    stage.ours.router.event("app_home_opened", open_home)
    visits.open_home(stage.slack.core, "U0BOB")
    await stage.slack.core.background.drain()  # all of Slack's tries
    go_on.set()
    assert await stage.ours.work.drain(5.0) == 0
    assert len(heard) == 1


async def test_event_whose_work_fails_is_delivered_once(stage: Stage) -> None:
    heard: list[Event] = []

    async def open_home(event: Event) -> None:
        heard.append(event)
        raise RuntimeError("unforeseen")

    stage.ours.router.event("app_home_opened", open_home)
    visits.open_home(stage.slack.core, "U0BOB")
    await stage.slack.core.background.drain()
    assert await stage.ours.work.drain(5.0) == 0
    assert len(heard) == 1


async def test_event_whose_first_delivery_was_lost_is_handled_at_the_second(stage: Stage) -> None:
    """A retry is not a repeat: what counts is whether it was seen."""
    heard: list[Event] = []

    async def open_home(event: Event) -> None:
        heard.append(event)

    stage.ours.router.event("app_home_opened", open_home)
    stage.slack.core.faults.add("events_api", "drop")
    visits.open_home(stage.slack.core, "U0BOB")
    await stage.slack.core.background.drain()
    assert await stage.ours.work.drain(5.0) == 0
    assert len(heard) == 1


STRANGER = {"id": "U0FAR", "username": "far", "team_id": "T0FAR"}
COMMON = {"user": STRANGER, "team": {"id": "T0FAR"}, "trigger_id": "9.1"}


@pytest.mark.parametrize(
    "body",
    [
        {
            "command": "/blockers",
            "text": "",
            "user_id": "U0FAR",
            "team_id": "T0FAR",
            "channel_id": "C0RELEASE",
            "trigger_id": "9.1",
        },
        {
            **COMMON,
            "type": "block_actions",
            "channel": {"id": "C0RELEASE"},
            "container": {"type": "message", "message_ts": "1.2", "channel_id": "C0RELEASE"},
            "actions": [{"type": "button", "action_id": "a.b", "action_ts": "3.4"}],
        },
    ],
    ids=["command", "press"],
)
async def test_people_of_another_organisation_are_told_politely(body: Json) -> None:
    async with socket_stage() as stage:
        touched: list[str] = []

        async def command(call: Command) -> None:
            touched.append(call.name)

        async def press(call: Press) -> FollowUp | None:
            touched.append(call.action_id)
            return None

        stage.ours.router.command("/blockers", command)
        stage.ours.router.action("a.b", press)
        url = stage.slack.core.response_url(Origin("U0BOB", "C0RELEASE"))
        await stage.ours.app.deliver({**body, "response_url": url}, {})
        shown = await stage.watch.until("message", channel="C0RELEASE")
        assert "only its members can use it" in shown["message"]["text"]
        assert shown["message"]["ephemeral"]
        assert touched == []


async def test_modal_of_another_organisation_stays_open_and_says_why() -> None:
    async with socket_stage() as stage:

        async def save(_: Submission) -> ViewAnswer:
            raise AssertionError("a stranger's")

        stage.ours.router.view("item.edit", save)
        view = {
            "type": "modal",
            "id": "V1",
            "hash": "h",
            "callback_id": "item.edit",
            "blocks": [{"type": "input", "block_id": "title"}],
        }
        response = await stage.ours.app.deliver(
            {**COMMON, "type": "view_submission", "view": view}, {}
        )
        assert response.status == 200
        assert "only its members can use it" in response.body


async def test_refresh_whose_connecting_fails_is_tried_until_it_works() -> None:
    async with _moody_slack(greets=lambda number: number not in {1, 2}) as slack:
        await slack.say({"type": "disconnect", "reason": "refresh_requested"})
        await slack.until_accepted(4)
        await slack.delivers("after")
    assert len(set(slack.issued)) == len(slack.issued) == 4, "an address was used twice"


async def test_connection_that_went_dead_is_replaced() -> None:
    """The line is open but nobody answers its pings."""
    async with _moody_slack(pongs=lambda number: number > 0) as slack:
        await slack.until_accepted(2)
        await slack.delivers("after")


class _Moody:
    """Slack's side of Socket Mode by a script: who is greeted, whose pings are answered."""

    def __init__(self, greets: Callable[[int], bool], pongs: Callable[[int], bool]) -> None:
        self._greets, self._pongs = greets, pongs
        self.origin = ""
        self.issued: list[str] = []
        self._accepted = 0
        self._moved = asyncio.Condition()
        self._open: list[web.WebSocketResponse] = []
        self._delivered: asyncio.Queue[object] = asyncio.Queue()

    async def issue(self, _: web.Request) -> web.Response:
        self.issued.append(f"{self.origin.replace('http', 'ws')}/socket/{len(self.issued)}")
        return web.json_response({"ok": True, "url": self.issued[-1]})

    async def accept(self, request: web.Request) -> web.StreamResponse:
        number = self._accepted
        if not self._greets(number):
            await self._count()
            return web.Response(status=408)
        socket = web.WebSocketResponse(autoping=self._pongs(number))
        await socket.prepare(request)
        self._open.append(socket)
        await socket.send_json({"type": "hello"})
        await self._count()
        async for _ in socket:
            pass
        return socket

    async def _count(self) -> None:
        async with self._moved:
            self._accepted += 1
            self._moved.notify_all()

    async def until_accepted(self, count: int) -> None:
        async with asyncio.timeout(5), self._moved:
            await self._moved.wait_for(lambda: self._accepted >= count)

    async def say(self, frame: Json) -> None:
        await self._open[-1].send_json(frame)

    async def delivers(self, word: str) -> None:
        """The newest connection brings an envelope to the app."""
        await self.say({"type": "events_api", "envelope_id": "E1", "payload": {"word": word}})
        async with asyncio.timeout(5):
            assert await self._delivered.get() == {"word": word}

    async def take(self, body: Json, _headers: object) -> BoltResponse:
        self._delivered.put_nowait(body)
        return BoltResponse(status=200, body="")


@asynccontextmanager
async def _moody_slack(
    greets: Callable[[int], bool] = lambda _: True, pongs: Callable[[int], bool] = lambda _: True
) -> AsyncIterator[_Moody]:
    """With one connection of ours to it."""
    moody = _Moody(greets, pongs)
    app = web.Application()
    app.add_routes(
        [
            web.post("/api/apps.connections.open", moody.issue),
            web.get("/socket/{ticket}", moody.accept),
        ]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    moody.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with open_session() as session:
            client = build_reader(INSTALLATION.app_token, f"{moody.origin}/api/", session)
            async with Sockets(client, moody.take, timing=QUICK):
                yield moody
    finally:
        await runner.cleanup()
