"""What changed since the last digest: two snapshots compared, and the log in between."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.domain.blocker import Stage
from bot.domain.board import BlockerView, Board
from bot.domain.changes_log import build_log_changes, came_and_went, left_because
from bot.domain.checklist import AuditEntry
from bot.domain.facts import BlockerFacts, MilestoneFacts
from bot.domain.health import Verdict
from bot.domain.ids import BlockerId
from bot.domain.news import Change, ChangeKind, in_order
from bot.domain.tracked import Tracked

Facts = Mapping[BlockerId, BlockerFacts]

_TURNED = {Verdict.UP: "is up again", Verdict.DOWN: "went down", Verdict.DEGRADED: "is degraded"}
_TURNED_BACK = {
    Verdict.UP: "went down for a while, up again",
    Verdict.DOWN: "was up for a while, down again",
    Verdict.DEGRADED: "changed for a while, degraded again",
}


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
        turned=tuple(
            (probe.id, probe.state.since)
            for probe in board.probes
            if probe.state and probe.state.since
        ),
    )


def build_changes(
    before: MilestoneFacts,
    after: MilestoneFacts,
    log: Sequence[AuditEntry],
    names: Mapping[str, str],
) -> tuple[Change, ...]:
    """The weightiest first. ``log`` is the audit since then; ``names`` its authors'."""
    old = {facts.id: facts for facts in before.blockers}
    new = {facts.id: facts for facts in after.blockers}
    return in_order(
        (
            *_cleared(old, new, log),
            *_appeared(old, new, log),
            *came_and_went(old, new, log),
            *_retargeted(before, after),
            *_slipped(old, new),
            *_handed_over(old, new),
            *build_log_changes(log, names, new),
            *_turned(before, after),
            *_waiting(old, new),
        )
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
        blocked_by=tuple(link.key for link in blocker.blocked_by),
    )


def _cleared(old: Facts, new: Facts, log: Sequence[AuditEntry]) -> Iterable[Change]:
    why = left_because(log)
    for key, was in old.items():
        now = new.get(key)
        if not was.is_blocking or (now and now.is_blocking):
            continue
        if now is None:
            gone = why.get(key)
            yield Change(
                kind=ChangeKind.LEFT,
                words=f"{was.key} {f'{gone}: ' if gone else 'is '}no longer among the blockers",
                short=f"{was.key} {gone or was.title}",
            )
        elif now.watched and now.stage.is_open:
            words = f"{was.key} is now only watched"
            yield Change(kind=ChangeKind.LEFT, words=words, short=f"{was.key} only watched now")
        else:
            done = now.stage is Stage.COMPLETED
            word = "cleared" if done else now.stage.value
            short = f"{was.key} {was.title}" if done else f"{was.key} {word}"
            yield Change(kind=ChangeKind.CLEARED, words=f"{was.key} {word}", short=short)


def _appeared(old: Facts, new: Facts, log: Sequence[AuditEntry]) -> Iterable[Change]:
    reopened = {entry.blocker for entry in log if entry.kind == Tracked.REOPENED}
    for key, now in new.items():
        was = old.get(key)
        if not now.is_blocking or (was and was.is_blocking):
            continue
        short = f"{now.key} {now.title}"
        if was and was.stage.is_open:
            words = f"{now.key} blocks by now, it was only watched: {now.title}"
            yield Change(kind=ChangeKind.NEW, words=words, short=f"{short} (was only watched)")
        elif was or key in reopened:
            yield Change(kind=ChangeKind.REOPENED, words=f"{now.key} reopened", short=short)
        else:
            words = f"{now.key} is new: {now.title}"
            yield Change(kind=ChangeKind.NEW, words=words, short=short)


def _retargeted(before: MilestoneFacts, after: MilestoneFacts) -> Iterable[Change]:
    was, now = before.target, after.target
    if was == now:
        return
    if was is None:
        said = f"set to {_day(now)}"
    elif now is None:
        said = f"removed, it was {_day(was)}"
    else:
        said = f"moved {_move(was, now)}"
    yield Change(kind=ChangeKind.TARGET, words=f"target {said}", short=said)


def _slipped(old: Facts, new: Facts) -> Iterable[Change]:
    for key, now in new.items():
        was = old.get(key)
        if was is None or was.due == now.due or not now.stage.is_open:
            continue
        yield _redated(now.key, was.due, now.due)


def _redated(key: str, was: date | None, now: date | None) -> Change:
    if was is None:
        said = f"{key} is due {_day(now)}, it had no date"
        return Change(kind=ChangeKind.DATED, words=said, short=f"{key} {_day(now)}")
    if now is None:
        said = f"{key} has no date any more, it was {_day(was)}"
        return Change(kind=ChangeKind.SLIPPED, words=said, short=f"{key} {_day(was)} → no date")
    short = f"{key} {_move(was, now)}"
    if now > was:
        return Change(
            kind=ChangeKind.SLIPPED, words=f"{key} slipped {_move(was, now)}", short=short
        )
    return Change(kind=ChangeKind.DATED, words=f"{key} due moved {_move(was, now)}", short=short)


def _handed_over(old: Facts, new: Facts) -> Iterable[Change]:
    for key, now in new.items():
        was = old.get(key)
        if was is None or not now.stage.is_open:
            continue
        if was.owner != now.owner:
            went = f"{was.owner or 'nobody'} to {now.owner or 'nobody'}"
            yield Change(
                kind=ChangeKind.REASSIGNED,
                words=f"{now.key} went from {went}",
                short=f"{now.key} from {went}",
            )
        if was.priority is not now.priority:
            moved = f"{now.priority.word} (was {was.priority.word})"
            yield Change(
                kind=ChangeKind.PRIORITY,
                words=f"{now.key} is now {moved}",
                short=f"{now.key} {moved}",
            )
        if now.items > was.items:
            more = now.items - was.items
            by = f"{more} {'item' if more == 1 else 'items'}"
            yield Change(
                kind=ChangeKind.GROWN, words=f"{now.key} grew by {by}", short=f"{now.key} by {by}"
            )


def _turned(before: MilestoneFacts, after: MilestoneFacts) -> Iterable[Change]:
    old, since, now_since = dict(before.probes), dict(before.turned), dict(after.turned)
    for probe, verdict in after.probes:
        was, at = old.get(probe), now_since.get(probe)
        if was is None or verdict is Verdict.UNKNOWN:
            continue
        back = was is verdict and None not in (since.get(probe), at) and since[probe] != at
        if was is verdict and not back:
            continue
        if was is Verdict.UNKNOWN and verdict is Verdict.UP:
            continue
        words = f"{probe} {(_TURNED_BACK if back else _TURNED)[verdict]}"
        lasts = back or verdict is not Verdict.DOWN
        yield Change(kind=ChangeKind.TURNED, words=words, short=words, at=at, lasts=lasts)


def _waiting(old: Facts, new: Facts) -> Iterable[Change]:
    """What holds a blocker back anew, and what no longer does though it is not cleared."""
    closed = {facts.key for facts in new.values() if not facts.stage.is_open}
    for key, now in new.items():
        was = old.get(key)
        if was is None or not now.is_blocking or was.blocked_by is None or now.blocked_by is None:
            continue
        added = [other for other in now.blocked_by if other not in was.blocked_by]
        gone = [
            other for other in was.blocked_by if other not in now.blocked_by and other not in closed
        ]
        if added:
            words = f"{now.key} is now blocked by {', '.join(added)}"
            short = f"{now.key} by {', '.join(added)}"
            yield Change(kind=ChangeKind.WAITS, words=words, short=short)
        if gone:
            words = f"{now.key} is no longer blocked by {', '.join(gone)}"
            short = f"{now.key} no longer by {', '.join(gone)}"
            yield Change(kind=ChangeKind.WAITS, words=words, short=short)


def _move(was: date, now: date) -> str:
    """``15 → 18 Dec``: the month once where it is the same one."""
    if (was.year, was.month) == (now.year, now.month):
        return f"{was.day} → {_day(now)}"
    with_year = was.year != now.year
    return " → ".join(_day(day, with_year=with_year) for day in (was, now))


def _day(day: date | None, *, with_year: bool = False) -> str:
    if day is None:
        return "no date"
    return f"{day.day} {day:%b}{f' {day.year}' if with_year else ''}"
