"""The way in for Slack over HTTP: verified and parsed here, since Bolt does both with faults.

Bolt parses a command whose text holds the word "payload" to nothing, fails on a time stamp that
is no number, and logs the whole body of a request whose signature is wrong.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.response import BoltResponse

from bot.ports import Clock
from bot.web.signature import is_signed

logger = logging.getLogger(__name__)

Deliver = Callable[[dict[str, Any], Mapping[str, str | Sequence[str]]], Awaitable[BoltResponse]]
PATH = "/slack/events"
MAX_FIELDS = 100
BODY_SECONDS = 5.0
"""Slack sends its bodies in one piece, and waits three seconds for the answer."""
PASSED_ON = ("x-slack-retry-num", "x-slack-retry-reason")
NO_RETRY = {"X-Slack-No-Retry": "1"}


class MalformedBodyError(ValueError):
    """A signed body that is none of Slack's shapes."""


class Door:
    """``secret`` is the signing secret; ``deliver`` is SlackApp's."""

    def __init__(
        self, secret: str, deliver: Deliver, clock: Clock, body_seconds: float = BODY_SECONDS
    ) -> None:
        self._secret = secret.encode()
        self._deliver = deliver
        self._clock = clock
        self._body_seconds = body_seconds

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self.take)]

    async def take(self, request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(self._body_seconds):
                raw = await request.read()
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT, text="the body came too slowly")
        headers = request.headers
        if not is_signed(
            self._secret,
            raw,
            timestamp=headers.get("X-Slack-Request-Timestamp", ""),
            signature=headers.get("X-Slack-Signature", ""),
            now=self._clock.now().timestamp(),
        ):
            logger.warning("a request to %s is not signed by Slack, or too old", PATH)
            return web.Response(
                status=HTTPStatus.UNAUTHORIZED, text="the signature is wrong or too old"
            )
        try:
            body = read_body(raw, request.content_type)
        except MalformedBodyError as error:
            logger.warning("a signed request to %s cannot be read: %s", PATH, error)
            return web.Response(status=HTTPStatus.BAD_REQUEST, text=str(error), headers=NO_RETRY)
        if body.get("type") == "url_verification":
            return web.json_response({"challenge": str(body.get("challenge", ""))})
        if "ssl_check" in body:
            return web.Response()
        passed = {name: headers[name] for name in PASSED_ON if name in headers}
        return _answer(await self._deliver(body, passed))


def read_body(raw: bytes, content_type: str) -> dict[str, Any]:
    """JSON for events; a form for commands; a form with one field ``payload`` for the rest."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise MalformedBodyError("expected UTF-8") from None
    if content_type == "application/json":
        return _object(text)
    try:
        form = dict(
            parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
        )
    except ValueError:
        raise MalformedBodyError("expected a form in UTF-8") from None
    if "payload" in form and "command" not in form:
        return _object(form["payload"])
    if not form:
        raise MalformedBodyError("expected a form or JSON")
    return dict[str, Any](form)


def _object(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise MalformedBodyError("expected JSON") from None
    if not isinstance(read, dict):
        raise MalformedBodyError("expected a JSON object")
    return read


def _answer(response: BoltResponse) -> web.Response:
    if not response.body:
        return web.Response(status=response.status)
    content_type = response.first_headers().get("content-type", "text/plain").partition(";")[0]
    return web.Response(
        status=response.status, text=response.body, content_type=content_type, charset="utf-8"
    )
