"""Readiness of each component from what is tied to it, each verdict with its why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.blocker import Blocker
from bot.domain.health import ProbeState, Verdict
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component, Readiness

_WORST_FIRST = (Readiness.BLOCKED, Readiness.AT_RISK, Readiness.UNKNOWN, Readiness.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """A blocker as a component sees it.

    ``stale_days`` are working days without a move, 0 where it is not stale. ``contested`` and
    ``rechecks`` are texts of its ticked items that a probe speaks against, or has to prove anew.
    """

    blocker: Blocker
    stale_days: int = 0
    contested: tuple[str, ...] = ()
    rechecks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentReason:
    """What one thing says of a component; a clause without a full stop."""

    readiness: Readiness
    text: str
    blocker: BlockerKey | None = None
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentVerdict:
    """``why`` is a sentence without a full stop; ``stated`` says that somebody's word stands.

    ``reasons`` are all that was found, the worst first, also what does not decide.
    """

    component: Component
    readiness: Readiness
    why: str
    stated: bool = False
    reasons: tuple[ComponentReason, ...] = ()


def judge_scorecard(
    components: Sequence[Component],
    blockers: Mapping[BlockerKey, Tied],
    probes: Mapping[str, ProbeState],
    today: date,
) -> tuple[ComponentVerdict, ...]:
    """``blockers`` holds all that are known, closed ones too; ``probes`` is by probe id."""
    return tuple(_judge(component, blockers, probes, today) for component in components)


def overall(verdicts: Sequence[ComponentVerdict]) -> Readiness | None:
    """The worst of all, or None where there is no scorecard."""
    readiness = {verdict.readiness for verdict in verdicts}
    return next((worst for worst in _WORST_FIRST if worst in readiness), None)


def is_tied(component: Component, blocker: Blocker) -> bool:
    """By its key, or by a label of the component."""
    labels = {label.casefold() for label in component.labels}
    by_label = any(label.casefold() in labels for label in blocker.labels)
    return by_label or blocker.key in component.blockers


def _judge(
    component: Component,
    blockers: Mapping[BlockerKey, Tied],
    probes: Mapping[str, ProbeState],
    today: date,
) -> ComponentVerdict:
    labelled = [
        key
        for key, tied in blockers.items()
        if key not in component.blockers and is_tied(component, tied.blocker)
    ]
    keys = (*component.blockers, *labelled)
    if not keys and not component.probes:
        return _stated(component)
    found = [each for key in keys for each in _blocker_says(key, blockers.get(key), today)]
    found += [_probe_says(probe, probes.get(probe)) for probe in component.probes]
    found.sort(key=lambda reason: _WORST_FIRST.index(reason.readiness))
    worst = found[0].readiness
    return ComponentVerdict(
        component=component,
        readiness=worst,
        why=", ".join(reason.text for reason in found if reason.readiness is worst),
        reasons=tuple(found),
    )


def _stated(component: Component) -> ComponentVerdict:
    if component.stated is None:
        labels = " or ".join(component.labels)
        tied = f"no blocker is labelled {labels}" if labels else "nothing is tied to it"
        why = f"{tied} and nobody stated it"
        return ComponentVerdict(component=component, readiness=Readiness.UNKNOWN, why=why)
    who = f" by {component.stated_by}" if component.stated_by else ""
    when = f" on {component.stated_on:%d %b %Y}" if component.stated_on else ""
    return ComponentVerdict(
        component=component, readiness=component.stated, why=f"stated{who}{when}", stated=True
    )


def _blocker_says(key: BlockerKey, tied: Tied | None, today: date) -> Iterator[ComponentReason]:
    if tied is None:
        yield ComponentReason(readiness=Readiness.UNKNOWN, text=f"{key} is not known", blocker=key)
        return
    blocker = tied.blocker
    for readiness, text in (*_standing(blocker, tied, today), *_spoken_against(tied)):
        yield ComponentReason(readiness=readiness, text=f"{key} {text}", blocker=key)


def _standing(blocker: Blocker, tied: Tied, today: date) -> Iterator[tuple[Readiness, str]]:
    if not blocker.is_open:
        yield Readiness.READY, f"is {blocker.state_name.lower()}"
        return
    if not blocker.watched:
        yield Readiness.BLOCKED, "is open"
    if blocker.due and blocker.due < today:
        yield Readiness.AT_RISK, "is overdue"
    elif blocker.watched:
        yield Readiness.AT_RISK, "is open, not blocking"
    if tied.stale_days:
        yield Readiness.AT_RISK, f"has not moved for {tied.stale_days} working days"


def _spoken_against(tied: Tied) -> Iterator[tuple[Readiness, str]]:
    for text in tied.contested:
        yield Readiness.AT_RISK, f"has \u201c{text}\u201d contested"
    for text in tied.rechecks:
        yield Readiness.AT_RISK, f"has \u201c{text}\u201d to check again"


def _probe_says(probe: str, state: ProbeState | None) -> ComponentReason:
    verdict = state.verdict if state else Verdict.UNKNOWN
    readiness = {
        Verdict.UP: Readiness.READY,
        Verdict.DEGRADED: Readiness.AT_RISK,
        Verdict.DOWN: Readiness.BLOCKED,
        Verdict.UNKNOWN: Readiness.UNKNOWN,
    }[verdict]
    return ComponentReason(readiness=readiness, text=f"{probe} is {verdict.value}", probe=probe)
