"""Webhooks of a tracker: who reads them, and what is remembered of them."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.hints import Hint, WebhookLog
from bot.domain.ids import BlockerId


class ForgedHintError(Exception):
    """It is not signed by the tracker, or its time is out of bounds."""


class MalformedHintError(Exception):
    """It is signed, but it is no event. The message says what was expected, without its text."""


class HintReader(Protocol):
    """A tracker's way of signing and writing webhooks."""

    def __call__(self, raw: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        """Raises ForgedHintError, MalformedHintError."""
        ...


class Taken(StrEnum):
    """What became of a hint."""

    NEW = "new"
    AGAIN = "again"
    """The same was delivered before."""
    ECHO = "echo"
    """It tells of nothing but changes that we made."""


class HintStore(Protocol):
    """Every method may raise StoreUnavailableError."""

    async def take_hint(self, hint: Hint, milestones: Collection[str], gap: timedelta) -> Taken:
        """Remember it and have the milestones read, in one step, once for each delivery.

        A milestone is due at once, but not within ``gap`` of the last time a hint had it read.
        """
        ...

    async def note_listening(self, tracker: str, at: datetime) -> None:
        """The first time it is said is kept."""
        ...

    async def note_refused(self, tracker: str, at: datetime) -> None: ...

    async def note_made(self, issue: BlockerId, marks: Collection[str]) -> None:
        """We are about to make these changes, of which a webhook will come back."""
        ...

    async def load_log(self, tracker: str) -> WebhookLog: ...
