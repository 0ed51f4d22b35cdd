"""What probes say at this moment, as evidence."""

from collections.abc import Iterable

from bot.domain.evidence import Evidence, Reading, Witness, witness_of
from bot.domain.health import ProbeId, Verdict
from bot.ports import EVIDENCE_QUEUE, Clock, DueQueue, ProbeStore
from bot.services.installation import Installation


class Witnesses:
    def __init__(
        self, installation: Installation, probes: ProbeStore, due: DueQueue, clock: Clock
    ) -> None:
        self._installation = installation
        self._probes = probes
        self._due = due
        self._clock = clock

    async def see(self, probes: Iterable[ProbeId]) -> dict[ProbeId, Witness]:
        """Those that are configured; one that never ran is silent. Raises StoreUnavailableError."""
        wanted = (self._installation.roster.plan(probe) for probe in dict.fromkeys(probes))
        plans = [plan for plan in wanted if plan]
        if not plans:
            return {}
        now = self._clock.now()
        states = await self._probes.load_states([plan.id for plan in plans])
        return {plan.id: witness_of(states.get(plan.id), plan, now) for plan in plans}

    async def heed(self, probe: ProbeId) -> None:
        """Have what hangs on a probe judged soon: something was just tied to it."""
        await self._due.add(EVIDENCE_QUEUE, probe, self._clock.now())

    async def reading(self, evidence: Evidence | None) -> Reading | None:
        """What the evidence says now; None where there is none."""
        if evidence is None:
            return None
        seen = await self.see([evidence.probe])
        if evidence.probe in seen:
            return seen[evidence.probe].reading
        return Reading(probe=evidence.probe, verdict=Verdict.UNKNOWN)
