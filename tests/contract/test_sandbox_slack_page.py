"""The page's WebSocket: what a person sees and does there, and that each frame is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from sandbox.server import Around, SlackSandbox
from sandbox.slack.pressed import NotThereError
from tests.servers.bolt import Ack, Json, answer_all, socket_stage
from tests.servers.slack import INSTALLATION, QUICK, slack_sandbox, workspace

__all__ = ["slack_sandbox"]


class Frames:
    """One open page: sends frames, reads until one of a kind comes."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0

    async def until(self, kind: str) -> Json:
        while True:
            frame: Json = await self.socket.receive_json(timeout=5)
            if frame["type"] == kind:
                return frame

    async def send(self, kind: str, **fields: Any) -> int:
        self.number += 1
        await self.socket.send_json({"type": kind, "id": self.number, **fields})
        return self.number

    async def done(self, kind: str, **fields: Any) -> Json:
        number = await self.send(kind, **fields)
        done = await self.until("done")
        assert done["id"] == number
        return done


@asynccontextmanager
async def opened(slack: SlackSandbox, user: str = "U0ALICE") -> AsyncIterator[Frames]:
    url = f"{slack.origin}/page/ws?user={user}"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        yield Frames(socket)


async def test_snapshot_shows_what_the_person_may_see(slack_sandbox: SlackSandbox) -> None:
    async with opened(slack_sandbox, "U0CHARLIE") as frames:
        snapshot = await frames.until("snapshot")
    names = {channel["name"] for channel in snapshot["channels"]}
    assert names == {"release", "ops", "general", "old"}
    assert snapshot["me"] == "U0CHARLIE"
    assert snapshot["commands"][0]["command"] == "/blockers"
    assert snapshot["panel"]["bot"]["mode"] == "socket"
    assert {one["type"] for one in snapshot["shortcuts"]} == {"message", "global"}


async def test_page_acts_and_is_answered() -> None:
    async with socket_stage() as stage:
        answer_all(stage)
        await stage.connect()
        async with opened(stage.slack, "U0BOB") as bob, opened(stage.slack, "U0ALICE") as alice:
            await bob.send("command", channel="C0OPS", text="/blockers")
            whisper = (await bob.until("message"))["message"]
            assert whisper["ephemeral"] is True
            assert (await bob.until("done"))["ok"] is True
            container = {
                "type": "message",
                "channel_id": "C0OPS",
                "message_ts": whisper["ts"],
                "is_ephemeral": True,
            }
            action = {"type": "button", "action_id": "item.tick", "block_id": "row", "value": "1"}
            assert (await bob.done("action", container=container, action=action))["ok"] is True
            assert (await bob.done("say", channel="C0OPS", text="hi @alice"))["ok"] is True
            said = await alice.until("message")
            assert said["message"]["text"] == "hi <@U0ALICE>"
            await bob.send("open_home")
            assert (await bob.until("home"))["view"]["type"] == "home"
            await bob.send("command", channel="C0OPS", text="/blockers edit")
            (view,) = (await bob.until("views"))["views"]
            await bob.until("done")
            assert (await bob.done("close_view", view_id=view["id"]))["ok"] is True
            await bob.send("open_dm", user="U0ALICE")
            assert (await bob.until("channel"))["channel"]["name"] == "alice"
        for user, whispers in {"U0BOB": 2, "U0ALICE": 0}.items():
            async with opened(stage.slack, user) as frames:
                shown = (await frames.until("snapshot"))["messages"]["C0OPS"]
            assert len([one for one in shown if one.get("ephemeral")]) == whispers


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("dance", {}),
        ("action", {}),
        ("command", {"channel": "C0CORE", "text": "/blockers"}),
        ("submit_view", {"view_id": "V0"}),
        ("close_view", {"view_id": "V0"}),
        ("shortcut", {"callback_id": "none"}),
        ("open_dm", {"user": "U0NOBODY"}),
        ("control", {"name": "kill_bot"}),
    ],
)
async def test_what_cannot_be_done_is_answered_with_a_reason(
    slack_sandbox: SlackSandbox, kind: str, fields: Json
) -> None:
    async with opened(slack_sandbox, "U0BOB") as frames:
        done = await frames.done(kind, **fields)
    assert done["ok"] is False
    assert done["error"]


async def test_slow_command_does_not_hold_up_other_frames() -> None:
    async with socket_stage() as stage:
        late = asyncio.Event()

        @stage.app.command("/blockers")
        async def _(ack: Ack) -> None:
            await late.wait()
            await ack()

        @stage.app.event("message")
        async def _message() -> None: ...

        await stage.connect()
        async with opened(stage.slack) as frames:
            first = await frames.send("command", channel="C0OPS", text="/blockers")
            second = await frames.send("say", channel="C0OPS", text="meanwhile")
            order = [(await frames.until("done"))["id"] for _ in range(1)]
            late.set()
            order.append((await frames.until("done"))["id"])
        assert order == [second, first]


class OnePanel:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def shown(self) -> Json:
        return {"bot": {"running": True}, "targets": [], "notes": []}

    def examples(self) -> list[Json]:
        return [{"text": "/blockers", "note": "the state"}]

    async def control(self, name: str, target: str, switch: str) -> None:
        if name != "break":
            raise NotThereError(f"nothing here can {name}")
        self.asked.append((name, target, switch))


async def test_panel_is_shown_and_worked() -> None:
    panel = OnePanel()
    around = Around(timing=QUICK, panel=panel)
    async with SlackSandbox(workspace(), INSTALLATION, around) as slack, opened(slack) as frames:
        snapshot = await frames.until("snapshot")
        assert snapshot["panel"] == panel.shown()
        assert snapshot["examples"] == panel.examples()
        done = await frames.done("control", name="break", target="api", switch="down")
        assert done["ok"] is True
        slack.panel_changed()
        assert (await frames.until("panel"))["panel"] == panel.shown()
    assert panel.asked == [("break", "api", "down")]


async def test_page_files_stay_inside_their_folder(slack_sandbox: SlackSandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{slack_sandbox.origin}/") as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        for path in ("/page/..%2Fcore.py", "/page/nothing.js"):
            async with session.get(slack_sandbox.origin + path) as answer:
                assert answer.status == 404


async def test_chosen_file_can_be_submitted_and_read(slack_sandbox: SlackSandbox) -> None:
    url = f"{slack_sandbox.origin}/page/upload?user=U0BOB&name=summary.md"
    headers = {"Content-Type": "text/markdown"}
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=b"# x", headers=headers) as answer:
            file = (await answer.json())["file"]
        bearer = {"Authorization": "Bearer xoxb-sandbox"}
        async with session.get(file["url_private_download"], headers=bearer) as answer:
            assert await answer.read() == b"# x"
