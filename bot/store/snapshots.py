"""The last good reading of the tracker, and why the last attempt failed if it did."""

from bot.domain.blocker import Snapshot
from bot.domain.ids import MilestoneKey
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import SNAPSHOT, TROUBLE
from bot.store.replies import text
from bot.store.scripting import load_script
from bot.store.times import micros

_SAVE = load_script("snapshot_save")
_SNAPSHOT = Document(Snapshot)


class RedisSnapshots:
    """The SnapshotStore of the ports. An older snapshot never replaces a newer one."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_snapshot(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        at = micros(snapshot.fetched_at)
        await self._link.run(_SAVE, (SNAPSHOT.of(milestone),), at, _SNAPSHOT.write(snapshot))

    async def load_snapshot(self, milestone: MilestoneKey) -> Snapshot | None:
        found = text(await self._link.read("HGET", SNAPSHOT.of(milestone), "document"))
        return _SNAPSHOT.read(found) if found else None

    async def save_trouble(self, milestone: MilestoneKey, trouble: str | None) -> None:
        if trouble is None:
            await self._link.write("DEL", TROUBLE.of(milestone))
        else:
            await self._link.write("SET", TROUBLE.of(milestone), trouble)

    async def load_trouble(self, milestone: MilestoneKey) -> str | None:
        return text(await self._link.read("GET", TROUBLE.of(milestone)))
