"""Probes: confirmed state, latest result, and the past in hourly counts that only grow."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar, cast

from bot.domain.health import ProbeId, ProbeResult, ProbeState, Verdict
from bot.domain.health_history import KEPT, LATENCY_BOUNDS_MS, HourBucket, latency_class
from bot.ports import StoreUnavailableError
from bot.store.connection import Link
from bot.store.keys import HISTORY_LIFE, PROBE_HISTORY, PROBE_RESULTS, PROBE_RUNS, PROBE_STATES
from bot.store.probe_json import (
    HealthDocumentError,
    result_from_json,
    result_to_json,
    state_from_json,
    state_to_json,
)
from bot.store.replies import maybe_texts, pairs
from bot.store.scripting import load_script
from bot.store.times import life_ms

_SAVE = load_script("probe_save")
_HISTORY = load_script("probe_history", reads=True)
_DAY = timedelta(days=1)
T = TypeVar("T")


class RedisProbes:
    """The ProbeStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def load_states(self, probes: Sequence[ProbeId]) -> dict[ProbeId, ProbeState]:
        return await self._load(PROBE_STATES.of(), probes, state_from_json)

    async def load_results(self, probes: Sequence[ProbeId]) -> dict[ProbeId, ProbeResult]:
        return await self._load(PROBE_RESULTS.of(), probes, result_from_json)

    async def save_result(self, state: ProbeState, result: ProbeResult) -> None:
        at = result.at.astimezone(UTC)
        counted = [f"{at:%H}:{result.verdict}"]
        if result.verdict.answers:
            counted.append(f"{at:%H}:l{latency_class(result.duration_ms)}")
        history = PROBE_HISTORY.of(result.probe, f"{at:%Y-%m-%d}")
        await self._link.run(
            _SAVE,
            (PROBE_STATES.of(), PROBE_RESULTS.of(), PROBE_RUNS.of(), history),
            result.probe,
            state_to_json(state),
            result_to_json(result),
            result.run_id,
            life_ms(HISTORY_LIFE),
            result.duration_ms if result.verdict.answers else "",
            *counted,
        )

    async def load_history(self, probe: ProbeId, until: datetime) -> tuple[HourBucket, ...]:
        last = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        days = [last - n * _DAY for n in range(KEPT // _DAY, -1, -1)]
        keys = [PROBE_HISTORY.of(probe, f"{day:%Y-%m-%d}") for day in days]
        found = cast("list[list[str]]", await self._link.run(_HISTORY, keys))
        return tuple(
            bucket
            for day, flat in zip(days, found, strict=True)
            for bucket in _buckets(day, dict(pairs(flat)))
            if until - KEPT < bucket.hour <= until
        )

    async def _load(
        self, key: str, probes: Sequence[ProbeId], read: Callable[[str], T]
    ) -> dict[ProbeId, T]:
        if not probes:
            return {}
        found = maybe_texts(await self._link.read("HMGET", key, *probes))
        try:
            return {probe: read(text) for probe, text in zip(probes, found, strict=True) if text}
        except HealthDocumentError as error:
            raise StoreUnavailableError("The store", str(error), permanent=True) from error


def _buckets(day: datetime, fields: dict[str, str]) -> list[HourBucket]:
    hours = sorted({field.partition(":")[0] for field in fields})
    return [_bucket(day, hour, fields) for hour in hours]


def _bucket(day: datetime, hour: str, fields: dict[str, str]) -> HourBucket:
    def count(name: str) -> int:
        return int(fields.get(f"{hour}:{name}", 0))

    return HourBucket(
        hour=day.replace(hour=int(hour)),
        up=count(Verdict.UP),
        degraded=count(Verdict.DEGRADED),
        down=count(Verdict.DOWN),
        unknown=count(Verdict.UNKNOWN),
        total_ms=round(float(fields.get(f"{hour}:ms", 0)), 1),
        latencies=tuple(count(f"l{slot}") for slot in range(len(LATENCY_BOUNDS_MS) + 1)),
    )
