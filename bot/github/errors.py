"""What GitHub's refusals mean: limits, a closed door, a thing that is not there, a passing trouble.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from bot.ports import TrackerUnavailableError

NAME = "GitHub"
SECONDARY = 60.0
"""Seconds to wait at the least where a secondary limit does not say for how long."""
LEAST = 2.0
LONGEST = 3600.0
_LIMITED = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_MISSING = frozenset(
    {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}
)


class PassingError(Exception):
    """It may work in a moment. The message is what people are told after "GitHub"."""


class MissingError(Exception):
    """There is no such thing that the token may see. ``is_gone``: it was there once."""

    def __init__(self, *, is_gone: bool) -> None:
        super().__init__("deleted" if is_gone else "not found")
        self.is_gone = is_gone


class RefusedError(Exception):
    """GitHub does not accept what was asked. The message is GitHub's own."""


def trouble(status: int, headers: Mapping[str, str], message: str, now: datetime) -> Exception:
    """Translate an answer that is no success."""
    if status in _LIMITED and _is_limit(status, headers, message):
        return limited(wait_for(headers, now))
    if status == HTTPStatus.UNAUTHORIZED:
        return TrackerUnavailableError(NAME, "does not accept GITHUB_TOKEN", permanent=True)
    if status == HTTPStatus.FORBIDDEN:
        return TrackerUnavailableError(
            NAME, f"GITHUB_TOKEN may not read this: {message}", permanent=True
        )
    if status in _MISSING:
        return MissingError(is_gone=status == HTTPStatus.GONE)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return PassingError(f"has trouble of its own (HTTP {status})")
    return RefusedError(message or f"HTTP {status}")


def limited(wait: float) -> TrackerUnavailableError:
    return TrackerUnavailableError(NAME, "limits the number of requests", retry_after=wait)


def wait_for(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds: as it says, else until the hour's allowance is new, else a minute."""
    said = number(headers, "Retry-After")
    if said is None and number(headers, "X-RateLimit-Remaining") == 0:
        reset = number(headers, "X-RateLimit-Reset")
        said = None if reset is None else reset - now.astimezone(UTC).timestamp()
    return SECONDARY if said is None else min(max(said, LEAST), LONGEST)


def number(headers: Mapping[str, str], name: str) -> float | None:
    try:
        found = float(headers[name])
    except (KeyError, ValueError):
        return None
    return found if math.isfinite(found) else None


def _is_limit(status: int, headers: Mapping[str, str], message: str) -> bool:
    """A secondary limit may come with 403, an allowance that is not spent, and words alone."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or "Retry-After" in headers:
        return True
    if number(headers, "X-RateLimit-Remaining") == 0:
        return True
    said = message.casefold()
    return "rate limit" in said or "abuse detection" in said
