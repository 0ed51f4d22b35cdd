"""Rotating tokens in memory, held to the same contract as the real servers."""

from datetime import datetime, timedelta

from bot.ports import Spending, Tokens
from tests.fakes.checklists import Switch


class FakeTokens:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._tokens: dict[str, Tokens] = {}
        self._claims: dict[str, tuple[str, datetime]] = {}

    async def load_tokens(self, account: str) -> Tokens | None:
        self._switch.check()
        return self._tokens.get(account)

    async def claim_spending(
        self, account: str, refresh: str, *, holder: str, now: datetime, lease: timedelta
    ) -> Spending:
        self._switch.check()
        kept, claim = self._tokens.get(account), self._claims.get(account)
        if kept and kept.refresh != refresh:
            return Spending.MOVED
        if claim and claim[1] > now and claim[0] != holder:
            return Spending.TAKEN
        self._claims[account] = (holder, now + lease)
        return Spending.DOUBT if claim else Spending.OURS

    async def save_tokens(self, account: str, tokens: Tokens, *, spent: str) -> bool:
        self._switch.check()
        kept = self._tokens.get(account)
        if kept and kept.refresh != spent:
            return kept.refresh == tokens.refresh
        self._tokens[account] = tokens
        self._claims.pop(account, None)
        return True

    async def release_spending(self, account: str, *, holder: str) -> None:
        self._switch.check()
        if account in self._claims and self._claims[account][0] == holder:
            del self._claims[account]
