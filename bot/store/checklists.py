"""Checklists: read whole, changed item by item on the server, each change with its log entry."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from bot.domain.checklist import (
    AlreadySo,
    AuditEntry,
    Checklist,
    Item,
    ItemChange,
    ItemGone,
    ItemState,
    MovedOn,
    Ticked,
    TickOutcome,
    Touch,
)
from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey
from bot.domain.merge import Merge
from bot.ports import copies_queue
from bot.store.audit import change_entry, load_entries, merge_entry
from bot.store.connection import Link, Word
from bot.store.documents import Document
from bot.store.keys import AUDIT, BLOCKER_AUDIT, CHECKLIST, PAST, PRESS, PRESS_LIFE, queue_keys
from bot.store.replies import maybe_texts, pairs, texts
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros, millis

_TICK = load_script("tick", "part_audit", "part_due", "part_past")
_MERGE = load_script("merge", "part_audit", "part_due", "part_items", "part_past")
_LOAD = load_script("load", reads=True)

_ITEM = Document(Item, apart=("id", "text", "state", "revision", "touched", "archived"))
_TOUCH = TypeAdapter(Touch)


class RedisChecklists:
    """The ChecklistStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_many(
        self, milestone: MilestoneKey, blockers: Sequence[BlockerId]
    ) -> dict[BlockerId, Checklist]:
        if not blockers:
            return {}
        keys = [CHECKLIST.of(milestone, blocker) for blocker in blockers]
        found = texts(await self._link.run(_LOAD, keys))
        return {
            blocker: _read_checklist(blocker, lines)
            for blocker, lines in zip(blockers, found, strict=True)
        }

    async def tick(self, change: ItemChange) -> TickOutcome:
        keys = (
            *changed_keys(change.milestone, change.blocker),
            press_key(change.milestone, change.delivery),
            *queue_keys(copies_queue(change.milestone)),
            PAST.of(change.milestone),
        )
        reply = await self._link.run(
            _TICK,
            keys,
            change.item,
            change.to,
            change.seen_revision,
            _write_touch(change.touch),
            change_entry(change),
            millis(change.at),
            micros(change.at),
            life_ms(PRESS_LIFE),
            change.blocker,
        )
        lines, text, document, again = maybe_texts(reply)
        outcome = _read_outcome(change.item, lines or "", text, document)
        return replace(outcome, repeated=bool(again))

    async def save_merge(self, milestone: MilestoneKey, merge: Merge) -> bool:
        items = [word for item in merge.items for word in item_words(item)]
        notes = [
            word
            for note in merge.notes
            for word in (merge_entry(merge, note), note.before, write_text(note.text))
        ]
        stored = await self._link.run(
            _MERGE,
            (
                *changed_keys(milestone, merge.blocker),
                *queue_keys(copies_queue(milestone)),
                PAST.of(milestone),
            ),
            merge.version,
            millis(merge.at),
            micros(merge.at),
            merge.blocker,
            len(merge.items),
            *items,
            *notes,
        )
        return stored == 1

    async def load_audit(
        self,
        milestone: MilestoneKey,
        *,
        blocker: BlockerId | None = None,
        since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[AuditEntry, ...]:
        return await load_entries(self._link, milestone, blocker, since, limit)


def changed_keys(milestone: MilestoneKey, blocker: BlockerId) -> Iterator[str]:
    yield CHECKLIST.of(milestone, blocker)
    yield AUDIT.of(milestone)
    yield BLOCKER_AUDIT.of(milestone, blocker)


def press_key(milestone: MilestoneKey, delivery: DeliveryId) -> str:
    return PRESS.of(milestone, hashlib.sha256(delivery.encode()).hexdigest()[:32])


def item_words(item: Item) -> tuple[Word, ...]:
    return (
        item.id,
        item.state,
        item.revision,
        _write_touch(item.touched) if item.touched else "",
        write_text(item.text),
        int(item.archived),
        _ITEM.write(item),
    )


def _read_checklist(blocker: BlockerId, lines: str) -> Checklist:
    fields = dict(pairs(lines.split("\n"))) if lines else {}
    names = [field.removeprefix("item:") for field in fields if field.startswith("item:")]
    items = [_read_stored_item(name, fields) for name in names]
    items.sort(key=lambda item: (item.position, item.archived, item.id))
    return Checklist(blocker=blocker, items=tuple(items), version=int(fields.get("version", 0)))


def _read_stored_item(name: str, fields: dict[str, str]) -> Item:
    return _ITEM.read(
        fields[f"item:{name}"],
        id=name,
        text=json.loads(fields[f"text:{name}"]),
        state=fields[f"state:{name}"],
        revision=int(fields[f"revision:{name}"]),
        touched=_read_touch(fields[f"touched:{name}"]),
        archived=fields[f"archived:{name}"] == "1",
    )


def read_item_lines(name: ItemId, lines: str) -> Item:
    """An item from its stored fields, one a line, as scripts keep those that a change replaces."""
    state, revision, touched, words, archived, document = lines.split("\n")
    return _ITEM.read(
        document,
        id=name,
        text=json.loads(words),
        state=state,
        revision=int(revision),
        touched=_read_touch(touched),
        archived=archived == "1",
    )


def _read_outcome(
    item_id: ItemId, lines: str, text: str | None, document: str | None
) -> TickOutcome:
    outcome, *rest = lines.split("\n")
    if outcome == "gone" or text is None or document is None:
        return ItemGone()
    before, state, revision, touched = rest
    item = _ITEM.read(
        document,
        id=item_id,
        text=json.loads(text),
        state=state,
        revision=int(revision),
        touched=_read_touch(touched),
        archived=False,
    )
    if outcome == "ticked":
        return Ticked(item, before=ItemState(before))
    return AlreadySo(item) if outcome == "already" else MovedOn(item)


def write_text(text: str) -> str:
    """On one line, whatever the text holds."""
    return json.dumps(text, ensure_ascii=False)


def _write_touch(touch: Touch) -> str:
    return _TOUCH.dump_json(touch, exclude_defaults=True).decode()


def _read_touch(text: str) -> Touch | None:
    return _TOUCH.validate_json(text) if text else None
