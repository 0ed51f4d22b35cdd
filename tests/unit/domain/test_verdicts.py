"""Scorecard and risk: each verdict follows its rule and says why."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Blocker, Priority, Stage
from bot.domain.health import ProbeId, ProbeState, Verdict
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component, Readiness
from bot.domain.risk import RiskLevel, judge_risk
from bot.domain.scorecard import judge_scorecard, overall
from tests.builders import TODAY, blocker

KEY = BlockerKey("THR-42")


def judged(
    component: Component, *blockers: Blocker, probe: Verdict | None = None
) -> tuple[Readiness, str]:
    states = {"api": ProbeState(probe=ProbeId("api"), verdict=probe)} if probe else {}
    (found,) = judge_scorecard([component], {b.key: b for b in blockers}, states, TODAY)
    return found.readiness, found.why


TIED = Component(name="TLS", blockers=(KEY,))
PROBED = Component(name="TLS", probes=("api",))
BOTH = Component(name="TLS", blockers=(KEY,), probes=("api",))
DONE = blocker(stage=Stage.COMPLETED, state_name="Done")


@pytest.mark.parametrize(
    ("component", "found", "probe", "readiness", "why"),
    [
        (TIED, blocker(), None, Readiness.BLOCKED, "THR-42 is open"),
        (TIED, DONE, None, Readiness.READY, "THR-42 is done"),
        (TIED, blocker(watched=True), None, Readiness.AT_RISK, "THR-42 is open, not blocking"),
        (
            TIED,
            blocker(watched=True, due=TODAY - timedelta(days=1)),
            None,
            Readiness.AT_RISK,
            "THR-42 is overdue",
        ),
        (TIED, blocker("THR-1"), None, Readiness.UNKNOWN, "THR-42 is not known"),
        (PROBED, DONE, Verdict.UP, Readiness.READY, "api is up"),
        (PROBED, DONE, Verdict.DEGRADED, Readiness.AT_RISK, "api is degraded"),
        (PROBED, DONE, Verdict.DOWN, Readiness.BLOCKED, "api is down"),
        (PROBED, DONE, Verdict.UNKNOWN, Readiness.UNKNOWN, "api is unknown"),
        (PROBED, DONE, None, Readiness.UNKNOWN, "api is unknown"),
        (BOTH, DONE, Verdict.DOWN, Readiness.BLOCKED, "api is down"),
        (BOTH, blocker(), Verdict.DOWN, Readiness.BLOCKED, "THR-42 is open, api is down"),
        (BOTH, blocker(watched=True), None, Readiness.AT_RISK, "THR-42 is open, not blocking"),
    ],
)
def test_a_component_follows_what_is_tied_to_it(
    component: Component, found: Blocker, probe: Verdict | None, readiness: Readiness, why: str
) -> None:
    assert judged(component, found, probe=probe) == (readiness, why)


def test_a_component_without_ties_keeps_its_stated_verdict() -> None:
    stated = Component(
        name="Paper trading",
        stated=Readiness.READY,
        stated_by="Alice",
        stated_on=date(2026, 11, 10),
    )

    assert judged(stated) == (Readiness.READY, "stated by Alice on 10 Nov 2026")
    assert judged(Component(name="Backups"))[0] is Readiness.UNKNOWN


@given(st.lists(st.sampled_from(list(Readiness)), max_size=6))
def test_overall_is_the_worst(stated: list[Readiness]) -> None:
    components = [Component(name=str(n), stated=each) for n, each in enumerate(stated)]
    order = [Readiness.BLOCKED, Readiness.AT_RISK, Readiness.UNKNOWN, Readiness.READY]
    worst = min(stated, key=order.index, default=None)

    assert overall(judge_scorecard(components, {}, {}, TODAY)) is worst


def calm(**changed: object) -> Blocker:
    return blocker(**{"priority": Priority.LOW, **changed})  # type: ignore[arg-type]


def risk_of(
    blockers: Sequence[Blocker],
    *,
    probes: dict[str, Verdict] | None = None,
    target: date | None = None,
) -> tuple[RiskLevel, tuple[str, ...]]:
    unowned = {b.key for b in blockers if b.assignee is None}
    found = judge_risk(blockers, probes or {}, target, TODAY, unowned=unowned)
    return found.level, found.reasons


def test_nothing_open_is_low_without_a_reason() -> None:
    assert risk_of([], target=TODAY - timedelta(days=3)) == (RiskLevel.LOW, ())


@pytest.mark.parametrize(
    ("found", "level", "reason"),
    [
        (calm(), RiskLevel.LOW, None),
        (calm(assignee=None), RiskLevel.MEDIUM, "THR-42 without an owner"),
        (blocker(), RiskLevel.MEDIUM, "THR-42 urgent and open"),
        (blocker(due=TODAY - timedelta(days=1)), RiskLevel.HIGH, "THR-42 overdue"),
    ],
)
def test_a_rule_raises_the_level_with_its_reason(
    found: Blocker, level: RiskLevel, reason: str | None
) -> None:
    judged_level, reasons = risk_of([found])

    assert judged_level is level
    assert reasons[:1] == ((reason,) if reason else ())


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (-1, "target passed 1 day ago"),
        (-4, "target passed 4 days ago"),
        (0, "target today"),
        (1, "target tomorrow"),
        (7, "target in 7 days"),
    ],
)
def test_a_target_that_is_near_or_passed_is_a_reason(days: int, reason: str) -> None:
    _, reasons = risk_of([calm()], target=TODAY + timedelta(days=days))

    assert reasons == (reason,)


def test_a_far_target_is_none() -> None:
    assert risk_of([calm()], target=TODAY + timedelta(days=8)) == (RiskLevel.LOW, ())


def test_many_are_counted_and_three_reasons_shown() -> None:
    found = [
        blocker(f"THR-{n}", due=TODAY - timedelta(days=n + 1), assignee=None) for n in range(3)
    ]
    level, reasons = risk_of(
        found, probes={"b": Verdict.DOWN, "a": Verdict.DOWN, "c": Verdict.UP}, target=TODAY
    )

    assert level is RiskLevel.CRITICAL
    assert reasons == ("3 blockers overdue", "3 blockers urgent and open", "a, b down")


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=5))
def test_one_blocker_more_never_lowers_the_risk(marks: list[tuple[bool, bool, bool]]) -> None:
    found = [
        blocker(
            f"THR-{n}",
            priority=Priority.URGENT if urgent else Priority.LOW,
            due=TODAY - timedelta(days=1) if late else None,
            **({} if owned else {"assignee": None}),
        )
        for n, (urgent, late, owned) in enumerate(marks)
    ]
    levels = [list(RiskLevel).index(risk_of(found[:count])[0]) for count in range(len(found) + 1)]

    assert levels == sorted(levels)
