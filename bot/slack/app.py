"""Bolt's AsyncApp for one workspace: authorized at the start, answering without its 10 ms poll.

Why ``process_before_response``: docs/adr/0002-fast-ack.md.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import UserId
from bot.ports import PostRefusedError, SlackUnavailableError
from bot.slack.client import ask, quiet_logger
from bot.slack.dispatch import Dispatcher

Headers = Mapping[str, str | Sequence[str]]

KINDS = {
    "block_actions": "action",
    "view_submission": "view",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "event_callback": "event",
}


class Meter(Protocol):
    def count_answer(self, kind: str, status: int, seconds: float) -> None:
        """One call from Slack was answered after so many seconds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Who we are in Slack: what auth.test said at the start."""

    team: str
    team_name: str
    bot_user: UserId
    bot_id: str
    enterprise: str | None = None

    def covers(self, team: str, enterprise: str | None) -> bool:
        """Whether somebody of that team belongs to where we are installed."""
        if self.enterprise is not None and self.enterprise in (team, enterprise):
            return True
        return team == self.team


async def fetch_installation(reader: AsyncWebClient) -> Installation:
    """Ask once at the start: Bolt would ask within the first call's three seconds.

    Raises SlackUnavailableError, ``permanent`` where the token is refused.
    """
    try:
        who = await ask(reader.auth_test())
    except PostRefusedError as error:
        raise SlackUnavailableError(
            "Slack", f"it refuses auth.test ({error.code})", permanent=True
        ) from error
    return Installation(
        team=str(who["team_id"]),
        team_name=str(who.get("team") or who["team_id"]),
        bot_user=UserId(str(who["user_id"])),
        bot_id=str(who.get("bot_id") or ""),
        enterprise=who.get("enterprise_id"),
    )


class SlackApp:
    """The way in for every payload, whichever way it came."""

    def __init__(
        self,
        installation: Installation,
        writer: AsyncWebClient,
        dispatcher: Dispatcher,
        meter: Meter,
    ) -> None:
        self._meter = meter
        self._bolt = _build_bolt(installation, writer)
        dispatcher.attach(self._bolt)

    async def deliver(self, body: dict[str, Any], headers: Headers) -> BoltResponse:
        """Dispatch one payload. Verified and parsed already, hence Bolt's ``socket_mode``."""
        begun = time.perf_counter()
        request = AsyncBoltRequest(mode="socket_mode", body=body, headers=dict(headers))
        response = await self._bolt.async_dispatch(request)
        self._meter.count_answer(_kind(body), response.status, time.perf_counter() - begun)
        return response


def _build_bolt(installation: Installation, writer: AsyncWebClient) -> AsyncApp:
    result = AuthorizeResult(
        enterprise_id=installation.enterprise,
        team_id=installation.team,
        bot_user_id=installation.bot_user,
        bot_id=installation.bot_id,
        bot_token=writer.token,
    )

    async def authorize() -> AuthorizeResult:
        return result

    logger = quiet_logger("slack_bolt")
    level = logger.level
    # Else it warns that SLACK_BOT_TOKEN of the environment, which it reads by itself, is not used.
    logger.setLevel(logging.ERROR)
    app = AsyncApp(
        name="blockers",
        logger=logger,
        client=AsyncWebClient(base_url=writer.base_url, session=writer.session),
        authorize=authorize,  # also keeps SLACK_CLIENT_ID of the environment from taking over
        process_before_response=True,
        request_verification_enabled=False,  # bot/web/door.py verifies
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    logger.setLevel(level)
    return app


def _kind(body: Mapping[str, Any]) -> str:
    return "command" if "command" in body else KINDS.get(str(body.get("type")), "other")
