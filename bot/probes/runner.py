"""Runs configured probes: one deadline over each run, and limits so that none is a burden.

When a probe runs is not decided here.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot.domain.health import ProbeId, ProbePlan, ProbeResult, UnknownProbeError, Verdict
from bot.ports.beats import BeatStore
from bot.probes.addresses import AddressPolicy
from bot.probes.build import Workshop, load_trust
from bot.probes.canary import Canary
from bot.probes.config import ProbeConfig, ProbePolicy
from bot.probes.durations import format_duration
from bot.probes.finding import Finding, Probe, own_trouble
from bot.probes.guard import BlockedAddressError, Guard, guarded_session
from bot.probes.lookup import Lookup
from bot.probes.phases import Stopwatch, timed_run
from bot.probes.secrets import Secrets
from bot.probes.troubles import ProbeTrouble, explain_trouble, timed_out

GITHUB_API = "https://api.github.com"
MAX_RUNS = 50
MAX_RUNS_PER_HOST = 2
_NAME_SERVERS = {"dns.servfail", "dns.timeout"}
_OUR_NETWORK = {*_NAME_SERVERS, "dns.failed", "tcp.timeout", "tcp.unreachable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What probes need from outside: the clock, the variables and folder that secrets come from."""

    now: Callable[[], datetime]
    environment: Mapping[str, str]
    folder: Path
    beats: BeatStore
    lookup: Lookup | None = None
    github_api: str = GITHUB_API


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    probe: Probe
    plan: ProbePlan
    config_hash: str


class ProbeRunner:
    """Any number of probes may be asked for at once; they wait for their turn here."""

    def __init__(
        self,
        checks: Mapping[ProbeId, _Check],
        now: Callable[[], datetime],
        canary: Canary | None = None,
    ) -> None:
        self._checks = checks
        self._now = now
        self._canary = canary
        self._turns = asyncio.Semaphore(MAX_RUNS)
        self._host_turns: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(MAX_RUNS_PER_HOST)
        )

    @property
    def plans(self) -> tuple[ProbePlan, ...]:
        """All probes in the order of the configuration."""
        return tuple(check.plan for check in self._checks.values())

    async def probe(self, probe: ProbeId) -> ProbeResult:
        """One run. Its deadline begins when its turn comes.

        Raises:
            UnknownProbeError: no probe of this name is configured.

        """
        check = self._checks.get(probe)
        if check is None:
            raise UnknownProbeError(probe)
        asked = perf_counter()
        async with self._host_turns[check.probe.host], self._turns:
            return await self._run(check, queued=timedelta(seconds=perf_counter() - asked))

    async def _run(self, check: _Check, queued: timedelta) -> ProbeResult:
        at = self._now()
        with timed_run(check.plan.timeout.total_seconds()) as watch:
            finding = await self._within_deadline(check, watch)
        finding = await self._suspect_ourselves(finding)
        if queued > check.plan.interval / 2:
            waited = format_duration(timedelta(seconds=round(queued.total_seconds(), 1)))
            finding = own_trouble("overloaded", f"waited {waited} for its turn: too many probes")
        return ProbeResult(
            probe=check.plan.id,
            run_id=uuid.uuid4().hex,
            verdict=finding.verdict,
            reason=finding.reason,
            sentence=finding.sentence,
            at=at,
            duration_ms=watch.elapsed_ms,
            phases=watch.phases,
            evidence=finding.evidence,
            config_hash=check.config_hash,
        )

    async def _within_deadline(self, check: _Check, watch: Stopwatch) -> Finding:
        limit = check.plan.timeout
        deadline = asyncio.timeout(limit.total_seconds())
        try:
            async with deadline:
                return await check.probe.probe()
        except ProbeTrouble as error:
            watch.stop()
            if deadline.expired():
                return timed_out(watch.phase, check.probe.host, format_duration(limit))
            return explain_trouble(error, watch.phase, check.probe.host)

    async def _suspect_ourselves(self, finding: Finding) -> Finding:
        """What a broken network of ours would explain too says nothing until that is ruled out."""
        if finding.verdict is not Verdict.DOWN or finding.reason not in _OUR_NETWORK:
            return finding
        if self._canary is None:
            if finding.reason in _NAME_SERVERS:
                return own_trouble("name_servers", f"{finding.sentence}; it may be our own network")
            return finding
        try:
            if await self._canary.sings():
                return finding
        except BlockedAddressError as error:
            return own_trouble("canary", f"the canary cannot be asked: {error}")
        sentence = f"our own network is cut off: {self._canary.address} cannot be reached either"
        return own_trouble("cut_off", sentence)


@asynccontextmanager
async def open_probe_runner(
    probes: Sequence[ProbeConfig], policy: ProbePolicy, surroundings: Surroundings
) -> AsyncIterator[ProbeRunner]:
    """A runner with its own guarded session.

    Raises:
        TrustError: a `ca_file` cannot be used.

    """
    folder, now = surroundings.folder, surroundings.now
    guard = Guard(AddressPolicy(policy.allow), surroundings.lookup)
    trust = load_trust(probes, folder)
    async with guarded_session(guard) as session:
        workshop = Workshop(
            session=session,
            guard=guard,
            trust=trust,
            secrets=Secrets(surroundings.environment, folder),
            now=now,
            folder=folder,
            beats=surroundings.beats,
            github_api=surroundings.github_api,
        )
        checks = {
            ProbeId(config.id): _Check(
                probe=workshop.build(config), plan=config.plan(), config_hash=config.config_hash
            )
            for config in probes
        }
        yield ProbeRunner(checks, now, Canary(policy.canary, guard) if policy.canary else None)
