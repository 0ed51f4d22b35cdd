"""One pass over what is on display of a milestone: what is left to draw, and how fast."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.domain.messages import Copy

Place = tuple[str, str]
"""Channel (or user) and ts of a copy."""
BURST = 40
"""Copies that follow a change at once (within two seconds); the others at Slack's rate."""
EDITS = timedelta(minutes=1) / 50
"""Between two edits: ``chat.update`` is of tier 3, 50 a minute and workspace."""
VISITS = timedelta(minutes=1) / 100
"""Between two Homes: ``views.publish`` is of tier 4."""


class Pace:
    """How fast one method may be called, over all milestones. A burst is not counted."""

    def __init__(self, every: timedelta) -> None:
        self._every = every
        self._next: datetime | None = None
        self._closed: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """False while Slack has asked to wait."""
        return self._closed is None or now >= self._closed

    def is_ready(self, now: datetime) -> bool:
        return self.is_open(now) and (self._next is None or now >= self._next)

    def count(self, now: datetime) -> None:
        """Beats come a little late; what they lose is made up for, but for no more than one."""
        late = self._next is not None and now - self._next < self._every
        self._next = (self._next if late and self._next else now) + self._every

    def close(self, until: datetime) -> None:
        self._closed = max(until, self._closed or until)


class Pass:
    """What is still to be drawn. A change starts it again; what was drawn long ago comes first.

    Beyond the newest, copies never drawn since the pass began come before those that were, so that
    changes in a row do not keep the old ones waiting for ever.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._waiting: dict[Place, Copy] = {}
        self._drawn: dict[Place, None] = {}
        self._burst = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def restart(self, copies: Sequence[Copy]) -> None:
        """``copies``, newest first, have changed."""
        waiting = {_place(copy): copy for copy in copies} | self._waiting
        places = list(waiting)
        newest = places[:BURST]
        rank = {place: number for number, place in enumerate(self._drawn, 1)}
        tail = sorted(places[BURST:], key=lambda place: rank.get(place, 0))
        self._waiting = {place: waiting[place] for place in (*newest, *tail)}
        self._burst = len(newest)

    def take(self, now: datetime) -> list[Copy]:
        """What may be drawn now: the whole burst, after it one at a time."""
        if not self._waiting or not self.pace.is_open(now):
            return []
        if self._burst:
            taken = list(self._waiting.values())[: self._burst]
            self._burst = 0
        elif self.pace.is_ready(now):
            self.pace.count(now)
            taken = [next(iter(self._waiting.values()))]
        else:
            return []
        for copy in taken:
            place = _place(copy)
            del self._waiting[place]
            self._drawn.pop(place, None)
            self._drawn[place] = None
        return taken

    def put_back(self, copies: Iterable[Copy]) -> None:
        """They were not drawn after all, and come first next time; at once, as in the burst."""
        back = {_place(copy): copy for copy in copies}
        for place in back:
            self._drawn.pop(place, None)
        self._burst = len(back)
        self._waiting = back | {
            place: copy for place, copy in self._waiting.items() if place not in back
        }


def _place(copy: Copy) -> Place:
    return copy.channel, copy.ts
