"""Have a probe run now instead of at its next time: whoever runs what is due brings the answer."""

import asyncio
import math
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.health import ProbeId, ProbePlan, UnknownProbeError
from bot.domain.ids import DeliveryId
from bot.ports import PROBES_QUEUE, Clock, DeliveryLog, DueQueue, ProbeStore
from bot.services.installation import Installation

PAUSE = timedelta(seconds=10)
"""How long a probe that was asked for is not asked again, whoever presses on which replica."""
PATIENCE = timedelta(seconds=3)
"""How long beyond a probe's own timeout its answer is waited for."""
LOOK_AGAIN = timedelta(seconds=0.2)
"""The time between two looks for the answer, which another replica may bring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStores:
    probes: ProbeStore
    due: DueQueue
    deliveries: DeliveryLog


@dataclass(frozen=True, slots=True)
class Asked:
    """A probe that is due now. ``before`` is the run that was its latest until then."""

    plan: ProbePlan
    before: str | None


class ProbeChecks:
    def __init__(
        self,
        installation: Installation,
        stores: CheckStores,
        clock: Clock,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._installation = installation
        self._stores = stores
        self._clock = clock
        self._patience = patience

    async def ask(self, probe: ProbeId) -> Asked | None:
        """None where it was asked for a moment ago. Raises UnknownProbeError."""
        plan = self._installation.roster.plan(probe)
        if plan is None:
            raise UnknownProbeError(probe)
        if not await self._stores.deliveries.is_first(DeliveryId(f"check:{probe}"), PAUSE):
            return None
        before = await self._latest(probe)
        await self._stores.due.add(PROBES_QUEUE, probe, self._clock.now())
        return Asked(plan, before)

    async def has_answered(self, asked: Asked) -> bool:
        """Wait for the run that was asked for; False where none came in time."""
        for _ in range(math.ceil((asked.plan.timeout + self._patience) / LOOK_AGAIN)):
            if await self._latest(asked.plan.id) != asked.before:
                return True
            await asyncio.sleep(LOOK_AGAIN.total_seconds())
        return False

    async def _latest(self, probe: ProbeId) -> str | None:
        results = await self._stores.probes.load_results([probe])
        return results[probe].run_id if probe in results else None
