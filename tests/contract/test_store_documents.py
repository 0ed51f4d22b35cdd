"""Snapshots, copies and probes come back as they were stored, and nothing grows without bound."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.goals import Goal, GoalKind
from bot.domain.health import ProbeId, ProbeState, Streak, Verdict
from bot.domain.health_history import HourBucket, hour_of
from bot.domain.ids import BlockerId, ChannelId, MessageTs, MilestoneKey, UserId
from bot.domain.messages import Copy, CopyKind
from bot.ports import WHOLE_BOARD, copies_queue
from bot.store.keys import KEPT_COPIES
from bot.store.stores import Stores
from tests.fakes.probes import record_result
from tests.samples.store import BLOCKER, BOB, CI, NOON, OPS, PROD, SNAPSHOT, TLS, after, result_of

pytest_plugins = ("tests.servers.store_fixtures",)

CERT = ProbeId("api-cert")


async def test_snapshot_comes_back_as_it_was_stored(stores: Stores) -> None:
    assert await stores.snapshots.load_snapshot(PROD) is None
    await stores.snapshots.save_snapshot(PROD, SNAPSHOT)
    assert await stores.snapshots.load_snapshot(PROD) == SNAPSHOT
    assert await stores.snapshots.load_snapshot(MilestoneKey("steady")) is None


async def test_snapshot_of_a_slow_replica_does_not_bring_the_past_back(stores: Stores) -> None:
    newer = replace(SNAPSHOT, fetched_at=after(10), blockers=())
    await stores.snapshots.save_snapshot(PROD, newer)
    await stores.snapshots.save_snapshot(PROD, SNAPSHOT)
    assert await stores.snapshots.load_snapshot(PROD) == newer
    await stores.snapshots.save_snapshot(PROD, replace(newer, blockers=(BLOCKER,)))
    assert await stores.snapshots.load_snapshot(PROD) == replace(newer, blockers=(BLOCKER,))


async def drawn(stores: Stores) -> set[str]:
    """What the copies of had to be drawn again, which is done now."""
    queue = copies_queue(PROD)
    dues = await stores.due.claim(queue, after(3600), timedelta(minutes=1), limit=9)
    for due in dues:
        await stores.due.finish(queue, due, None)
    return {due.member for due in dues}


async def test_reading_is_stored_with_the_marks_on_what_it_changed(stores: Stores) -> None:
    reading = replace(SNAPSHOT, blockers=(BLOCKER,), goals=())
    await stores.snapshots.save_snapshot(PROD, reading)
    assert await drawn(stores) == {BLOCKER.id}

    await stores.snapshots.save_snapshot(PROD, replace(reading, fetched_at=after(30)))
    assert await drawn(stores) == set()

    goal = Goal(kind=GoalKind.PROJECT, name="Beta", status="started")
    await stores.snapshots.save_snapshot(
        PROD, replace(reading, fetched_at=after(60), goals=(goal,))
    )
    assert await drawn(stores) == {WHOLE_BOARD}

    await stores.snapshots.save_snapshot(PROD, replace(SNAPSHOT, fetched_at=after(9), blockers=()))
    assert await drawn(stores) == set()


async def test_trouble_that_comes_and_goes_marks_the_board_once(stores: Stores) -> None:
    for trouble, marked in (
        (None, set()),
        ("Linear did not answer", {WHOLE_BOARD}),
        ("Linear did not answer", set()),
        ("it limits us", {WHOLE_BOARD}),
        (None, {WHOLE_BOARD}),
        (None, set()),
    ):
        await stores.snapshots.save_trouble(PROD, trouble, NOON)
        assert await drawn(stores) == marked


async def test_trouble_is_kept_until_it_is_over(stores: Stores) -> None:
    assert await stores.snapshots.load_trouble(PROD) is None
    await stores.snapshots.save_trouble(PROD, "Linear did not answer", NOON)
    assert await stores.snapshots.load_trouble(PROD) == "Linear did not answer"
    await stores.snapshots.save_trouble(PROD, None, NOON)
    assert await stores.snapshots.load_trouble(PROD) is None


def _copy(ts: str, *, blocker: BlockerId | None = None, channel: ChannelId | UserId = OPS) -> Copy:
    return Copy(
        kind=CopyKind.BLOCKER if blocker else CopyKind.BOARD,
        milestone=PROD,
        channel=channel,
        ts=MessageTs(ts),
        blocker=blocker,
        arguments={"page": "2", "filter": "überfällig\n"},
    )


async def test_copies_of_a_blocker_and_of_the_whole_board_are_found_newest_first(
    stores: Stores,
) -> None:
    board, tls, ci = _copy("1.1"), _copy("1.2", blocker=TLS), _copy("1.3", blocker=CI)
    home = replace(_copy("", channel=BOB), kind=CopyKind.HOME)
    for copy in (board, tls, ci, home):
        await stores.copies.save_copy(copy)
    assert await stores.copies.load_copies(PROD, TLS) == (home, tls, board)
    assert await stores.copies.load_copies(PROD, None) == (home, board)
    assert await stores.copies.load_copies(MilestoneKey("steady"), TLS) == ()


async def test_copy_that_shows_something_else_now_is_still_one_copy(stores: Stores) -> None:
    await stores.copies.save_copy(_copy("1.1", blocker=TLS))
    await stores.copies.save_copy(_copy("1.2"))
    await stores.copies.save_copy(_copy("1.1", blocker=CI))
    assert await stores.copies.load_copies(PROD, TLS) == (_copy("1.2"),)
    assert await stores.copies.load_copies(PROD, CI) == (_copy("1.1", blocker=CI), _copy("1.2"))


async def test_copy_is_forgotten_by_its_message(stores: Stores) -> None:
    await stores.copies.save_copy(_copy("1.1", blocker=TLS))
    await stores.copies.forget_copy(replace(_copy("1.1", blocker=TLS), arguments={}))
    await stores.copies.forget_copy(_copy("never"))
    assert await stores.copies.load_copies(PROD, TLS) == ()


async def test_copies_beyond_the_bound_are_the_oldest_forgotten(stores: Stores) -> None:
    for place in range(KEPT_COPIES + 3):
        await stores.copies.save_copy(_copy(f"1.{place}"))
    found = await stores.copies.load_copies(PROD, None)
    assert len(found) == KEPT_COPIES
    assert (found[0].ts, found[-1].ts) == (f"1.{KEPT_COPIES + 2}", "1.3")


async def test_probe_state_and_result_come_back_as_they_were_stored(stores: Stores) -> None:
    result = result_of("run-1", Verdict.DOWN)
    state = ProbeState(
        probe=CERT,
        verdict=Verdict.DOWN,
        since=NOON,
        flapping=True,
        changes=(NOON, after(9)),
        heard=NOON,
        last=result,
        down=Streak(count=3, since=NOON),
    )
    await stores.probes.save_result(state, result)
    other = ProbeId("api-https")
    assert await stores.probes.load_states([other, CERT]) == {CERT: state}
    assert await stores.probes.load_results([CERT, other]) == {CERT: result}
    assert await stores.probes.load_states([]) == {}


async def test_probe_history_counts_each_run_once_in_its_hour(stores: Stores) -> None:
    results = [
        result_of("r1", at=NOON, ms=12.5),
        result_of("r2", Verdict.DEGRADED, at=after(60), ms=900.2),
        result_of("r2", Verdict.DEGRADED, at=after(60), ms=900.2),
        result_of("r3", Verdict.DOWN, at=after(3600)),
        result_of("r4", Verdict.UNKNOWN, at=after(3700)),
        result_of("r5", at=after(86400), ms=1e6),
    ]
    expected: tuple[HourBucket, ...] = ()
    for place, result in enumerate(results):
        await stores.probes.save_result(ProbeState(probe=CERT, last=result), result)
        if place != 2:
            expected = record_result(expected, result)
    assert await stores.probes.load_history(CERT, after(90000)) == expected
    assert [bucket.hour for bucket in expected] == [hour_of(after(s)) for s in (0, 3600, 86400)]
    assert await stores.probes.load_history(ProbeId("api-https"), after(90000)) == ()


async def test_probe_history_is_read_up_to_a_time_and_thirty_days_back(stores: Stores) -> None:
    for run, at in (("r1", NOON), ("r2", NOON + timedelta(days=29))):
        result = result_of(run, at=at)
        await stores.probes.save_result(ProbeState(probe=CERT, last=result), result)
    assert len(await stores.probes.load_history(CERT, NOON + timedelta(days=29))) == 2
    assert len(await stores.probes.load_history(CERT, NOON + timedelta(days=1))) == 1
    assert len(await stores.probes.load_history(CERT, NOON + timedelta(days=31))) == 1
