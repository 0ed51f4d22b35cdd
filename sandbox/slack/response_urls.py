"""response_urls: each may be used five times within thirty minutes."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.wire import SlackError, new_id

USES = 5
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Origin:
    """The conversation, person and, for a button, the message an answer belongs to."""

    user: str
    channel: str
    ts: str | None = None
    ephemeral: bool = False
    thread_ts: str | None = None


@dataclass(slots=True)
class ResponseUrl:
    origin: Origin
    born: float
    uses: int = 0


class ResponseUrls:
    def __init__(self, clock: Callable[[], float], life: float) -> None:
        self._clock = clock
        self._life = life
        self._known: dict[str, ResponseUrl] = {}

    def issue(self, origin: Origin) -> str:
        url_id = new_id("R", 24)
        self._known[url_id] = ResponseUrl(origin, self._clock())
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        return url_id

    def check(self, url_id: str) -> ResponseUrl:
        if url_id not in self._known:
            raise SlackError("invalid_url")
        url = self._known[url_id]
        if self._clock() - url.born > self._life:
            raise SlackError("expired_url")
        if url.uses >= USES:
            raise SlackError("used_url")
        return url
