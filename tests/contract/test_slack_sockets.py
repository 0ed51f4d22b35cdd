"""Socket Mode on the local Slack: reconnects, refusals, dead addresses, and how it closes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.response import BoltResponse

from bot.ports import SlackUnavailableError
from bot.slack.client import build_reader, open_session
from bot.slack.payloads import Command, Event, Press
from bot.slack.sockets import Sockets, SocketTiming
from sandbox.server import Around, SlackSandbox
from sandbox.slack.acts import presses, visits
from sandbox.slack.acts.commands import run_command
from tests.servers.bolt import actions, button
from tests.servers.scripted_http import Answer, scripted
from tests.servers.slack import INSTALLATION, QUICK, workspace
from tests.stages.slack_side import QUICK_SOCKET, Stage, socket_stage

NOT_FOR_LONG = SocketTiming(ping=0.05, patience=0.05, start=0.3, drain=0.5)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with socket_stage() as stage:
        yield stage


async def unused(*_: object) -> BoltResponse:
    raise AssertionError("nothing is delivered here")


@pytest.mark.parametrize("code", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
async def test_refused_app_token_is_told_at_once(code: str) -> None:
    async with (
        scripted(Answer({"ok": False, "error": code})) as slack,
        open_session() as session,
    ):
        sockets = Sockets(build_reader("xapp-wrong", slack.api_url, session), unused)
        with pytest.raises(SlackUnavailableError, match=code) as caught:
            await sockets.__aenter__()
    assert caught.value.permanent


async def test_slack_that_takes_no_socket_is_told_in_time() -> None:
    dead = Answer({"ok": True, "url": "ws://127.0.0.1:9/dead"})
    async with scripted(dead) as slack, open_session() as session:
        app_client = build_reader("xapp-x", slack.api_url, session)
        with pytest.raises(SlackUnavailableError, match="no Socket Mode connection"):
            await Sockets(app_client, unused, timing=NOT_FOR_LONG).__aenter__()
    assert len(slack.asked) > 1, "the dead address was never replaced"


async def test_disconnect_brings_a_new_connection(stage: Stage) -> None:
    opened: asyncio.Queue[Event] = asyncio.Queue()
    stage.ours.router.event("app_home_opened", opened.put)
    stage.slack.core.faults.add("events_api", "disconnect")
    for _ in range(2):
        visits.open_home(stage.slack.core, "U0BOB")
        assert (await opened.get()).user == "U0BOB"


async def test_watchdog_leaves_a_dead_address() -> None:
    """A ticket whose handshake fails is good for nothing; slack_sdk alone would keep to it."""
    async with _flaky_slack(refusals=2) as (api_url, issued), open_session() as session:
        app_client = build_reader(INSTALLATION.app_token, api_url, session)
        async with Sockets(app_client, unused, timing=QUICK_SOCKET) as sockets:
            assert await sockets.trouble() is None
    assert len(issued) == 3


async def test_trouble_is_said_when_no_connection_is_up(stage: Stage) -> None:
    assert stage.sockets is not None
    assert await stage.sockets.trouble() is None
    assert stage.sockets.silence() < 5
    await stage.sockets.close()
    said = await stage.sockets.trouble()
    assert said is not None
    assert said.startswith("none of 1 connections is up")


async def test_several_connections_share_the_calls() -> None:
    async with socket_stage(connections=3) as stage:
        heard: asyncio.Queue[Command] = asyncio.Queue()
        stage.ours.router.command("/blockers", heard.put)
        for number in range(6):
            text = f"/blockers {number}"
            assert (await run_command(stage.slack.core, "U0BOB", "C0OPS", text)).ok
        assert {(await heard.get()).text for _ in range(6)} == set("012345")


@pytest.mark.parametrize("count", [0, 11])
async def test_number_of_connections_has_slacks_bounds(count: int) -> None:
    async with open_session() as session:
        client = build_reader("xapp-x", "http://127.0.0.1:9/api/", session)
        with pytest.raises(ValueError, match="1 to 10"):
            Sockets(client, unused, connections=count)


async def test_closing_lets_a_taken_call_be_answered() -> None:
    taken, go_on = asyncio.Event(), asyncio.Event()
    async with socket_stage() as stage, asyncio.TaskGroup() as group:

        async def tick_item(_: Press) -> None:
            taken.set()
            await go_on.wait()

        stage.ours.router.action("checklist.tick", tick_item)
        posted = await stage.ours.writer.chat_postMessage(
            channel="C0RELEASE", text="item", blocks=[actions(button("checklist.tick"))]
        )
        place = {"type": "message", "channel_id": "C0RELEASE", "message_ts": posted["ts"]}
        action = {"type": "button", "action_id": "checklist.tick", "block_id": "row", "value": "1"}
        pressed = group.create_task(presses.press(stage.slack.core, "U0BOB", place, action))
        await taken.wait()
        assert stage.sockets is not None
        closing = group.create_task(stage.sockets.close())
        asyncio.get_running_loop().call_soon(go_on.set)
        assert (await pressed).ok
        await closing


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_no_call_is_lost_while_connections_are_refreshed(reason: str) -> None:
    """The next one is open before the old one closes, which answers to its end."""
    async with socket_stage(connections=2) as stage:
        heard: list[str] = []

        async def show_blockers(command: Command) -> None:
            heard.append(command.text)

        stage.ours.router.command("/blockers", show_blockers)
        least: list[int] = []
        for number in range(12):
            if number % 4 == 0:
                await stage.slack.core.socket_mode.disconnect(reason)
            assert (await run_command(stage.slack.core, "U0BOB", "C0OPS", f"/blockers {number}")).ok
            least.append(stage.slack.core.socket_mode.connections)
        await stage.slack.core.socket_mode.until(lambda mode: mode.accepted >= 4)
        assert await stage.ours.work.drain(5.0) == 0
        assert sorted(map(int, heard)) == list(range(12))
        assert min(least) >= 2


async def test_connection_that_was_replaced_is_closed(stage: Stage) -> None:
    await stage.slack.core.socket_mode.disconnect("warning")
    await stage.slack.core.socket_mode.until(lambda mode: mode.accepted == 2)
    await stage.slack.core.socket_mode.until(lambda mode: mode.connections == 1)
    assert stage.sockets is not None
    assert stage.sockets.connected() == 1


async def test_connection_without_a_word_is_replaced_though_it_answers_pings() -> None:
    quiet = SocketTiming(ping=0.05, patience=0.05, quiet=0.2, linger=0.05, drain=0.5)
    async with socket_stage(timing=quiet) as stage:
        await stage.slack.core.socket_mode.until(lambda mode: mode.accepted >= 3)
        assert stage.sockets is not None
        assert await stage.sockets.trouble() is None


async def test_socket_mode_that_is_switched_off_is_told_at_once() -> None:
    over_http = INSTALLATION.over_http("http://127.0.0.1:9/slack/events")
    async with (
        SlackSandbox(workspace(), over_http, Around(timing=QUICK)) as slack,
        open_session() as session,
    ):
        app_client = build_reader(INSTALLATION.app_token, slack.api_url, session)
        with pytest.raises(SlackUnavailableError, match="switched off") as caught:
            await Sockets(app_client, unused, timing=QUICK_SOCKET).__aenter__()
    assert caught.value.permanent


async def test_connection_beyond_slacks_ten_waits_and_says_why(
    caplog: pytest.LogCaptureFixture,
) -> None:
    patient = SocketTiming(ping=0.2, patience=0.05, refused=0.05, start=5.0, drain=1.0)
    async with socket_stage(connections=10) as stage:
        app_client = build_reader(INSTALLATION.app_token, stage.slack.api_url, stage.ours.session)
        eleventh = Sockets(app_client, unused, timing=patient)
        async with asyncio.TaskGroup() as group:
            opening = group.create_task(eleventh.__aenter__())
            mode = stage.slack.core.socket_mode
            await mode.until(lambda mode: mode.refused >= 2)
            assert (await eleventh.trouble() or "").endswith(
                "another copy of the bot runs somewhere"
            )
            assert stage.sockets is not None
            await stage.sockets.close()
            await opening
        assert await eleventh.trouble() is None
        await eleventh.__aexit__(None, None, None)
    assert "10 connections already" in caplog.text


async def test_envelope_whose_handling_breaks_is_not_acknowledged_and_ends_nothing() -> None:
    """Slack delivers it again; the connection lives on."""
    tries: list[str] = []

    async def break_once(_body: dict[str, Any], headers: object) -> BoltResponse:
        tries.append(str(headers))
        if len(tries) == 1:
            raise RuntimeError("unforeseen")
        return BoltResponse(status=200, body="")

    async with (
        SlackSandbox(workspace(), INSTALLATION, Around(timing=QUICK)) as slack,
        open_session() as session,
    ):
        app_client = build_reader(INSTALLATION.app_token, slack.api_url, session)
        async with Sockets(app_client, break_once, timing=QUICK_SOCKET) as sockets:
            visits.open_home(slack.core, "U0BOB")
            await slack.core.background.drain()
            assert sockets.connected() == 1
    assert len(tries) == 2
    assert "'x-slack-retry-num': '1'" in tries[1]
    assert "'x-slack-retry-reason': 'timeout'" in tries[1]


@asynccontextmanager
async def _flaky_slack(refusals: int) -> AsyncIterator[tuple[str, list[str]]]:
    """Issues one-shot addresses; the first ``refusals`` of them lead nowhere."""
    issued: list[str] = []
    origin = ""

    async def issue(_: web.Request) -> web.Response:
        issued.append(f"{origin.replace('http', 'ws')}/socket/{len(issued)}")
        return web.json_response({"ok": True, "url": issued[-1]})

    async def accept(request: web.Request) -> web.StreamResponse:
        if int(request.match_info["ticket"]) < refusals:
            return web.Response(status=408)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        async for _ in socket:
            pass
        return socket

    app = web.Application()
    app.add_routes(
        [web.post("/api/apps.connections.open", issue), web.get("/socket/{ticket}", accept)]
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield f"{origin}/api/", issued
    await runner.cleanup()
