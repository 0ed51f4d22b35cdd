"""A small memory of answers, with one life for finds and a shorter one for misses."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.ports import Clock, SlackUnavailableError

Found = TypeVar("Found")
AWAY = timedelta(seconds=30)
"""Not asked again for so long after no answer: a slow Slack must not slow every board down."""


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Found]):
    found: Found | None
    until: datetime


class Memory(Generic[Found]):
    """``None`` is a miss. While Slack is away the last find is given, however old."""

    def __init__(self, clock: Clock, hit: timedelta, miss: timedelta, size: int = 20_000) -> None:
        self._clock = clock
        self._hit = hit
        self._miss = miss
        self._size = size
        self._kept: dict[str, _Kept[Found]] = {}

    async def get(self, key: str, fetch: Callable[[], Awaitable[Found | None]]) -> Found | None:
        now = self._clock.now()
        kept = self._kept.get(key)
        if kept is not None and now < kept.until:
            return kept.found
        try:
            found = await fetch()
        except SlackUnavailableError:
            old = kept.found if kept is not None else None
            self._keep(key, _Kept(old, now + AWAY))
            return old
        self._keep(key, _Kept(found, now + (self._miss if found is None else self._hit)))
        return found

    def put(self, key: str, found: Found | None) -> None:
        """What was learned without asking for it here."""
        life = self._miss if found is None else self._hit
        self._keep(key, _Kept(found, self._clock.now() + life))

    def forget(self, key: str) -> None:
        """Ask again; until then the old find still stands in while Slack is away."""
        kept = self._kept.get(key)
        if kept is not None:
            self._keep(key, _Kept(kept.found, self._clock.now()))

    def keys_of(self, wanted: Callable[[Found], bool]) -> tuple[str, ...]:
        return tuple(key for key, kept in self._kept.items() if kept.found and wanted(kept.found))

    def _keep(self, key: str, kept: _Kept[Found]) -> None:
        if len(self._kept) >= self._size:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = kept
