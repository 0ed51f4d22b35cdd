"""What a probe's confirmed word does to an item it is tied to.

A probe ticks only what its owner opted in, and contests a tick without ever taking it back; a
person's word wins until the next confirmed change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.checklist import Checklist, Item, ItemState, Touch
from bot.domain.evidence import Against, Doubt, Evidence, Mode, Proof, Witness, signature
from bot.domain.health import ProbeId
from bot.domain.merge import Noted

CONTESTED, UNCONTESTED = "contested", "uncontested"
RECHECK, RECHECKED, PROVEN, TIED = "recheck", "rechecked", "proven", "evidence"


@dataclass(frozen=True, slots=True)
class Followed:
    """An item as it is to be, and what the log says of it."""

    item: Item
    notes: tuple[Noted, ...]


def follow_all(
    checklist: Checklist,
    witnesses: Mapping[ProbeId, Witness],
    *,
    created: datetime | None,
    now: datetime,
    may_tick: bool = True,
) -> Iterator[Followed]:
    """What each probe does to its items. ``may_tick`` is False where the blocker is closed."""
    for item in checklist.live:
        witness = witnesses.get(item.evidence.probe) if item.evidence else None
        if witness is None or (item.state.is_open and not may_tick):
            continue
        followed = follow_evidence(item, witness, created=created, now=now)
        if followed:
            yield followed


def follow_evidence(
    item: Item, witness: Witness, *, created: datetime | None, now: datetime
) -> Followed | None:
    """None where nothing changes. ``created`` is when the blocker began."""
    evidence = item.evidence
    if item.archived or evidence is None or evidence.probe != witness.reading.probe:
        return None
    if item.state.is_open:
        return _ticked(item, evidence, witness, created, now)
    return _judged(item, evidence, witness, now) if item.state is ItemState.DONE else None


def keep_done(item: Item, touch: Touch) -> Followed | None:
    """A person's word against what contests a tick. None where nothing does any more."""
    doubt = item.standing_doubt
    if doubt is None:
        return None
    kind = UNCONTESTED if doubt.against is Against.DOWN else RECHECKED
    note = _note(item, kind, touch.why, touch)
    return Followed(replace(item, touched=touch, doubt=None, proof=None), (note,))


def tie(item: Item, evidence: Evidence | None) -> Item:
    """What was said of another probe counts no more."""
    same = item.evidence and evidence and item.evidence.probe == evidence.probe
    if same:
        return replace(item, evidence=evidence)
    return replace(item, evidence=evidence, doubt=None, proof=None)


def _ticked(
    item: Item,
    evidence: Evidence,
    witness: Witness,
    created: datetime | None,
    now: datetime,
) -> Followed | None:
    """Only by what was confirmed after the blocker began and after the last word on the item."""
    if not (evidence.auto and witness.green and witness.confirmed):
        return None
    last_word = item.touched.at if item.touched else None
    if any(at and witness.confirmed <= at for at in (last_word, created)):
        return None
    by = signature(evidence.probe)
    touch = Touch(by=by, at=now, reading=witness.reading, before=item.state)
    after = replace(
        item,
        state=ItemState.DONE,
        revision=item.revision + 1,
        touched=touch,
        doubt=None,
        proof=None,
    )
    note = Noted(
        item=item.id,
        text=item.text,
        kind="state",
        before=item.state,
        after=ItemState.DONE,
        reading=witness.reading,
    )
    return Followed(after, (note,))


def _judged(item: Item, evidence: Evidence, witness: Witness, now: datetime) -> Followed | None:
    held = item.contested
    if held is None and _turned_red(item, evidence, witness):
        since = witness.since or witness.confirmed or now
        return _doubted(item, Against.DOWN, witness, since, CONTESTED)
    if held and not witness.green:
        return None
    cleared = (_note(item, UNCONTESTED, witness.reading.sentence, witness),) if held else ()
    if _asks_anew(item, witness):
        return _asked_anew(item, evidence, witness, cleared, now)
    notes = cleared
    if item.to_recheck:
        notes = (_note(item, RECHECKED, "its probe asks what it asked then", witness),)
    after = replace(item, doubt=None) if notes else item
    if evidence.mode is Mode.LATCHED and witness.green and item.standing_proof is None:
        after = replace(after, proof=Proof(reading=witness.reading, revision=item.revision))
        notes = notes or (_note(item, PROVEN, witness.reading.sentence, witness),)
    return Followed(after, notes) if notes else None


def _asked_anew(
    item: Item,
    evidence: Evidence,
    witness: Witness,
    cleared: tuple[Noted, ...],
    now: datetime,
) -> Followed | None:
    """The probe's definition changed: who opted in leaves the check to it, others are asked."""
    if evidence.auto and witness.anew:
        proof = Proof(reading=witness.reading, revision=item.revision)
        notes = cleared or (_note(item, RECHECKED, witness.reading.sentence, witness),)
        return Followed(replace(item, doubt=None, proof=proof), notes)
    if item.to_recheck:
        return None
    since = witness.reading.at or now
    asked = _doubted(item, Against.CHANGED, witness, since, RECHECK)
    return Followed(asked.item, (*cleared, *asked.notes))


def _turned_red(item: Item, evidence: Evidence, witness: Witness) -> bool:
    """Red by a change that was confirmed after the last word; what is proven once stays."""
    if not (witness.red and witness.confirmed):
        return False
    if evidence.mode is Mode.LATCHED and item.standing_proof:
        return False
    return item.touched is None or witness.confirmed > item.touched.at


def _asks_anew(item: Item, witness: Witness) -> bool:
    touched = item.touched.reading if item.touched else None
    about = touched if touched and touched.probe == witness.reading.probe else None
    known = item.standing_proof or about
    then, now = known.definition if known else "", witness.reading.definition
    return bool(then and now and then != now)


def _doubted(
    item: Item, against: Against, witness: Witness, since: datetime, kind: str
) -> Followed:
    doubt = Doubt(against=against, since=since, reading=witness.reading, revision=item.revision)
    note = _note(item, kind, witness.reading.sentence, witness)
    return Followed(replace(item, doubt=doubt), (note,))


def _note(item: Item, kind: str, why: str, said: Witness | Touch) -> Noted:
    return Noted(item=item.id, text=item.text, kind=kind, why=why, reading=said.reading)
