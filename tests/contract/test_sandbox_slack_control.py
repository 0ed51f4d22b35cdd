"""The control API: what tests and the demo do instead of a person on the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from sandbox.server import SlackSandbox
from sandbox.slack.methods.routes import METHODS
from tests.servers.bolt import Ack, Json, actions, answer_all, http_stage, plain, socket_stage
from tests.servers.slack import slack_sandbox

__all__ = ["slack_sandbox"]


class Page:
    """A page or a test on the outside: HTTP to the control API, frames to the socket."""

    def __init__(self, origin: str, session: aiohttp.ClientSession) -> None:
        self.origin = origin
        self.session = session

    async def ask(self, path: str, body: Json | None = None, status: int = 200) -> Json:
        verb = "GET" if body is None else "POST"
        async with self.session.request(verb, self.origin + path, json=body) as answer:
            assert answer.status == status, await answer.text()
            result: Json = await answer.json()
            return result


@asynccontextmanager
async def page(slack: SlackSandbox) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as session:
        yield Page(slack.origin, session)


async def test_control_api_takes_the_tour() -> None:
    async with socket_stage() as stage, page(stage.slack) as outside:
        answer_all(stage)
        await stage.connect()
        command = {"user": "U0BOB", "channel": "C0GENERAL", "text": "/blockers"}
        ran = await outside.ask("/_sandbox/command", command)
        assert ran["ok"]
        assert ran["acked_ms"] > 0
        assert ran["ack"]["text"] == "two blockers"
        state = await outside.ask("/_sandbox/state")
        (whisper,) = state["ephemerals"]["U0BOB"]
        assert whisper["channel"] == "C0GENERAL"
        container = {
            "type": "message",
            "channel_id": "C0GENERAL",
            "message_ts": whisper["ts"],
            "is_ephemeral": True,
        }
        press = {"user": "U0BOB", "container": container, "action": {"action_id": "item.tick"}}
        assert (await outside.ask("/_sandbox/action", press))["ok"]
        await outside.ask("/_sandbox/command", {**command, "text": "/blockers edit"})
        (view,) = (await outside.ask("/_sandbox/state"))["views"]["U0BOB"]
        typed = {"values": {"title": {"text": {"type": "plain_text_input", "value": "x"}}}}
        submit = {"user": "U0BOB", "view_id": view["id"], "state": typed}
        assert (await outside.ask("/_sandbox/submit", submit))["ok"]
        before = (await outside.ask("/_sandbox/state"))["event"]
        await outside.ask("/_sandbox/home", {"user": "U0BOB"})
        waited = await outside.ask(f"/_sandbox/wait?since={before}&timeout=5")
        kinds = [event["type"] for event in waited["events"]]
        while "home" not in kinds:
            waited = await outside.ask(f"/_sandbox/wait?since={waited['next']}&timeout=5")
            kinds += [event["type"] for event in waited["events"]]
        state = await outside.ask("/_sandbox/state")
        assert state["homes"]["U0BOB"]["type"] == "home"
        assert {"views.open", "views.publish"} <= {call["method"] for call in state["calls"]}


async def test_wait_returns_empty_handed_after_its_time(slack_sandbox: SlackSandbox) -> None:
    async with page(slack_sandbox) as outside:
        assert (await outside.ask("/_sandbox/wait?since=0&timeout=0.01"))["events"] == []
        await outside.ask("/_sandbox/wait?since=x", status=400)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("command", {"user": "U0BOB"}, 400),
        ("command", {"user": "U0NOBODY", "channel": "C0OPS", "text": "/blockers"}, 404),
        ("action", {"user": "U0BOB", "container": "x", "action": {}}, 400),
        ("submit", {"user": "U0BOB", "view_id": "V0"}, 404),
        ("control", {"name": "kill_bot"}, 404),
        ("faults", {"kind": "explode"}, 400),
        ("faults", {"service": "moon", "kind": "slow"}, 400),
        ("faults", {"kind": "slow", "times": "many"}, 400),
        ("verify_url", {}, 400),
    ],
)
async def test_bad_requests_are_told_what_is_wrong(
    slack_sandbox: SlackSandbox, path: str, body: Json, status: int
) -> None:
    async with page(slack_sandbox) as outside:
        answer = await outside.ask(f"/_sandbox/{path}", body, status)
        assert answer["ok"] is False
        assert answer["error"]


async def test_faults_are_armed_and_cleared_over_http(slack_sandbox: SlackSandbox) -> None:
    async with page(slack_sandbox) as outside:
        await outside.ask("/_sandbox/faults", {"match": "api.test", "kind": "ratelimited"})
        await outside.ask("/api/api.test", {}, 429)
        await outside.ask("/_sandbox/faults", {"match": "api.test", "kind": "ratelimited"})
        async with outside.session.delete(f"{outside.origin}/_sandbox/faults") as answer:
            assert answer.status == 200
        assert (await outside.ask("/api/api.test", {}))["ok"]


async def test_coverage_is_served(slack_sandbox: SlackSandbox) -> None:
    async with page(slack_sandbox) as outside:
        methods = (await outside.ask("/_sandbox/coverage"))["methods"]
        assert {one["method"] for one in methods} == set(METHODS)


async def test_talk_dms_shortcuts_and_closing_over_http() -> None:
    async with socket_stage() as stage, page(stage.slack) as outside:
        answer_all(stage)

        @stage.app.shortcut("blocker.make")
        async def _(ack: Ack) -> None:
            await ack()

        await stage.connect()
        said = await outside.ask(
            "/_sandbox/say", {"user": "U0BOB", "channel": "C0OPS", "text": "it is down"}
        )
        reply = {"user": "U0BOB", "channel": "C0OPS", "text": "still", "thread_ts": said["ts"]}
        assert (await outside.ask("/_sandbox/say", reply))["ok"]
        dm = await outside.ask("/_sandbox/dm", {"user": "U0BOB", "other": "U0ALICE"})
        assert dm["channel"].startswith("D")
        shortcut = {"user": "U0BOB", "callback_id": "blocker.make", "channel": "C0OPS"}
        used = await outside.ask("/_sandbox/shortcut", {**shortcut, "message_ts": said["ts"]})
        assert used["ok"]
        edit = {"user": "U0BOB", "channel": "C0OPS", "text": "/blockers edit"}
        await outside.ask("/_sandbox/command", edit)
        (view,) = (await outside.ask("/_sandbox/state"))["views"]["U0BOB"]
        await outside.ask("/_sandbox/close", {"user": "U0BOB", "view_id": view["id"]})
        assert (await outside.ask("/_sandbox/state"))["views"]["U0BOB"] == []


async def test_options_are_checked_over_http() -> None:
    async with socket_stage() as stage, page(stage.slack) as outside:
        offered = [{"text": plain("THR-42"), "value": "1"}]

        @stage.app.options("pick")
        async def _(ack: Ack) -> None:
            await ack(options=offered)

        await stage.connect()
        posted = await stage.app.client.chat_postMessage(
            channel="C0OPS",
            text="x",
            blocks=[actions({"type": "external_select", "action_id": "pick"})],
        )
        container = {"type": "message", "channel_id": "C0OPS", "message_ts": posted["ts"]}
        ask = {"user": "U0BOB", "container": container, "action": {"action_id": "pick"}}
        answer = await outside.ask("/_sandbox/options", ask)
        assert answer["ack"] == {"options": offered}
        offered[0] = {"text": plain("x" * 76), "value": "1"}
        answer = await outside.ask("/_sandbox/options", {**ask, "typed": "thr"})
        assert "must be less than 76 characters" in answer["notice"]


async def test_request_url_is_verified_over_http() -> None:
    async with http_stage() as stage, page(stage.slack) as outside:
        assert (await outside.ask("/_sandbox/verify_url", {}))["ok"]
        await outside.ask("/_sandbox/disconnect", {"reason": "warning"})


async def test_bodies_that_are_no_objects_are_refused(slack_sandbox: SlackSandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for body in ("{", "[]"):
            async with session.post(f"{slack_sandbox.origin}/_sandbox/home", data=body) as answer:
                assert answer.status == 400
        async with session.post(f"{slack_sandbox.origin}/page/upload?user=U0NO") as answer:
            assert answer.status == 400
