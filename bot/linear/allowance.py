"""What Linear lets us ask, read from the headers of its answers and shared by all that asks.

The buckets refill steadily, so waiting for ``Reset`` (always an hour away) would overshoot. The
headers count for the whole account: other replicas' requests are in them, too.
"""

from collections.abc import Callable, Mapping

HOUR = 3600.0
UNSAID = 30.0
LEAST = 2.0
ENOUGH = 0.5
"""While more than this share is left nothing slows down."""
SLOWEST = 10.0
_BUCKETS = ("Requests", "Complexity")


class Allowance:
    """Of one account. ``clock`` gives seconds that only go forward."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left: dict[str, float] = {}
        self._closed_until = 0.0

    def note(self, headers: Mapping[str, str]) -> None:
        """Remember what an answer says is left."""
        for bucket in _BUCKETS:
            limit = _number(headers, f"X-RateLimit-{bucket}-Limit")
            left = _number(headers, f"X-RateLimit-{bucket}-Remaining")
            if limit and left is not None:
                self._left[bucket] = left / limit

    def close(self, seconds: float) -> None:
        """Linear limits us: whoever asks before it has refilled would be refused, and charged."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    def closed_for(self) -> float:
        """Seconds until it is of use to ask again; 0 for now."""
        return max(self._closed_until - self._clock(), 0.0)

    def slower(self) -> float:
        """From 1, while enough is left, to 10."""
        share = min(self._left.values(), default=1.0)
        if share >= ENOUGH:
            return 1.0
        return 1.0 + (SLOWEST - 1.0) * (ENOUGH - max(share, 0.0)) / ENOUGH


def wait_for(headers: Mapping[str, str]) -> float:
    """Seconds until as much has refilled as the refused request asked for."""
    said = _number(headers, "Retry-After")
    if said is not None:
        return max(said, LEAST)
    waits = [
        _refill(headers, "Requests", needed=1.0),
        _refill(headers, "Complexity", needed=_number(headers, "X-Complexity") or 0.0),
    ]
    known = [wait for wait in waits if wait is not None]
    return max(*known, LEAST) if known else UNSAID


def _refill(headers: Mapping[str, str], bucket: str, *, needed: float) -> float | None:
    limit = _number(headers, f"X-RateLimit-{bucket}-Limit")
    left = _number(headers, f"X-RateLimit-{bucket}-Remaining")
    if not limit or left is None or left >= needed:
        return None
    return (needed - left) / (limit / HOUR)


def _number(headers: Mapping[str, str], name: str) -> float | None:
    try:
        return float(headers[name])
    except (KeyError, ValueError):
        return None
