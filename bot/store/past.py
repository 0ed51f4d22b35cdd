"""What changes replaced, kept so that they can be taken back; and the base that a trimmed log has.

The log is trimmed by time alone, and only behind a stored base, whatever happens in between.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bot.domain.blocker import Blocker
from bot.domain.checklist import AuditEntry
from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.domain.past import Replaced, Standing
from bot.ports import StoreUnavailableError
from bot.store.audit import StreamEntry, read_entry
from bot.store.checklists import read_item_lines
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import AUDIT, BASE, BLOCKER_AUDIT, PAST
from bot.store.locals import read_record
from bot.store.replies import maybe_texts, pairs
from bot.store.scripting import load_script
from bot.store.times import micros, millis, time_of

SLICE = 500
"""Entries of a stream that are read at a time."""
_BASE = load_script("past_base")
_TRIM = load_script("past_trim")
_STANDING = Document(Standing)
_HINTS = get_type_hints(Blocker)
_FIELDS: Mapping[str, TypeAdapter[Any]] = {
    field.name: TypeAdapter(_HINTS[field.name]) for field in fields(Blocker)
}


class RedisPast:
    """The PastStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_replaced(
        self, milestone: MilestoneKey, since: datetime, *, after: str = ""
    ) -> tuple[Replaced, ...]:
        """Ids are times in whole milliseconds, so that a moment within one is its end."""
        oldest = f"({after}" if after else f"{millis(since) + 1}-0"
        found = [entry async for entry in self._entries(PAST.of(milestone), oldest)]
        return tuple(_read_replaced(*entry) for entry in found)

    async def load_log(
        self, milestone: MilestoneKey, blocker: BlockerId | None = None
    ) -> tuple[AuditEntry, ...]:
        log = BLOCKER_AUDIT.of(milestone, blocker) if blocker else AUDIT.of(milestone)
        return tuple([read_entry(*entry) async for entry in self._entries(log, "-")])

    async def load_start(self, milestone: MilestoneKey) -> datetime | None:
        base = await self._base_at(milestone)
        if base:
            return base
        first = cast(
            "list[StreamEntry]",
            await self._link.read("XRANGE", PAST.of(milestone), "-", "+", "COUNT", 1),
        )
        return _time_of_id(first[0][0]) if first else None

    async def load_base(self, milestone: MilestoneKey) -> Standing | None:
        reply = await self._link.read("HMGET", BASE.of(milestone), "document")
        (document,) = maybe_texts(reply)
        return _STANDING.read(document) if document else None

    async def save_base(self, milestone: MilestoneKey, base: Standing) -> None:
        await self._link.run(_BASE, (BASE.of(milestone),), micros(base.at), _STANDING.write(base))

    async def trim(self, milestone: MilestoneKey) -> int:
        base = await self._base_at(milestone)
        if base is None:
            return 0
        last = f"{millis(base)}-18446744073709551615"
        old = [entry async for entry in self._entries(AUDIT.of(milestone), "-", last)]
        blockers = sorted({read_entry(*entry).blocker for entry in old})
        trimmed = await self._link.run(
            _TRIM,
            (
                BASE.of(milestone),
                PAST.of(milestone),
                AUDIT.of(milestone),
                *(BLOCKER_AUDIT.of(milestone, blocker) for blocker in blockers),
            ),
            micros(base),
            f"{millis(base) + 1}-0",
        )
        return int(str(trimmed))

    async def _base_at(self, milestone: MilestoneKey) -> datetime | None:
        (at,) = maybe_texts(await self._link.read("HMGET", BASE.of(milestone), "at"))
        return time_of(at) if at else None

    async def _entries(
        self, stream: str, oldest: str, newest: str = "+"
    ) -> AsyncIterator[StreamEntry]:
        """Newest first, in slices, so that no answer keeps the server from others."""
        while True:
            reply = await self._link.read("XREVRANGE", stream, newest, oldest, "COUNT", SLICE)
            found = cast("list[StreamEntry]", reply)
            for entry in found:
                yield entry
            if len(found) < SLICE:
                return
            newest = f"({found[-1][0]}"


def write_replaced(replaced: Mapping[BlockerId, Mapping[str, Any] | None]) -> str:
    """As one line of JSON; an empty text where nothing was."""
    if not replaced:
        return ""
    written = {
        name: None
        if known is None
        else {field: _FIELDS[field].dump_python(known[field], mode="json") for field in known}
        for name, known in replaced.items()
    }
    return json.dumps({"v": 1, "d": written}, ensure_ascii=False, separators=(",", ":"))


def _read_replaced(entry_id: str, flat: list[str]) -> Replaced:
    (kind, said), *rest = pairs(flat)
    at = _time_of_id(entry_id)
    if kind == "tracked":
        return Replaced(id=entry_id, at=at, blockers=_read_tracked(said))
    if kind == "record":
        return _read_record(entry_id, said, dict(rest))
    items = {
        ItemId(name): read_item_lines(ItemId(name), lines) if lines else None
        for name, lines in rest
    }
    return Replaced(id=entry_id, at=at, blocker=BlockerId(said), items=items)


def _read_record(entry_id: str, kind: str, found: dict[str, str]) -> Replaced:
    name = BlockerId(found["blocker"])
    record = None
    if "document" in found:
        record = read_record(kind, name, found["version"], found["key"], found["document"])
    at = _time_of_id(entry_id)
    return Replaced(id=entry_id, at=at, records={(name, kind): record})


def _read_tracked(text: str) -> dict[BlockerId, Mapping[str, Any] | None]:
    """Raises StoreUnavailableError where it is not ours, or from a newer version."""
    try:
        document = json.loads(text)
        return {
            BlockerId(name): None
            if known is None
            else {field: _FIELDS[field].validate_python(known[field]) for field in known}
            for name, known in {1: document["d"]}[document["v"]].items()
        }
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise StoreUnavailableError(
            "The store", "what a change replaced cannot be read", permanent=True
        ) from error


def _time_of_id(entry_id: str) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(entry_id.partition("-")[0]))
