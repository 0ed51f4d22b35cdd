"""The allowance of a token: so many requests an hour, new all at once when the hour is over."""

from collections.abc import Callable
from datetime import datetime, timedelta

MOST = 5_000
HOUR = timedelta(hours=1)


class Allowance:
    def __init__(self, clock: Callable[[], datetime], most: int = MOST) -> None:
        self._clock = clock
        self.most = most
        self.left = most
        self._reset = clock() + HOUR

    def take(self) -> bool:
        self._renew()
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def give_back(self) -> None:
        """What was not modified is free for who has shown a token."""
        self.left += 1

    def headers(self) -> dict[str, str]:
        self._renew()
        return {
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": str(int(self._reset.timestamp())),
            "X-RateLimit-Resource": "core",
        }

    def _renew(self) -> None:
        if self._clock() >= self._reset:
            self.left, self._reset = self.most, self._clock() + HOUR
