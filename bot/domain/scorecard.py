"""Readiness of each component from what is tied to it, each verdict with its why (SPEC §8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.blocker import Blocker
from bot.domain.health import ProbeState, Verdict
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component, Readiness

_WORST_FIRST = (Readiness.BLOCKED, Readiness.AT_RISK, Readiness.UNKNOWN, Readiness.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentVerdict:
    """``why`` is a sentence without a full stop; ``stated`` says that somebody's word stands."""

    component: Component
    readiness: Readiness
    why: str
    stated: bool = False


def judge_scorecard(
    components: Sequence[Component],
    blockers: Mapping[BlockerKey, Blocker],
    probes: Mapping[str, ProbeState],
    today: date,
) -> tuple[ComponentVerdict, ...]:
    """``blockers`` holds all that are known, closed ones too; ``probes`` is by probe id."""
    return tuple(_judge(component, blockers, probes, today) for component in components)


def overall(verdicts: Sequence[ComponentVerdict]) -> Readiness | None:
    """The worst of all, or None where there is no scorecard."""
    readiness = {verdict.readiness for verdict in verdicts}
    return next((worst for worst in _WORST_FIRST if worst in readiness), None)


def _judge(
    component: Component,
    blockers: Mapping[BlockerKey, Blocker],
    probes: Mapping[str, ProbeState],
    today: date,
) -> ComponentVerdict:
    if not component.blockers and not component.probes:
        return _stated(component)
    found = [_blocker_says(key, blockers.get(key), today) for key in component.blockers]
    found += [_probe_says(probe, probes.get(probe)) for probe in component.probes]
    for worst in _WORST_FIRST:
        reasons = [why for readiness, why in found if readiness is worst]
        if reasons:
            return ComponentVerdict(component=component, readiness=worst, why=", ".join(reasons))
    raise AssertionError


def _stated(component: Component) -> ComponentVerdict:
    if component.stated is None:
        why = "nothing is tied to it and nobody stated it"
        return ComponentVerdict(component=component, readiness=Readiness.UNKNOWN, why=why)
    who = f" by {component.stated_by}" if component.stated_by else ""
    when = f" on {component.stated_on:%d %b %Y}" if component.stated_on else ""
    return ComponentVerdict(
        component=component, readiness=component.stated, why=f"stated{who}{when}", stated=True
    )


def _blocker_says(key: BlockerKey, blocker: Blocker | None, today: date) -> tuple[Readiness, str]:
    if blocker is None:
        return Readiness.UNKNOWN, f"{key} is not known"
    if not blocker.is_open:
        return Readiness.READY, f"{key} is {blocker.state_name.lower()}"
    if not blocker.watched:
        return Readiness.BLOCKED, f"{key} is open"
    if blocker.due and blocker.due < today:
        return Readiness.AT_RISK, f"{key} is overdue"
    return Readiness.AT_RISK, f"{key} is open, not blocking"


def _probe_says(probe: str, state: ProbeState | None) -> tuple[Readiness, str]:
    verdict = state.verdict if state else Verdict.UNKNOWN
    readiness = {
        Verdict.UP: Readiness.READY,
        Verdict.DEGRADED: Readiness.AT_RISK,
        Verdict.DOWN: Readiness.BLOCKED,
        Verdict.UNKNOWN: Readiness.UNKNOWN,
    }[verdict]
    return readiness, f"{probe} is {verdict.value}"
