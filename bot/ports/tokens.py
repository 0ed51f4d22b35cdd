"""Where an OAuth application's rotating tokens are kept, so that no replica spends one twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """``refresh`` is spent by using it once; its successor comes with the next ``access``."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


class Spending(StrEnum):
    OURS = "ours"
    DOUBT = "doubt"
    """Ours, but somebody began to spend it before and never said how it ended."""
    TAKEN = "taken"
    """Somebody is spending it at this moment."""
    MOVED = "moved"
    """It is spent already: its successor is kept."""


class TokenStore(Protocol):
    """``account`` names the grant that began it all. Methods raise StoreUnavailableError."""

    async def load_tokens(self, account: str) -> Tokens | None: ...

    async def claim_spending(
        self, account: str, refresh: str, *, holder: str, now: datetime, lease: timedelta
    ) -> Spending:
        """Ask for the right to spend ``refresh``, which one caller has while its lease lasts."""
        ...

    async def save_tokens(self, account: str, tokens: Tokens, *, spent: str) -> bool:
        """Put the successor in the place of ``spent``; False where another one stands there."""
        ...

    async def release_spending(self, account: str, *, holder: str) -> None:
        """It is certain that nothing was spent."""
        ...
