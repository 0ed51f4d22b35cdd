"""What probes say reaches the items tied to them: once over all replicas, and whatever dies."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.checklist import ItemState
from bot.ports import EVIDENCE_QUEUE, copies_queue
from bot.services.checklists import SpokenAgainst, TickAnswer
from tests.samples.builders import NOW
from tests.stages.evidence import (
    DOWN,
    HTTPS,
    UNKNOWN,
    UP,
    an_office,
    item_of,
    kinds,
    pressed,
    results,
    tied,
    turn,
)
from tests.stages.office import PROD, Office, tls


@pytest.fixture
async def office() -> Office:
    return await an_office()


async def test_a_tick_keeps_what_its_probe_said_at_that_moment(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP)}
    replica = office.replica()
    await tied(replica)
    await replica.health.run_due()
    answer = await pressed(replica)

    assert isinstance(answer, TickAnswer)
    touched = (await item_of(replica)).touched
    assert touched
    assert touched.reading
    assert (touched.reading.verdict, touched.reading.run) == (UP, "run-0")
    assert (touched.reading.build, touched.reading.figures) == ("a1b2", (("status", 200),))
    (entry, *_) = await office.stores.checklists.load_audit(PROD)
    assert entry.reading == touched.reading


async def test_a_tick_against_red_wants_a_reason_and_keeps_it(office: Office) -> None:
    office.runner.results = {HTTPS: results(DOWN, DOWN, DOWN)}
    replica = office.replica()
    await tied(replica)
    await turn(office, replica, 3)

    refused = await pressed(replica)
    assert isinstance(refused, SpokenAgainst)
    assert refused.reading.sentence == "certificate expired"
    assert (await item_of(replica)).state is ItemState.TODO
    assert await kinds(office) == []

    assert isinstance(await pressed(replica, why="a mirror serves it"), TickAnswer)
    one = await item_of(replica)
    assert one.touched
    assert one.touched.why == "a mirror serves it"
    assert (await office.stores.checklists.load_audit(PROD))[0].why == "a mirror serves it"


async def test_a_silent_probe_keeps_nobody_from_ticking(office: Office) -> None:
    replica = office.replica()
    await tied(replica)
    assert isinstance(await pressed(replica), TickAnswer)
    touched = (await item_of(replica)).touched
    assert touched
    assert touched.reading
    assert touched.reading.verdict is UNKNOWN


async def test_red_contests_and_green_clears_once_over_two_replicas(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN, UP, UP, UP)}
    one, other = office.replica("one"), office.replica("other")
    await tied(one)
    await turn(office, one)
    await pressed(one)
    for _ in range(3):
        await one.health.run_due()
        await asyncio.gather(one.evidence.run_due(), other.evidence.run_due())
        office.clock.forward(minutes=2)
    contested = await item_of(one)
    assert contested.state is ItemState.DONE
    assert contested.contested
    assert contested.contested.since == NOW + timedelta(minutes=2)
    assert await kinds(office) == ["state", "contested"]
    assert (await office.stores.checklists.load_audit(PROD))[0].by == "probe:api-https"

    await turn(office, one, 3)
    assert (await item_of(one)).contested is None
    assert await kinds(office) == ["state", "contested", "uncontested"]


async def test_green_ticks_once_over_two_replicas(office: Office) -> None:
    office.runner.results = {HTTPS: results(DOWN, DOWN, DOWN, UP, UP, UP)}
    one, other = office.replica("one"), office.replica("other")
    await tied(one, auto=True)
    for _ in range(6):
        await one.health.run_due()
        await asyncio.gather(one.evidence.run_due(), other.evidence.run_due())
        office.clock.forward(minutes=2)
    ticked = await item_of(one)
    assert ticked.state is ItemState.DONE
    assert ticked.revision == 1
    assert await kinds(office) == ["state"]
    assert await one.people.name(ticked.touched.by if ticked.touched else "") == "api-https"


async def test_a_replica_that_dies_after_the_state_is_kept_leaves_the_evidence_due(
    office: Office,
) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN)}
    dying = office.replica("dying")
    await tied(dying)
    await turn(office, dying)
    await pressed(dying)
    for _ in range(3):
        await dying.health.run_due()
        office.clock.forward(minutes=2)
    assert (await item_of(dying)).contested is None
    assert HTTPS in await office.stores.due.all_due(EVIDENCE_QUEUE)

    await office.replica("next").evidence.run_due()
    assert (await item_of(dying)).contested


async def test_every_copy_of_what_a_probe_is_tied_to_is_drawn_again(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN)}
    replica = office.replica()
    await tied(replica)
    await turn(office, replica)
    await replica.copies.run_due()
    await turn(office, replica, 2)
    assert tls().id not in await office.stores.due.all_due(copies_queue(PROD))
    await turn(office, replica)
    assert tls().id in await office.stores.due.all_due(copies_queue(PROD))


async def test_the_board_says_what_is_contested_and_why(office: Office) -> None:
    office.runner.results = {HTTPS: results(UP, DOWN, DOWN, DOWN)}
    replica = office.replica()
    await tied(replica)
    await turn(office, replica)
    await pressed(replica)
    await turn(office, replica, 3)
    board = await replica.board()
    (view,) = board.blockers
    assert view.progress.contested == 1
    assert [probe.id for probe in view.probes] == [HTTPS]
    assert "1 item contested" in board.risk.reasons
