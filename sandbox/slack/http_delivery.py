"""Delivery to a request URL: signed POSTs in the very shapes Slack sends."""

import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import urlencode

import aiohttp

from sandbox.slack.delivery import Ack, Delivery
from sandbox.slack.wire import Payload, compact, new_id

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


class RequestUrlError(Exception):
    """The request URL did not answer the challenge."""


class HttpDelivery:
    def __init__(self, url: str, signing_secret: str, clock: Callable[[], float]) -> None:
        self._url = url
        self._secret = signing_secret.encode()
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, seconds: float) -> Ack:
        content_type, body = _body(delivery)
        headers = self._headers(content_type, body)
        if delivery.attempt:
            headers["X-Slack-Retry-Num"] = str(delivery.attempt)
            headers["X-Slack-Retry-Reason"] = delivery.reason
        limit = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._client().post(
                self._url, data=body, headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                return await _ack(response)
        except TimeoutError:
            return Ack(problem="http_timeout")
        except aiohttp.ClientError:
            return Ack(problem="connection_failed")

    async def disconnect(self, reason: str) -> None:
        """Do nothing: over HTTP no connection stays that could end."""

    async def verify_url(self, token: str) -> None:
        """Send the challenge that Slack sends when a request URL is saved."""
        challenge = new_id("", 30)
        body = compact(
            {"type": "url_verification", "token": token, "challenge": challenge}
        ).encode()
        async with self._client().post(
            self._url, data=body, headers=self._headers(_JSON, body)
        ) as response:
            text = await response.text()
            if response.status != 200 or _challenge_in(text) != challenge:  # noqa: PLR2004
                raise RequestUrlError(f"{self._url} did not answer the challenge")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    def _headers(self, content_type: str, body: bytes) -> dict[str, str]:
        timestamp = str(int(self._clock()))
        base = b"v0:" + timestamp.encode() + b":" + body
        signature = hmac.new(self._secret, base, hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }


def _body(delivery: Delivery) -> tuple[str, bytes]:
    if delivery.type == "events_api":
        return _JSON, compact(delivery.payload).encode()
    if delivery.type == "slash_commands":
        return _FORM, urlencode(delivery.payload).encode()
    return _FORM, urlencode({"payload": compact(delivery.payload)}).encode()


async def _ack(response: aiohttp.ClientResponse) -> Ack:
    text = await response.text()
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    if not 200 <= response.status < 300:  # noqa: PLR2004
        return Ack(problem="http_error", no_retry=no_retry)
    if not text:
        return Ack()
    if response.content_type == _JSON:
        try:
            parsed: Payload | str = json.loads(text)
        except ValueError:
            return Ack(problem="http_error", no_retry=no_retry)
        return Ack(body=parsed)
    return Ack(body=text)


def _challenge_in(text: str) -> str:
    try:
        parsed = json.loads(text)
    except ValueError:
        return text.strip()
    return str(parsed.get("challenge")) if isinstance(parsed, dict) else text.strip()
