"""One reading of the tracker put together from the last one and from what has changed since."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.domain.blocker import Blocker, IssueLink, Snapshot
from bot.domain.departures import Departure, Fate
from bot.domain.ids import BlockerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """``changed`` belong to the selection now; ``gone`` are open ones that no longer do."""

    changed: tuple[Blocker, ...] = ()
    gone: frozenset[BlockerId] = frozenset()


Fates = Mapping[BlockerId, Departure | None]
"""None for an issue that is still where it was."""


def left_out(before: Snapshot | None, found: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """Those that were open and are not in the new list. Closed ones leave it with time."""
    there = {blocker.id for blocker in found}
    known = before.blockers if before else ()
    return tuple(one for one in known if one.is_open and one.id not in there)


def out_of_sight(before: Snapshot | None, found: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """Those that were closed and that the new list has no more, as happens to them with time."""
    there = {blocker.id for blocker in found}
    known = before.blockers if before else ()
    return tuple(one for one in known if not one.is_open and one.id not in there)


def is_sudden_nothing(before: Snapshot | None, found: Collection[Blocker]) -> bool:
    """Open issues were known, and not one open issue is listed: it may be so, or a wrong answer."""
    return bool(left_out(before, found)) and not any(blocker.is_open for blocker in found)


def departures_of(gone: Iterable[Blocker], fates: Fates) -> tuple[Departure, ...]:
    found = (fates.get(one.id, Departure(blocker=one.id, fate=Fate.UNSEEN)) for one in gone)
    return tuple(one for one in found if one is not None)


def unselected(gone: Iterable[Blocker]) -> tuple[Departure, ...]:
    return tuple(Departure(blocker=one.id, fate=Fate.UNSELECTED) for one in gone)


def apply_changes(before: Snapshot, changes: Changes) -> tuple[Blocker, ...]:
    """The last list with what changed in its place, what is new behind it, what is gone left out.

    The changes of one issue do not tell those that wait for it: what is closed now blocks nobody.
    """
    changed = {blocker.id: blocker for blocker in changes.changed}
    kept = [
        changed.pop(blocker.id, blocker)
        for blocker in before.blockers
        if blocker.id not in changes.gone
    ]
    everything = (*kept, *changed.values())
    closed = {blocker.id for blocker in everything if not blocker.is_open}
    return tuple(_without(blocker, closed) for blocker in everything)


def _without(blocker: Blocker, closed: Collection[BlockerId]) -> Blocker:
    blocks, waits = _standing(blocker.blocks, closed), _standing(blocker.blocked_by, closed)
    if blocks == blocker.blocks and waits == blocker.blocked_by:
        return blocker
    return replace(blocker, blocks=blocks, blocked_by=waits)


def _standing(links: tuple[IssueLink, ...], closed: Collection[BlockerId]) -> tuple[IssueLink, ...]:
    return tuple(link for link in links if link.id not in closed)
