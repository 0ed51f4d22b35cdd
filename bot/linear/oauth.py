"""Access by OAuth: tokens that live for a day, renewed by refresh tokens that are spent once.

Since April 2026 every one of Linear's applications rotates its refresh tokens. The pair is kept in
the store; what comes with the environment only begins it.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from pydantic import BaseModel, ValidationError

from bot.linear.credentials import authorization
from bot.linear.errors import NAME, PassingError
from bot.ports import (
    Clock,
    Spending,
    StoreUnavailableError,
    Tokens,
    TokenStore,
    TrackerUnavailableError,
)

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=5)
"""A token is renewed so long before it ends."""
LEASE = timedelta(seconds=45)
"""Longer than an exchange may take."""
EXCHANGE_TIMEOUT = 20.0
LOOKS, BETWEEN = 40, 0.5
"""How often, and how many seconds apart, the store is asked while another replica renews."""
_OK = 200
_REFUSED = frozenset({400, 401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """``token_url`` is where tokens are exchanged; ``refresh`` is the one that begins it all."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh: str = field(repr=False)
    token_url: str

    @property
    def account(self) -> str:
        """Names the grant: another refresh token in the environment begins a new one."""
        return hashlib.sha256(f"{self.client_id}:{self.refresh}".encode()).hexdigest()[:24]


def token_url(api_url: str) -> str:
    """``https://api.linear.app/graphql`` → ``https://api.linear.app/oauth/token``."""
    parts = urlsplit(api_url)
    path = parts.path.rstrip("/").removesuffix("/graphql")
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/oauth/token", "", ""))


class _Answer(BaseModel):
    access_token: str
    refresh_token: str | None = None
    expires_in: int = 86_400


class OAuthCredential:
    """A ``Credential``. ``holder`` names this process among the replicas."""

    names = "LINEAR_CLIENT_ID, LINEAR_CLIENT_SECRET and LINEAR_REFRESH_TOKEN"

    def __init__(
        self,
        app: OAuthApp,
        store: TokenStore,
        clock: Clock,
        holder: str,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._store = store
        self._clock = clock
        self._holder = holder
        self._pause = pause
        self._held: Tokens | None = None
        self._unsaved: tuple[Tokens, str] | None = None
        self._renewing = asyncio.Lock()

    async def header(self) -> str:
        async with self._renewing:
            await self._save_late()
            if self._held is None or not self._lasts(self._held):
                self._held = await self._renewed(None)
            return authorization(self._held.access)

    async def renew(self, refused: str) -> bool:
        async with self._renewing:
            if self._held is None or authorization(self._held.access) == refused:
                self._held = await self._renewed(refused)
            return True

    def _lasts(self, tokens: Tokens) -> bool:
        return self._clock.now() + EARLY < tokens.expires_at

    async def _renewed(self, refused: str | None) -> Tokens:
        """What another replica has renewed already, else by spending the refresh token."""
        for _ in range(LOOKS):
            kept = await self._store.load_tokens(self._app.account)
            if kept and self._lasts(kept) and authorization(kept.access) != refused:
                return kept
            spent = kept.refresh if kept else self._app.refresh
            claim = await self._store.claim_spending(
                self._app.account, spent, holder=self._holder, now=self._clock.now(), lease=LEASE
            )
            if claim in {Spending.OURS, Spending.DOUBT}:
                return await self._spend(spent, in_doubt=claim is Spending.DOUBT)
            if claim is Spending.TAKEN:
                await self._pause(BETWEEN)
        raise PassingError("has its token renewed by another replica, which takes long")

    async def _spend(self, spent: str, *, in_doubt: bool) -> Tokens:
        """Nothing is given back where the answer is lost: the lease keeps everybody waiting.

        Then the same token is tried once more, since Linear may never have had the request, or
        answer a repetition with the same successor.
        """
        if in_doubt:
            log.warning("a renewal of %s's token ended in the middle; it is tried again", NAME)
        tokens = await self._exchange(spent, in_doubt=in_doubt)
        self._unsaved = (tokens, spent)
        await self._save_late()
        return tokens

    async def _save_late(self) -> None:
        """The successor exists nowhere else: it is kept in hand until the store has it."""
        if self._unsaved is None:
            return
        tokens, spent = self._unsaved
        try:
            await self._store.save_tokens(self._app.account, tokens, spent=spent)
        except StoreUnavailableError as error:
            log.error("%s's new refresh token is not stored yet: %s", NAME, error)  # noqa: TRY400
            return
        self._unsaved = None

    async def _exchange(self, spent: str, *, in_doubt: bool) -> Tokens:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": spent,
            "client_id": self._app.client_id,
            "client_secret": self._app.client_secret,
        }
        timeout = aiohttp.ClientTimeout(total=EXCHANGE_TIMEOUT)
        asked_at = self._clock.now()
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._app.token_url, data=form, allow_redirects=False) as response,
            ):
                status, body = response.status, await response.text()
        except TimeoutError as error:
            raise PassingError("did not renew the token in time") from error
        except aiohttp.ClientError as error:
            raise PassingError("cannot be reached to renew the token") from error
        if status in _REFUSED:
            await self._store.release_spending(self._app.account, holder=self._holder)
            raise _refusal(in_doubt=in_doubt)
        if status != _OK:
            raise PassingError(f"has trouble of its own renewing the token (HTTP {status})")
        answer = _read(body)
        return Tokens(
            access=answer.access_token,
            refresh=answer.refresh_token or spent,
            expires_at=asked_at + timedelta(seconds=answer.expires_in),
        )


def _read(body: str) -> _Answer:
    try:
        return _Answer.model_validate_json(body)
    except ValidationError:
        # not chained: what was answered may hold a token
        raise PassingError("renewed the token in an unexpected form") from None


def _refusal(*, in_doubt: bool) -> TrackerUnavailableError:
    why = "a renewal that ended in the middle has spent it" if in_doubt else "spent or revoked"
    return TrackerUnavailableError(
        NAME,
        f"does not accept the refresh token ({why}): authorise the app again and set "
        "LINEAR_REFRESH_TOKEN",
        permanent=True,
    )
