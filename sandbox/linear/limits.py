"""The hourly allowances of requests and complexity: buckets that refill steadily."""

from collections.abc import Callable
from datetime import datetime, timedelta

REQUESTS = 2_500
POINTS = 3_000_000
HOUR = timedelta(hours=1)


class Bucket:
    """Holds ``most``; refills over an hour."""

    def __init__(self, most: int, clock: Callable[[], datetime]) -> None:
        self.most = most
        self._clock = clock
        self._left = float(most)
        self._seen = clock()

    @property
    def left(self) -> int:
        self._refill()
        return int(self._left)

    def take(self, amount: int) -> bool:
        """Take the amount, or nothing if there is not that much."""
        self._refill()
        if self._left < amount:
            return False
        self._left -= amount
        return True

    def drain(self) -> None:
        self._refill()
        self._left = 0.0

    def reset_ms(self) -> int:
        """When it would be full again, as Linear says it: an hour from now, since 1970."""
        return int((self._clock() + HOUR).timestamp() * 1000)

    def _refill(self) -> None:
        now = self._clock()
        self._left = min(self.most, self._left + self.most * ((now - self._seen) / HOUR))
        self._seen = now


class Allowances:
    """Both buckets of one key."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.requests = Bucket(REQUESTS, clock)
        self.complexity = Bucket(POINTS, clock)

    def headers(self, points: int | None) -> dict[str, str]:
        named = {"Requests": self.requests, "Complexity": self.complexity}
        headers = {
            f"X-RateLimit-{name}-{part}": str(value)
            for name, bucket in named.items()
            for part, value in (
                ("Limit", bucket.most),
                ("Remaining", bucket.left),
                ("Reset", bucket.reset_ms()),
            )
        }
        return headers if points is None else headers | {"X-Complexity": str(points)}
