"""How long ago something was, as a person says it."""

from datetime import datetime

MOST_SECONDS, MOST_MINUTES, MOST_HOURS = 90, 90, 48
"""Up to here the smaller unit reads better."""
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def age_words(at: datetime, now: datetime) -> str:
    """``40 s ago``, ``14 min ago``, ``3 h ago``, ``5 days ago``; what is ahead is ``0 s ago``."""
    seconds = max(int((now - at).total_seconds()), 0)
    if seconds < MOST_SECONDS:
        return f"{seconds} s ago"
    if seconds < MOST_MINUTES * _MINUTE:
        return f"{seconds // _MINUTE} min ago"
    if seconds < MOST_HOURS * _HOUR:
        return f"{seconds // _HOUR} h ago"
    return f"{seconds // _DAY} days ago"
