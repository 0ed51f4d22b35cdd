"""When a probe runs: spread by a hash of its name, sooner while a change is being confirmed."""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from bot.domain.health import ProbeId

SHORTEST_RETRY = timedelta(seconds=10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def phase_of(probe: ProbeId, interval: timedelta) -> timedelta:
    """Where in its interval a probe runs: always the same, and spread evenly over all probes."""
    share = int.from_bytes(blake2b(probe.encode(), digest_size=6).digest()) / (1 << 48)
    return interval * share


def next_due(
    probe: ProbeId, interval: timedelta, after: datetime, *, counting: bool = False
) -> datetime:
    """The first run after a time. Missed runs are not caught up.

    While a change is being confirmed (``counting``) it comes after a third of the interval, but
    not within ten seconds.
    """
    phase = phase_of(probe, interval)
    passed = (after - _EPOCH - phase) // interval
    regular = _EPOCH + phase + (passed + 1) * interval
    if not counting:
        return regular
    return min(regular, after + max(interval / 3, SHORTEST_RETRY))
