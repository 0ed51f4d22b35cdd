"""Reads of GitHub's REST interface: by tag, repeated where it may help, quiet while limited."""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Self

import aiohttp
from yarl import URL

from bot.github.errors import NAME, PassingError, limited, number, trouble
from bot.github.memory import Tagged, TagMemory
from bot.ports import Clock, TrackerUnavailableError

log = logging.getLogger(__name__)

PAUSES = (0.5, 1.5)
"""Seconds before each repetition, up to a quarter longer by chance."""
TIMEOUT = 20
MOST_BYTES = 10 * 1024 * 1024
AT_ONCE = 3
"""GitHub asks to be asked one after the other; a few beside each other pass."""
HOPS = 3
SCARCE = ((0.02, 8.0), (0.1, 3.0), (0.25, 1.5))
"""Below that share of the hour's allowance, that many times the usual pause."""
_MOVED = frozenset({301, 302, 307, 308})
_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``content`` is the JSON; ``next`` the address of the page after it, "" for none."""

    content: Any
    next: str = ""
    moved: bool = False


class GithubClient:
    """``pause`` waits between repetitions. The token goes to ``api`` alone, wherever it sends."""

    def __init__(
        self,
        api: str,
        token: str,
        clock: Clock,
        *,
        timeout: float = TIMEOUT,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._base = URL(api.rstrip("/") + "/")
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=timeout),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {token.strip()}",
                "User-Agent": "blockers",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        self._clock = clock
        self._pause = pause
        self._memory = TagMemory()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._until = clock.now()
        self._share_left = 1.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    def slower(self) -> float:
        return next((times for share, times in SCARCE if self._share_left < share), 1.0)

    def url(self, path: str, params: Mapping[str, str] | None = None) -> URL:
        return self._base.join(URL(path)).with_query(dict(params or {}))

    async def fetch(self, url: URL) -> Page:
        """Raises TrackerUnavailableError, MissingError, RefusedError."""
        moved = False
        for _ in range(HOPS):
            found = await self._patiently(url)
            if isinstance(found, Page):
                return Page(content=found.content, next=found.next, moved=moved)
            url, moved = self._own(found), True
        raise TrackerUnavailableError(NAME, "sends on and on to other addresses")

    def _own(self, address: str) -> URL:
        """An address that GitHub named; elsewhere the token must not go."""
        try:
            url = self._base.join(URL(address))
        except ValueError:
            url = URL()
        if not url.is_absolute() or url.origin() != self._base.origin():
            raise TrackerUnavailableError(NAME, "sends to an address that is not its own")
        return url

    async def _patiently(self, url: URL) -> Page | str:
        reason = ""
        for pause in (*PAUSES, None):
            try:
                async with self._turn:
                    return await self._ask(url)
            except PassingError as error:
                reason = str(error)
                log.info("%s %s; %s", NAME, reason, "again" if pause else "given up")
            if pause is not None:
                await self._pause(pause * random.uniform(1.0, 1.25))  # noqa: S311 - no secret
        raise TrackerUnavailableError(NAME, reason)

    async def _ask(self, url: URL) -> Page | str:
        """The page, or the address to which the thing has moved."""
        self._heed_limit()
        known = self._memory.get(str(url))
        headers = {"If-None-Match": known.tag} if known else {}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
                return await self._take(url, answer, known)
        except TimeoutError as error:
            raise PassingError("did not answer in time") from error
        except aiohttp.ClientError as error:
            raise PassingError("cannot be reached") from error

    async def _take(
        self, url: URL, answer: aiohttp.ClientResponse, known: Tagged | None
    ) -> Page | str:
        self._note_allowance(answer.headers)
        if answer.status == HTTPStatus.NOT_MODIFIED and known:
            return Page(content=_read(known.body), next=known.next)
        if answer.status in _MOVED and "Location" in answer.headers:
            return answer.headers["Location"]
        body = await _body(answer)
        if answer.status != HTTPStatus.OK:
            error = trouble(answer.status, answer.headers, _message(body), self._clock.now())
            if isinstance(error, TrackerUnavailableError) and error.retry_after:
                wait = timedelta(seconds=error.retry_after)
                self._until = max(self._until, self._clock.now() + wait)
            raise error
        content, following = _read(body), _next(answer)
        if tag := answer.headers.get("ETag", ""):
            self._memory.put(str(url), Tagged(tag=tag, body=body, next=following))
        return Page(content=content, next=following)

    def _heed_limit(self) -> None:
        """Who goes on asking while limited is shut out for longer."""
        left = (self._until - self._clock.now()).total_seconds()
        if left > 0:
            raise limited(left)

    def _note_allowance(self, headers: Mapping[str, str]) -> None:
        left, most = number(headers, "X-RateLimit-Remaining"), number(headers, "X-RateLimit-Limit")
        if left is not None and most:
            self._share_left = left / most

    async def fetch_next(self, page: Page) -> Page | None:
        """The page after it, None at the end."""
        return await self.fetch(self._own(page.next)) if page.next else None


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MOST_BYTES:
            raise TrackerUnavailableError(NAME, "answered with more than can be read")
    return bytes(body)


def _read(body: bytes) -> Any:  # noqa: ANN401 - JSON; judged by the wire's models
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise PassingError("answered with something that is no JSON") from None


def _next(answer: aiohttp.ClientResponse) -> str:
    try:
        return str(answer.links["next"]["url"])
    except (KeyError, ValueError):
        return ""


def _message(body: bytes) -> str:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = content.get("message", "") if isinstance(content, dict) else ""
    return said[:_WORDS] if isinstance(said, str) else ""
