"""Slack's Web API over one shared session: who may retry, and what its errors mean to us."""

import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.ports import MessageGoneError, PostRefusedError, SlackUnavailableError

CALL_SECONDS = 15
"""For one call, its connection and its whole answer."""
TIMEOUT = aiohttp.ClientTimeout(total=CALL_SECONDS, connect=5)
LONGEST_WAIT = 5
"""Seconds: a rate limit that asks for more is handed to the caller instead of slept through."""

GONE = frozenset({"message_not_found"})
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
TROUBLE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's own trouble. With the first two "some aspect of the operation may have succeeded"."""
LOCKED_OUT = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "org_login_required",
        "ekm_access_denied",
        "not_allowed_token_type",
        "no_permission",
    }
)
"""The token is of no use, whatever is asked; every other name is about the one request."""


class NotSentError(SlackUnavailableError):
    """It is certain that Slack did not act on the request."""


class _PatientWithLimits(AsyncRateLimitErrorRetryHandler):
    """Slack's own handler sleeps for as long as it is told to; this one has a cap."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = await super()._can_retry_async(
            state=state, request=request, response=response, error=error
        )
        wait = _retry_after(response.headers) if limited and response else None
        return limited and wait is not None and wait <= LONGEST_WAIT


@asynccontextmanager
async def open_session() -> AsyncIterator[aiohttp.ClientSession]:
    """The one session for everything that goes to Slack; no proxy is read from the environment."""
    async with aiohttp.ClientSession(timeout=TIMEOUT, trust_env=False) as session:
        yield session


def build_reader(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For reads, which may be asked again."""
    retries: list[AsyncRetryHandler] = [
        _PatientWithLimits(max_retry_count=2),
        AsyncServerErrorRetryHandler(max_retry_count=1),
        AsyncConnectionErrorRetryHandler(max_retry_count=1),
    ]
    return _build(token, base_url, session, retries)


def build_writer(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For writes, which are sent once: Slack's default handler would send a post twice."""
    return _build(token, base_url, session, [])


def _build(
    token: str, base_url: str, session: aiohttp.ClientSession, retries: list[AsyncRetryHandler]
) -> AsyncWebClient:
    client = AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        retry_handlers=retries,
        logger=quiet_logger("slack_sdk.web"),
    )
    client.proxy = None  # the constructor takes HTTPS_PROXY from the environment by itself
    return client


def quiet_logger(name: str) -> logging.Logger:
    """A logger of Slack's libraries that never goes below INFO, where they write whole bodies."""
    logger = logging.getLogger(name)
    logger.setLevel(max(logging.INFO, logger.getEffectiveLevel()))
    return logger


async def ask(call: Awaitable[AsyncSlackResponse], channel: str = "") -> AsyncSlackResponse:
    """Await a call to Slack; its library's errors become the port's.

    Raises SlackUnavailableError (NotSentError where nothing can have happened), PostRefusedError,
    MessageGoneError.
    """
    try:
        return await call
    except SlackApiError as error:
        raise _meaning(error, channel) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSentError("Slack", f"no connection ({type(error).__name__})") from error
    except (aiohttp.ClientError, TimeoutError, SlackClientError) as error:
        raise SlackUnavailableError("Slack", f"no answer ({type(error).__name__})") from error
    except AttributeError as error:  # slack_sdk trips over an answer of text/plain
        raise SlackUnavailableError("Slack", "its answer is not JSON") from error


def _meaning(error: SlackApiError, channel: str) -> Exception:
    response = error.response
    # Where the body was no JSON, slack_sdk hands on aiohttp's response instead of its own.
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    content = getattr(response, "data", None)
    code = str(content.get("error") or "") if isinstance(content, dict) else ""
    if code in LIMITED or status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = _retry_after(response.headers)
        return NotSentError("Slack", "it limits our calls", retry_after=wait or 1.0)
    if code in LOCKED_OUT:
        return NotSentError("Slack", f"it refuses the token ({code})", permanent=True)
    if code in GONE:
        return MessageGoneError(code)
    if code in TROUBLE or not code or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SlackUnavailableError("Slack", f"trouble of its own ({code or status})")
    return PostRefusedError(code, channel)


def _retry_after(headers: object) -> float | None:
    """Seconds of the header, whose value slack_sdk hands on as text or as a list of texts."""
    if not hasattr(headers, "items"):
        return None
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            first = value[0] if isinstance(value, list) and value else value
            return float(first) if str(first).isdigit() else None
    return None
