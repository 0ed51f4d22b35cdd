"""What a person changes in a blocker that lives here, and when that meets another's change."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Final

from bot.domain.blocker import Blocker, Priority, Story
from bot.domain.ids import ItemId
from bot.domain.local import LocalBlocker, LocalChange, LocalStatus
from bot.domain.merge import Noted, day_word
from bot.domain.stamps import stamp_of
from bot.domain.telling import (
    EFFORT,
    NEXT,
    WHY,
    Telling,
    effort_text,
    read_effort,
    tell,
    told_fields,
)

ABOUT_ALL: Final = ItemId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerFields:
    """As a form shows them and as they come back from it; ``effort`` as written: ``6-8``.

    Of a tracker's issue only ``why``, ``next`` and ``effort`` are changed here.
    """

    title: str = ""
    status: LocalStatus = LocalStatus.OPEN
    priority: Priority = Priority.NONE
    owner: str = ""
    due: date | None = None
    why: str = ""
    next: str = ""
    effort: str = ""
    watched: bool = False

    @property
    def stamps(self) -> Mapping[str, str]:
        """A short sign of each field's value, to tell later whether it has changed."""
        return {name: stamp_of(getattr(self, name)) for name in ALL_FIELDS}


ALL_FIELDS: Final = tuple(field.name for field in fields(BlockerFields))
TOLD_FIELDS: Final = (WHY, NEXT, EFFORT)
KINDS: Final = {
    "title": "title",
    "status": "workflow",
    "priority": "priority",
    "owner": "assignee",
    "due": "blocker due",
    "why": "why",
    "next": "next",
    "effort": "effort",
    "watched": "watched",
}
"""How the log calls a change of each."""
CLEARED, REOPENED = "cleared", "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockerWish:
    """What somebody who saw values with these ``seen`` stamps wants a blocker to be."""

    seen: Mapping[str, str]
    fields: BlockerFields
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BlockerClash:
    """Others changed ``fields`` meanwhile to something else; ``now`` is how they stand."""

    now: BlockerFields
    fields: tuple[str, ...]


def fields_of_local(local: LocalBlocker) -> BlockerFields:
    return BlockerFields(
        title=local.title,
        status=local.status,
        priority=local.priority,
        owner=local.owner,
        due=local.due,
        why=local.why,
        next=local.next_action,
        effort=effort_text(local.effort_hours),
        watched=local.watched,
    )


def fields_of_story(story: Story) -> BlockerFields:
    told = told_fields(story)
    return BlockerFields(why=told[WHY], next=told[NEXT], effort=told[EFFORT])


def needs_reason(was: LocalStatus, wanted: LocalStatus) -> bool:
    """Closing and opening again are said why."""
    return (was is LocalStatus.DONE) is not (wanted is LocalStatus.DONE)


def plan_local_edit(
    local: LocalBlocker, wish: BlockerWish, at: datetime
) -> LocalChange | BlockerClash:
    """Only what was changed in the form is changed; what others changed beside it stays."""
    now = fields_of_local(local)
    moved = _moved(now, wish, ALL_FIELDS)
    if isinstance(moved, BlockerClash):
        return moved
    if not moved:
        return LocalChange(blocker=local.id)
    wanted = replace(now, **{name: getattr(wish.fields, name) for name in moved})
    after = replace(
        local,
        title=wanted.title,
        status=wanted.status,
        priority=wanted.priority,
        owner=wanted.owner,
        due=wanted.due,
        why=wanted.why,
        next_action=wanted.next,
        effort_hours=read_effort(wanted.effort) if "effort" in moved else local.effort_hours,
        watched=wanted.watched,
        updated_at=at,
    )
    notes = tuple(_note(after.title, name, now, wanted, wish.reason) for name in moved)
    return LocalChange(blocker=local.id, record=_dated(local, after, at), notes=notes)


def plan_telling(
    blocker: Blocker, telling: Telling, said: Story, now: BlockerFields, wish: BlockerWish
) -> LocalChange | BlockerClash:
    """``said`` is what the description says, ``now`` what stands here."""
    moved = _moved(now, wish, TOLD_FIELDS)
    if isinstance(moved, BlockerClash):
        return moved
    if not moved:
        return LocalChange(blocker=blocker.id)
    told = tell(telling, said, {name: getattr(wish.fields, name) for name in moved})
    notes = tuple(_note(blocker.title, name, now, wish.fields, "") for name in moved)
    return LocalChange(blocker=blocker.id, record=told, notes=notes)


def rebase_fields(now: BlockerFields, wish: BlockerWish) -> BlockerFields:
    """The form over the blocker as it stands now: what was typed stays, the rest is as it is."""
    untouched = {
        name: getattr(now, name)
        for name, stamp in wish.fields.stamps.items()
        if stamp == wish.seen.get(name)
    }
    return replace(wish.fields, **untouched)


def word_of(name: str, values: BlockerFields) -> str:
    """A field's value as the log keeps it; "" for none."""
    value = getattr(values, name)
    if isinstance(value, Priority):
        return value.word
    if isinstance(value, bool):
        return "watched" if value else "blocking"
    if value is None or isinstance(value, date):
        return day_word(value)
    return str(value)


def _moved(
    now: BlockerFields, wish: BlockerWish, names: tuple[str, ...]
) -> tuple[str, ...] | BlockerClash:
    stands, wanted, seen = now.stamps, wish.fields.stamps, wish.seen
    moved = tuple(name for name in names if wanted[name] not in (seen.get(name), stands[name]))
    clashes = tuple(name for name in moved if stands[name] != seen.get(name))
    return BlockerClash(now, clashes) if clashes else moved


def _note(title: str, name: str, before: BlockerFields, after: BlockerFields, reason: str) -> Noted:
    kind, why = KINDS[name], ""
    if name == "status":
        kind, why = _status_kind(before.status, after.status), reason
    return Noted(
        item=ABOUT_ALL,
        text=title,
        kind=kind,
        before=word_of(name, before),
        after=word_of(name, after),
        why=why,
    )


def _status_kind(before: LocalStatus, after: LocalStatus) -> str:
    if not needs_reason(before, after):
        return KINDS["status"]
    return CLEARED if after is LocalStatus.DONE else REOPENED


def _dated(before: LocalBlocker, after: LocalBlocker, at: datetime) -> LocalBlocker:
    if before.status is after.status:
        return after
    started = after.started_at
    if after.status is LocalStatus.IN_PROGRESS or (after.status is LocalStatus.DONE):
        started = started or at
    done = at if after.status is LocalStatus.DONE else None
    return replace(after, started_at=started, completed_at=done)
