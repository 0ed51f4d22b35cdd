"""What a probe said of an item: the tie, the reading at a word, and what speaks against it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.health import (
    Figure,
    ProbeId,
    ProbePlan,
    ProbeState,
    Thresholds,
    Verdict,
    shown_verdict,
)

SIGNED = "probe:"
"""What the author of a change begins with where a probe has signed it."""
BY_FILE = "blockers.yml"
"""Who ties items in the audit where the configuration does."""
FIGURES = 4
_BUILD = ("build", "commit", "sha", "image")


class Mode(StrEnum):
    """``LIVE`` has to stay green; for ``LATCHED`` one good proof is enough (issued, migrated)."""

    LIVE = "live"
    LATCHED = "latched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The tie between an item and a probe. ``auto``: the probe may tick it."""

    probe: ProbeId
    mode: Mode = Mode.LIVE
    auto: bool = False

    def __str__(self) -> str:
        """As the log keeps it: ``api-cert, live, ticks by itself``."""
        return f"{self.probe}, {self.mode}{', ticks by itself' if self.auto else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a probe said at a moment. ``verdict`` is the confirmed one, `unknown` where silent.

    ``at`` is the time of the run, ``definition`` names the question it answered.
    """

    probe: ProbeId
    verdict: Verdict
    sentence: str = ""
    at: datetime | None = None
    run: str = ""
    definition: str = ""
    took_ms: float | None = None
    figures: tuple[tuple[str, Figure], ...] = ()
    build: str = ""
    flapping: bool = False


class Against(StrEnum):
    """``DOWN``: the probe turned and stayed red. ``CHANGED``: it asks another question by now."""

    DOWN = "down"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What speaks against a tick, for that ``revision`` of the item only."""

    against: Against
    since: datetime
    reading: Reading
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A green reading after the tick, for that ``revision`` of the item only."""

    reading: Reading
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Which line of the configuration the item was matched with, and what was taken from it."""

    entry: str
    stamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A probe as evidence at a moment.

    ``green``: confirmed up, fresh, and not flapping; ``red``: confirmed down and not flapping.
    ``confirmed`` is when its last change was confirmed; ``anew``: green to the question of now.
    """

    reading: Reading
    since: datetime | None = None
    confirmed: datetime | None = None
    green: bool = False
    red: bool = False
    anew: bool = False


def witness_of(state: ProbeState | None, plan: ProbePlan, now: datetime) -> Witness:
    if state is None or state.last is None:
        return Witness(reading=Reading(probe=plan.id, verdict=Verdict.UNKNOWN))
    verdict = shown_verdict(state, plan, now)
    steady = not state.flapping
    fresh = state.heard is not None and now - state.heard <= plan.fresh_for
    green = verdict is Verdict.UP and steady and fresh and state.last.verdict is Verdict.UP
    return Witness(
        reading=_reading(state, verdict),
        since=state.since,
        confirmed=state.confirmed or state.since,
        green=green,
        red=verdict is Verdict.DOWN and steady,
        anew=green and state.up.count >= plan.thresholds.ok_after,
    )


def speaks_anew(before: ProbeState, after: ProbeState, thresholds: Thresholds) -> bool:
    """Whether a result may change what the probe says of the items tied to it."""
    if after.last is None or after is before:
        return False
    known = before.last.config_hash if before.last else ""
    turned = after.verdict is not before.verdict or after.flapping is not before.flapping
    confirmed = thresholds.ok_after == after.up.count and after.up.count != before.up.count
    return turned or confirmed or after.last.config_hash != known


def signature(probe: ProbeId) -> str:
    return f"{SIGNED}{probe}"


def is_signed(by: str) -> bool:
    """Whether a probe, not a person, is the author."""
    return by.startswith(SIGNED)


def _reading(state: ProbeState, verdict: Verdict) -> Reading:
    last = state.last
    if last is None:
        return Reading(probe=state.probe, verdict=verdict)
    build = next((str(last.evidence[name]) for name in _BUILD if name in last.evidence), "")
    figures = [(name, value) for name, value in last.evidence.items() if name not in _BUILD]
    return Reading(
        probe=state.probe,
        verdict=verdict,
        sentence=last.sentence,
        at=last.at,
        run=last.run_id,
        definition=last.config_hash,
        took_ms=last.duration_ms,
        figures=tuple(figures[:FIGURES]),
        build=build,
        flapping=state.flapping,
    )
