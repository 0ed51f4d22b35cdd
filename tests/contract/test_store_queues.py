"""Due work: who may have it, and when it is due again."""

from datetime import timedelta

import pytest

from bot.ports import Due, copies_queue
from bot.store.stores import Stores
from tests.samples.store import NOON, PROD, after

pytest_plugins = ("tests.servers.store_fixtures",)

LEASE = timedelta(seconds=30)


@pytest.fixture(params=["digests", copies_queue(PROD)])
def queue(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def _claim(stores: Stores, queue: str, seconds: float, limit: int = 10) -> tuple[Due, ...]:
    return await stores.due.claim(queue, after(seconds), LEASE, limit)


async def test_work_is_claimed_when_it_is_due_and_not_before(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "C0OPS", after(10))
    assert await _claim(stores, queue, 9.999999) == ()
    (due,) = await _claim(stores, queue, 10)
    assert (due.member, due.due) == ("C0OPS", after(10))


async def test_claimed_work_is_nobody_elses_while_the_lease_runs(
    stores: Stores, queue: str
) -> None:
    await stores.due.add(queue, "C0OPS", NOON)
    await _claim(stores, queue, 0)
    assert await _claim(stores, queue, 29.999) == ()


async def test_lease_that_ran_out_gives_the_work_to_the_next(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "C0OPS", NOON)
    (first,) = await _claim(stores, queue, 5)
    (second,) = await _claim(stores, queue, 35)
    assert second.due == NOON  # still when it was due, not when the lease ended
    assert not await stores.due.finish(queue, first, after(100))
    assert await stores.due.finish(queue, second, None)
    assert await stores.due.all_due(queue) == {}


async def test_finish_after_the_lease_counts_if_nobody_has_it(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "C0OPS", NOON)
    (due,) = await _claim(stores, queue, 0)
    assert await stores.due.finish(queue, due, after(500))
    assert not await stores.due.finish(queue, due, after(600))
    assert await stores.due.next_due(queue, "C0OPS") == after(500)


async def test_finish_with_a_time_makes_it_due_again_then(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "C0OPS", NOON)
    (due,) = await _claim(stores, queue, 0)
    assert await stores.due.finish(queue, due, after(60))
    assert await _claim(stores, queue, 59) == ()
    assert len(await _claim(stores, queue, 60)) == 1


async def test_move_during_a_lease_wins_over_finish_and_waits_for_it(
    stores: Stores, queue: str
) -> None:
    await stores.due.add(queue, "C0OPS", NOON)
    (due,) = await _claim(stores, queue, 0)
    await stores.due.add(queue, "C0OPS", after(1))
    assert await stores.due.next_due(queue, "C0OPS") == after(1)
    assert await _claim(stores, queue, 2) == ()  # one has it while its lease lasts
    assert not await stores.due.finish(queue, due, None)
    (again,) = await _claim(stores, queue, 2)
    assert again.due == after(1)


async def test_move_by_somebody_whose_claimer_died_is_kept(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "C0OPS", NOON)
    await _claim(stores, queue, 0)
    await stores.due.add(queue, "C0OPS", after(100))
    assert await _claim(stores, queue, 40) == ()
    assert await stores.due.next_due(queue, "C0OPS") == after(100)
    (due,) = await _claim(stores, queue, 100)
    assert due.due == after(100)


async def test_add_moves_and_add_missing_does_not(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "a", after(10))
    await stores.due.add(queue, "a", after(20))
    await stores.due.add_missing(queue, {"a": NOON, "b": after(5)})
    await stores.due.add_missing(queue, {})
    assert await stores.due.next_due(queue, "a") == after(20)
    assert await stores.due.next_due(queue, "b") == after(5)
    assert set(await stores.due.all_due(queue)) == {"a", "b"}


async def test_add_missing_leaves_claimed_work_alone(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "a", NOON)
    (due,) = await _claim(stores, queue, 0)
    await stores.due.add_missing(queue, {"a": after(1)})
    assert await stores.due.finish(queue, due, None)
    assert await stores.due.next_due(queue, "a") is None


async def test_claim_takes_the_longest_due_first_and_not_more_than_its_limit(
    stores: Stores, queue: str
) -> None:
    for place in range(5):
        await stores.due.add(queue, f"m{place}", after(-place))
    first = await _claim(stores, queue, 0, limit=2)
    second = await _claim(stores, queue, 0, limit=9)
    assert [due.member for due in first] == ["m4", "m3"]
    assert [due.member for due in second] == ["m2", "m1", "m0"]
    assert first[0].token != second[0].token


async def test_removed_work_does_not_come_back_with_finish(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "a", NOON)
    (due,) = await _claim(stores, queue, 0)
    await stores.due.add(queue, "a", after(9))
    await stores.due.remove(queue, ["a", "never"])
    await stores.due.remove(queue, [])
    assert not await stores.due.finish(queue, due, after(60))
    assert await stores.due.all_due(queue) == {}
    assert await stores.due.next_due(queue, "a") is None


async def test_queues_do_not_mix(stores: Stores, queue: str) -> None:
    await stores.due.add(queue, "a", NOON)
    assert await _claim(stores, "probes", 0) == ()
    assert await _claim(stores, "copies:steady", 0) == ()


async def test_all_due_is_what_each_member_says(stores: Stores, queue: str) -> None:
    await stores.due.add_missing(queue, {name: after(n) for n, name in enumerate("abcdef")})
    claimed = await stores.due.claim(queue, after(2), timedelta(minutes=1), 10)
    await stores.due.add(queue, "b", after(500))
    await stores.due.finish(queue, claimed[2], after(70))

    each = {name: await stores.due.next_due(queue, name) for name in "abcdef"}
    assert await stores.due.all_due(queue) == each
    assert (each["b"], each["c"]) == (after(500), after(70))
    assert await stores.due.all_due("empty") == {}
