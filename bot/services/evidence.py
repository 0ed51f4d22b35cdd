"""Carry what probes say over to the items tied to them: ticked, contested, or to be looked at."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.blocker import Blocker
from bot.domain.checklist import Checklist
from bot.domain.editing import Author, Edit
from bot.domain.evidence import Witness, signature
from bot.domain.evidence_rules import Followed, follow_all
from bot.domain.health import ProbeId
from bot.domain.ids import DeliveryId, UserId
from bot.domain.milestone import Milestone
from bot.ports import (
    EVIDENCE_QUEUE,
    ChecklistStore,
    Clock,
    Due,
    DueQueue,
    EditStore,
    copies_queue,
)
from bot.services.evidence_lines import EvidenceLines
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.witnesses import Witnesses

log = logging.getLogger(__name__)

LINES = "*"
LEASE = timedelta(seconds=30)
SLICE = 200
ATTEMPTS = 20
"""Each press on the list between reading and storing costs one more."""
AGAIN, SOON = timedelta(seconds=60), timedelta(seconds=5)
"""Until the lines are matched again: while one has no item yet, one may come any moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceStores:
    checklists: ChecklistStore
    edits: EditStore
    due: DueQueue
    known: KnownBlockers


class EvidenceService:
    def __init__(
        self,
        installation: Installation,
        stores: EvidenceStores,
        witnesses: Witnesses,
        lines: EvidenceLines,
        clock: Clock,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._witnesses = witnesses
        self._lines = lines
        self._clock = clock
        self._has_begun = False

    async def run_due(self) -> None:
        """What is claimed elsewhere is left alone. Raises StoreUnavailableError."""
        now = self._clock.now()
        if self._installation.roster.evidence or not self._has_begun:
            self._has_begun = True  # lines that are gone since the last start are let go
            await self._stores.due.add_missing(EVIDENCE_QUEUE, {LINES: now})
        claimed = await self._stores.due.claim(EVIDENCE_QUEUE, now, LEASE, limit=SLICE)
        probes = [ProbeId(due.member) for due in claimed if due.member != LINES]
        for due in claimed:
            if due.member == LINES:
                await self._match(due)
        if not probes:
            return
        witnesses = await self._witnesses.see(probes)
        for milestone in self._installation.roster.milestones:
            await self._follow(milestone, witnesses)
        for due in claimed:
            if due.member != LINES:
                await self._stores.due.finish(EVIDENCE_QUEUE, due, None)

    async def _match(self, due: Due) -> None:
        """The lines of the file; what is newly tied is judged at once."""
        tied, unmatched = await self._lines.apply()
        for probe in tied:
            await self._witnesses.heed(probe)
        wait = SOON if unmatched else AGAIN
        again = self._clock.now() + wait if self._installation.roster.evidence else None
        await self._stores.due.finish(EVIDENCE_QUEUE, due, again)

    async def _follow(self, milestone: Milestone, witnesses: Mapping[ProbeId, Witness]) -> None:
        known = await self._stores.known.load(milestone)
        blockers = list(known.blockers)
        if not blockers or not witnesses:
            return
        lists = await self._stores.checklists.load_many(milestone.key, [b.id for b in blockers])
        now = self._clock.now()
        for blocker in blockers:
            checklist = lists[blocker.id]
            if not any(i.evidence and i.evidence.probe in witnesses for i in checklist.live):
                continue
            await self._settle(milestone, blocker, checklist, witnesses)
            await self._stores.due.add(copies_queue(milestone.key), blocker.id, now)

    async def _settle(
        self,
        milestone: Milestone,
        blocker: Blocker,
        checklist: Checklist,
        witnesses: Mapping[ProbeId, Witness],
    ) -> None:
        """Until nothing is left to do; each probe signs for its own items."""
        for _ in range(ATTEMPTS):
            now = self._clock.now()
            followed = list(
                follow_all(
                    checklist,
                    witnesses,
                    created=blocker.created_at,
                    now=now,
                    may_tick=blocker.is_open,
                )
            )
            if not followed:
                return
            await self._stores.edits.save_edit(
                self._edit(milestone, checklist, followed, witnesses)
            )
            fresh = await self._stores.checklists.load_many(milestone.key, [blocker.id])
            checklist = fresh[blocker.id]
        log.warning("%s keeps moving: its evidence waits for the next change", blocker.key)

    def _edit(
        self,
        milestone: Milestone,
        checklist: Checklist,
        followed: Sequence[Followed],
        witnesses: Mapping[ProbeId, Witness],
    ) -> Edit:
        """What the first probe has to say; the delivery is that of its run on this very list."""
        probe = _probe_of(followed[0])
        own = [each for each in followed if _probe_of(each) == probe]
        run = witnesses[probe].reading.run
        delivery = f"{EVIDENCE_QUEUE}:{probe}:{run}:{checklist.blocker}:{checklist.version}"
        for each in own:
            for note in each.notes:
                log.info("%s: %s is %s", probe, each.item.id, note.kind)
        return Edit(
            milestone=milestone.key,
            blocker=checklist.blocker,
            version=checklist.version,
            items=tuple(each.item for each in own),
            notes=tuple(note for each in own for note in each.notes),
            author=Author(
                by=UserId(signature(probe)), at=self._clock.now(), delivery=DeliveryId(delivery)
            ),
        )


def _probe_of(followed: Followed) -> ProbeId:
    evidence = followed.item.evidence
    if evidence is None:
        raise ValueError(f"{followed.item.id} is tied to nothing")
    return evidence.probe
