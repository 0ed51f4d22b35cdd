"""What a blocker's description says, read once for each text."""

from functools import lru_cache

from bot.domain.blocker import Blocker, Story
from bot.domain.document import Description
from bot.ports import DescriptionReader

KEPT_READINGS = 2_000


class Stories:
    """Reads descriptions. The same text is read once: a board asks for all of them each time."""

    def __init__(self, read: DescriptionReader) -> None:
        self._read = lru_cache(maxsize=KEPT_READINGS)(read)

    def described(self, blocker: Blocker) -> Description:
        return self._read(blocker.description)

    def story(self, blocker: Blocker) -> Story:
        said = self.described(blocker)
        return Story(
            blocks=said.blocks or "",
            why=said.why or "",
            next_action=said.next_action or "",
            effort_hours=said.effort_hours,
        )
