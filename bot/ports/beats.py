"""Where the reports of jobs are kept."""

from datetime import datetime
from typing import Protocol

from bot.domain.beats import Beat, Beats
from bot.domain.health import ProbeId


class TokenMissingError(Exception):
    """A heartbeat probe is there, but its token cannot be read on our side."""


class BeatStore(Protocol):
    """Every method may raise StoreUnavailableError."""

    async def load_beats(self, probe: ProbeId, now: datetime) -> Beats:
        """The first time it is asked for, ``now`` is kept as the time it is known since."""
        ...

    async def save_beat(self, probe: ProbeId, beat: Beat) -> None:
        """The last of its kind from now on. An older one than is there changes nothing."""
        ...
