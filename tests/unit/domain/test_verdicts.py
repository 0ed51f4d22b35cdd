"""Scorecard and risk: each verdict follows its rule and says why."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Blocker, Priority, Stage
from bot.domain.health import ProbeId, ProbeState, Verdict
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component, Readiness
from bot.domain.risk import (
    DEFAULT_WEIGHTS,
    Remedy,
    Risk,
    RiskFacts,
    RiskLevel,
    RiskRule,
    RiskWeights,
    judge_risk,
    scope_growth,
)
from bot.domain.risk_facts import build_risk_facts
from bot.domain.scorecard import Tied, judge_scorecard, overall
from tests.samples.builders import NOW, TODAY, blocker
from tests.unit.render.boards import view

KEY = BlockerKey("THR-42")


def judged(
    component: Component, *blockers: Blocker, probe: Verdict | None = None
) -> tuple[Readiness, str]:
    states = {"api": ProbeState(probe=ProbeId("api"), verdict=probe)} if probe else {}
    (found,) = judge_scorecard(
        [component], {b.key: Tied(blocker=b) for b in blockers}, states, TODAY
    )
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


def calm(key: str = "THR-42", **changed: object) -> Blocker:
    return blocker(key, **{"priority": Priority.LOW, **changed})


def risk_of(
    blockers: Sequence[Blocker],
    *,
    probes: dict[str, Verdict] | None = None,
    target: date | None = None,
) -> tuple[RiskLevel, tuple[str, ...]]:
    unowned = {b.key for b in blockers if b.assignee is None}
    found = judge_risk(
        RiskFacts(
            blockers=blockers, today=TODAY, target=target, probes=probes or {}, unowned=unowned
        )
    )
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


def judged_risk(*blockers: Blocker, weights: RiskWeights = DEFAULT_WEIGHTS, **more: object) -> Risk:
    facts = RiskFacts(blockers=blockers, today=TODAY, **more)  # type: ignore[arg-type]
    return judge_risk(facts, weights)


def test_each_reason_has_its_points_and_what_would_take_it_away() -> None:
    late = TODAY - timedelta(days=1)
    risk = judged_risk(
        blocker("THR-1", due=late),
        calm("THR-2"),
        probes={"api": Verdict.DOWN},
        unowned={"THR-2"},
        target=TODAY + timedelta(days=2),
    )

    assert risk.points == 8
    assert [(one.rule, one.points) for one in risk.factors] == [
        (RiskRule.OVERDUE, 2),
        (RiskRule.OPEN_URGENT, 2),
        (RiskRule.PROBE_DOWN, 2),
        (RiskRule.UNOWNED, 1),
        (RiskRule.TARGET_NEAR, 1),
    ]
    assert [remedy for one in risk.factors for remedy in one.remedies] == [
        Remedy(text="clear THR-1, or agree on a new date for it", blocker=BlockerKey("THR-1")),
        Remedy(text="clear THR-1", blocker=BlockerKey("THR-1")),
        Remedy(text="bring api up again", probe="api"),
        Remedy(text="give THR-2 an owner", blocker=BlockerKey("THR-2")),
        Remedy(text="clear both open blockers, or agree on a later target"),
    ]


def test_a_reason_says_which_level_would_be_left_without_it() -> None:
    risk = judged_risk(blocker(), blocker("THR-41"), calm("THR-1"), unowned={"THR-1"})

    assert risk.level is RiskLevel.HIGH
    assert [(one.points, one.without) for one in risk.factors] == [
        (4, RiskLevel.MEDIUM),
        (1, RiskLevel.HIGH),
    ]


def test_a_weight_of_nought_switches_a_rule_off() -> None:
    weights = RiskWeights(open_urgent=0, stale=5, critical=5)
    risk = judged_risk(blocker(), weights=weights, stale={KEY})

    assert risk.level is RiskLevel.CRITICAL
    assert risk.reasons == ("THR-42 stale",)


OLD, NEW = NOW - timedelta(days=20), NOW - timedelta(days=2)


@pytest.mark.parametrize(
    ("found", "net", "text"),
    [
        ([blocker("THR-1", created_at=OLD)], 0, None),
        ([blocker("THR-1", created_at=NEW), blocker("THR-2", created_at=NEW)], 0, None),
        (
            [blocker("THR-1", created_at=OLD), blocker("THR-2", created_at=NEW)],
            1,
            "scope grown: 1 new and none cleared in 7 days",
        ),
        (
            [
                blocker("THR-1", created_at=OLD, stage=Stage.COMPLETED, completed_at=NEW),
                *(blocker(f"THR-{n}", created_at=NEW) for n in (2, 3, 4)),
            ],
            2,
            "scope grown: 3 new and 1 cleared in 7 days",
        ),
        (
            [
                blocker("THR-1", created_at=OLD, stage=Stage.COMPLETED, completed_at=NEW),
                blocker("THR-2", created_at=NEW),
            ],
            0,
            None,
        ),
    ],
)
def test_scope_has_grown_where_more_came_than_went(
    found: list[Blocker], net: int, text: str | None
) -> None:
    growth = scope_growth(found, NOW)
    risk = judged_risk(growth=growth)

    assert growth.net == net
    assert risk.reasons == ((text,) if text else ())
    assert risk.points == net


def test_what_is_stale_or_only_watched_is_found_from_the_rows() -> None:
    quiet = NOW - timedelta(days=9)
    views = [
        view(blocker("THR-1", updated_at=quiet)),
        view(blocker("THR-2", updated_at=quiet, watched=True, assignee=None)),
        view(blocker("THR-3", updated_at=quiet, stage=Stage.COMPLETED)),
        view(blocker("THR-4", assignee=None)),
    ]
    facts = build_risk_facts(views, {}, None, NOW, ZoneInfo("America/New_York"))

    assert [b.key for b in facts.blockers] == ["THR-1", "THR-4"]
    assert facts.stale == {"THR-1"}
    assert facts.unowned == {"THR-4"}
