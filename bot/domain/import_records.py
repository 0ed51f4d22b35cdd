"""How a blocker that lives here takes in what a summary document says of it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Final

from bot.domain.blocker import Priority
from bot.domain.blocker_edits import ABOUT_ALL, CLEARED, KINDS, REOPENED, needs_reason
from bot.domain.document import ReadBlocker, StatedStatus
from bot.domain.drafting import BLOCKER_ADDED
from bot.domain.editing import Author, one_line
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.import_items import DOCUMENT_CHANGED
from bot.domain.local import (
    LOCAL,
    ImportedBlocker,
    LocalBlocker,
    LocalStatus,
    Origin,
)
from bot.domain.merge import Noted, day_word
from bot.domain.telling import MOST_HOURS, effort_text

MAX_TITLE = 300
_KEY = re.compile(r"#?[A-Za-z0-9][\w.#/-]{0,29}")
_LETTER = re.compile(r"[^\W\d_]|#")
_PRIORITY = {
    "P0": Priority.URGENT,
    "P1": Priority.HIGH,
    "P2": Priority.MEDIUM,
    "P3": Priority.LOW,
}
_STATUS: dict[StatedStatus | None, LocalStatus] = {
    "doing": LocalStatus.IN_PROGRESS,
    "done": LocalStatus.DONE,
    "skipped": LocalStatus.DONE,
}
_WORDS: Final[Mapping[str, str]] = {
    "title": KINDS["title"],
    "status": KINDS["status"],
    "priority": KINDS["priority"],
    "owner": KINDS["owner"],
    "due": KINDS["due"],
    "blocks": "what it blocks",
    "why": KINDS["why"],
    "next_action": KINDS["next"],
    "effort_hours": KINDS["effort"],
    "note": "its note",
    "url": "its link",
    "watched": KINDS["watched"],
    "blocked_by": "what it waits for",
}
"""By field: how the log calls a change of it."""
_SAID: Final[Mapping[str, str]] = {
    "status": "state",
    "next_action": "next action",
    "effort_hours": "effort",
    "blocks": "what it blocks",
    "why": "why it blocks",
    "blocked_by": "what it waits for",
    "watched": "kind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """``record`` is None where nothing is to be stored of it."""

    record: LocalBlocker | None = None
    notes: tuple[Noted, ...] = ()
    said: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def key_of(read: ReadBlocker) -> str:
    """Empty where there is none: a number alone is a place in a list."""
    key = read.key or ""
    return key if _KEY.fullmatch(key) and _LETTER.search(key) else ""


def said_of(read: ReadBlocker) -> ImportedBlocker:
    """As a record holds it. Called done with something open left, it is being worked on."""
    status = _STATUS.get(read.status, LocalStatus.OPEN)
    if read.status == "done" and any(item.state in {"todo", "doing"} for item in read.items):
        status = LocalStatus.IN_PROGRESS
    effort = read.effort_hours if read.effort_hours and read.effort_hours[1] <= MOST_HOURS else None
    return ImportedBlocker(
        title=one_line(read.title)[:MAX_TITLE] or read.key or "(no title)",
        keyed=bool(key_of(read)),
        status=status,
        priority=_PRIORITY.get(read.priority or "", Priority.NONE),
        owner=one_line(", ".join(read.owners)),
        due=read.target,
        blocks=one_line(read.blocks or ""),
        why=one_line(read.why or ""),
        next_action=one_line(read.next_action or ""),
        effort_hours=effort,
        note=one_line(read.note or ""),
        url=read.url or "",
        watched=read.blocking is False or is_loose_list(read),
        blocked_by=tuple(BlockerKey(key) for key in read.blocked_by if _LETTER.search(key)),
    )


def is_loose_list(read: ReadBlocker) -> bool:
    """A checklist under a heading of its own, of which nothing says that it blocks."""
    told = (read.status, read.priority, read.target, read.effort_hours, read.why, read.next_action)
    return not key_of(read) and read.blocking is not True and not any(told)


def new_id(milestone: str, name: str) -> BlockerId:
    """Made from the key, else the title: after a crash the same document makes the same."""
    seed = f"imported\0{milestone}\0{name.casefold()}"
    return BlockerId(f"{LOCAL}{hashlib.sha256(seed.encode()).hexdigest()[:12]}")


def plan_new(
    blocker: BlockerId,
    key: str,
    said: ImportedBlocker,
    author: Author,
    origin: Origin,
    done: date | None,
) -> RecordPlan:
    closed = said.status is LocalStatus.DONE
    started = said.status is not LocalStatus.OPEN
    record = LocalBlocker(
        id=blocker,
        key=BlockerKey(key),
        origin=origin,
        created_at=author.at,
        updated_at=author.at,
        started_at=author.at if started else None,
        completed_at=_noon(done) or author.at if closed else None,
        imported=said,
        **_values(said),  # type: ignore[arg-type]
    )
    note = Noted(item=ABOUT_ALL, text=said.title, kind=BLOCKER_ADDED, after=said.status.value)
    return RecordPlan(record=record, notes=(note,), said=("added",))


def plan_known(
    local: LocalBlocker, said: ImportedBlocker, names: Mapping[str, str], at: datetime
) -> RecordPlan:
    """What the document changed since it was last imported; the first time, what is empty here."""
    was, kept = local.imported, []
    changed: dict[str, object] = {}
    for name in _WORDS:
        mine, theirs = getattr(local, name), getattr(said, name)
        if _same(mine, theirs, names) or (name == "url" and not theirs):
            continue  # a document that Blockers wrote has no links
        if was is None and not mine and name not in {"status", "watched", "priority"}:
            changed[name] = theirs
        elif was is None and theirs:
            stays = names.get(mine, mine) if isinstance(mine, str) else mine
            kept.append(f"{_called(name)} stays {_word(stays)}, the document says {_word(theirs)}")
        elif was is not None and not _same(getattr(was, name), theirs, {}):
            changed[name] = theirs
    after = replace(local, imported=said, **changed)  # type: ignore[arg-type]
    if after == local:
        return RecordPlan(kept=tuple(kept))
    after = _dated(local, replace(after, updated_at=at if changed else local.updated_at), at)
    shown = _by_name(local, names), _by_name(after, names)
    notes = tuple(_note(after.title, name, *shown) for name in changed)
    lines = tuple(_line(name, *shown) for name in changed)
    return RecordPlan(record=after, notes=notes, said=lines, kept=tuple(kept))


def _values(said: ImportedBlocker) -> dict[str, object]:
    return {
        field.name: getattr(said, field.name) for field in fields(said) if field.name != "keyed"
    }


def _same(mine: object, theirs: object, names: Mapping[str, str]) -> bool:
    if isinstance(mine, str) and isinstance(theirs, str):
        return theirs in {one_line(mine), one_line(names.get(mine, mine))}
    return mine == theirs


def _by_name(local: LocalBlocker, names: Mapping[str, str]) -> LocalBlocker:
    """For people and for the log, which call an owner by name."""
    return replace(local, owner=names.get(local.owner, local.owner))


def _called(name: str) -> str:
    return _SAID.get(name, name)


def _line(name: str, before: LocalBlocker, after: LocalBlocker) -> str:
    if name == "status" and needs_reason(before.status, after.status):
        return "closed" if after.status is LocalStatus.DONE else "opened again"
    return f"{_called(name)}: {_word(getattr(before, name))} → {_word(getattr(after, name))}"


def _note(title: str, name: str, before: LocalBlocker, after: LocalBlocker) -> Noted:
    kind = _WORDS[name]
    if name == "status" and needs_reason(before.status, after.status):
        kind = CLEARED if after.status is LocalStatus.DONE else REOPENED
    return Noted(
        item=ABOUT_ALL,
        text=title,
        kind=kind,
        before=_logged(getattr(before, name)),
        after=_logged(getattr(after, name)),
        why=DOCUMENT_CHANGED,
    )


def _logged(value: object) -> str:
    """As the log keeps it; "" for none."""
    if isinstance(value, Priority):
        return value.word
    if isinstance(value, bool):
        return "watched" if value else "blocking"
    if isinstance(value, date):
        return day_word(value)
    if isinstance(value, tuple):
        hours = all(isinstance(one, float | int) for one in value)
        return effort_text((value[0], value[1])) if value and hours else ", ".join(map(str, value))
    return str(value or "")


def _word(value: object) -> str:
    return _logged(value) or "none"


def _dated(before: LocalBlocker, after: LocalBlocker, at: datetime) -> LocalBlocker:
    if before.status is after.status:
        return after
    started = after.started_at or (at if after.status is not LocalStatus.OPEN else None)
    return replace(
        after, started_at=started, completed_at=at if after.status is LocalStatus.DONE else None
    )


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), tzinfo=UTC) if day else None
