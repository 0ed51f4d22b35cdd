"""What only the log tells of the time between two digests: ticks, contests, notes, comings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.checklist import AuditEntry, ItemState
from bot.domain.facts import BlockerFacts
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId
from bot.domain.news import Change, ChangeKind
from bot.domain.tracked import Tracked

NOTED = "blocker note"
"""The kind of a line that somebody added to a blocker for the next digest."""
_CONTESTS = ("contested", "uncontested")
_OPENINGS = (Tracked.APPEARED, Tracked.REOPENED, "blocker added")
_CLOSINGS = (Tracked.CLEARED, Tracked.VANISHED)
SHOWN_PROBES = 3
_VERBS = {
    ChangeKind.UNDONE: "reopened",
    ChangeKind.SKIPPED: "skipped",
    ChangeKind.RESUMED: "taken up again",
}

Facts = Mapping[BlockerId, BlockerFacts]
Log = Sequence[AuditEntry]


def build_log_changes(log: Log, names: Mapping[str, str], new: Facts) -> Iterator[Change]:
    """Of the blockers that are still known. ``names``: the display names of authors."""
    mine = sorted((entry for entry in log if entry.blocker in new), key=lambda entry: entry.at)
    yield from _moved(mine, names, new)
    yield from _contested(mine, new)
    yield from _noted(mine, names, new)


def left_because(log: Iterable[AuditEntry]) -> dict[BlockerId, str]:
    """What the log says last of those that left, where the tracker told."""
    left = sorted((one for one in log if one.kind == Tracked.VANISHED), key=lambda one: one.at)
    return {entry.blocker: entry.after for entry in left if entry.after}


def came_and_went(old: Facts, new: Facts, log: Log) -> Iterator[Change]:
    """What the two snapshots do not show: there and gone again, or gone and there again."""
    by_blocker: dict[BlockerId, list[AuditEntry]] = defaultdict(list)
    for entry in sorted(log, key=lambda entry: entry.at):
        if not entry.item and entry.kind in (*_OPENINGS, *_CLOSINGS):
            by_blocker[entry.blocker].append(entry)
    for blocker, entries in by_blocker.items():
        was, now = old.get(blocker), new.get(blocker)
        kinds = [entry.kind for entry in entries]
        opened, closed = (any(kind in some for kind in kinds) for some in (_OPENINGS, _CLOSINGS))
        if not (opened and closed) or any(entry.before == "watched" for entry in entries):
            continue
        key = next((entry.key for entry in reversed(entries) if entry.key), "")
        key, title = (now or was or entries[-1]).key or key, entries[-1].text
        if was and was.is_blocking and now and now.is_blocking:
            yield _back_again(key, title, cleared=Tracked.CLEARED in kinds)
        elif key and not (was and was.is_blocking) and not (now and now.is_blocking):
            gone = "was cleared" if kinds[-1] == Tracked.CLEARED else "left again"
            words = f"{key} came up and {gone}: {title}"
            yield Change(kind=ChangeKind.CLEARED, words=words, short=f"{key} (came up and {gone})")


def _back_again(key: str, title: str, *, cleared: bool) -> Change:
    if cleared:
        words = f"{key} was cleared and is open again"
        return Change(kind=ChangeKind.REOPENED, words=words, short=f"{key} {title}")
    words = f"{key} left the list for a while and is back"
    return Change(kind=ChangeKind.OTHER, words=words, short=words)


def _moved(log: Log, names: Mapping[str, str], new: Facts) -> Iterator[Change]:
    """What is ticked, open again or skipped now and was not then, by person.

    What came and went says nothing.
    """
    first: dict[tuple[str, str], AuditEntry] = {}
    last: dict[tuple[str, str], AuditEntry] = {}
    for entry in log:
        if entry.kind == "state":
            first.setdefault((entry.blocker, entry.item), entry)
            last[entry.blocker, entry.item] = entry
    moved: dict[tuple[ChangeKind, str], list[AuditEntry]] = defaultdict(list)
    for item, entry in last.items():
        kind = _kind_of(first[item].before, entry.after)
        if kind:
            moved[kind, entry.by].append(entry)
    for (kind, by), entries in sorted(moved.items(), key=lambda one: (-len(one[1]), one[0][1])):
        name = names.get(by, by)
        if kind is ChangeKind.TICKED:
            yield _ticks(name, entries, new)
        else:
            yield _told(kind, f"{_VERBS[kind]} by {name}", entries, new)


def _kind_of(was: str, now: str) -> ChangeKind | None:
    """None for what is as open as it was, or as closed."""
    if was == now:
        return None
    if now == ItemState.DONE:
        return ChangeKind.TICKED
    if now == ItemState.SKIPPED:
        return ChangeKind.SKIPPED
    return {"done": ChangeKind.UNDONE, "skipped": ChangeKind.RESUMED}.get(was)


def _told(kind: ChangeKind, what: str, entries: Log, new: Facts) -> Change:
    """``2 items reopened by Bob``; one is named."""
    items = ", ".join(_item(entry, new) for entry in entries)
    if len(entries) == 1:
        return Change(kind=kind, words=f"{items} {what}", short=f"{items} {what}")
    words = f"{_count(entries, 'item')} {what}"
    return Change(kind=kind, words=words, short=f"{words}: {items}", number=len(entries))


def _ticks(name: str, entries: Log, new: Facts) -> Change:
    """``2 items ticked by Bob, 1 of them with green evidence (api-cert)``."""
    if len(entries) == 1:
        words = f"{_item(entries[0], new)} ticked by {name}{_evidence(entries[0])}"
        return Change(kind=ChangeKind.TICKED, words=words, short=f"{words}")
    said = [f"{_count(entries, 'item')} ticked by {name}"]
    for verdict, what in (
        (Verdict.UP, "with green evidence"),
        (Verdict.DOWN, "against a red probe"),
    ):
        found = [
            one.reading.probe for one in entries if one.reading and one.reading.verdict is verdict
        ]
        if found:
            said.append(f"{len(found)} {what} ({', '.join(dict.fromkeys(found[:SHOWN_PROBES]))})")
    items = ", ".join(_item(entry, new) for entry in entries)
    words = ", ".join(said)
    return Change(
        kind=ChangeKind.TICKED, words=words, short=f"{words}: {items}", number=len(entries)
    )


def _evidence(entry: AuditEntry) -> str:
    if entry.reading is None:
        return ""
    verdict = entry.reading.verdict
    if verdict is Verdict.UP:
        return f", {entry.reading.probe} green then"
    why = f" ({entry.why})" if entry.why else ""
    if verdict is Verdict.UNKNOWN:
        return f", {entry.reading.probe} unknown then"
    return f", though {entry.reading.probe} said {entry.reading.sentence or verdict.value}{why}"


def _contested(log: Log, new: Facts) -> Iterator[Change]:
    """Where it stands now; that it was contested in between is news too."""
    last: dict[tuple[str, str], list[AuditEntry]] = defaultdict(list)
    for entry in log:
        if entry.kind in _CONTESTS:
            last[entry.blocker, entry.item].append(entry)
    for entries in last.values():
        entry, item = entries[-1], _item(entries[-1], new)
        if entry.kind == "contested":
            reading = entry.reading
            says = f": {reading.probe} says {reading.sentence}" if reading else ""
            words = f"{item} is contested{says}"
        elif len(entries) > 1:
            words = f"{item} was contested for a while"
        else:
            words = f"{item} is no longer contested"
        yield Change(kind=ChangeKind.CONTESTED, words=words, short=words, at=entry.at)


def _noted(log: Log, names: Mapping[str, str], new: Facts) -> Iterator[Change]:
    for entry in log:
        if entry.kind == NOTED and entry.after:
            words = f"{names.get(entry.by, entry.by)} on {new[entry.blocker].key}: {entry.after}"
            yield Change(kind=ChangeKind.NOTE, words=words, short=words)


def _item(entry: AuditEntry, new: Facts) -> str:
    return f"{new[entry.blocker].key} “{entry.text}”"


def _count(entries: Sequence[object], word: str) -> str:
    return f"{len(entries)} {word}{'' if len(entries) == 1 else 's'}"
