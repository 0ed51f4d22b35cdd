"""What is stored of a probe comes back as it was, and what is not ours is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.health import ProbeId, ProbeResult, ProbeState, Streak, Verdict
from bot.store.probe_json import (
    HealthDocumentError,
    result_from_json,
    result_to_json,
    state_from_json,
    state_to_json,
)
from tests.unit.probes.results import judge_letters, minute, result

TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
NUMBERS = st.integers(0, 10**9) | st.floats(0, 1e9)
RESULTS = st.builds(
    ProbeResult,
    probe=st.just(ProbeId("p")),
    run_id=st.text(max_size=40),
    verdict=st.sampled_from(Verdict),
    reason=st.text(max_size=40),
    sentence=st.text(max_size=300),
    at=TIMES,
    duration_ms=NUMBERS,
    phases=st.lists(st.tuples(st.text(max_size=9), NUMBERS), max_size=5).map(tuple),
    evidence=st.dictionaries(
        st.text(max_size=20), st.text(max_size=300) | st.booleans() | NUMBERS, max_size=20
    ),
    config_hash=st.text(max_size=16),
)
STREAKS = st.builds(Streak, count=st.integers(0, 99), since=st.none() | TIMES)
STATES = st.builds(
    ProbeState,
    probe=st.just(ProbeId("p")),
    verdict=st.sampled_from(Verdict),
    since=st.none() | TIMES,
    flapping=st.booleans(),
    changes=st.lists(TIMES, max_size=4).map(tuple),
    heard=st.none() | TIMES,
    last=st.none() | RESULTS,
    down=STREAKS,
    not_up=STREAKS,
    answering=STREAKS,
    up=STREAKS,
)


@given(RESULTS)
def test_result_comes_back_as_it_was(stored: ProbeResult) -> None:
    assert result_from_json(result_to_json(stored)) == stored


@given(STATES)
def test_state_comes_back_as_it_was(stored: ProbeState) -> None:
    assert state_from_json(state_to_json(stored)) == stored


def test_state_of_a_busy_probe_stays_small() -> None:
    state, _, _ = judge_letters("u" + "ddduuu" * 20)

    assert len(state_to_json(state)) < 1500


def _changed(**fields: object) -> str:
    stored = json.loads(result_to_json(result(Verdict.UP, minute(0))))
    return json.dumps(stored | fields)


@pytest.mark.parametrize("read", [result_from_json, state_from_json])
@pytest.mark.parametrize(
    "text", ["", "no json", "[]", "7", "null", "{}", '{"v":2}', '{"v":1}', '{"v":1,"probe":5}']
)
def test_document_that_is_not_ours_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(HealthDocumentError):
        read(text)


@pytest.mark.parametrize(
    "text",
    [_changed(v=99), _changed(verdict="fine"), _changed(at="yesterday"), _changed(evidence=3)],
)
def test_result_with_a_part_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(HealthDocumentError):
        result_from_json(text)
