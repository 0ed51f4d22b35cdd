"""What a health probe found, and how single results become a confirmed verdict.

A change needs several results in a row; `unknown` is our own trouble and moves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.probe_plan import MaintenanceWindow, ProbeId, ProbePlan, Thresholds

__all__ = ["MaintenanceWindow", "ProbeId", "ProbePlan", "Thresholds"]  # known from here, too

Figure = str | int | float | bool

MAX_FIGURES = 12
MAX_FIGURE_TEXT = 120
MAX_SENTENCE = 200


class UnknownProbeError(LookupError):
    """No probe of this name is configured."""

    def __init__(self, probe: ProbeId) -> None:
        super().__init__(f"no probe is called {probe!r}")
        self.probe = probe


class Verdict(StrEnum):
    """`DEGRADED` has answered, but not well; `UNKNOWN` says nothing about the target."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"

    @property
    def answers(self) -> bool:
        return self in {Verdict.UP, Verdict.DEGRADED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """One answer of a probe. Never holds a body, a header or a secret.

    ``reason`` is a code such as ``tls.expired``, ``sentence`` the same for people: a clause
    that can follow a comma. Times are milliseconds; ``phases`` names what was done in order
    (dns, connect, tls, wait, body). Figures and sentence are cut, not refused, when too long.
    """

    probe: ProbeId
    run_id: str
    verdict: Verdict
    reason: str
    sentence: str
    at: datetime
    duration_ms: float
    phases: tuple[tuple[str, float], ...] = ()
    evidence: Mapping[str, Figure] = field(default_factory=dict, hash=False)
    config_hash: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", _cut(self.sentence, MAX_SENTENCE))
        figures = list(self.evidence.items())[:MAX_FIGURES]
        object.__setattr__(self, "evidence", {name: _bounded(value) for name, value in figures})


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """Results of one sort in a row, and when the first of them was."""

    count: int = 0
    since: datetime | None = None

    def extended(self, at: datetime, *, holds: bool) -> "Streak":
        if not holds:
            return Streak()
        return Streak(count=self.count + 1, since=self.since or at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeState:
    """What is confirmed about a probe, and the counting towards the next change.

    ``heard`` is the time of the last result that said anything about the target; ``changes`` are
    the recent confirmed changes. ``last`` may be `unknown` while ``verdict`` still stands.
    ``since`` is when the verdict began, ``confirmed`` when that was certain.
    """

    probe: ProbeId
    verdict: Verdict = Verdict.UNKNOWN
    since: datetime | None = None
    flapping: bool = False
    changes: tuple[datetime, ...] = ()
    heard: datetime | None = None
    last: ProbeResult | None = None
    down: Streak = Streak()
    not_up: Streak = Streak()
    answering: Streak = Streak()
    up: Streak = Streak()
    confirmed: datetime | None = None

    @property
    def is_counting(self) -> bool:
        """Whether the last results contradict the verdict, so that looking sooner pays."""
        return self.last is not None and self.last.verdict not in {self.verdict, Verdict.UNKNOWN}


class TransitionKind(StrEnum):
    CHANGED = "changed"
    FLAPPING = "flapping"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A confirmed change. ``announce`` is False for one that is kept but not said aloud.

    ``id`` is the same however often the same result is judged, so it can claim a message.
    """

    probe: ProbeId
    kind: TransitionKind
    before: Verdict
    after: Verdict
    at: datetime
    since: datetime
    reason: str
    sentence: str
    run_id: str
    announce: bool

    @property
    def id(self) -> str:
        return f"{self.probe}:{self.run_id}"


def judge_result(
    state: ProbeState, result: ProbeResult, thresholds: Thresholds
) -> tuple[ProbeState, Transition | None]:
    """The state after a result, and the change it confirms, if any.

    A result seen before, or older than the last one, changes nothing.
    """
    if state.last and (result.run_id == state.last.run_id or result.at < state.last.at):
        return state, None
    if result.verdict is Verdict.UNKNOWN:
        return replace(state, last=result), None
    counted = _count(state, result)
    verdict, since = _confirm(counted, thresholds)
    if verdict is state.verdict:
        return _settle(counted, result, thresholds)
    return _change(counted, verdict, since or result.at, thresholds)


def shown_verdict(state: ProbeState, plan: ProbePlan, now: datetime) -> Verdict:
    """The confirmed verdict, or `unknown` where nothing was heard of the target for too long."""
    if state.heard is None or now - state.heard > plan.stale_after:
        return Verdict.UNKNOWN
    return state.verdict


def _count(state: ProbeState, result: ProbeResult) -> ProbeState:
    if state.last and state.last.config_hash != result.config_hash:  # another question now
        state = replace(state, down=Streak(), not_up=Streak(), answering=Streak(), up=Streak())
    verdict, at = result.verdict, result.at
    return replace(
        state,
        last=result,
        heard=at,
        down=state.down.extended(at, holds=verdict is Verdict.DOWN),
        not_up=state.not_up.extended(at, holds=verdict is not Verdict.UP),
        answering=state.answering.extended(at, holds=verdict.answers),
        up=state.up.extended(at, holds=verdict is Verdict.UP),
    )


def _confirm(state: ProbeState, thresholds: Thresholds) -> tuple[Verdict, datetime | None]:
    """The worst verdict that failures confirm, else the best that passes confirm."""
    first = state.verdict is Verdict.UNKNOWN
    passes = 1 if first else thresholds.ok_after
    if state.down.count >= thresholds.fail_after:
        return Verdict.DOWN, state.down.since
    if state.verdict is not Verdict.UP and state.up.count >= passes:
        return Verdict.UP, state.up.since
    if state.verdict is Verdict.UP and state.not_up.count >= thresholds.fail_after:
        return Verdict.DEGRADED, state.not_up.since
    if (first or state.verdict is Verdict.DOWN) and state.answering.count >= passes:
        return Verdict.DEGRADED, state.answering.since
    return state.verdict, state.since


def _change(
    state: ProbeState, verdict: Verdict, since: datetime, thresholds: Thresholds
) -> tuple[ProbeState, Transition]:
    result = _last(state)
    first = state.verdict is Verdict.UNKNOWN
    recent = tuple(at for at in state.changes if result.at - at <= thresholds.flap_within)
    changes = recent if first else (*recent, result.at)[-thresholds.flap_changes :]
    begins = not state.flapping and len(changes) >= thresholds.flap_changes
    kind = TransitionKind.FLAPPING if begins else TransitionKind.CHANGED
    silent = state.flapping or (first and verdict is Verdict.UP)
    after = replace(
        state,
        verdict=verdict,
        since=since,
        changes=changes,
        flapping=state.flapping or begins,
        confirmed=result.at,
    )
    return after, _transition(after, kind, state.verdict, announce=not silent)


def _settle(
    state: ProbeState, result: ProbeResult, thresholds: Thresholds
) -> tuple[ProbeState, Transition | None]:
    quiet = not state.changes or result.at - state.changes[-1] >= thresholds.flap_settle
    if not (state.flapping and quiet):
        return state, None
    after = replace(state, flapping=False, changes=())
    return after, _transition(after, TransitionKind.SETTLED, state.verdict, announce=True)


def _transition(
    state: ProbeState, kind: TransitionKind, before: Verdict, *, announce: bool
) -> Transition:
    result = _last(state)
    return Transition(
        probe=state.probe,
        kind=kind,
        before=before,
        after=state.verdict,
        at=result.at,
        since=state.since or result.at,
        reason=result.reason,
        sentence=result.sentence,
        run_id=result.run_id,
        announce=announce,
    )


def _last(state: ProbeState) -> ProbeResult:
    if state.last is None:
        raise ValueError(f"{state.probe} was judged without a result")
    return state.last


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _bounded(value: Figure) -> Figure:
    return _cut(value, MAX_FIGURE_TEXT) if isinstance(value, str) else value
