"""When a probe runs next."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.health import ProbeId
from bot.domain.probe_times import next_due, phase_of
from tests.unit.probes.results import PROBE, START

INTERVALS = st.timedeltas(timedelta(seconds=1), timedelta(days=7))


@given(st.text(max_size=20), INTERVALS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_next_run_is_within_one_interval_and_on_the_probes_own_beat(
    name: str, interval: timedelta, later: timedelta
) -> None:
    probe = ProbeId(name)
    now = START + later

    due = next_due(probe, interval, now)

    assert now < due <= now + interval
    assert next_due(probe, interval, due) == due + interval


def test_phases_spread_over_the_interval() -> None:
    interval = timedelta(seconds=60)
    tenths = [0] * 10
    for number in range(1000):
        tenths[int(phase_of(ProbeId(f"probe-{number}"), interval) / interval * 10)] += 1

    assert min(tenths) > 60
    assert max(tenths) < 140


def test_phase_is_the_same_in_every_process() -> None:
    assert phase_of(PROBE, timedelta(seconds=60)) == timedelta(seconds=21.204724)


def test_run_comes_sooner_while_a_change_is_being_confirmed() -> None:
    interval = timedelta(minutes=15)
    regular = next_due(PROBE, interval, START)

    assert next_due(PROBE, interval, regular, counting=True) == regular + timedelta(minutes=5)


def test_run_is_not_sooner_than_ten_seconds_nor_later_than_its_beat() -> None:
    quick, slow = timedelta(seconds=2), timedelta(seconds=20)
    beat = next_due(PROBE, slow, START)

    assert next_due(PROBE, slow, beat, counting=True) == beat + timedelta(seconds=10)
    assert next_due(PROBE, quick, START, counting=True) == next_due(PROBE, quick, START)
