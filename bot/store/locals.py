"""Blockers that live only here, and what was told of others, stored with their items and log."""

from collections.abc import Iterator
from typing import cast

from bot.domain.ids import BlockerId, BlockerKey, MilestoneKey
from bot.domain.local import (
    LocalBatch,
    LocalBlocker,
    LocalChange,
    Locals,
    Record,
    StatedScorecard,
)
from bot.domain.merge import Noted
from bot.domain.past import LOCAL_RECORD, SCORECARD_RECORD, TELLING_RECORD, locals_of
from bot.domain.telling import Telling
from bot.ports import copies_queue
from bot.store.audit import local_entry
from bot.store.checklists import item_words, press_key, write_text
from bot.store.connection import Link, Word
from bot.store.documents import Document
from bot.store.keys import AUDIT, BLOCKER_AUDIT, CHECKLIST, LOCALS, PAST, PRESS_LIFE, queue_keys
from bot.store.replies import pairs, text
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros, millis

_SAVE = load_script("local_save", "part_audit", "part_due", "part_items", "part_past")
_LOCAL = Document(LocalBlocker, apart=("id", "key", "version"))
_TELLING = Document(Telling, apart=("blocker", "version"))
_SCORECARD = Document(StatedScorecard, apart=("blocker", "version"))
_KINDS = (LOCAL_RECORD, TELLING_RECORD, SCORECARD_RECORD)


class RedisLocals:
    """The LocalBlockerStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_locals(self, milestone: MilestoneKey) -> Locals:
        reply = await self._link.read("HGETALL", LOCALS.of(milestone))
        fields = dict(pairs(cast("list[str]", reply)))
        kept = {kind: _names(fields, f"{kind}:") for kind in _KINDS}
        records = [
            read_record(
                kind,
                name,
                fields[f"version:{name}"],
                fields.get(f"key:{name}", ""),
                fields[f"{kind}:{name}"],
            )
            for kind, names in kept.items()
            for name in names
        ]
        return locals_of(records)

    async def save_locals(self, batch: LocalBatch) -> dict[BlockerId, BlockerKey] | None:
        milestone, author = batch.milestone, batch.author
        lists = [
            name
            for change in batch.changes
            for name in (
                CHECKLIST.of(milestone, change.blocker),
                BLOCKER_AUDIT.of(milestone, change.blocker),
            )
        ]
        stored = await self._link.run(
            _SAVE,
            (
                LOCALS.of(milestone),
                AUDIT.of(milestone),
                press_key(milestone, author.delivery),
                *queue_keys(copies_queue(milestone)),
                *lists,
                PAST.of(milestone),
            ),
            millis(author.at),
            micros(author.at),
            life_ms(PRESS_LIFE),
            batch.prefix,
            batch.taken,
            len(batch.changes),
            *(word for change in batch.changes for word in _change_words(batch, change)),
        )
        lines = text(stored)
        if lines is None:
            return None
        found = pairs(lines.split("\n") if lines else [])
        return {BlockerId(blocker): BlockerKey(key) for blocker, key in found}


def _change_words(batch: LocalBatch, change: LocalChange) -> Iterator[Word]:
    yield change.blocker
    yield from _record_words(change)
    yield "" if change.list_version is None else change.list_version
    yield len(change.items)
    for item in change.items:
        yield from item_words(item)
    yield len(change.notes)
    for note in change.notes:
        yield from _note_words(batch, change, note)


def _record_words(change: LocalChange) -> tuple[Word, ...]:
    """Kind, version, key, document."""
    record = change.record
    if isinstance(record, LocalBlocker):
        return (LOCAL_RECORD, record.version, record.key, _LOCAL.write(record))
    if isinstance(record, Telling):
        return (TELLING_RECORD, record.version, "", _TELLING.write(record))
    if isinstance(record, StatedScorecard):
        return (SCORECARD_RECORD, record.version, "", _SCORECARD.write(record))
    return ("", 0, "", "")


def _note_words(batch: LocalBatch, change: LocalChange, note: Noted) -> tuple[Word, ...]:
    return local_entry(batch, change, note), note.before, write_text(note.text)


def _names(fields: dict[str, str], prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in fields if name.startswith(prefix)]


def read_record(kind: str, name: str, version: str, key: str, document: str) -> Record:
    if kind == LOCAL_RECORD:
        return _LOCAL.read(document, id=name, key=key, version=int(version))
    if kind == SCORECARD_RECORD:
        return _SCORECARD.read(document, blocker=name, version=int(version))
    return _TELLING.read(document, blocker=name, version=int(version))
