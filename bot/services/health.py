"""Run the probes that are due, judge what they found, and mark what has to be drawn again."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.evidence import speaks_anew
from bot.domain.health import (
    ProbeId,
    ProbePlan,
    ProbeState,
    UnknownProbeError,
    judge_result,
)
from bot.domain.ids import BlockerId
from bot.domain.milestone import Milestone
from bot.domain.probe_times import next_due
from bot.domain.scorecard import is_tied
from bot.ports import (
    EVIDENCE_QUEUE,
    PROBES_QUEUE,
    TURNS_QUEUE,
    WHOLE_BOARD,
    Clock,
    Due,
    DueQueue,
    ProbeRunner,
    ProbeStore,
    copies_queue,
)
from bot.services.installation import Installation
from bot.services.known import KnownBlockers
from bot.services.maintenance import excused

log = logging.getLogger(__name__)

SLICE = 50
"""Probes claimed at a time; a slice ends before the next is claimed."""
LEASE_MARGIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthStores:
    probes: ProbeStore
    due: DueQueue
    known: KnownBlockers


class HealthService:
    def __init__(
        self, installation: Installation, runner: ProbeRunner, stores: HealthStores, clock: Clock
    ) -> None:
        self._installation = installation
        self._runner = runner
        self._stores = stores
        self._clock = clock

    async def run_due(self) -> None:
        """Probe what is due; a probe that is claimed elsewhere is left alone."""
        plans = {str(plan.id): plan for plan in self._installation.roster.probes}
        if not plans:
            return
        now = self._clock.now()
        await self._stores.due.add_missing(PROBES_QUEUE, dict.fromkeys(plans, now))
        longest = max(plan.timeout for plan in plans.values())
        claimed = await self._stores.due.claim(
            PROBES_QUEUE, now, longest + LEASE_MARGIN, limit=SLICE
        )
        async with asyncio.TaskGroup() as group:
            for due in claimed:
                group.create_task(self._run(due, plans.get(due.member)))

    async def _run(self, due: Due, plan: ProbePlan | None) -> None:
        if plan is None:
            await self._stores.due.finish(PROBES_QUEUE, due, None)
            return
        counting = False
        try:
            counting = (await self._probe(plan)).is_counting
        except UnknownProbeError:
            log.warning("probe %s is configured but cannot be run", plan.id)
        again = next_due(plan.id, plan.interval, self._clock.now(), counting=counting)
        await self._stores.due.finish(PROBES_QUEUE, due, again)

    async def _probe(self, plan: ProbePlan) -> ProbeState:
        zone = self._installation.roster.timezone
        result = excused(plan, await self._runner.probe(plan.id), zone)
        states = await self._stores.probes.load_states([plan.id])
        before = states.get(plan.id) or ProbeState(probe=plan.id)
        after, transition = judge_result(before, result, plan.thresholds)
        now = self._clock.now()
        marks: list[tuple[str, str]] = []
        if speaks_anew(before, after, plan.thresholds):
            marks.append((EVIDENCE_QUEUE, plan.id))
        if transition:
            log.info("%s is %s: %s", plan.id, transition.after, transition.sentence)
            marks += await self._shown(plan.id)
        if transition and transition.announce:
            marks.append((TURNS_QUEUE, plan.id))
        await self._mark(marks, now + LEASE_MARGIN)  # should this process die while it stores
        if after is not before:
            await self._stores.probes.save_result(after, result)
        await self._mark(marks, now)
        return after

    async def _mark(self, marks: Sequence[tuple[str, str]], at: datetime) -> None:
        for queue, member in marks:
            await self._stores.due.add(queue, member, at)

    async def _shown(self, probe: ProbeId) -> list[tuple[str, str]]:
        """The boards, and the copies of each blocker that the probe is tied to."""
        return [
            (copies_queue(milestone.key), blocker)
            for milestone in self._installation.roster.milestones
            for blocker in (WHOLE_BOARD, *await self._tied(milestone, probe))
        ]

    async def _tied(self, milestone: Milestone, probe: ProbeId) -> list[BlockerId]:
        components = [part for part in milestone.scorecard if probe in part.probes]
        if not any(part.blockers or part.labels for part in components):
            return []
        known = await self._stores.known.load(milestone)
        return [
            blocker.id
            for blocker in known.blockers
            if any(is_tied(part, blocker) for part in components)
        ]
