"""Probes that are due run once over all replicas, and a confirmed change is drawn."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.health import ProbeId, ProbeResult, ProbeState, Verdict
from bot.domain.milestone import Component
from bot.ports import WHOLE_BOARD, copies_queue
from tests.fakes.probes import FakeProbes
from tests.fakes.surroundings import Killed
from tests.samples.builders import NOW, blocker
from tests.stages.office import OPS, PROD, Office, milestone, plan, tls


def result(run: int, verdict: Verdict, probe: str = "api-https") -> ProbeResult:
    return ProbeResult(
        probe=ProbeId(probe),
        run_id=f"run-{run}",
        verdict=verdict,
        reason=f"http.{verdict}",
        sentence=f"said {verdict}",
        at=NOW + timedelta(minutes=run),
        duration_ms=10,
    )


@pytest.fixture
async def office() -> Office:
    office = Office()
    office.tracker.blockers = (tls(), blocker("THR-41"))
    tied = Component(name="TLS", blockers=(tls().key,), probes=("api-https",))
    office.configure(probes=(plan(),), milestones=(milestone(scorecard=(tied,)),))
    office.runner.results = {
        "api-https": [result(0, Verdict.UP), *(result(n, Verdict.DOWN) for n in range(1, 9))]
    }
    await office.replica().sync.sync(office.milestone)
    await drawn(office)
    return office


async def drawn(office: Office) -> None:
    await office.replica().copies.run_due()


async def test_probe_that_is_due_is_run_by_one_of_two_replicas(office: Office) -> None:
    one, other = office.replica("one"), office.replica("other")
    await asyncio.gather(one.health.run_due(), other.health.run_due())
    await one.health.run_due()

    assert office.runner.runs == ["api-https"]


async def test_confirmed_change_marks_the_board_and_what_is_tied_to_it(office: Office) -> None:
    replica = office.replica()
    for _ in range(3):
        await replica.health.run_due()
        await drawn(office)
        office.clock.forward(minutes=2)
    assert await office.stores.due.all_due(copies_queue(PROD)) == {}
    await replica.health.run_due()

    marked = await office.stores.due.all_due(copies_queue(PROD))
    assert sorted(marked) == [WHOLE_BOARD, "id-THR-42"]
    assert (await replica.board()).probes[0].verdict is Verdict.DOWN


class DyingProbes(FakeProbes):
    async def save_result(self, state: ProbeState, result: ProbeResult) -> None:
        await super().save_result(state, result)
        if state.verdict is Verdict.DOWN:
            raise Killed


async def test_confirmed_change_is_drawn_though_its_replica_died_upon_storing_it(
    office: Office,
) -> None:
    office.stores = replace(office.stores, probes=DyingProbes(office.switch))
    replica = office.replica()
    for _ in range(3):
        await replica.health.run_due()
        await drawn(office)
        office.clock.forward(minutes=2)
    with pytest.raises(BaseExceptionGroup):
        await replica.health.run_due()

    assert (await replica.board()).probes[0].verdict is Verdict.DOWN
    marked = await office.stores.due.all_due(copies_queue(PROD))
    assert sorted(marked) == [WHOLE_BOARD, "id-THR-42"]


async def test_silent_probe_is_unknown_whatever_it_said(office: Office) -> None:
    replica = office.replica()
    await replica.health.run_due()
    assert (await replica.board()).probes[0].verdict is Verdict.UP
    office.clock.forward(minutes=10)

    board = await replica.board()
    assert board.probes[0].verdict is Verdict.UNKNOWN
    view = board.find("thr-42")
    assert view is not None
    assert [probe.verdict for probe in view.probes] == [Verdict.UNKNOWN]
    assert [verdict.why for verdict in board.scorecard] == ["THR-42 is open"]


async def test_probe_taken_out_of_the_configuration_is_not_run_again(office: Office) -> None:
    replica = office.replica()
    await replica.health.run_due()
    office.configure(probes=(plan("other"),))
    office.runner.results = {"other": [result(0, Verdict.UP, "other")]}
    office.clock.forward(minutes=5)
    await replica.health.run_due()

    assert office.runner.runs == ["api-https", "other"]
    assert tuple(await office.stores.due.all_due("probes")) == ("other",)


async def test_without_probes_nothing_is_asked(office: Office) -> None:
    office.configure(probes=())
    office.switch.away = True
    await office.replica().health.run_due()

    office.switch.away = False
    board = await office.replica().blockers.board(office.milestone, OPS)
    assert board.probes == ()
