"""What was written to the tracker of each blocker, what waits, and since when each switch is on."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.ids import BlockerId, MilestoneKey
from bot.domain.writes import WriteRecord
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.replies import pairs, text, texts
from bot.store.scripting import load_script
from bot.store.times import micros, time_of
from bot.store.tracker_keys import WRITE_SWITCHES, WRITES

_SAVE = load_script("write_save")
_SWITCHES = load_script("write_switches")
_RECORD = Document(WriteRecord, apart=("version",))


class RedisWrites:
    """The WriteStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_record(self, milestone: MilestoneKey, blocker: BlockerId) -> WriteRecord:
        found = text(await self._link.read("HGET", WRITES.of(milestone), blocker))
        return _read(found) if found else WriteRecord(blocker=blocker)

    async def load_records(self, milestone: MilestoneKey) -> tuple[WriteRecord, ...]:
        return tuple(
            _read(found) for found in texts(await self._link.read("HVALS", WRITES.of(milestone)))
        )

    async def save_record(self, milestone: MilestoneKey, record: WriteRecord) -> bool:
        following = f"{record.version + 1} {_RECORD.write(replace(record, version=0))}"
        stored = await self._link.run(
            _SAVE, (WRITES.of(milestone),), record.blocker, record.version, following
        )
        return stored == 1

    async def note_switches(
        self, milestone: MilestoneKey, names: Collection[str], now: datetime
    ) -> Mapping[str, datetime]:
        reply = await self._link.run(
            _SWITCHES, (WRITE_SWITCHES.of(milestone),), micros(now), *sorted(names)
        )
        return {name: time_of(since) for name, since in pairs(texts(reply))}


def _read(stored: str) -> WriteRecord:
    version, _, document = stored.partition(" ")
    return _RECORD.read(document, version=int(version))
