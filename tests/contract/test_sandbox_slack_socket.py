"""Socket Mode frame by frame, with a bare WebSocket in the place of the app."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Around, SlackSandbox
from sandbox.slack.acts import talk
from sandbox.slack.acts.commands import run_command
from tests.servers.bolt import Ack, Json, socket_stage
from tests.servers.slack import INSTALLATION, QUICK, client_of, slack_sandbox, workspace

__all__ = ["slack_sandbox"]


class Wire:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> Json:
        frame: Json = json.loads(await self.socket.receive_str(timeout=5))
        return frame

    async def ack(self, envelope: Json, payload: Any = None) -> None:
        answer = {"envelope_id": envelope["envelope_id"]}
        await self.socket.send_json(answer if payload is None else {**answer, "payload": payload})


async def ticket(slack: SlackSandbox) -> str:
    client: AsyncWebClient = client_of(slack, "xapp-sandbox")
    answer = await client.apps_connections_open(app_token="xapp-sandbox")
    return str(answer["url"])


@asynccontextmanager
async def connected(slack: SlackSandbox) -> AsyncIterator[Wire]:
    url = await ticket(slack)
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        yield Wire(socket)


async def test_hello_comes_first(slack_sandbox: SlackSandbox) -> None:
    async with connected(slack_sandbox) as wire:
        hello = await wire.frame()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A0BLOCKERS"}


async def test_ticket_works_once(slack_sandbox: SlackSandbox) -> None:
    url = await ticket(slack_sandbox)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(url)
    assert caught.value.status == 404


async def test_envelopes_take_turns_over_connections(slack_sandbox: SlackSandbox) -> None:
    async with connected(slack_sandbox) as one, connected(slack_sandbox) as two:
        wires = [one, two]
        for wire in wires:
            await wire.frame()
        core = slack_sandbox.core
        commands = [
            asyncio.ensure_future(run_command(core, "U0BOB", "C0OPS", f"/blockers {number}"))
            for number in range(4)
        ]
        texts = []
        for wire in wires:
            envelopes = [await wire.frame(), await wire.frame()]
            texts.append([envelope["payload"]["text"] for envelope in envelopes])
            for envelope in envelopes:
                assert envelope["accepts_response_payload"] is True
                await wire.ack(envelope, {"text": "yes"})
        assert sorted(texts) == [["0", "2"], ["1", "3"]]
        assert [(await one).ack for one in commands] == [{"text": "yes"}] * 4


async def test_event_says_its_attempt_and_reason(slack_sandbox: SlackSandbox) -> None:
    async with connected(slack_sandbox) as wire:
        await wire.frame()
        talk.say(slack_sandbox.core, "U0BOB", "C0OPS", "hello")
        first, second = await wire.frame(), await wire.frame()
        await wire.ack(second)
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]
    assert first["accepts_response_payload"] is False


async def test_disconnect_is_announced_and_bolt_comes_back() -> None:
    async with socket_stage() as stage:

        @stage.app.command("/blockers")
        async def _(ack: Ack) -> None:
            await ack()

        await stage.connect()
        core = stage.slack.core
        opened = core.state.calls
        await run_command(core, "U0BOB", "C0OPS", "/blockers")
        await core.socket_mode.disconnect("refresh_requested")
        await core.socket_mode.until(lambda mode: (mode.accepted, mode.connections) == (2, 1))
        assert (await run_command(core, "U0BOB", "C0OPS", "/blockers")).ok
        assert [call.method for call in opened].count("apps.connections.open") == 2


async def test_eleventh_connection_is_one_too_many(slack_sandbox: SlackSandbox) -> None:
    urls = [await ticket(slack_sandbox) for _ in range(11)]
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(url) for url in urls[:10]]
        for socket in sockets:
            await socket.receive_str(timeout=5)
        last = await session.ws_connect(urls[10])
        frame = json.loads(await last.receive_str(timeout=5))
        for socket in (*sockets, last):
            await socket.close()
    assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")


async def test_socket_of_an_app_with_a_request_url_is_disabled() -> None:
    installation = INSTALLATION.over_http("http://127.0.0.1:9/slack/events")
    async with (
        SlackSandbox(workspace(), installation, Around(timing=QUICK)) as slack,
        connected(slack) as wire,
    ):
        assert (await wire.frame())["reason"] == "link_disabled"


async def test_nonsense_on_the_socket_is_ignored(slack_sandbox: SlackSandbox) -> None:
    async with connected(slack_sandbox) as wire:
        await wire.frame()
        for text in ("{", "[]", '{"envelope_id": 1}', '{"envelope_id": "unknown"}'):
            await wire.socket.send_str(text)
        asked = asyncio.ensure_future(
            run_command(slack_sandbox.core, "U0BOB", "C0OPS", "/blockers")
        )
        await wire.ack(await wire.frame())
        assert (await asked).ok
