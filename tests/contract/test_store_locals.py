"""Blockers that live only here: what every store of them promises."""

import asyncio
from dataclasses import replace

from bot.domain.blocker import Priority
from bot.domain.checklist import Checklist, ItemState, Ticked
from bot.domain.ids import BlockerId, BlockerKey, ItemId, MilestoneKey
from bot.domain.local import LocalBlocker, LocalChange, Locals
from bot.domain.merge import Noted
from bot.domain.telling import Telling, Told
from bot.ports import copies_queue
from bot.store.stores import Stores
from tests.samples.store import (
    ALICE,
    AWKWARD,
    ITEMS,
    LOCAL,
    PROD,
    TLS,
    after,
    batch_of,
    checklist_of,
    merge_of,
    press,
)

pytest_plugins = ("tests.servers.store_fixtures",)

FIRST = BlockerKey("PROD-1")


def new(name: str, key: str = "") -> LocalChange:
    record = replace(LOCAL, id=BlockerId(f"local:{name}"), key=BlockerKey(key))
    return LocalChange(blocker=record.id, record=record)


async def keys_in(stores: Stores) -> list[str]:
    return [one.key for one in (await stores.locals.load_locals(PROD)).blockers]


async def stored(stores: Stores) -> LocalBlocker:
    (found,) = (await stores.locals.load_locals(PROD)).blockers
    return found


async def test_nothing_is_kept_at_first(stores: Stores) -> None:
    assert await stores.locals.load_locals(PROD) == Locals()


async def test_added_blocker_comes_back_whole_under_a_key_of_its_own(stores: Stores) -> None:
    assert await stores.locals.save_locals(batch_of()) == {LOCAL.id: FIRST}
    assert await stored(stores) == replace(LOCAL, key=FIRST, version=1)
    assert await stores.locals.load_locals(MilestoneKey("other")) == Locals()


async def test_its_first_items_log_and_mark_come_in_the_same_step(stores: Stores) -> None:
    await stores.locals.save_locals(batch_of(at=after(2)))
    assert await checklist_of(stores.checklists, LOCAL.id) == Checklist(
        blocker=LOCAL.id, items=ITEMS, version=1
    )
    (entry,) = await stores.checklists.load_audit(PROD, blocker=LOCAL.id)
    assert (entry.kind, entry.item, entry.text, entry.by) == ("blocker added", "", AWKWARD, ALICE)
    assert (entry.at, entry.where) == (after(2), "C0OPS:1.1")
    assert await stores.checklists.load_audit(PROD) == (entry,)
    assert await stores.due.next_due(copies_queue(PROD), LOCAL.id) == after(2)
    outcome = await stores.checklists.tick(press(blocker=LOCAL.id))
    assert isinstance(outcome, Ticked)
    assert outcome.item.state is ItemState.DONE


async def test_same_delivery_again_is_stored_once(stores: Stores) -> None:
    first = await stores.locals.save_locals(batch_of())
    assert await stores.locals.save_locals(batch_of()) == first
    assert (await stored(stores)).version == 1
    assert len(await stores.checklists.load_audit(PROD)) == 1


async def test_keys_count_on_and_keep_clear_of_those_there_are(stores: Stores) -> None:
    await stores.locals.save_locals(batch_of(new("a", "PROD-2"), delivery="1"))
    await stores.locals.save_locals(batch_of(new("b"), new("c"), delivery="2"))
    assert await keys_in(stores) == ["PROD-1", "PROD-2", "PROD-3"]
    await stores.locals.save_locals(batch_of(new("d"), delivery="3", taken=41))
    await stores.locals.save_locals(batch_of(new("e"), delivery="4"))
    assert (await keys_in(stores))[-2:] == ["PROD-42", "PROD-43"]


async def test_minted_key_keeps_clear_of_one_named_later_in_the_same_step(stores: Stores) -> None:
    answer = await stores.locals.save_locals(batch_of(new("a"), new("b", "prod-1")))
    assert answer == {BlockerId("local:a"): "PROD-2", BlockerId("local:b"): "prod-1"}


async def test_key_of_another_is_refused_whatever_its_case(stores: Stores) -> None:
    await stores.locals.save_locals(batch_of(new("a", "SEC-7"), delivery="1"))
    assert await stores.locals.save_locals(batch_of(new("b", "sec-7"), delivery="2")) is None
    twice = batch_of(new("c", "SEC-8"), new("d", "SEC-8"), delivery="3")
    assert await stores.locals.save_locals(twice) is None
    assert await keys_in(stores) == ["SEC-7"]


async def test_change_keeps_the_key_and_counts_the_version(stores: Stores) -> None:
    await stores.locals.save_locals(batch_of())
    edited = replace(await stored(stores), title="New", priority=Priority.LOW, due=None)
    note = Noted(item=ItemId(""), text="New", kind="title", before=AWKWARD, after="New", why="so")
    change = LocalChange(blocker=LOCAL.id, record=edited, notes=(note,))
    assert await stores.locals.save_locals(batch_of(change, delivery="2")) == {LOCAL.id: FIRST}
    assert await stored(stores) == replace(edited, version=2)
    entry, _ = await stores.checklists.load_audit(PROD)
    assert (entry.before, entry.after, entry.why) == (AWKWARD, "New", "so")


async def test_change_planned_on_an_old_version_stores_nothing(stores: Stores) -> None:
    await stores.locals.save_locals(batch_of())
    old = await stored(stores)
    first = LocalChange(blocker=LOCAL.id, record=replace(old, title="One"))
    second = LocalChange(blocker=LOCAL.id, record=replace(old, title="Two"))
    assert await stores.locals.save_locals(batch_of(first, delivery="2"))
    assert await stores.locals.save_locals(batch_of(second, delivery="3")) is None
    assert (await stored(stores)).title == "One"


async def test_batch_is_stored_whole_or_not_at_all(stores: Stores) -> None:
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    late = LocalChange(blocker=TLS, items=ITEMS[:1], list_version=0)
    assert await stores.locals.save_locals(batch_of(new("a"), late)) is None
    assert await stores.locals.load_locals(PROD) == Locals()
    assert await stores.due.next_due(copies_queue(PROD), BlockerId("local:a")) is None
    right = replace(late, list_version=1)
    assert await stores.locals.save_locals(batch_of(new("a"), right, delivery="2"))
    assert (await checklist_of(stores.checklists)).version == 2


async def test_what_is_told_of_a_tracked_issue_is_kept_beside(stores: Stores) -> None:
    telling = Telling(blocker=TLS, why=Told(mine=AWKWARD, said=""), effort=Told(mine="6", said="8"))
    change = LocalChange(blocker=TLS, record=telling)
    assert await stores.locals.save_locals(batch_of(change, delivery="1")) == {}
    assert await stores.locals.save_locals(batch_of(change, delivery="1")) == {}
    found = await stores.locals.load_locals(PROD)
    assert found == Locals(tellings=(replace(telling, version=1),))
    assert await stores.locals.save_locals(batch_of(change, delivery="2")) is None


async def test_many_at_once_get_keys_of_their_own(stores: Stores) -> None:
    batches = [batch_of(new(f"n{n}"), delivery=f"d{n}") for n in range(12)]
    answers = await asyncio.gather(*map(stores.locals.save_locals, batches))
    given = {key for answer in answers if answer for key in answer.values()}
    assert given == {f"PROD-{n}" for n in range(1, 13)}
    assert sorted(await keys_in(stores)) == sorted(given)


async def test_of_many_changes_at_once_one_wins(stores: Stores) -> None:
    await stores.locals.save_locals(batch_of())
    old = await stored(stores)
    changes = [
        LocalChange(blocker=LOCAL.id, record=replace(old, title=f"Title {n}")) for n in range(8)
    ]
    answers = await asyncio.gather(
        *(
            stores.locals.save_locals(batch_of(change, delivery=f"c{n}"))
            for n, change in enumerate(changes)
        )
    )
    won = [n for n, answer in enumerate(answers) if answer is not None]
    assert len(won) == 1
    assert await stored(stores) == replace(old, title=f"Title {won[0]}", version=2)
