"""Answers through a ``response_url``: only to Slack, with the outcome checked."""

from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.domain.messages import Json, Message
from bot.ports import SlackUnavailableError

SLACK_ORIGIN = "https://hooks.slack.com"


class ForeignAddressError(Exception):
    """A response_url that is not Slack's: nothing is sent there."""


class Responder:
    """Slack takes five answers within thirty minutes of the call; then the address is used up."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._origins = frozenset({SLACK_ORIGIN, origin_of(api_url)})

    async def answer(
        self,
        response_url: str,
        message: Message,
        *,
        replace: bool = False,
        in_channel: bool = False,
    ) -> None:
        """Private unless ``in_channel``. Raises SlackUnavailableError, ForeignAddressError."""
        await self._send(
            response_url,
            {
                "text": message.text,
                "blocks": list(message.blocks),
                "response_type": "in_channel" if in_channel else "ephemeral",
                "replace_original": replace,
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )

    async def _send(self, response_url: str, body: Json) -> None:
        if origin_of(response_url) not in self._origins:
            raise ForeignAddressError("a response_url that is not of Slack's host")
        try:
            async with self._session.post(
                response_url, json=body, allow_redirects=False
            ) as response:
                status, wait = response.status, response.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackUnavailableError("Slack", f"no answer ({type(error).__name__})") from error
        if status != HTTPStatus.OK:
            raise _refusal(status, wait)


def _refusal(status: int, wait: str) -> SlackUnavailableError:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = float(wait) if wait.isdigit() else 1.0
        return SlackUnavailableError("Slack", "it limits our calls", retry_after=seconds)
    used_up = status < HTTPStatus.INTERNAL_SERVER_ERROR
    reason = "this answer's address is used up" if used_up else "trouble of its own"
    return SlackUnavailableError("Slack", f"{reason} ({status})", permanent=used_up)


def origin_of(url: str) -> str:
    """Scheme, host and port, lower case; user names and the like make it match nothing."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.username is not None or parts.password is not None or parts.hostname is None:
        return ""
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    suffix = "" if port in (None, usual) else f":{port}"
    return f"{parts.scheme}://{parts.hostname}{suffix}"
