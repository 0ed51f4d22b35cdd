"""trigger_ids: each lives three seconds and opens one view."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.wire import SlackError, new_id

_KEPT = 1000  # spent ids are remembered, so that they are told apart from invented ones


@dataclass(slots=True)
class Trigger:
    user: str
    born: float
    view_id: str | None  # the modal it came from: only such a trigger may push
    used: bool = False


class Triggers:
    def __init__(self, clock: Callable[[], float], life: float) -> None:
        self._clock = clock
        self._life = life
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{int(self._clock() * 1000)}.{new_id('', 12).lower()}"
        self._known[trigger_id] = Trigger(user, self._clock(), view_id)
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        return trigger_id

    def exchange(self, trigger_id: object) -> Trigger:
        if not isinstance(trigger_id, str) or trigger_id not in self._known:
            raise SlackError("invalid_trigger_id")
        trigger = self._known[trigger_id]
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.born > self._life:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger
