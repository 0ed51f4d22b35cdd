"""The fault switches: each fails as named, as often as asked, and only what it matches."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import SlackSandbox
from sandbox.slack.acts.commands import run_command
from sandbox.slack.faults import UnknownFaultError
from sandbox.slack.response_urls import Origin
from tests.servers.bolt import Ack, Json, socket_stage
from tests.servers.slack import slack_client, slack_sandbox

__all__ = ["slack_client", "slack_sandbox"]


async def post(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0OPS", text="x")


async def test_rate_limit_says_when_to_come_back(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    slack_sandbox.core.faults.add("chat.postMessage", "ratelimited", seconds=7)
    await slack_client.auth_test()
    with pytest.raises(SlackApiError) as caught:
        await post(slack_client)
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "7"
    await post(slack_client)


async def test_server_error_is_no_json(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient
) -> None:
    slack_sandbox.core.faults.add("chat.*", "server_error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await post(slack_client)
        assert caught.value.response.status_code == 503
    await post(slack_client)


@pytest.mark.parametrize(("kind", "posted"), [("cut_before", 0), ("cut_after", 1)])
async def test_cut_connection_before_or_after_the_work(
    slack_sandbox: SlackSandbox, slack_client: AsyncWebClient, kind: str, posted: int
) -> None:
    slack_sandbox.core.faults.add("*", kind)
    with pytest.raises(aiohttp.ClientError):
        await post(slack_client)
    assert len(slack_sandbox.state.messages.get("C0OPS", [])) == posted


async def test_slow_call_is_slow(slack_sandbox: SlackSandbox, slack_client: AsyncWebClient) -> None:
    slack_sandbox.core.faults.add("auth.test", "slow", seconds=0.2)
    started = time.perf_counter()
    await slack_client.auth_test()
    assert time.perf_counter() - started >= 0.2


async def test_response_url_can_be_limited(slack_sandbox: SlackSandbox) -> None:
    slack_sandbox.core.faults.add("response_url", "ratelimited")
    url = slack_sandbox.core.response_url(Origin("U0BOB", "C0OPS"))
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"text": "x"}) as limited:
            assert limited.status == 429
        async with session.post(url, json={"text": "x"}) as answer:
            assert await answer.text() == "ok"


@pytest.mark.parametrize(("kind", "seconds"), [("drop", 1.0), ("late", 0.05)])
async def test_delivery_can_be_lost_or_late(kind: str, seconds: float) -> None:
    async with socket_stage() as stage:

        @stage.app.command("/blockers")
        async def _(ack: Ack, command: Json) -> None:
            stage.heard.append(command)
            await ack()

        await stage.connect()
        stage.slack.core.faults.add("slash_commands", kind, seconds=seconds)
        outcome = await run_command(stage.slack.core, "U0BOB", "C0OPS", "/blockers")
        assert outcome.ok is (kind == "late")
        assert len(stage.heard) == (1 if kind == "late" else 0)


async def test_command_can_come_twice_with_one_trigger() -> None:
    async with socket_stage() as stage:
        twice = asyncio.Event()

        @stage.app.command("/blockers")
        async def _(ack: Ack, command: Json) -> None:
            await ack()
            stage.heard.append(command)
            if len(stage.heard) == 2:
                twice.set()

        await stage.connect()
        stage.slack.core.faults.add("slash_commands", "duplicate")
        await run_command(stage.slack.core, "U0BOB", "C0OPS", "/blockers")
        await twice.wait()
        assert stage.heard[0]["trigger_id"] == stage.heard[1]["trigger_id"]


async def test_disconnect_with_a_delivery_does_not_lose_the_app() -> None:
    async with socket_stage() as stage:

        @stage.app.command("/blockers")
        async def _(ack: Ack) -> None:
            await ack()

        await stage.connect()
        core = stage.slack.core
        core.faults.add("slash_commands", "disconnect")
        await run_command(core, "U0BOB", "C0OPS", "/blockers")
        await core.socket_mode.until(lambda mode: (mode.accepted, mode.connections) == (2, 1))
        assert (await run_command(core, "U0BOB", "C0OPS", "/blockers")).ok


@pytest.mark.parametrize(
    ("kind", "times", "seconds"), [("explode", 1, 1.0), ("slow", 0, 1.0), ("slow", 1, -1.0)]
)
def test_bad_switches_are_refused(
    slack_sandbox: SlackSandbox, kind: str, times: int, seconds: float
) -> None:
    with pytest.raises(UnknownFaultError):
        slack_sandbox.core.faults.add("*", kind, times=times, seconds=seconds)
