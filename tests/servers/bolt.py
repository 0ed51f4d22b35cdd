"""A real Bolt app on the local Slack, over Socket Mode or HTTP, and blocks to try things with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Around, SlackSandbox
from tests.servers.slack import INSTALLATION, QUICK, Watch, client_of, workspace

Json = dict[str, Any]
Ack = Callable[..., Awaitable[None]]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str = "item.tick", value: str = "1", text: str = "Done") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def actions(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def text_input(block_id: str = "title", **more: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Title"), "element": element}


def modal(*blocks: Json, **more: object) -> Json:
    return {
        "type": "modal",
        "callback_id": "item.edit",
        "title": plain("Edit"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [text_input()],
        **more,
    }


@dataclass(slots=True)
class Stage:
    """A local Slack, an app on it that is not connected yet, and what the app has heard."""

    slack: SlackSandbox
    app: AsyncApp
    connect: Callable[[], Awaitable[None]]
    watch: Watch
    heard: list[Json] = field(default_factory=list)


@asynccontextmanager
async def socket_stage(around: Around | None = None) -> AsyncIterator[Stage]:
    async with SlackSandbox(workspace(), INSTALLATION, around or Around(timing=QUICK)) as slack:
        app = AsyncApp(client=client_of(slack))
        handler = AsyncSocketModeHandler(
            app, "xapp-sandbox", web_client=client_of(slack, "xapp-sandbox")
        )
        yield Stage(slack, app, handler.connect_async, Watch(slack))
        await handler.close_async()


@asynccontextmanager
async def http_stage(signed_with: str = INSTALLATION.signing_secret) -> AsyncIterator[Stage]:
    """Serve the app by Bolt's own HTTP adapter, its signature check included."""
    client = AsyncWebClient(token="xoxb-sandbox", retry_handlers=[])
    app = AsyncApp(signing_secret=signed_with, client=client)
    runner = web.AppRunner(app.server(port=0, path="/slack/events").web_app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    installation = INSTALLATION.over_http(url)
    async with SlackSandbox(workspace(), installation, Around(timing=QUICK)) as slack:
        client.base_url = slack.api_url
        yield Stage(slack, app, _connected, Watch(slack))
    await runner.cleanup()


async def _connected() -> None:
    """Over HTTP the app only listens."""


def answer_all(stage: Stage) -> None:
    """Register an app that answers commands, presses, modals and visits."""

    @stage.app.command("/blockers")
    async def _command(ack: Ack, command: Json, client: Any) -> None:
        if command["text"] == "edit":
            await client.views_open(trigger_id=command["trigger_id"], view=modal())
        await ack(text="two blockers", blocks=[actions(button())])

    @stage.app.action("item.tick")
    async def _press(ack: Ack) -> None:
        await ack()

    @stage.app.view("item.edit")
    async def _view(ack: Ack) -> None:
        await ack()

    @stage.app.event("app_home_opened")
    async def _home(event: Json, client: Any) -> None:
        view = {"type": "home", "blocks": [actions(button())]}
        await client.views_publish(user_id=event["user"], view=view)

    @stage.app.event("message")
    async def _message() -> None: ...
