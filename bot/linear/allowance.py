"""How long to wait when Linear limits us, read from the headers of its answer.

The buckets refill steadily, so waiting for ``Reset`` (always an hour away) would overshoot.
"""

from collections.abc import Mapping

HOUR = 3600.0
UNSAID = 30.0
LEAST = 2.0


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
