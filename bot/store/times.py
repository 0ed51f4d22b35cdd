"""Times as the store keeps them: whole microseconds, which a sorted set holds without loss."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def millis(at: datetime) -> int:
    return micros(at) // 1000


def life_ms(life: timedelta) -> int:
    return max(life // timedelta(milliseconds=1), 1)


def time_of(stored: str) -> datetime:
    """Servers write a large score as an integer or with an exponent."""
    return _EPOCH + int(float(stored)) * _MICROSECOND
