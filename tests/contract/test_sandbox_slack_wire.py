"""The wire itself: arguments in every form, answers of bare HTTP apps, files in a form."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.server import Around, SlackSandbox
from sandbox.slack.acts import talk
from sandbox.slack.acts.commands import run_command
from sandbox.slack.http_delivery import RequestUrlError
from sandbox.slack.response_urls import Origin
from tests.servers.bolt import Json, actions, button
from tests.servers.slack import INSTALLATION, QUICK, client_of, slack_sandbox, workspace

__all__ = ["slack_sandbox"]

BEARER = {"Authorization": "Bearer xoxb-sandbox"}
Handler = Callable[[web.Request], Awaitable[web.Response]]


async def called(slack: SlackSandbox, method: str, **request: Any) -> Json:
    url = f"{slack.api_url}{method}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, headers={**BEARER, **request.pop("headers", {})}, **request) as answer,
    ):
        result: Json = await answer.json()
        return result


@pytest.mark.parametrize(
    "request_args",
    [
        {"params": {"channel": "C0OPS", "text": "x"}},
        {"data": {"channel": "C0OPS", "text": "x"}},
        {"json": {"channel": "C0OPS", "text": "x"}},
        {"data": {"channel": "#ops", "text": "x", "blocks": json.dumps([actions(button())])}},
        {"data": {"channel": "C0OPS", "text": "x", "token": "xoxb-sandbox"}},
    ],
)
async def test_arguments_come_in_any_form(slack_sandbox: SlackSandbox, request_args: Any) -> None:
    assert (await called(slack_sandbox, "chat.postMessage", **request_args))["channel"] == "C0OPS"


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("x", "text/csv", "invalid_post_type"),
    ],
)
async def test_bodies_slack_cannot_read(
    slack_sandbox: SlackSandbox, body: str, content_type: str, error: str
) -> None:
    headers = {"Content-Type": content_type}
    answer = await called(slack_sandbox, "auth.test", data=body, headers=headers)
    assert answer["error"] == error


async def test_number_that_is_none_is_refused(slack_sandbox: SlackSandbox) -> None:
    answer = await called(slack_sandbox, "users.list", params={"limit": "many"})
    assert answer["error"] == "invalid_arguments"


async def test_upload_in_a_form_and_a_share_with_blocks(slack_sandbox: SlackSandbox) -> None:
    client = client_of(slack_sandbox)
    root = await client.chat_postMessage(channel="C0OPS", text="root")
    ticket = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="a.txt")
    async with (
        aiohttp.ClientSession() as session,
        session.post(ticket["upload_url"], data=form) as answer,
    ):
        assert await answer.text() == "OK - 3"
    shared = {
        "files": [{"id": ticket["file_id"], "title": "A"}],
        "channels": "C0OPS",
        "thread_ts": root["ts"],
        "blocks": [actions(button())],
    }
    assert (await called(slack_sandbox, "files.completeUploadExternal", json=shared))["ok"]
    message = slack_sandbox.state.messages["C0OPS"][-1]
    assert (message["thread_ts"], message["files"][0]["title"]) == (root["ts"], "A")
    bad: list[tuple[Any, str]] = [
        ("[]", "invalid_arguments"),
        (["x"], "invalid_arguments"),
        ([{"id": "F0"}], "file_not_found"),
    ]
    for files, error in bad:
        args = {"files": files}
        answered = await called(slack_sandbox, "files.completeUploadExternal", json=args)
        assert answered["error"] == error
    empty = {"filename": "a", "length": -1}
    answered = await called(slack_sandbox, "files.getUploadURLExternal", json=empty)
    assert answered["error"] == "invalid_arguments"


async def test_private_answer_can_delete_itself_or_go_to_its_thread(
    slack_sandbox: SlackSandbox,
) -> None:
    core = slack_sandbox.core
    channel = slack_sandbox.state.channels["C0OPS"]
    whisper = core.board.whisper(channel, "U0BOB", {"text": "x"})
    origin = Origin("U0BOB", "C0OPS", whisper["ts"], ephemeral=True, thread_ts="1795000000.000001")
    async with aiohttp.ClientSession() as session:
        for body in ({"delete_original": True}, {"text": "in the thread"}):
            async with session.post(core.response_url(origin), json=body) as answer:
                assert answer.status == 200
        archived = Origin("U0BOB", "C0OLD")
        loud = {"text": "x", "response_type": "in_channel"}
        async with session.post(core.response_url(archived), json=loud) as answer:
            assert (await answer.json())["error"] == "is_archived"
    (left,) = slack_sandbox.state.ephemerals
    assert (left.message["text"], left.message["thread_ts"]) == (
        "in the thread",
        "1795000000.000001",
    )


@asynccontextmanager
async def bare_app(handler: Handler) -> AsyncIterator[SlackSandbox]:
    """Serve a request URL that answers as `handler` does."""
    app = web.Application()
    app.router.add_post("/events", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    async with SlackSandbox(
        workspace(), INSTALLATION.over_http(url), Around(timing=QUICK)
    ) as slack:
        yield slack
    await runner.cleanup()


async def test_plain_text_is_a_private_answer() -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text="just words")

    async with bare_app(handler) as slack:
        outcome = await run_command(slack.core, "U0BOB", "C0OPS", "/blockers payload")
        assert outcome.ack == "just words"
        assert slack.state.ephemerals[0].message["text"] == "just words"
        assert slack.core.http is not None
        with pytest.raises(RequestUrlError):
            await slack.core.http.verify_url("any")


async def test_broken_json_is_a_failed_dispatch() -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text="{", content_type="application/json")

    async with bare_app(handler) as slack:
        outcome = await run_command(slack.core, "U0BOB", "C0OPS", "/blockers")
        assert "dispatch_failed" in str(outcome.notice)
        assert slack.core.http is not None
        with pytest.raises(RequestUrlError):
            await slack.core.http.verify_url("any")


async def test_no_retry_header_ends_the_retries() -> None:
    seen: list[str | None] = []

    async def handler(request: web.Request) -> web.Response:
        seen.append(request.headers.get("X-Slack-Retry-Num"))
        headers = {"X-Slack-No-Retry": "1"} if len(seen) == 2 else {}
        return web.Response(status=500, headers=headers)

    async with bare_app(handler) as slack:
        talk.say(slack.core, "U0BOB", "C0OPS", "hello")
        await slack.core.background.drain()
    assert seen == [None, "1"]


async def test_request_url_that_is_away_fails_at_once() -> None:
    installation = INSTALLATION.over_http("http://127.0.0.1:9/events")
    async with SlackSandbox(workspace(), installation, Around(timing=QUICK)) as slack:
        outcome = await run_command(slack.core, "U0BOB", "C0OPS", "/blockers")
        assert "dispatch_failed" in str(outcome.notice)
        await slack.core.courier.transport.disconnect("warning")


async def test_permalink_leads_to_the_page(slack_sandbox: SlackSandbox) -> None:
    url = f"{slack_sandbox.origin}/archives/C0OPS/p1795000000000001"
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, allow_redirects=False) as answer,
    ):
        assert answer.status == 302
        assert answer.headers["Location"].endswith("#C0OPS")
