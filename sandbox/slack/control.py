"""The control API: what a person can do on the page, as plain JSON, for tests and the demo."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from aiohttp import web

from sandbox.slack.acts import channels, modals, presses, talk, visits
from sandbox.slack.acts.commands import run_command
from sandbox.slack.core import Slack
from sandbox.slack.coverage import COVERAGE
from sandbox.slack.http_delivery import RequestUrlError
from sandbox.slack.methods.shapes import file_shape
from sandbox.slack.page_shapes import page_channel, page_user
from sandbox.slack.panel import FaultSink, Panel
from sandbox.slack.pressed import NotThereError
from sandbox.slack.state import StoredFile
from sandbox.slack.wire import Payload, new_id

Act = Callable[[Payload], Awaitable[Payload]]
MAX_WAIT = 60.0


class BadControlError(ValueError):
    """The control request is not what the API takes."""


class Control:
    def __init__(self, slack: Slack, panel: Panel, faults: Mapping[str, FaultSink]) -> None:
        self._slack = slack
        self._panel = panel
        self._faults = faults
        self._acts: dict[str, Act] = {
            "command": self._command,
            "action": self._action,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "dm": self._dm,
            "say": self._say,
            "compose": self._compose,
            "shortcut": self._shortcut,
            "options": self._options,
            "channel": self._channel,
            "app": self._app,
            "profile": self._profile,
            "control": self._control,
            "disconnect": self._disconnect,
            "verify_url": self._verify_url,
        }

    def routes(self) -> list[web.RouteDef]:
        acts = [web.post(f"/_sandbox/{name}", self._door(act)) for name, act in self._acts.items()]
        return [
            *acts,
            web.get("/_sandbox/state", self.state),
            web.get("/_sandbox/wait", self.wait),
            web.get("/_sandbox/coverage", self.coverage),
            web.post("/_sandbox/faults", self._door(self._arm)),
            web.delete("/_sandbox/faults", self._door(self._disarm)),
            web.post("/_sandbox/file", self.file),
            web.post("/page/upload", self.file),
        ]

    def _door(self, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                return web.json_response(await act(await _body(request)))
            except NotThereError as error:
                return web.json_response({"ok": False, "error": str(error)}, status=404)
            except ValueError as error:
                return web.json_response({"ok": False, "error": str(error)}, status=400)

        return handle

    async def state(self, _: web.Request) -> web.Response:
        return web.json_response(state_shape(self._slack))

    async def wait(self, request: web.Request) -> web.Response:
        """Long-poll: the numbered events after `since`, or none after `timeout` seconds."""
        try:
            since = int(request.query.get("since", "0"))
            seconds = min(float(request.query.get("timeout", "5")), MAX_WAIT)
        except ValueError:
            return web.json_response({"ok": False, "error": "since, timeout: numbers"}, status=400)
        events = await self._slack.feed.wait(since, seconds)
        return web.json_response(
            {
                "ok": True,
                "events": [event.as_payload() for event in events],
                "next": events[-1].number if events else max(since, 0),
            }
        )

    async def coverage(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "methods": [asdict(one) for one in COVERAGE]})

    async def file(self, request: web.Request) -> web.Response:
        """Take a file a person chose in a modal; its id goes into the state of a file_input."""
        user = request.query.get("user", "")
        content = await request.read()
        name = request.query.get("name", "file.txt").replace("/", "_")
        if user not in self._slack.state.people or not content:
            return web.json_response({"ok": False, "error": "user and a body, please"}, status=400)
        mimetype = request.content_type
        file = StoredFile(new_id("F"), name, len(content), name, mimetype, user, content)
        self._slack.state.files[file.id] = file
        self._slack.state.changed()
        return web.json_response({"ok": True, "file": file_shape(self._slack, file)})

    async def _command(self, body: Payload) -> Payload:
        outcome = await run_command(
            self._slack,
            _word(body, "user"),
            _word(body, "channel"),
            _word(body, "text"),
            body.get("thread_ts"),
        )
        return outcome.as_payload()

    async def _action(self, body: Payload) -> Payload:
        container, action = _part(body, "container"), _part(body, "action")
        user = _word(body, "user")
        outcome = await presses.press(self._slack, user, container, action, body.get("state"))
        return outcome.as_payload()

    async def _submit(self, body: Payload) -> Payload:
        user, view_id = _word(body, "user"), _word(body, "view_id")
        return (await modals.submit(self._slack, user, view_id, body.get("state"))).as_payload()

    async def _close(self, body: Payload) -> Payload:
        user, view_id = _word(body, "user"), _word(body, "view_id")
        return (await modals.close(self._slack, user, view_id)).as_payload()

    async def _home(self, body: Payload) -> Payload:
        visits.open_home(self._slack, _word(body, "user"))
        return {"ok": True}

    async def _dm(self, body: Payload) -> Payload:
        channel = visits.open_dm(self._slack, _word(body, "user"), _word(body, "other"))
        return {"ok": True, "channel": channel.id}

    async def _say(self, body: Payload) -> Payload:
        said = talk.say(
            self._slack,
            _word(body, "user"),
            _word(body, "channel"),
            _word(body, "text"),
            body.get("thread_ts"),
            str(body.get("draft") or ""),
        )
        return {"ok": said is not None, "ts": said["ts"] if said else None}

    async def _compose(self, body: Payload) -> Payload:
        user, channel, text = (_word(body, name) for name in ("user", "channel", "text"))
        return {"ok": True, "draft": talk.compose(self._slack, user, channel, text)}

    async def _shortcut(self, body: Payload) -> Payload:
        outcome = await presses.use_shortcut(
            self._slack,
            _word(body, "user"),
            _word(body, "callback_id"),
            str(body.get("channel") or ""),
            str(body.get("message_ts") or ""),
        )
        return outcome.as_payload()

    async def _options(self, body: Payload) -> Payload:
        user, typed = _word(body, "user"), str(body.get("typed") or "")
        container, action = _part(body, "container"), _part(body, "action")
        outcome = await presses.suggest(self._slack, user, container, action, typed)
        return outcome.as_payload()

    async def _channel(self, body: Payload) -> Payload:
        user, channel, act = (_word(body, name) for name in ("user", "channel", "act"))
        name = str(body.get("name") or "")
        return channels.change_channel(self._slack, user, channel, act, name).as_payload()

    async def _app(self, body: Payload) -> Payload:
        """Take the app out of the workspace, or put it in again."""
        acts = {"uninstall": channels.uninstall, "install": channels.install}
        act = _word(body, "act")
        if act not in acts:
            raise BadControlError(f"unknown act {act!r}; known: {', '.join(acts)}")
        acts[act](self._slack)
        return {"ok": True, "installed": self._slack.installed}

    async def _profile(self, body: Payload) -> Payload:
        """Somebody changes the name that others see."""
        visits.change_name(self._slack, _word(body, "user"), _word(body, "name"))
        return {"ok": True}

    async def _control(self, body: Payload) -> Payload:
        target, switch = str(body.get("target") or ""), str(body.get("switch") or "")
        await self._panel.control(_word(body, "name"), target, switch)
        return {"ok": True, "panel": self._panel.shown()}

    async def _disconnect(self, body: Payload) -> Payload:
        reason = str(body.get("reason") or "refresh_requested")
        await self._slack.socket_mode.disconnect(reason)
        return {"ok": True, "connections": self._slack.socket_mode.connections}

    async def _verify_url(self, _: Payload) -> Payload:
        if self._slack.http is None:
            raise BadControlError("the app has no request URL: it is in Socket Mode")
        try:
            await self._slack.http.verify_url(self._slack.installation.verification_token)
        except RequestUrlError as error:
            raise NotThereError(str(error)) from error
        return {"ok": True}

    async def _arm(self, body: Payload) -> Payload:
        service = str(body.get("service") or "slack")
        if service not in self._faults:
            raise BadControlError(f"unknown service {service!r}; known: {', '.join(self._faults)}")
        times, seconds = body.get("times", 1), body.get("seconds", 1.0)
        if not isinstance(times, int) or not isinstance(seconds, int | float):
            raise BadControlError("times must be a whole number and seconds a number")
        match, kind = str(body.get("match") or "*"), _word(body, "kind")
        self._faults[service].add(match, kind, times=times, seconds=float(seconds))
        return {"ok": True}

    async def _disarm(self, _: Payload) -> Payload:
        for sink in self._faults.values():
            sink.clear()
        return {"ok": True}


def state_shape(slack: Slack) -> Payload:
    state = slack.state
    ephemerals: dict[str, list[Payload]] = {}
    for one in state.ephemerals:
        ephemerals.setdefault(one.user, []).append({"channel": one.channel, **one.message})
    return {
        "ok": True,
        "event": slack.feed.number,
        "mode": slack.installation.mode,
        "connections": slack.socket_mode.connections,
        "users": [page_user(person) for person in state.people.values()],
        "channels": [page_channel(state, one, "") for one in state.channels.values()],
        "messages": state.messages,
        "ephemerals": ephemerals,
        "homes": state.homes,
        "views": state.views,
        "files": [file_shape(slack, one) for one in state.files.values()],
        "calls": [asdict(call) for call in state.calls],
    }


async def _body(request: web.Request) -> Payload:
    if not request.can_read_body:
        return {}
    try:
        body: Any = json.loads(await request.text())
    except ValueError as error:
        raise BadControlError("the body is not JSON") from error
    if not isinstance(body, dict):
        raise BadControlError("the body must be a JSON object")
    return body


def _word(body: Payload, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise BadControlError(f"{name} is missing")
    return value


def _part(body: Payload, name: str) -> Payload:
    value = body.get(name)
    if not isinstance(value, dict):
        raise BadControlError(f"{name} must be an object")
    return value
