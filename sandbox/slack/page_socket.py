"""The page's WebSocket: a snapshot, then every event its person may see; and what they do."""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.slack.acts import modals, presses, talk, visits
from sandbox.slack.acts.channels import change_channel
from sandbox.slack.acts.commands import run_command
from sandbox.slack.acts.outcome import Outcome
from sandbox.slack.core import Slack
from sandbox.slack.feed import PageEvent
from sandbox.slack.page_shapes import page_channel, page_message, page_user
from sandbox.slack.panel import Panel
from sandbox.slack.pressed import NotThereError
from sandbox.slack.wire import Payload, compact


class PageSocket:
    def __init__(self, slack: Slack, panel: Panel) -> None:
        self._slack = slack
        self._panel = panel

    async def accept(self, request: web.Request) -> web.StreamResponse:
        people = self._slack.state.people.values()
        first = next((one.id for one in people if not one.is_bot), "")
        user = request.query.get("user", first)
        person = self._slack.state.people.get(user)
        if person is None or person.is_bot:
            return web.Response(status=404, text="there is nobody of that id to act as")
        socket = web.WebSocketResponse(heartbeat=30.0)
        await socket.prepare(request)
        await PageSession(self._slack, self._panel, user, socket).serve()
        return socket


class PageSession:
    """One open page of one person."""

    def __init__(
        self, slack: Slack, panel: Panel, user: str, socket: web.WebSocketResponse
    ) -> None:
        self._slack = slack
        self._panel = panel
        self._user = user
        self._socket = socket
        self._outgoing: asyncio.Queue[Payload] = asyncio.Queue()

    async def serve(self) -> None:
        unsubscribe = self._slack.feed.subscribe(self._take_event)
        self._outgoing.put_nowait(snapshot(self._slack, self._panel, self._user))
        try:
            async with asyncio.TaskGroup() as group:
                writer = group.create_task(self._write())
                async for frame in self._socket:
                    if frame.type is WSMsgType.TEXT:
                        group.create_task(self._handle(frame.data))
                writer.cancel()
        finally:
            unsubscribe()

    def _take_event(self, event: PageEvent) -> None:
        if event.is_for(self._user):
            self._outgoing.put_nowait(event.frame)

    async def _write(self) -> None:
        while True:
            frame = await self._outgoing.get()
            try:
                await self._socket.send_str(compact(frame))
            except ConnectionError:
                return

    async def _handle(self, text: str) -> None:
        frame = _frame(text)
        done: Payload = {"type": "done", "id": frame.get("id")}
        try:
            done.update((await self._act(frame)).as_payload())
        except NotThereError as error:
            done.update(ok=False, error=str(error))
        self._outgoing.put_nowait(done)

    async def _act(self, frame: Payload) -> Outcome:
        slack, user = self._slack, self._user
        match frame.get("type"):
            case "command":
                return await run_command(
                    slack,
                    user,
                    _word(frame, "channel"),
                    _word(frame, "text"),
                    frame.get("thread_ts"),
                )
            case "action":
                return await presses.press(
                    slack,
                    user,
                    _part(frame, "container"),
                    _part(frame, "action"),
                    frame.get("state"),
                )
            case "submit_view":
                view_id = _word(frame, "view_id")
                return await modals.submit(slack, user, view_id, frame.get("state"))
            case "close_view":
                return await modals.close(slack, user, _word(frame, "view_id"))
            case "shortcut":
                return await presses.use_shortcut(
                    slack,
                    user,
                    _word(frame, "callback_id"),
                    _word(frame, "channel"),
                    _word(frame, "message_ts"),
                )
            case _:
                return await self._act_alone(frame)

    async def _act_alone(self, frame: Payload) -> Outcome:
        """Do what needs no answer of the app."""
        slack, user = self._slack, self._user
        match frame.get("type"):
            case "say":
                said = talk.say(
                    slack,
                    user,
                    _word(frame, "channel"),
                    _word(frame, "text"),
                    frame.get("thread_ts"),
                )
                return Outcome(ok=said is not None)
            case "channel":
                names = ("channel", "act", "name")
                return change_channel(slack, user, *(_word(frame, name) for name in names))
            case "open_home":
                visits.open_home(slack, user)
            case "open_dm":
                visits.open_dm(slack, user, _word(frame, "user"))
            case "control":
                names = ("name", "target", "switch")
                await self._panel.control(*(_word(frame, name) for name in names))
            case other:
                raise NotThereError(f"the page sent a frame of unknown type {other!r}")
        return Outcome()


def snapshot(slack: Slack, panel: Panel, user: str) -> Payload:
    state = slack.state
    seen = [one for one in state.channels.values() if one.visible_to(user)]
    messages = {
        channel.id: [page_message(one) for one in state.messages.get(channel.id, ())]
        for channel in seen
    }
    for one in state.ephemerals:
        if one.user == user:
            shown = page_message(one.message, ephemeral=True)
            messages.setdefault(one.channel, []).append(shown)
    for listed in messages.values():
        listed.sort(key=lambda message: float(message["ts"]))
    return {
        "type": "snapshot",
        "workspace": {"id": state.team_id, "name": state.team_name},
        "me": user,
        "bot": state.bot,
        "users": [page_user(person) for person in state.people.values()],
        "groups": [{"id": one.id, "handle": one.handle} for one in state.groups.values()],
        "channels": [page_channel(state, channel, user) for channel in seen],
        "messages": messages,
        "home": state.homes.get(user),
        "views": list(state.views.get(user, ())),
        "commands": [
            {"command": one.command, "usage_hint": one.usage_hint, "description": one.description}
            for one in slack.installation.commands
        ],
        "shortcuts": [
            {"callback_id": one.callback_id, "name": one.name, "type": one.type}
            for one in slack.installation.shortcuts
        ],
        "examples": panel.examples(),
        "panel": panel.shown(),
    }


def _frame(text: str) -> Payload:
    try:
        frame: Any = json.loads(text)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}


def _word(frame: Payload, name: str) -> str:
    value = frame.get(name)
    return "" if value is None else str(value)


def _part(frame: Payload, name: str) -> Payload:
    value = frame.get(name)
    if not isinstance(value, dict):
        raise NotThereError(f"the frame has no {name}")
    return value
