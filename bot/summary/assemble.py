"""Drafts → blockers: dates, efforts, owners and states decided, doubts named."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from bot.domain.document import ActionGroup, Hours, ReadBlocker, ReadItem, StatedStatus
from bot.summary.date_words import NO_DATE
from bot.summary.dates import Calendar, DateReading
from bot.summary.drafts import Draft, GroupDraft, ItemDraft, Reading
from bot.summary.effort import read_effort
from bot.summary.fold import fold
from bot.summary.inline import plain
from bot.summary.label_words import Label
from bot.summary.labels import Labelled
from bot.summary.people import Owners, owner_in_status, read_owners, says_more
from bot.summary.priority import is_open_choice, read_priority
from bot.summary.standing import Standing, closed_by_date, standing_of
from bot.summary.waiting import NO_TEXT, waits_for

_DUE_IN_STATUS = re.compile(r"\b(?:eta|due|by|target|expected|until)\b:?\s*(.+)$", re.IGNORECASE)
_NOT_BLOCKING = re.compile(
    r"\b(?:not|non|isn't|is not)[ -]?(?:a )?block(?:ing|er)?\b|\bnon[ -]bloquant"
    r"|\bnicht blockierend|\bnao bloque|\bno bloque"
)
_PLACED: set[Label] = {
    "status", "priority", "owner", "backup", "target", "done_on", "effort", "blocked_by", "blocks",
    "next_action", "why", "note",
}  # fmt: skip
_ODD_DATES = {"date_ambiguous", "date_impossible", "weekday_odd"}
_LEVEL_KEY = re.compile(r"^(P[0-3])-\d+$")


def _note_differences(reading: Reading, draft: Draft, calendar: Calendar) -> None:
    """What stands twice and differs; the first one counts."""
    if sum(map(len, draft.fields.values())) == len(draft.fields):
        return
    readers: dict[Label, Callable[[str], object]] = {
        "target": lambda raw: calendar.read(raw).value,
        "effort": lambda raw: read_effort(raw).hours,
        "priority": read_priority,
        "owner": lambda raw: read_owners(raw).names,
    }
    for label, reader in readers.items():
        several = draft.fields.get(label, ())
        if len(several) > 1 and len({reader(one.value) for one in several} - {None, ()}) > 1:
            said = " | ".join(plain(one.value) for one in several)
            detail = f"{draft.called}: {label} is said twice: {said}"
            reading.warn("value_conflict", detail, draft.line)


def build_blocker(reading: Reading, draft: Draft, calendar: Calendar) -> ReadBlocker:
    standing = standing_of(reading, draft)
    _note_differences(reading, draft, calendar)
    owners = _owners(reading, draft)
    target, target_raw = _target(reading, draft, calendar, standing)
    effort, effort_raw = _effort(reading, draft)
    priority_raw, status_raw = draft.value("priority"), draft.values("status")
    blocks = _text(draft, "blocks")
    note = _text(draft, "note") if reading.exact else _note(draft)
    fields = tuple([(one.name, plain(one.value)) for one in _further(draft)])
    said = " ".join([note or "", status_raw or "", *(value for _, value in fields)])
    return ReadBlocker(
        key=draft.key,
        title=draft.title,
        line=draft.line,
        status=standing.status,
        status_raw=status_raw,
        health=standing.health,
        priority=_priority(reading, draft, priority_raw),
        priority_raw=priority_raw,
        owners=owners.names,
        backup=owners.backup or _text(draft, "backup"),
        target=target,
        target_raw=target_raw,
        done_on=_done_on(draft, calendar),
        effort_hours=effort,
        effort_raw=effort_raw,
        blocking=_blocking(reading, draft, said, (blocks, standing.status)),
        blocks=blocks,
        blocked_by=waits_for(draft, status_raw, exact=reading.exact),
        next_action=_text(draft, "next_action"),
        why=_text(draft, "why"),
        note=note,
        url=draft.url,
        items=_items(reading, draft, (owners.names, target), calendar),
        actions=tuple([_group(one, calendar) for one in draft.actions]),
        fields=fields,
    )


def _text(draft: Draft, label: Label) -> str | None:
    if label not in draft.fields:
        return None
    lines = [plain(one.value) for one in draft.fields[label]]
    text = " ".join(line for line in lines if fold(line) not in NO_TEXT)
    return text or None


def _own(draft: Draft) -> list[Labelled]:
    return [one for one in draft.own if one.value]


def _further(draft: Draft) -> list[Labelled]:
    """What has a name but no place of its own: "Started", "Link" and the author's own labels."""
    if not draft.own and draft.fields.keys() <= _PLACED:
        return []
    known = [draft.fields[label] for label in draft.fields if label not in _PLACED]
    several = [*chain.from_iterable(known), *draft.own]
    return sorted([one for one in several if one.value and one.name], key=lambda one: one.line)


def _note(draft: Draft) -> str | None:
    noted = _text(draft, "note")
    if noted is None and draft.origin in {"task", "entry"} and _own(draft):
        return "; ".join(f"{one.name}: {plain(one.value)}" for one in _own(draft))
    if noted is None:
        group = next((one for g in draft.actions for one in g.fields if one.label == "note"), None)
        return plain(group.value) if group else None
    return noted


def _stated_owners(reading: Reading, draft: Draft) -> Owners:
    """The first that names somebody; what is said beside the names is doubted aloud."""
    for labelled in draft.fields.get("owner", ()):
        owners = read_owners(labelled.value)
        if not reading.exact and says_more(labelled.value, owners):
            names = ", ".join(owners.names) or "nobody"
            detail = f'{draft.called}: "{plain(labelled.value)}" is read as {names}'
            reading.warn("owner_simplified", detail, draft.line)
        if owners.names:
            return owners
    return Owners()


def _owners(reading: Reading, draft: Draft) -> Owners:
    stated = _stated_owners(reading, draft)
    if stated.names:
        return stated
    if reading.exact:
        return Owners()
    named = owner_in_status(draft.value("status") or "")
    if named:
        return Owners((named,))
    for group in draft.actions:
        for labelled in group.fields:
            if labelled.label == "owner" and read_owners(labelled.value).names:
                return read_owners(labelled.value)
    return Owners()


def _target(
    reading: Reading, draft: Draft, calendar: Calendar, standing: Standing
) -> tuple[date | None, str | None]:
    raws = [one.value for one in draft.fields.get("target", ())]
    if closed_by_date(draft.value("target")):
        return None, plain(raws[0])
    for raw in chain(raws, () if reading.exact else _targets_elsewhere(draft)):
        read = calendar.read(raw)
        _note_date(reading, (draft.called, draft.line), raw, read, settled=standing.settled)
        if read.value is not None:
            return read.value, plain(raw)
    return None, plain(raws[0]) if raws else None


def _targets_elsewhere(draft: Draft) -> Iterator[str]:
    """In the words of the state, and with the actions for it."""
    inner = _DUE_IN_STATUS.search(plain(draft.value("status") or ""))
    if inner:
        yield inner[1]
    yield from (one.value for g in draft.actions for one in g.fields if one.label == "target")


def _note_date(
    reading: Reading, place: tuple[str, int], raw: str, read: DateReading, *, settled: bool
) -> None:
    name, line = place
    for code in read.codes:
        if code == "year_suspect" and settled:
            continue
        as_what = f"as {read.value:%A} {read.value}" if read.value else "as no day of any calendar"
        reading.warn(code, f"{name}: {plain(raw)} is read {as_what}", line)


def _done_on(draft: Draft, calendar: Calendar) -> date | None:
    due = draft.value("target")
    raw = draft.value("done_on") or (due if closed_by_date(due) else None)
    return calendar.read(raw).value if raw else None


def _effort(reading: Reading, draft: Draft) -> tuple[Hours | None, str | None]:
    raw = draft.value("effort")
    if raw is None:
        return None, None
    effort = read_effort(raw)
    if effort.assumed:
        counted = "days counted as 8 hours" if effort.assumed == "day" else "weeks as 40 hours"
        reading.warn("effort_assumed", counted, draft.line)
    if effort.unclear:
        reading.warn("effort_unit_unknown", f'"{plain(raw)}" names no hours', draft.line)
    return effort.hours, plain(raw)


def _priority(reading: Reading, draft: Draft, raw: str | None) -> str | None:
    if raw:
        if is_open_choice(raw):
            reading.warn("unfilled_choice", f'priority "{plain(raw)}" was never chosen', draft.line)
        return read_priority(raw)
    from_key = _LEVEL_KEY.match(draft.key or "")
    return from_key[1] if from_key else draft.section_priority


def _blocking(
    reading: Reading, draft: Draft, said: str, stated: tuple[str | None, StatedStatus | None]
) -> bool | None:
    if reading.exact and draft.key:
        return not draft.watch
    blocks, status = stated
    if (
        draft.watch
        or _NOT_BLOCKING.search(fold(said))
        or fold(blocks or "") in {"no", "nothing", "non", "nein"}
    ):
        return False
    if blocks is not None or "block" in fold(draft.section_title) or status == "blocked":
        return True
    return None


def _items(
    reading: Reading, draft: Draft, above: tuple[tuple[str, ...], date | None], calendar: Calendar
) -> tuple[ReadItem, ...]:
    """`above`: the blocker's owners and target, which are not said again."""
    return tuple([_item(reading, one, above, calendar) for one in draft.items])


def _item(
    reading: Reading,
    draft: ItemDraft,
    above: tuple[tuple[str, ...], date | None],
    calendar: Calendar,
) -> ReadItem:
    group = draft.action.fields if draft.action else ()
    owner_raw = _first(group, "owner")
    owners = tuple([name for raw in draft.owners for name in read_owners(raw).names]) or (
        read_owners(owner_raw).names if owner_raw else ()
    )
    due_raw = draft.due_raw or _first(group, "target")
    read = calendar.read(due_raw) if due_raw else DateReading()
    if draft.due_raw and not _ODD_DATES.isdisjoint(read.codes):
        odd = replace(read, codes=tuple(one for one in read.codes if one in _ODD_DATES))
        _note_date(reading, (draft.text[:40], draft.line), draft.due_raw, odd, settled=False)
    due = read.value
    notes = draft.notes
    if draft.due_raw and due is None and fold(plain(draft.due_raw)) not in NO_DATE:
        notes = [*notes, f"due: {plain(draft.due_raw)}"]
    if draft.flag == "secret_like":
        reading.warn("secret_like", "an item holds what looks like a live secret", draft.line)
    return ReadItem(
        text=draft.text,
        state=draft.state,
        depth=draft.depth,
        section=draft.section,
        flag=draft.flag,
        owners=owners if owners != above[0] or draft.owners else (),
        due=due if due != above[1] or draft.due_raw else None,
        due_raw=plain(draft.due_raw) if draft.due_raw else None,
        note="; ".join(notes) or None,
        url=draft.url,
        group=draft.group,
        line=draft.line,
    )


def _first(fields: Sequence[Labelled], label: Label) -> str | None:
    for one in fields:
        if one.label == label:
            return one.value
    return None


def _group(draft: GroupDraft, calendar: Calendar) -> ActionGroup:
    raw = {one.label: one.value for one in reversed(draft.fields)}
    due_raw = raw.get("target")
    return ActionGroup(
        title=draft.title,
        owners=read_owners(raw["owner"]).names if raw.get("owner") else (),
        due=calendar.read(due_raw).value if due_raw else None,
        due_raw=plain(due_raw) if due_raw else None,
        note=plain(raw["note"]) if raw.get("note") else None,
        priority=raw.get("priority"),
    )
