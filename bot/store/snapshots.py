"""The last good reading of the tracker with what it changed, and why the last attempt failed."""

from bot.domain.blocker import Snapshot
from bot.domain.ids import MilestoneKey
from bot.domain.tracked import Difference, compare_readings
from bot.ports import StoreUnavailableError
from bot.store.audit import tracked_entry
from bot.store.checklists import write_text
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import AUDIT, BLOCKER_AUDIT, PAST, SNAPSHOT, TROUBLE
from bot.store.past import write_replaced
from bot.store.replies import maybe_texts, text
from bot.store.scripting import load_script
from bot.store.times import micros, millis

ATTEMPTS = 20
"""Each reading of another replica that comes in between costs one more."""
_SAVE = load_script("snapshot_save", "part_audit", "part_past")
_SNAPSHOT = Document(Snapshot)


class RedisSnapshots:
    """The SnapshotStore of the ports. An older snapshot never replaces a newer one."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_snapshot(self, milestone: MilestoneKey, snapshot: Snapshot) -> None:
        for _ in range(ATTEMPTS):
            reply = await self._link.read(
                "HMGET", SNAPSHOT.of(milestone), "version", "at", "document"
            )
            version, at, document = maybe_texts(reply)
            if at and int(at) > micros(snapshot.fetched_at):
                return
            before = _SNAPSHOT.read(document) if document else None
            found = compare_readings(before, snapshot)
            if await self._save(milestone, snapshot, version or "0", found):
                return
        raise StoreUnavailableError("The store", "the snapshot keeps moving")

    async def _save(
        self, milestone: MilestoneKey, snapshot: Snapshot, version: str, found: Difference
    ) -> bool:
        at = snapshot.fetched_at
        stored = await self._link.run(
            _SAVE,
            (
                SNAPSHOT.of(milestone),
                AUDIT.of(milestone),
                PAST.of(milestone),
                *(BLOCKER_AUDIT.of(milestone, note.blocker) for note in found.notes),
            ),
            version,
            micros(at),
            millis(at),
            _SNAPSHOT.write(snapshot),
            write_replaced(found.replaced),
            *(
                word
                for note in found.notes
                for word in (tracked_entry(note, at), note.before, write_text(note.title))
            ),
        )
        return stored == 1

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
