"""States, results and the past of probes in memory, counted as the store's script counts them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.health import ProbeId, ProbeResult, ProbeState, Verdict
from bot.domain.health_history import KEPT, HourBucket, hour_of, latency_class
from tests.fakes.checklists import Switch


class FakeProbes:
    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._states: dict[ProbeId, ProbeState] = {}
        self._results: dict[ProbeId, ProbeResult] = {}
        self._history: dict[ProbeId, tuple[HourBucket, ...]] = {}

    async def load_states(self, probes: Sequence[ProbeId]) -> dict[ProbeId, ProbeState]:
        self._switch.check()
        return {probe: self._states[probe] for probe in probes if probe in self._states}

    async def save_result(self, state: ProbeState, result: ProbeResult) -> None:
        self._switch.check()
        known = self._results.get(result.probe)
        self._states[result.probe] = state
        self._results[result.probe] = result
        if known is None or known.run_id != result.run_id:
            history = self._history.get(result.probe, ())
            self._history[result.probe] = record_result(history, result)

    async def load_results(self, probes: Sequence[ProbeId]) -> dict[ProbeId, ProbeResult]:
        self._switch.check()
        return {probe: self._results[probe] for probe in probes if probe in self._results}

    async def load_history(self, probe: ProbeId, until: datetime) -> tuple[HourBucket, ...]:
        self._switch.check()
        history = self._history.get(probe, ())
        return tuple(bucket for bucket in history if until - KEPT < bucket.hour <= until)


def count_result(bucket: HourBucket, result: ProbeResult) -> HourBucket:
    """The bucket with one more result. Not idempotent: judge the result first."""
    match result.verdict:
        case Verdict.UNKNOWN:
            return replace(bucket, unknown=bucket.unknown + 1)
        case Verdict.DOWN:
            return replace(bucket, down=bucket.down + 1)
        case Verdict.UP:
            bucket = replace(bucket, up=bucket.up + 1)
        case Verdict.DEGRADED:
            bucket = replace(bucket, degraded=bucket.degraded + 1)
    slot = latency_class(result.duration_ms)
    counts = tuple(n + (i == slot) for i, n in enumerate(bucket.latencies))
    return replace(
        bucket, total_ms=round(bucket.total_ms + result.duration_ms, 1), latencies=counts
    )


def record_result(history: tuple[HourBucket, ...], result: ProbeResult) -> tuple[HourBucket, ...]:
    """The history, oldest first, with one more result and without what has become too old."""
    hour = hour_of(result.at)
    known = {bucket.hour: bucket for bucket in history}
    known[hour] = count_result(known.get(hour) or HourBucket(hour=hour), result)
    newest = max(known)
    return tuple(known[at] for at in sorted(known) if newest - at < KEPT)
