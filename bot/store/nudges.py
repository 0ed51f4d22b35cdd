"""What somebody is to be told in one direct message."""

from collections.abc import Sequence

from bot.domain.ids import UserId
from bot.domain.nudges import Nudge
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.people_keys import NUDGE_LIFE, NUDGES
from bot.store.replies import texts
from bot.store.scripting import load_script
from bot.store.times import life_ms

_SAVE = load_script("nudge_save")
_NUDGE = Document(Nudge)


class RedisNudges:
    """The NudgeStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_nudge(self, user: UserId, nudge: Nudge) -> None:
        await self._link.run(
            _SAVE, (NUDGES.of(user),), nudge.id, _NUDGE.write(nudge), life_ms(NUDGE_LIFE)
        )

    async def load_nudges(self, user: UserId) -> tuple[Nudge, ...]:
        found = texts(await self._link.read("HVALS", NUDGES.of(user)))
        return tuple(sorted(map(_NUDGE.read, found), key=lambda nudge: (nudge.at, nudge.id)))

    async def drop_nudges(self, user: UserId, nudges: Sequence[Nudge]) -> None:
        if nudges:
            await self._link.write("HDEL", NUDGES.of(user), *(nudge.id for nudge in nudges))
