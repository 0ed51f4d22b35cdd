"""The `http` probe: one request, redirects by hand, a bounded body, and its conditions."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

import aiohttp
from yarl import URL

from bot.probes.bodies import read_body
from bot.probes.conditions import Answer, judge_answer
from bot.probes.config import HttpProbeConfig
from bot.probes.durations import format_duration
from bot.probes.finding import Finding, found_degraded, found_down, found_up, own_trouble
from bot.probes.guard import Guard
from bot.probes.handshake import explain_certificate
from bot.probes.phases import TimedContext, begin_phase, current_watch, measured
from bot.probes.secrets import SecretError, Secrets

MAX_BODY = 64 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}


class RedirectError(Exception):
    """A redirect that is not followed."""


class HttpProbe:
    def __init__(
        self,
        config: HttpProbeConfig,
        session: aiohttp.ClientSession,
        guard: Guard,
        context: TimedContext,
        secrets: Secrets,
        now: Callable[[], datetime],
    ) -> None:
        self.host = config.authority
        self._config = config
        self._session = session
        self._guard = guard
        self._context = context
        self._secrets = secrets
        self._now = now

    async def probe(self) -> Finding:
        try:
            return self._judge(await self._ask())
        except SecretError as error:
            return own_trouble("secret", f"not asked: {error}")
        except RedirectError as error:
            return found_down("http.redirect", str(error))
        except aiohttp.ClientConnectorCertificateError as error:
            return await explain_certificate(self._guard, error, self._now())

    async def _ask(self) -> Answer:
        """Follows at most as many redirects as are allowed. Secrets stay with their origin."""
        url = URL(self._config.url)
        headers = self._headers()
        for left in range(self._config.follow_redirects, -1, -1):
            async with self._session.request(
                self._config.method, url, headers=headers, ssl=self._context, allow_redirects=False
            ) as response:
                begin_phase("body")
                if response.status not in _REDIRECTS or not self._config.follow_redirects:
                    return await _read(response)
                target = _next_address(response, url)
            if not left:
                break
            if target.origin() != url.origin():
                headers = {}
            url = target
        raise RedirectError(f"more than {self._config.follow_redirects} redirects")

    def _headers(self) -> dict[str, str]:
        return {
            name: value if isinstance(value, str) else self._secrets.read(value)
            for name, value in self._config.headers.items()
        }

    def _judge(self, answer: Answer) -> Finding:
        watch = current_watch()
        evidence = {"status": answer.status, **measured()}
        if unmet := judge_answer(self._config, answer):
            return found_down(unmet.reason, unmet.sentence, evidence)
        limit = self._config.slow
        if watch and limit and watch.elapsed_ms > limit.total_seconds() * 1000:
            took = f"{watch.elapsed_ms:.0f} ms, more than {format_duration(limit)}"
            return found_degraded("http.slow", f"answered {answer.status} in {took}", evidence)
        took = f" in {watch.elapsed_ms:.0f} ms" if watch else ""
        return found_up(f"answered {answer.status}{_phrase(answer.status)}{took}", evidence)


async def _read(response: aiohttp.ClientResponse) -> Answer:
    body, cut = await read_body(response, MAX_BODY)
    return Answer(
        status=response.status,
        headers=response.headers,
        body=body,
        cut=cut,
        charset=response.charset or "utf-8",
    )


def _next_address(response: aiohttp.ClientResponse, url: URL) -> URL:
    try:
        target = url.join(URL(response.headers.get("Location", "")))
    except ValueError as error:
        raise RedirectError("redirects to something that is no address") from error
    if "Location" not in response.headers or target.scheme not in {"http", "https"}:
        raise RedirectError("redirects to something that is no web address")
    if target.host is None or target.user is not None or target.password is not None:
        raise RedirectError("redirects to an address with a user or without a host")
    if (url.scheme, target.scheme) == ("https", "http"):
        raise RedirectError("redirects from https to plain http")
    return target


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
