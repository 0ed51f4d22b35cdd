"""Rotating OAuth tokens: one replica at a time may spend one, and the successor takes its place."""

from datetime import datetime, timedelta

from bot.ports import Spending, Tokens
from bot.store.connection import Link
from bot.store.keys import TOKENS
from bot.store.replies import maybe_texts, text
from bot.store.scripting import load_script
from bot.store.times import micros, time_of

_CLAIM = load_script("tokens_claim")
_SAVE = load_script("tokens_save")
_RELEASE = load_script("tokens_release")


class RedisTokens:
    """The TokenStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_tokens(self, account: str) -> Tokens | None:
        reply = await self._link.read("HMGET", TOKENS.of(account), "access", "refresh", "expires")
        access, refresh, expires = maybe_texts(reply)
        if not access or not refresh or not expires:
            return None
        return Tokens(access=access, refresh=refresh, expires_at=time_of(expires))

    async def claim_spending(
        self, account: str, refresh: str, *, holder: str, now: datetime, lease: timedelta
    ) -> Spending:
        said = text(
            await self._link.run(
                _CLAIM,
                (TOKENS.of(account),),
                refresh,
                holder,
                micros(now),
                micros(now + lease),
            )
        )
        return Spending(said or "")

    async def save_tokens(self, account: str, tokens: Tokens, *, spent: str) -> bool:
        saved = await self._link.run(
            _SAVE,
            (TOKENS.of(account),),
            spent,
            tokens.access,
            tokens.refresh,
            micros(tokens.expires_at),
        )
        return saved == 1

    async def release_spending(self, account: str, *, holder: str) -> None:
        await self._link.run(_RELEASE, (TOKENS.of(account),), holder)
