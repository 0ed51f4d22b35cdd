"""Reports of jobs: kept at the time they came, and looked at at once."""

import hmac
from collections.abc import Callable

from bot.domain.beats import Beat
from bot.domain.health import ProbeId
from bot.ports import PROBES_QUEUE, BeatStore, Clock, DueQueue

Tokens = Callable[[ProbeId], str | None]
"""The token of a heartbeat probe; None where none is configured under that name.

May raise TokenMissingError.
"""


class UnknownHeartbeatError(LookupError):
    """No heartbeat probe of this name."""


class WrongTokenError(Exception):
    """Whoever reports is not the job."""


class HeartbeatsService:
    def __init__(self, beats: BeatStore, due: DueQueue, tokens: Tokens, clock: Clock) -> None:
        self._beats = beats
        self._due = due
        self._tokens = tokens
        self._clock = clock

    def check(self, probe: ProbeId, token: str) -> None:
        """Raises UnknownHeartbeatError, WrongTokenError, TokenMissingError."""
        known = self._tokens(probe)
        if known is None:
            raise UnknownHeartbeatError(probe)
        if not hmac.compare_digest(known.encode(), token.encode()):
            raise WrongTokenError(probe)

    async def take(self, probe: ProbeId, beat: Beat) -> None:
        """Stored when this returns. Raises StoreUnavailableError."""
        await self._beats.save_beat(probe, beat)
        await self._due.add(PROBES_QUEUE, probe, self._clock.now())
