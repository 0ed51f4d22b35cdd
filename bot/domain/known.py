"""Every blocker of a milestone: the tracker's, and those that live only here beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.blocker import Blocker, IssueLink, Snapshot
from bot.domain.goals import Goal
from bot.domain.ids import BlockerId
from bot.domain.local import LocalBlocker, Locals, as_blocker
from bot.domain.people import Owner, Person, people_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """``tracker`` is its name, "" where none is asked: then what lives here is all there is."""

    blockers: tuple[Blocker, ...]
    locals: Locals
    tracker: str
    snapshot: Snapshot | None = None
    trouble: str | None = None

    @property
    def read_at(self) -> datetime | None:
        return self.snapshot.fetched_at if self.snapshot else None

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.snapshot.goals if self.snapshot else ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody assigned, each once."""
        return people_of(self.blockers)

    def blocker(self, blocker: BlockerId) -> Blocker | None:
        return next((one for one in self.blockers if one.id == blocker), None)


def people_of(blockers: Iterable[Blocker]) -> tuple[Person, ...]:
    found = (person for blocker in blockers for person in people_in(blocker.owner))
    return tuple({person.email or person.name: person for person in found}.values())


def standing_locals(tracked: Iterable[Blocker], kept: Locals) -> tuple[LocalBlocker, ...]:
    """Those that no issue of the tracker stands for: under one key the tracker's is shown."""
    keys = {blocker.key.upper() for blocker in tracked}
    return tuple(one for one in kept.blockers if one.became is None and one.key.upper() not in keys)


def merge_known(
    tracked: Sequence[Blocker],
    standing: Sequence[LocalBlocker],
    owners: Mapping[BlockerId, Owner],
) -> tuple[Blocker, ...]:
    """``owners`` are who is written as the owner of one that lives here."""
    ours = [as_blocker(one, owners.get(one.id)) for one in standing]
    waits = {one.id: one.blocked_by for one in standing if one.blocked_by}
    everything = (*tracked, *ours)
    return _linked(everything, waits) if waits else everything


def _linked(
    blockers: Sequence[Blocker], waits: Mapping[BlockerId, Sequence[str]]
) -> tuple[Blocker, ...]:
    """What one that lives here waits for, said at both ends while both are open."""
    open_ones = {blocker.key.upper(): blocker for blocker in blockers if blocker.is_open}
    ahead: dict[BlockerId, list[IssueLink]] = {}
    behind: dict[BlockerId, list[IssueLink]] = {}
    for waiting in open_ones.values():
        for key in waits.get(waiting.id, ()):
            other = open_ones.get(key.upper())
            if other and other.id != waiting.id:
                ahead.setdefault(waiting.id, []).append(_link(other))
                behind.setdefault(other.id, []).append(_link(waiting))
    return tuple(
        replace(
            blocker,
            blocked_by=(*blocker.blocked_by, *ahead.get(blocker.id, ())),
            blocks=(*blocker.blocks, *behind.get(blocker.id, ())),
        )
        if blocker.id in ahead or blocker.id in behind
        else blocker
        for blocker in blockers
    )


def _link(blocker: Blocker) -> IssueLink:
    return IssueLink(id=blocker.id, key=blocker.key, title=blocker.title, url=blocker.url)
