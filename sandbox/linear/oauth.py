"""Rotating OAuth tokens of the local Linear: a refresh token is spent by using it once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_hex

from aiohttp import web

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 - of the sandbox alone
REFRESH_TOKEN = "lin_refresh_sandbox"  # noqa: S105
LIFE = timedelta(hours=24)


class OAuthError(Exception):
    """``code`` is OAuth's own (``invalid_grant``)."""

    def __init__(self, code: str, told: str, status: int = 400) -> None:
        super().__init__(told)
        self.code = code
        self.status = status


@dataclass(slots=True)
class OAuthGrants:
    """``replays``: for so long a spent token gets the same answer again.

    What Linear itself does then is not settled, so by default it gets none.
    """

    clock: Callable[[], datetime]
    life: timedelta = LIFE
    replays: timedelta = timedelta(0)
    live: set[str] = field(default_factory=lambda: {REFRESH_TOKEN})
    spent: dict[str, tuple[datetime, dict[str, object]]] = field(default_factory=dict)
    access: dict[str, datetime] = field(default_factory=dict)
    exchanges: int = 0
    refused: int = 0

    def lets_in(self, token: str) -> bool:
        ends = self.access.get(token)
        return ends is not None and self.clock() < ends

    def exchange(self, form: Mapping[str, str]) -> dict[str, object]:
        """Raises OAuthError."""
        if form.get("grant_type") != "refresh_token":
            raise OAuthError("unsupported_grant_type", "only refresh_token is supported here")
        known = compare_digest(form.get("client_id", ""), CLIENT_ID) and compare_digest(
            form.get("client_secret", ""), CLIENT_SECRET
        )
        if not known:
            raise OAuthError("invalid_client", "unknown client, or a wrong secret", 401)
        return self._rotate(form.get("refresh_token", ""))

    def revoke(self) -> None:
        """As an administrator does: nothing that was ever handed out lets in any more."""
        self.live.clear()
        self.access.clear()
        self.spent.clear()

    def _rotate(self, refresh: str) -> dict[str, object]:
        again = self.spent.get(refresh)
        if again and self.clock() - again[0] < self.replays:
            return again[1]
        if refresh not in self.live:
            self.refused += 1
            raise OAuthError("invalid_grant", "the refresh token is unknown, spent or revoked")
        self.live.remove(refresh)
        self.exchanges += 1
        access, successor = f"lin_oauth_{token_hex(16)}", f"lin_refresh_{token_hex(16)}"
        self.access[access] = self.clock() + self.life
        self.live.add(successor)
        answer: dict[str, object] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(self.life.total_seconds()),
            "refresh_token": successor,
            "scope": "read write",
        }
        self.spent[refresh] = (self.clock(), answer)
        return answer


async def answer_exchange(grants: OAuthGrants, request: web.Request) -> web.Response:
    """Takes forms only, as Linear does."""
    if request.content_type != "application/x-www-form-urlencoded":
        return _refusal(OAuthError("invalid_request", "a form was expected"))
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    try:
        return web.json_response(grants.exchange(form))
    except OAuthError as error:
        return _refusal(error)


def _refusal(error: OAuthError) -> web.Response:
    body = {"error": error.code, "error_description": str(error)}
    return web.json_response(body, status=error.status)
