"""The lines under ``evidence:`` in blockers.yml: each finds its item once, and who found none."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from bot.domain.checklist import Checklist
from bot.domain.editing import Author, Edit
from bot.domain.evidence import BY_FILE
from bot.domain.evidence_lines import EvidenceLine, Tied, near_texts, plan_ties
from bot.domain.findings import Finding
from bot.domain.health import ProbeId
from bot.domain.ids import BlockerKey, DeliveryId, UserId
from bot.domain.milestone import Milestone
from bot.ports import ChecklistStore, Clock, EditStore
from bot.services.installation import Installation
from bot.services.known import KnownBlockers

ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A line that found no item. ``near`` are texts of items like it; ``known``: the blocker is."""

    line: EvidenceLine
    near: tuple[str, ...] = ()
    known: bool = True


class EvidenceLines:
    def __init__(
        self,
        installation: Installation,
        known: KnownBlockers,
        checklists: ChecklistStore,
        edits: EditStore,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._known = known
        self._checklists = checklists
        self._edits = edits
        self._clock = clock

    async def apply(self) -> tuple[tuple[ProbeId, ...], bool]:
        """Tie what can be tied: the probes that got items, and whether a line is left over."""
        tied: list[ProbeId] = []
        left = False
        for milestone in self._installation.roster.milestones:
            for place in await self._places(milestone):
                if place.checklist is None:
                    left = True
                    continue
                plan = await self._tie(milestone, place.checklist, place.lines)
                left = left or bool(plan.unmatched)
                tied += [item.evidence.probe for item in plan.items if item.evidence]
        return tuple(dict.fromkeys(tied)), left

    async def unmatched(self) -> tuple[Unmatched, ...]:
        """Raises StoreUnavailableError."""
        found: list[Unmatched] = []
        for milestone in self._installation.roster.milestones:
            for place in await self._places(milestone):
                if place.checklist is None:
                    found += [Unmatched(line=line, known=False) for line in place.lines]
                    continue
                checklist = place.checklist
                found += [
                    Unmatched(line=line, near=near_texts(checklist, line.item))
                    for line in plan_ties(checklist, place.lines).unmatched
                ]
        return tuple(found)

    async def findings(self) -> AsyncIterator[Finding]:
        """Each line that ties nothing, with what it may mean. Raises StoreUnavailableError."""
        for each in await self.unmatched():
            line = each.line
            near = " or ".join(f"“{text}”" for text in each.near)
            fix = f"write {near} there" if near else f"see /blockers {line.blocker} for its items"
            if not each.known:
                fix = f"/blockers lists the blockers of {line.milestone}"
            what = f"no item “{line.item}” in" if each.known else "no blocker"
            yield Finding(
                f"evidence: {line.evidence.probe} ties nothing, there is {what} {line.blocker}",
                f"{fix}; correct the line under evidence: in blockers.yml",
            )

    async def _places(self, milestone: Milestone) -> list["_Place"]:
        """Each blocker that a line names, or named once, with its lines."""
        lines = [e for e in self._installation.roster.evidence if e.milestone == milestone.key]
        known = await self._known.load(milestone)
        named = {line.blocker.upper() for line in lines}
        lists = await self._checklists.load_many(milestone.key, [b.id for b in known.blockers])
        places = [
            _Place(
                checklist=lists[blocker.id],
                lines=tuple(_of(lines, blocker.key)),
            )
            for blocker in known.blockers
            if blocker.key.upper() in named or any(item.filed for item in lists[blocker.id].items)
        ]
        keys = {blocker.key.upper() for blocker in known.blockers}
        strangers = tuple(line for line in lines if line.blocker.upper() not in keys)
        return [*places, _Place(lines=strangers)] if strangers else places

    async def _tie(
        self, milestone: Milestone, checklist: Checklist, lines: tuple[EvidenceLine, ...]
    ) -> Tied:
        """Planned anew where a press came in between."""
        for _ in range(ATTEMPTS):
            plan = plan_ties(checklist, lines)
            if not plan.items:
                return plan
            stored = await self._edits.save_edit(
                Edit(
                    milestone=milestone.key,
                    blocker=checklist.blocker,
                    version=checklist.version,
                    items=plan.items,
                    notes=plan.notes,
                    author=Author(
                        by=UserId(BY_FILE),
                        at=self._clock.now(),
                        delivery=DeliveryId(f"lines:{checklist.blocker}:{checklist.version}"),
                    ),
                )
            )
            if stored:
                return plan
            fresh = await self._checklists.load_many(milestone.key, [checklist.blocker])
            checklist = fresh[checklist.blocker]
        return Tied()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """``checklist`` is None for lines whose blocker is not known."""

    lines: tuple[EvidenceLine, ...]
    checklist: Checklist | None = None


def _of(lines: list[EvidenceLine], key: BlockerKey) -> Iterator[EvidenceLine]:
    return (line for line in lines if line.blocker.upper() == key.upper())
