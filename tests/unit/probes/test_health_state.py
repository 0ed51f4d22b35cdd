"""How results in a row become a confirmed verdict, and which changes are said aloud."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.health import (
    MAX_FIGURE_TEXT,
    MAX_FIGURES,
    MAX_SENTENCE,
    ProbeState,
    Thresholds,
    TransitionKind,
    Verdict,
    judge_result,
    shown_verdict,
)
from bot.store.probe_json import state_from_json, state_to_json
from tests.unit.probes.results import PLAN, PROBE, judge_letters, minute, result


@pytest.mark.parametrize(
    ("results", "confirmed"),
    [
        ("u", "u"),  # the first success is enough to know
        ("g", "g"),
        ("d", "x"),  # the first failure is not
        ("ddd", "xxd"),
        ("ddu", "xxu"),
        ("dxdxd", "xxxxd"),  # our own trouble in between neither helps nor harms
        ("uddud", "uuuuu"),
        ("uddd", "uuud"),
        ("udddu", "uuudd"),
        ("udddudu", "uuudddd"),
        ("udddu u", "uuuddu"),
        ("uxxxxxx", "uuuuuuu"),
        ("ugg", "uuu"),
        ("uggg", "uuug"),
        ("udgd", "uuug"),  # three in a row are not well, yet not three are down
        ("udgddd", "uuuggd"),
        ("ugggu", "uuugg"),
        ("ugggu u", "uuuggu"),
        ("uggguguu", "uuuggggu"),
        ("udddgg", "uuuddg"),
        ("udddug", "uuuddg"),
        ("udddgu u", "uuuddgu"),
        ("gddd", "gggd"),
    ],
)
def test_verdict_needs_results_in_a_row(results: str, confirmed: str) -> None:
    assert judge_letters(results)[2] == confirmed


@pytest.mark.parametrize(
    ("thresholds", "results", "confirmed"),
    [
        (Thresholds(fail_after=1, ok_after=1), "udud", "udud"),
        (Thresholds(fail_after=2, ok_after=3), "uudduuu", "uuudddu"),
    ],
)
def test_verdict_follows_the_probes_own_thresholds(
    thresholds: Thresholds, results: str, confirmed: str
) -> None:
    assert judge_letters(results, thresholds=thresholds)[2] == confirmed


def test_since_is_the_time_of_the_first_failure_not_of_its_confirmation() -> None:
    state, said, _ = judge_letters("uuddd")

    assert state.since == minute(2)
    assert [(change.since, change.at) for change in said if change.announce] == [
        (minute(2), minute(4))
    ]


def test_first_success_is_kept_but_not_announced() -> None:
    _, said, _ = judge_letters("u")

    assert [(t.before, t.after, t.announce) for t in said] == [(Verdict.UNKNOWN, Verdict.UP, False)]


def test_first_outage_is_announced() -> None:
    _, said, _ = judge_letters("ddd")

    assert [(t.after, t.announce, t.reason) for t in said] == [(Verdict.DOWN, True, "test.down")]


def test_outage_announces_its_begin_and_its_end_only() -> None:
    _, said, _ = judge_letters("u" + "d" * 25 + "u" * 10)

    assert [t.after for t in said if t.announce] == [Verdict.DOWN, Verdict.UP]


def test_restart_in_the_middle_of_an_outage_announces_nothing_again() -> None:
    before, _, _ = judge_letters("udddd")

    restored = state_from_json(state_to_json(before))
    after, said, _ = judge_letters("dddd", restored, first=5)

    assert restored == before
    assert said == []
    assert after.since == minute(1)


def test_restart_while_counting_goes_on_counting() -> None:
    before, _, _ = judge_letters("udd")

    restored = state_from_json(state_to_json(before))
    after, said, _ = judge_letters("d", restored, first=3)

    assert after.verdict is Verdict.DOWN
    assert [t.since for t in said] == [minute(1)]


def test_same_result_twice_changes_nothing() -> None:
    state, _, _ = judge_letters("udd")
    assert state.last is not None

    again, transition = judge_result(state, state.last, Thresholds())

    assert again is state
    assert transition is None


def test_late_result_of_a_slow_run_changes_nothing() -> None:
    state, _, _ = judge_letters("uu")

    late, transition = judge_result(state, result(Verdict.DOWN, minute(0.5)), Thresholds())

    assert late is state
    assert transition is None


def test_transition_has_the_same_id_however_often_it_is_judged() -> None:
    state, _, _ = judge_letters("udd")

    ids = {
        transition.id
        for _, transition in (
            judge_result(state, result(Verdict.DOWN, minute(3)), Thresholds()) for _ in range(2)
        )
        if transition
    }

    assert ids == {f"{PROBE}:run-{minute(3).isoformat()}"}


def test_fourth_change_within_an_hour_is_said_to_be_flapping_and_then_nothing_is() -> None:
    state, said, _ = judge_letters("u" + "ddduuu" * 10)

    aloud = [(t.kind, t.after) for t in said if t.announce]
    assert aloud == [
        (TransitionKind.CHANGED, Verdict.DOWN),
        (TransitionKind.CHANGED, Verdict.UP),
        (TransitionKind.CHANGED, Verdict.DOWN),
        (TransitionKind.FLAPPING, Verdict.UP),
    ]
    assert state.flapping
    assert len(state.changes) == Thresholds().flap_changes


def test_flapping_settles_after_half_an_hour_without_a_change() -> None:
    state, said, _ = judge_letters("u" + "ddduuu" * 2 + "u" * 31)

    assert [(t.kind, t.after, t.announce) for t in said][-1] == (
        TransitionKind.SETTLED,
        Verdict.UP,
        True,
    )
    assert not state.flapping
    assert state.changes == ()


def test_changes_more_than_an_hour_apart_do_not_flap() -> None:
    _, said, _ = judge_letters("u" + ("ddd" + "u" * 90) * 4)

    assert {t.kind for t in said} == {TransitionKind.CHANGED}


def test_failures_in_a_row_start_anew_when_the_probe_asks_something_else() -> None:
    state, _, _ = judge_letters("udd")

    other, transition = judge_result(
        state, result(Verdict.DOWN, minute(3), config_hash="c2"), Thresholds()
    )

    assert transition is None
    assert (other.verdict, other.down.count) == (Verdict.UP, 1)


@pytest.mark.parametrize(
    ("results", "fails", "passes", "counting"),
    [
        ("u", 0, 1, False),
        ("uudd", 2, 0, True),
        ("uddx", 2, 0, False),
        ("uddg", 0, 1, False),
        ("uddgu", 0, 2, True),
        ("ugug", 0, 4, True),
        ("dddu", 0, 1, True),
    ],
)
def test_state_counts_failures_and_passes_in_a_row(
    results: str, fails: int, passes: int, counting: bool
) -> None:
    state, _, _ = judge_letters(results)

    in_a_row = (state.down.count, state.answering.count)
    assert (*in_a_row, state.is_counting) == (fails, passes, counting)


def test_shown_verdict_is_unknown_before_any_result() -> None:
    assert shown_verdict(ProbeState(probe=PROBE), PLAN, minute(0)) is Verdict.UNKNOWN


def test_shown_verdict_turns_unknown_after_three_silent_intervals() -> None:
    state, _, _ = judge_letters("uu")
    last_good = minute(1) + PLAN.stale_after

    assert shown_verdict(state, PLAN, last_good) is Verdict.UP
    assert shown_verdict(state, PLAN, last_good + timedelta(seconds=1)) is Verdict.UNKNOWN


def test_shown_verdict_does_not_count_our_own_trouble_as_hearing_of_the_target() -> None:
    state, _, _ = judge_letters("uuxxxx")

    assert shown_verdict(state, PLAN, minute(6)) is Verdict.UNKNOWN
    assert state.verdict is Verdict.UP


def test_result_is_bounded() -> None:
    figures = {f"figure{n}": "x" * 1000 for n in range(50)}

    bounded = replace(result(Verdict.UP, minute(0)), sentence="y" * 1000, evidence=figures)

    assert len(bounded.sentence) == MAX_SENTENCE
    assert len(bounded.evidence) == MAX_FIGURES
    assert {len(str(value)) for value in bounded.evidence.values()} == {MAX_FIGURE_TEXT}
