"""The door of the Web API: arguments in every form, token, scopes, faults, a log of calls."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.slack.core import Slack
from sandbox.slack.faults import Fault
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.methods.routes import METHODS
from sandbox.slack.state import CallRecord
from sandbox.slack.wire import Payload, SlackError


class WebApi:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        fault = self._slack.faults.take_call(name)
        if fault is not None:
            refused = await apply_before(fault, request)
            if refused is not None:
                self._record(name, fault.kind)
                return refused
        answer = await self._answer(name, request)
        self._record(name, None if answer["ok"] else str(answer["error"]))
        if fault is not None and fault.kind == "cut_after":
            return cut(request)
        return web.json_response(answer, headers=self._headers(name))

    async def _answer(self, name: str, request: web.Request) -> Payload:
        try:
            method = _method(name)
            args = await arguments(request)
            self._admit(method, _token(request, args))
            missing = [one for one in method.required if args.get(one) in (None, "")]
            if missing:
                raise _missing(missing)
            return {"ok": True, **await method.handler(Call(self._slack, args))}
        except SlackError as error:
            return error.answer()

    def _admit(self, method: Method, token: str | None) -> None:
        installation = self._slack.installation
        if method.opened_by == "anyone":
            return
        if not token:
            raise SlackError("not_authed")
        known = {installation.bot_token: "bot", installation.app_token: "app"}
        if token not in known:
            raise SlackError("invalid_auth")
        if known[token] != method.opened_by:
            raise SlackError("not_allowed_token_type")
        if not self._slack.installed:
            raise SlackError("account_inactive")
        for scope in method.scopes:
            if scope not in installation.scopes:
                provided = ",".join(installation.scopes)
                raise SlackError("missing_scope", needed=scope, provided=provided)

    def _record(self, name: str, error: str | None) -> None:
        at = self._slack.clock()
        self._slack.state.calls.append(CallRecord(name, at, error is None, error))

    def _headers(self, name: str) -> dict[str, str]:
        accepted = METHODS[name].scopes if name in METHODS else ()
        return {
            "X-OAuth-Scopes": ",".join(self._slack.installation.scopes),
            "X-Accepted-OAuth-Scopes": ",".join(accepted),
        }


def _method(name: str) -> Method:
    if name not in METHODS:
        raise SlackError("unknown_method", req_method=name)
    return METHODS[name]


async def arguments(request: web.Request) -> Payload:
    """Read query, form or JSON: slack_sdk uses all three; the body wins over the query."""
    args: Payload = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return args
    if request.content_type == "application/json":
        args.update(_json_object(await request.text()))
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        args.update(await request.post())
    else:
        raise SlackError("invalid_post_type")
    return args


def _json_object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def _token(request: web.Request, args: Payload) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    given = args.pop("token", None)
    return token.strip() if kind.lower() == "bearer" else given


def _missing(names: list[str]) -> SlackError:
    if "channel" in names:
        return SlackError("channel_not_found")
    messages = [f"[ERROR] missing required field: {name}" for name in names]
    return SlackError("invalid_arguments", messages=messages)


async def apply_before(fault: Fault, request: web.Request) -> web.StreamResponse | None:
    """Play the part of a fault that comes before the call is processed."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "ratelimited":
        headers = {"Retry-After": str(max(1, round(fault.seconds)))}
        limited = {"ok": False, "error": "ratelimited"}
        return web.json_response(limited, status=429, headers=headers)
    if fault.kind == "server_error":
        return web.Response(status=503, text="upstream connect error")
    if fault.kind == "cut_before":
        return cut(request)
    return None


def cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
