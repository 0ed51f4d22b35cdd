"""What was on the screen a moment ago: a press may be under way while a message is drawn anew."""

from collections import OrderedDict, deque
from collections.abc import Iterator

from sandbox.slack.wire import Payload

MAX_PLACES = 200
MAX_VERSIONS = 3


class ReplacedBlocks:
    """The last blocks of messages (by `ts`) and views (by id) before what stands there now."""

    def __init__(self) -> None:
        self._places: OrderedDict[str, deque[list[Payload]]] = OrderedDict()

    def keep(self, place: str, blocks: list[Payload]) -> None:
        self._places.setdefault(place, deque(maxlen=MAX_VERSIONS)).appendleft(blocks)
        self._places.move_to_end(place)
        if len(self._places) > MAX_PLACES:
            self._places.popitem(last=False)

    def of(self, place: str) -> Iterator[list[Payload]]:
        """Yield the newest version first."""
        yield from self._places.get(place, ())


def blocks_of(shown: Payload) -> list[Payload]:
    """Return the blocks of a message or view, those of cards below its links included."""
    attached = [block for one in shown.get("attachments", ()) for block in one.get("blocks", ())]
    return [*shown.get("blocks", ()), *attached]
