"""What stood at any moment can be told again: what every store of the log promises."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Snapshot, Stage
from bot.domain.checklist import ItemState
from bot.domain.local import LocalStatus
from bot.domain.tracked import Tracked
from bot.services.past import BeforeTheLogError
from bot.store.stores import Stores
from tests.samples.builders import line
from tests.samples.past import OURS, TRACKED, Hand, comparable, issue
from tests.samples.store import AWKWARD, BLOCKER, NOON, PROD, SNAPSHOT, after

pytest_plugins = ("tests.servers.store_fixtures",)

A, B, C = TRACKED


@pytest.fixture
async def hand(stores: Stores) -> Hand:
    """A little story: two issues, one of them described, ticked, edited, cleared, gone."""
    hand = Hand(stores)
    steps = (
        hand.read_tracker({A: {}, B: {}}),
        hand.describe(A, [line("one"), line(AWKWARD, owner="Bob"), line("three")]),
        hand.tick(A, 0, ItemState.DONE),
        hand.edit(A, 1, text="edited", note="a\nnote"),
        hand.keep_here(OURS[0], "Ours", LocalStatus.OPEN),
        hand.describe(A, [line("three"), line("one", owner="Dana")]),
        hand.read_tracker({A: {"stage": Stage.COMPLETED, "state_name": "Done"}, C: {}}),
        hand.keep_here(OURS[0], "Ours, renamed", LocalStatus.DONE),
        hand.tick(A, 0, ItemState.SKIPPED),
    )
    for step in steps:
        await step
        await hand.remember()
    return hand


async def test_every_moment_can_be_gone_back_to(hand: Hand) -> None:
    assert len(hand.moments) == 9
    for moment in hand.moments:
        assert comparable(await hand.past.standing(PROD, moment.at)) == moment


async def test_between_two_changes_the_earlier_one_stands(hand: Hand) -> None:
    ticked = hand.moments[2]
    found = await hand.past.standing(PROD, ticked.at + timedelta(seconds=50))
    assert comparable(replace(found, at=ticked.at)) == ticked


async def test_before_the_first_change_the_log_says_where_it_begins(hand: Hand) -> None:
    start = await hand.past.start(PROD)
    assert start is not None
    assert abs(start - hand.moments[0].at) < timedelta(milliseconds=1)
    with pytest.raises(BeforeTheLogError) as raised:
        await hand.past.standing(PROD, start - timedelta(milliseconds=1))
    assert raised.value.start == start


async def test_nothing_was_ever_changed(stores: Stores) -> None:
    with pytest.raises(BeforeTheLogError) as raised:
        await Hand(stores).past.standing(PROD, NOON)
    assert raised.value.start is None


async def test_base_is_kept_and_what_is_older_goes(hand: Hand) -> None:
    store, cut = hand.stores.past, hand.moments[4]
    whole = len(await store.load_log(PROD))
    await store.save_base(PROD, await hand.past.standing(PROD, cut.at))
    assert await store.trim(PROD) > 0
    assert await store.trim(PROD) == 0
    for moment in hand.moments[4:]:
        assert comparable(await hand.past.standing(PROD, moment.at)) == moment
    with pytest.raises(BeforeTheLogError) as raised:
        await hand.past.standing(PROD, hand.moments[3].at)
    assert raised.value.start == cut.at
    left = await store.load_log(PROD)
    assert 0 < len(left) < whole
    assert all(entry.at > cut.at for entry in left)
    assert all(entry.at > cut.at for entry in await store.load_log(PROD, A))
    assert await store.load_log(PROD, B) == tuple(e for e in left if e.blocker == B)


async def test_base_stored_and_nothing_trimmed_yet_is_the_same_log(hand: Hand) -> None:
    """As after a crash in between; the next time trims."""
    store, cut = hand.stores.past, hand.moments[4]
    await store.save_base(PROD, await hand.past.standing(PROD, cut.at))
    for moment in hand.moments[4:]:
        assert comparable(await hand.past.standing(PROD, moment.at)) == moment
    later = hand.moments[6]
    await store.save_base(PROD, await hand.past.standing(PROD, later.at))
    assert await store.trim(PROD) > 0
    for moment in hand.moments[6:]:
        assert comparable(await hand.past.standing(PROD, moment.at)) == moment


async def test_nothing_is_trimmed_without_a_base(hand: Hand) -> None:
    log = await hand.stores.past.load_log(PROD)
    assert await hand.stores.past.trim(PROD) == 0
    assert await hand.stores.past.load_log(PROD) == log


async def test_an_older_base_does_not_replace_a_newer_one(hand: Hand) -> None:
    store = hand.stores.past
    newer, older = hand.moments[5], hand.moments[2]
    await store.save_base(PROD, newer)
    await store.save_base(PROD, older)
    assert await store.load_base(PROD) == newer


async def test_log_goes_on_after_everything_was_trimmed(hand: Hand) -> None:
    await hand.stores.past.save_base(PROD, await hand.past.standing(PROD, hand.now))
    await hand.stores.past.trim(PROD)
    assert await hand.stores.past.load_log(PROD) == ()
    base = await hand.stand()
    await hand.tick(A, 0, ItemState.DONE)
    assert comparable(await hand.past.standing(PROD, base.at)) == base
    assert [entry.after for entry in await hand.stores.past.load_log(PROD)] == ["done"]


async def test_long_log_is_read_whole(stores: Stores) -> None:
    hand = Hand(stores)
    await hand.read_tracker({A: {}})
    start = await hand.stand()
    await hand.describe(A, [line(f"line {number}") for number in range(620)])
    await hand.describe(A, [line(f"line {number}", "done") for number in range(620)])
    log = await stores.past.load_log(PROD)
    assert len(log) == 1 + 620 + 620
    assert len({entry.id for entry in log}) == len(log)
    assert comparable(await hand.past.standing(PROD, start.at)) == start


async def test_reading_logs_what_it_changes_and_the_same_again_nothing(stores: Stores) -> None:
    await stores.snapshots.save_snapshot(PROD, SNAPSHOT)
    moved = replace(BLOCKER, due=None, title="TLS", state_name="Review")
    await stores.snapshots.save_snapshot(PROD, Snapshot(fetched_at=after(30), blockers=(moved,)))
    await stores.snapshots.save_snapshot(PROD, Snapshot(fetched_at=after(60), blockers=(moved,)))
    log = await stores.past.load_log(PROD, BLOCKER.id)
    assert [(entry.kind, entry.before, entry.after) for entry in reversed(log)] == [
        (Tracked.APPEARED, "", "In Progress"),
        (Tracked.WORKFLOW, "In Progress", "Review"),
        (Tracked.DUE, "2026-11-20", ""),
        (Tracked.TITLE, AWKWARD, "TLS"),
    ]
    assert {(e.by, e.key, e.item, e.at) for e in log[:3]} == {("linear", "THR-42", "", after(30))}
    assert await stores.past.load_log(PROD) == log


async def test_two_replicas_that_read_the_same_at_once_log_it_once(stores: Stores) -> None:
    moved = replace(BLOCKER, due=None)
    await stores.snapshots.save_snapshot(PROD, SNAPSHOT)
    readings = [Snapshot(fetched_at=after(30 + n), blockers=(moved,)) for n in range(6)]
    async with asyncio.TaskGroup() as group:
        for reading in readings:
            group.create_task(stores.snapshots.save_snapshot(PROD, reading))
    log = await stores.past.load_log(PROD)
    assert [entry.kind for entry in log] == [Tracked.DUE, Tracked.APPEARED]
    assert len(await stores.past.load_replaced(PROD, NOON - timedelta(days=1))) == 2
    assert await stores.snapshots.load_snapshot(PROD) == readings[-1]


async def test_reading_that_is_older_than_the_stored_one_is_not_logged(stores: Stores) -> None:
    await stores.snapshots.save_snapshot(PROD, Snapshot(fetched_at=after(60), blockers=()))
    await stores.snapshots.save_snapshot(PROD, SNAPSHOT)
    assert await stores.past.load_log(PROD) == ()
    assert await stores.past.load_start(PROD) is None


async def test_other_milestones_have_logs_of_their_own(hand: Hand) -> None:
    assert await hand.stores.past.load_log(type(PROD)("steady")) == ()
    assert await hand.stores.past.load_replaced(type(PROD)("steady"), NOON) == ()
    assert issue(A) == hand.moments[0].blockers[0]
