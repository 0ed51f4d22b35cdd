"""The log of every change: how an entry is written, and how it is read back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bot.domain.checklist import AuditEntry, ItemChange
from bot.domain.editing import Edit
from bot.domain.evidence import Reading
from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.domain.local import LocalBatch, LocalChange
from bot.domain.merge import Merge, Noted
from bot.domain.tracked import TrackedNote
from bot.domain.trackers import author_of
from bot.store.connection import Link
from bot.store.documents import Document
from bot.store.keys import AUDIT, BLOCKER_AUDIT
from bot.store.replies import pairs
from bot.store.times import millis

StreamEntry = tuple[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What is known of an entry before the script runs; that adds ``before`` and ``text``."""

    at: datetime
    by: str
    blocker: BlockerId
    item: ItemId
    kind: str
    after: str = ""
    where: str = ""
    why: str = ""
    key: str = ""
    reading: Reading | None = None


_ENTRY = Document(_Entry)


def change_entry(change: ItemChange) -> str:
    return _ENTRY.write(
        _Entry(
            at=change.at,
            by=change.by,
            blocker=change.blocker,
            item=change.item,
            kind="state",
            after=change.to,
            where=change.where,
            why=change.why,
            reading=change.reading,
        )
    )


def merge_entry(merge: Merge, note: Noted) -> str:
    return _ENTRY.write(
        _Entry(
            at=merge.at,
            by=merge.by,
            blocker=merge.blocker,
            item=note.item,
            kind=note.kind,
            after=note.after,
            why=note.why,
        )
    )


def edit_entry(edit: Edit, note: Noted) -> str:
    return _ENTRY.write(
        _Entry(
            at=edit.author.at,
            by=edit.author.by,
            blocker=edit.blocker,
            item=note.item,
            kind=note.kind,
            after=note.after,
            where=edit.author.where,
            why=note.why,
            reading=note.reading,
        )
    )


def local_entry(batch: LocalBatch, change: LocalChange, note: Noted) -> str:
    return _ENTRY.write(
        _Entry(
            at=batch.author.at,
            by=batch.author.by,
            blocker=change.blocker,
            item=note.item,
            kind=note.kind,
            after=note.after,
            where=batch.author.where,
            why=note.why,
        )
    )


def tracked_entry(note: TrackedNote, at: datetime) -> str:
    return _ENTRY.write(
        _Entry(
            at=at,
            by=author_of(note.blocker),
            blocker=note.blocker,
            item=ItemId(""),
            kind=note.kind,
            after=note.after,
            key=note.key,
        )
    )


async def load_entries(
    link: Link,
    milestone: MilestoneKey,
    blocker: BlockerId | None,
    since: datetime | None,
    limit: int,
) -> tuple[AuditEntry, ...]:
    """Newest first. No id is older than its entry's time, so none of ``since`` is missed."""
    log = BLOCKER_AUDIT.of(milestone, blocker) if blocker else AUDIT.of(milestone)
    oldest = str(millis(since)) if since else "-"
    reply = await link.read("XREVRANGE", log, "+", oldest, "COUNT", limit)
    entries = (read_entry(*found) for found in cast("list[StreamEntry]", reply))
    return tuple(entry for entry in entries if since is None or entry.at >= since)


def read_entry(entry_id: str, flat: list[str]) -> AuditEntry:
    fields = dict(pairs(flat))
    entry = _ENTRY.read(fields["entry"])
    return AuditEntry(
        id=entry_id,
        at=entry.at,
        by=entry.by,
        blocker=entry.blocker,
        item=entry.item,
        text=json.loads(fields["text"]),
        kind=entry.kind,
        key=entry.key,
        before=fields["before"],
        after=entry.after,
        where=entry.where,
        why=entry.why,
        reading=entry.reading,
    )
