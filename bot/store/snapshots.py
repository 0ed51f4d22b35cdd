"""The last good reading of the tracker with what it changed, and why the last attempt failed."""

from datetime import datetime

from bot.domain.blocker import Snapshot
from bot.domain.ids import MilestoneKey
from bot.domain.tracked import Difference, compare_readings
from bot.ports import WHOLE_BOARD, StoreUnavailableError, copies_queue
from bot.store.audit import tracked_entry
from bot.store.checklists import write_text
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import AUDIT, BLOCKER_AUDIT, PAST, SNAPSHOT, TROUBLE, queue_keys
from bot.store.past import write_replaced
from bot.store.replies import maybe_texts, text
from bot.store.scripting import load_script
from bot.store.times import micros, millis

ATTEMPTS = 20
"""Each reading of another replica that comes in between costs one more."""
_SAVE = load_script("snapshot_save", "part_audit", "part_past", "part_due")
_TROUBLE = load_script("trouble_save", "part_due")
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
        at, marks = snapshot.fetched_at, stale_by(found)
        stored = await self._link.run(
            _SAVE,
            (
                SNAPSHOT.of(milestone),
                AUDIT.of(milestone),
                PAST.of(milestone),
                *queue_keys(copies_queue(milestone)),
                *(BLOCKER_AUDIT.of(milestone, note.blocker) for note in found.notes),
            ),
            version,
            micros(at),
            millis(at),
            _SNAPSHOT.write(snapshot),
            write_replaced(found.replaced),
            len(marks),
            *marks,
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

    async def save_trouble(
        self, milestone: MilestoneKey, trouble: str | None, at: datetime
    ) -> None:
        await self._link.run(
            _TROUBLE,
            (TROUBLE.of(milestone), *queue_keys(copies_queue(milestone))),
            trouble or "",
            micros(at),
            WHOLE_BOARD,
        )

    async def load_trouble(self, milestone: MilestoneKey) -> str | None:
        return text(await self._link.read("GET", TROUBLE.of(milestone)))


def stale_by(found: Difference) -> tuple[str, ...]:
    """The members of a queue of copies that show what a reading changed."""
    return (*found.replaced, *((WHOLE_BOARD,) if found.goals else ()))
