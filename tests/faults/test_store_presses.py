"""Many presses at once, pressed twice, over a dying server: the log explains every state."""

import asyncio
import os
import random
import signal
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.checklist import (
    AlreadySo,
    AuditEntry,
    Item,
    ItemChange,
    ItemState,
    MovedOn,
    Ticked,
    TickOutcome,
)
from bot.domain.ids import ItemId, UserId
from bot.ports import StoreUnavailableError, copies_queue
from bot.store.embedded import embedded_store
from bot.store.stores import Stores, open_stores
from tests.samples.store import NOON, PROD, TLS, after, checklist_of, merge_of, press

pytest_plugins = ("tests.servers.store_fixtures",)

ITEMS = tuple(Item(id=ItemId(f"i{n}"), text=f"Item {n}", position=n) for n in range(5))
PEOPLE = tuple(UserId(f"U0P{n}") for n in range(10))
STATES = tuple(ItemState)


def _replayed(log: Iterable[AuditEntry]) -> dict[ItemId, tuple[ItemState, int]]:
    """State and revision where the log (oldest first) leads; each entry fits the one before."""
    found = {item.id: (item.state, 0) for item in ITEMS}
    for entry in log:
        state, revision = found[entry.item]
        assert entry.before == state != entry.after
        found[entry.item] = (ItemState(entry.after), revision + 1)
    return found


async def _changes(stores: Stores) -> list[AuditEntry]:
    """Every change of a state, oldest first."""
    log = await stores.checklists.load_audit(PROD, limit=10_000)
    return [entry for entry in reversed(log) if entry.kind == "state"]


async def _press_like_a_person(stores: Stores, person: int) -> list[TickOutcome]:
    """Twenty presses on what the person saw, some delivered twice, some long after."""
    chance = random.Random(person)  # noqa: S311 - the same presses in every run
    made: list[tuple[ItemChange, TickOutcome]] = []
    for n in range(20):
        seen = chance.choice((await checklist_of(stores.checklists)).items)
        await asyncio.sleep(0)
        change = press(
            seen.id,
            chance.choice(STATES),
            seen.revision,
            delivery=f"{person}:{n}",
            by=PEOPLE[person],
            at=after(n),
        )
        twice = [stores.checklists.tick(change) for _ in range(chance.randint(1, 2))]
        outcomes = await asyncio.gather(*twice)
        assert outcomes[0] == outcomes[-1]
        made.append((change, outcomes[0]))
    for change, first in made[::4]:
        assert await stores.checklists.tick(change) == first
    return [outcome for _, outcome in made]


async def test_200_presses_by_ten_people_at_once_leave_one_entry_for_each_change(
    stores: Stores,
) -> None:
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    async with asyncio.TaskGroup() as group:
        people = [group.create_task(_press_like_a_person(stores, n)) for n in range(10)]
    outcomes = [outcome for person in people for outcome in person.result()]
    assert len(outcomes) == 200
    ticked = [outcome for outcome in outcomes if isinstance(outcome, Ticked)]
    assert {type(outcome) for outcome in outcomes} == {Ticked, AlreadySo, MovedOn}
    log = await _changes(stores)
    assert len(log) == len(ticked)
    checklist = await checklist_of(stores.checklists)
    assert _replayed(log) == {item.id: (item.state, item.revision) for item in checklist.items}
    assert checklist.version == 1 + len(ticked)
    assert tuple(await stores.due.all_due(copies_queue(PROD))) == (TLS,)


async def test_two_people_pressing_the_same_button_have_one_winner(stores: Stores) -> None:
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    async with asyncio.TaskGroup() as group:
        presses = [
            group.create_task(stores.checklists.tick(press("i0", delivery=person, by=person)))
            for person in PEOPLE
        ]
    outcomes = [pressed.result() for pressed in presses]
    (won,) = [outcome for outcome in outcomes if isinstance(outcome, Ticked)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, AlreadySo)]
    assert len(lost) == 9
    assert {outcome.item.touched for outcome in lost} == {won.item.touched}


async def test_merges_and_ticks_at_once_lose_neither(stores: Stores) -> None:
    """A merge that was planned before a tick is refused and planned again."""
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))

    async def edit(round_: int) -> None:
        stored = False
        while not stored:
            found = await checklist_of(stores.checklists)
            items = [replace(item, text=f"Item edited {round_}") for item in found.items]
            merge = replace(merge_of(items, version=found.version), notes=())
            stored = await stores.checklists.save_merge(PROD, merge)

    async with asyncio.TaskGroup() as group:
        for n, item in enumerate(ITEMS):
            group.create_task(stores.checklists.tick(press(item.id, delivery=f"p{n}")))
            group.create_task(edit(n))
    found = await checklist_of(stores.checklists)
    assert {item.state for item in found.items} == {ItemState.DONE}
    assert {item.revision for item in found.items} == {1}
    assert len({item.text for item in found.items}) == 1
    assert found.version == 1 + 2 * len(ITEMS)


async def test_work_claimed_by_many_replicas_is_done_once(stores: Stores) -> None:
    due = {f"channel-{n}": NOON for n in range(200)}
    await stores.due.add_missing("digests", due)
    done: list[str] = []

    async def replica() -> None:
        while claimed := await stores.due.claim("digests", NOON, timedelta(minutes=1), 7):
            done.extend(work.member for work in claimed)
            for work in claimed:
                assert await stores.due.finish("digests", work, None)

    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(replica())
    assert sorted(done) == sorted(due)


class Crowd:
    """Ten people who press without a pause, and what they were told."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.acknowledged: list[Ticked] = []
        self.unsure: list[ItemChange] = []
        self.enough = asyncio.Event()
        self._grown = asyncio.Condition()

    async def press_on(self, person: int) -> None:
        n = 0
        while not self.enough.is_set():
            n += 1
            item = (await checklist_of(self._stores.checklists)).items[person % len(ITEMS)]
            to = ItemState.TODO if item.state is ItemState.DONE else ItemState.DONE
            change = press(item.id, to, item.revision, delivery=f"{person}:{n}", at=after(n))
            try:
                outcome = await self._stores.checklists.tick(change)
            except StoreUnavailableError:
                self.unsure.append(change)
                continue
            if isinstance(outcome, Ticked):
                self.acknowledged.append(outcome)
                async with self._grown:
                    self._grown.notify_all()

    async def grow(self, by: int) -> None:
        goal = len(self.acknowledged) + by
        async with asyncio.timeout(20), self._grown:
            await self._grown.wait_for(lambda: len(self.acknowledged) >= goal)


@pytest.mark.parametrize("kills", [1, 3])
async def test_killed_server_loses_no_acknowledged_tick(short_folder: Path, kills: int) -> None:
    folder = short_folder / f"kills{kills}"
    async with embedded_store(folder) as url, open_stores(url) as stores:
        await stores.checklists.save_merge(PROD, merge_of(ITEMS))
        crowd = Crowd(stores)
        async with asyncio.TaskGroup() as group:
            for person in range(len(PEOPLE)):
                group.create_task(crowd.press_on(person))
            for _ in range(kills):
                await crowd.grow(200)
                os.kill(int((folder / "store" / "server.lock").read_text()), signal.SIGKILL)
            await crowd.grow(200)
            crowd.enough.set()
    assert crowd.unsure  # so the server was killed amid presses
    async with embedded_store(folder) as url, open_stores(url) as stores:
        log = await _changes(stores)
        checklist = await checklist_of(stores.checklists)
        await _explain(stores, checklist.items, log, crowd.acknowledged)
        assert len(log) <= len(crowd.acknowledged) + len(crowd.unsure)
        await _repeat(stores, crowd.unsure, log)


async def _explain(
    stores: Stores, items: Sequence[Item], log: list[AuditEntry], acknowledged: list[Ticked]
) -> None:
    """State and log are in step, and everything that was promised is in both."""
    assert _replayed(log) == {item.id: (item.state, item.revision) for item in items}
    own = await stores.checklists.load_audit(PROD, blocker=TLS, limit=10_000)
    assert [entry for entry in reversed(own) if entry.kind == "state"] == log
    reached: dict[ItemId, int] = {item.id: 0 for item in ITEMS}
    stored = set()
    for entry in log:
        reached[entry.item] += 1
        stored.add((entry.item, reached[entry.item], entry.after))
    assert {(t.item.id, t.item.revision, t.item.state) for t in acknowledged} <= stored


async def _repeat(stores: Stores, unsure: list[ItemChange], log: list[AuditEntry]) -> None:
    """Pressing again after *not saved* tells what became of the first press."""
    kept = {(e.item, e.at, e.before, e.after) for e in log}
    for change in unsure:
        outcome = await stores.checklists.tick(change)
        if isinstance(outcome, Ticked) and len(await _changes(stores)) == len(log):
            assert (change.item, change.at, outcome.before, change.to) in kept
        else:
            log[:] = await _changes(stores)
