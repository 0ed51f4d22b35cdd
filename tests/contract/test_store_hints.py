"""Webhooks in the store: taken once, in one step with what is to be read; storms are spread."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hints import Hint
from bot.domain.ids import BlockerId, DeliveryId
from bot.ports import SYNC_QUEUE, Taken
from bot.store.stores import Stores
from tests.fakes.checklists import FakeDueQueue, Switch
from tests.fakes.hints import FakeHints
from tests.samples.making import change
from tests.samples.store import NOON, after

pytest_plugins = ("tests.servers.store_fixtures",)

GAP = timedelta(seconds=10)
HINT = Hint(
    tracker="linear",
    delivery=DeliveryId("a"),
    at=NOON,
    kind="Issue",
    issue=BlockerId("5f0c-tls"),
)


def hint(delivery: str, seconds: float = 0, **changed: object) -> Hint:
    return change(HINT, delivery=DeliveryId(delivery), at=after(seconds), **changed)


async def test_a_hint_has_its_milestones_read_at_once(stores: Stores) -> None:
    await stores.due.add(SYNC_QUEUE, "prod", after(30))

    assert await stores.hints.take_hint(HINT, ["prod", "steady"], GAP) is Taken.NEW
    for milestone in ("prod", "steady"):
        assert await stores.due.next_due(SYNC_QUEUE, milestone) == NOON


async def test_the_same_delivery_again_moves_nothing(stores: Stores) -> None:
    await stores.hints.take_hint(HINT, ["prod"], GAP)
    await stores.due.add(SYNC_QUEUE, "prod", after(30))

    again = await stores.hints.take_hint(replace(HINT, at=after(20)), ["prod"], GAP)
    assert again is Taken.AGAIN
    assert await stores.due.next_due(SYNC_QUEUE, "prod") == after(30)


async def test_of_many_deliveries_at_once_one_is_new(stores: Stores) -> None:
    taken = await asyncio.gather(*(stores.hints.take_hint(HINT, ["prod"], GAP) for _ in range(12)))
    assert sorted(taken) == [Taken.AGAIN] * 11 + [Taken.NEW]


async def test_a_hint_while_the_milestone_is_read_has_it_read_again(stores: Stores) -> None:
    await stores.due.add(SYNC_QUEUE, "prod", NOON)
    (due,) = await stores.due.claim(SYNC_QUEUE, NOON, timedelta(minutes=1), 5)
    await stores.hints.take_hint(hint("a", 1), ["prod"], GAP)

    assert not await stores.due.finish(SYNC_QUEUE, due, after(32))
    assert await stores.due.next_due(SYNC_QUEUE, "prod") == after(1)


async def test_a_storm_of_hints_is_read_for_at_intervals(stores: Stores) -> None:
    await stores.hints.take_hint(hint("a"), ["prod"], GAP)
    await stores.due.add(SYNC_QUEUE, "prod", after(30))  # it was read
    for number in range(1, 9):
        await stores.hints.take_hint(hint(f"b{number}", number), ["prod"], GAP)

    assert await stores.due.next_due(SYNC_QUEUE, "prod") == after(10)


async def test_a_sooner_reading_stays(stores: Stores) -> None:
    await stores.hints.take_hint(hint("a"), ["prod"], GAP)
    await stores.due.add(SYNC_QUEUE, "prod", after(3))
    await stores.hints.take_hint(hint("b", 1), ["prod"], GAP)

    assert await stores.due.next_due(SYNC_QUEUE, "prod") == after(3)


async def test_what_we_changed_ourselves_is_no_news(stores: Stores) -> None:
    await stores.hints.note_made(BlockerId("5f0c-tls"), ["label+x", "label-y"])
    ours = hint("a", marks=frozenset({"label+x", "label-y"}))
    more = hint("b", marks=frozenset({"label+x", "label+z"}))
    other = hint("c", issue=BlockerId("other"), marks=frozenset({"label+x"}))

    assert await stores.hints.take_hint(ours, ["prod"], GAP) is Taken.ECHO
    assert await stores.due.next_due(SYNC_QUEUE, "prod") is None
    assert await stores.hints.take_hint(more, ["prod"], GAP) is Taken.NEW
    assert await stores.hints.take_hint(other, ["prod"], GAP) is Taken.NEW
    assert await stores.hints.take_hint(hint("d"), ["prod"], GAP) is Taken.NEW


async def test_when_webhooks_came_is_known_by_tracker(stores: Stores) -> None:
    await stores.hints.take_hint(hint("a", 5), [], GAP)
    await stores.hints.take_hint(hint("b", 2), [], GAP)
    await stores.hints.note_refused("github", after(9))

    linear, github = await stores.hints.load_log("linear"), await stores.hints.load_log("github")
    await stores.hints.note_listening("linear", after(1))
    await stores.hints.note_listening("linear", after(99))
    assert (await stores.hints.load_log("linear")).since == after(1)
    assert (linear.came, linear.refused) == (after(5), None)
    assert (github.came, github.refused) == (None, after(9))


@given(st.lists(st.tuples(st.floats(0, 60), st.sampled_from("abcdefgh")), min_size=1, max_size=30))
def test_in_whatever_order_they_come_the_last_change_is_read(
    arrivals: list[tuple[float, str]],
) -> None:
    """Each new body leads to a reading that begins after it came, within the gap."""

    async def play() -> None:
        due = FakeDueQueue(Switch())
        hints = FakeHints(Switch(), due)
        for seconds, name in sorted(arrivals):
            now = after(seconds)
            for claimed in await due.claim(SYNC_QUEUE, now, timedelta(minutes=1), 5):
                await due.finish(SYNC_QUEUE, claimed, now + timedelta(seconds=30))
            if await hints.take_hint(hint(name, seconds), ["prod"], GAP) is Taken.NEW:
                planned = await due.next_due(SYNC_QUEUE, "prod")
                assert planned is not None
                assert now <= planned <= now + GAP

    asyncio.run(play())
