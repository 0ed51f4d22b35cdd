"""What changed since the last digest, said in short phrases (SPEC §5)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.domain.blocker import Stage
from bot.domain.board import BlockerView, Board
from bot.domain.checklist import AuditEntry, ItemState
from bot.domain.facts import BlockerFacts, MilestoneFacts
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId


def build_facts(board: Board) -> MilestoneFacts:
    """What the next digest will be compared with."""
    sources = board.sources
    known = bool(board.everything) or sources.tracker_at is not None or not sources.tracker
    return MilestoneFacts(
        milestone=board.milestone.key,
        known=known,
        target=board.milestone.target,
        blockers=tuple(_facts(view) for view in board.everything),
        probes=tuple((probe.id, probe.verdict) for probe in board.probes),
    )


def build_changes(
    before: MilestoneFacts,
    after: MilestoneFacts,
    log: Sequence[AuditEntry],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    """Phrases, the weightiest first. ``log`` is the audit since then; ``names`` its authors'."""
    old = {facts.id: facts for facts in before.blockers}
    new = {facts.id: facts for facts in after.blockers}
    return (
        *_cleared(old, new, log),
        *_appeared(old, new),
        *_slipped(before, after, old, new),
        *_handed_over(old, new),
        *_ticked(log, names, new),
        *_turned(before, after),
    )


def _facts(view: BlockerView) -> BlockerFacts:
    blocker = view.blocker
    return BlockerFacts(
        id=blocker.id,
        key=blocker.key,
        title=blocker.title,
        stage=blocker.stage,
        watched=blocker.watched,
        priority=blocker.priority,
        owner=blocker.owner.name if blocker.owner else None,
        due=blocker.due,
        items=view.progress.total,
    )


Facts = Mapping[BlockerId, BlockerFacts]


def _cleared(old: Facts, new: Facts, log: Sequence[AuditEntry]) -> Iterable[str]:
    why = _why_gone(log)
    for key, was in old.items():
        now = new.get(key)
        if not was.is_blocking or (now and now.is_blocking):
            continue
        if now is None:
            gone = why.get(key)
            yield f"{was.key} {f'{gone}: ' if gone else 'is '}no longer among the blockers"
        elif now.watched and now.stage.is_open:
            yield f"{was.key} is now only watched"
        elif now.stage is Stage.COMPLETED:
            yield f"{was.key} cleared"
        else:
            yield f"{was.key} {now.stage.value}"


def _why_gone(log: Iterable[AuditEntry]) -> dict[BlockerId, str]:
    """What the log says last of those that left, where the tracker told."""
    left = sorted((entry for entry in log if entry.kind == "vanished"), key=lambda one: one.at)
    return {entry.blocker: entry.after for entry in left if entry.after}


def _appeared(old: Facts, new: Facts) -> Iterable[str]:
    for key, now in new.items():
        was = old.get(key)
        if not now.is_blocking or (was and was.is_blocking):
            continue
        if was and not was.stage.is_open:
            yield f"{now.key} reopened"
        else:
            yield f"{now.key} is new: {now.title}"


def _slipped(
    before: MilestoneFacts, after: MilestoneFacts, old: Facts, new: Facts
) -> Iterable[str]:
    if before.target != after.target:
        yield f"target moved {_move(before.target, after.target)}"
    for key, now in new.items():
        was = old.get(key)
        if was and was.due != now.due and now.stage.is_open:
            yield f"{now.key} due moved {_move(was.due, now.due)}"


def _handed_over(old: Facts, new: Facts) -> Iterable[str]:
    for key, now in new.items():
        was = old.get(key)
        if was is None or not now.stage.is_open:
            continue
        if was.owner != now.owner:
            yield f"{now.key} went from {was.owner or 'nobody'} to {now.owner or 'nobody'}"
        if was.priority is not now.priority:
            yield f"{now.key} is now {now.priority.word} (was {was.priority.word})"
        if now.items > was.items:
            more = now.items - was.items
            yield f"{now.key} grew by {more} {'item' if more == 1 else 'items'}"


def _ticked(log: Sequence[AuditEntry], names: Mapping[str, str], new: Facts) -> Iterable[str]:
    """What is ticked now and was not then, counted by person; what came and went says nothing."""
    first: dict[tuple[str, str], AuditEntry] = {}
    last: dict[tuple[str, str], AuditEntry] = {}
    for entry in sorted(log, key=lambda entry: entry.at):
        if entry.kind == "state" and entry.blocker in new:
            first.setdefault((entry.blocker, entry.item), entry)
            last[entry.blocker, entry.item] = entry
    was_done = {item for item, entry in first.items() if entry.before == ItemState.DONE}
    is_done = {item for item, entry in last.items() if entry.after == ItemState.DONE}
    for by, count in Counter(last[item].by for item in sorted(is_done - was_done)).most_common():
        yield f"{count} {'item' if count == 1 else 'items'} ticked by {names.get(by, by)}"
    undone = len(was_done - is_done)
    if undone:
        yield f"{undone} {'tick' if undone == 1 else 'ticks'} undone"


def _turned(before: MilestoneFacts, after: MilestoneFacts) -> Iterable[str]:
    old = dict(before.probes)
    words = {Verdict.UP: "is up again", Verdict.DOWN: "went down", Verdict.DEGRADED: "is degraded"}
    for probe, verdict in after.probes:
        was = old.get(probe)
        if was is None or was is verdict or verdict is Verdict.UNKNOWN:
            continue
        if was is Verdict.UNKNOWN and verdict is Verdict.UP:
            continue
        yield f"{probe} {words[verdict]}"


def _move(was: date | None, now: date | None) -> str:
    with_year = bool(was and now and was.year != now.year)
    return " → ".join(_day(day, with_year=with_year) for day in (was, now))


def _day(day: date | None, *, with_year: bool) -> str:
    if day is None:
        return "no date"
    return f"{day.day} {day:%b}{f' {day.year}' if with_year else ''}"
