"""Checklists and their log: what every store of them promises."""

from dataclasses import replace

import pytest

from bot.domain.checklist import (
    AlreadySo,
    Checklist,
    Item,
    ItemGone,
    ItemState,
    MovedOn,
    Ticked,
    Touch,
)
from bot.domain.ids import BlockerId, ItemId
from bot.ports import copies_queue
from bot.store.stores import Stores
from tests.samples.store import (
    ALICE,
    AWKWARD,
    BOB,
    CI,
    ITEMS,
    NOON,
    PROD,
    TLS,
    after,
    checklist_of,
    merge_of,
    press,
)

pytest_plugins = ("tests.servers.store_fixtures",)

DNS, CERT, _ = ITEMS
DONE, TODO, DOING = ItemState.DONE, ItemState.TODO, ItemState.DOING


@pytest.fixture
async def stored(stores: Stores) -> Stores:
    assert await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    return stores


async def test_checklist_never_stored_is_empty_at_version_0(stores: Stores) -> None:
    found = await stores.checklists.load_many(PROD, [TLS, CI])
    assert found == {TLS: Checklist(blocker=TLS), CI: Checklist(blocker=CI)}
    assert await stores.checklists.load_many(PROD, []) == {}


async def test_checklist_comes_back_as_it_was_stored(stored: Stores) -> None:
    found = await checklist_of(stored.checklists)
    assert found == Checklist(blocker=TLS, items=ITEMS, version=1)
    assert found.items[1].text == AWKWARD


async def test_checklist_of_one_milestone_is_not_in_another(stored: Stores) -> None:
    other = type(PROD)("steady")
    found = await stored.checklists.load_many(other, [TLS])
    assert found[TLS].items == ()
    assert await stored.checklists.load_audit(other) == ()


async def test_tick_stores_state_revision_and_who(stored: Stores) -> None:
    outcome = await stored.checklists.tick(press())
    after_it = replace(DNS, state=DONE, revision=1, touched=Touch(by=BOB, at=NOON))
    assert outcome == Ticked(after_it, before=TODO)
    found = await checklist_of(stored.checklists)
    assert found == Checklist(blocker=TLS, items=(after_it, *ITEMS[1:]), version=2)


async def test_undo_keeps_what_the_item_was_until_then(stored: Stores) -> None:
    await stored.checklists.tick(press())
    undo = replace(press("dns", TODO, 1, delivery="press-2", by=ALICE), before=DONE)
    await stored.checklists.tick(undo)
    found = await checklist_of(stored.checklists)
    assert found.items[0].touched == Touch(by=ALICE, at=NOON, before=DONE)


async def test_tick_keeps_text_that_json_has_to_escape(stored: Stores) -> None:
    outcome = await stored.checklists.tick(press("cert", seen=3))
    expected = replace(CERT, state=DONE, revision=4, touched=Touch(by=BOB, at=NOON))
    assert outcome == Ticked(expected, before=DOING)
    entry, *_ = await stored.checklists.load_audit(PROD)
    assert entry.text == AWKWARD


async def test_tick_to_the_same_state_tells_who_was_first(stored: Stores) -> None:
    await stored.checklists.tick(press())
    outcome = await stored.checklists.tick(press(by=ALICE, delivery="press-2", at=after(5)))
    assert isinstance(outcome, AlreadySo)
    assert outcome.item.touched == Touch(by=BOB, at=NOON)
    assert (await checklist_of(stored.checklists)).version == 2


async def test_tick_from_an_old_copy_changes_nothing(stored: Stores) -> None:
    await stored.checklists.tick(press())
    outcome = await stored.checklists.tick(press(to=DOING, seen=0, delivery="press-2"))
    assert isinstance(outcome, MovedOn)
    assert (outcome.item.state, outcome.item.revision) == (DONE, 1)
    assert len(await stored.checklists.load_audit(PROD)) == len(ITEMS) + 1


@pytest.mark.parametrize("item", ["old", "never"])
async def test_tick_of_an_item_that_is_gone_says_so(stored: Stores, item: str) -> None:
    assert await stored.checklists.tick(press(item)) == ItemGone()
    assert (await checklist_of(stored.checklists)).version == 1


async def test_press_delivered_again_returns_its_first_outcome(stored: Stores) -> None:
    first = await stored.checklists.tick(press())
    await stored.checklists.tick(press(to=TODO, seen=1, delivery="press-2", by=ALICE))
    again = await stored.checklists.tick(press())
    assert again == first
    assert (first.repeated, again.repeated) == (False, True)
    found = await checklist_of(stored.checklists)
    assert (found.items[0].state, found.version) == (TODO, 3)


@pytest.mark.parametrize("to", [TODO, DOING])
async def test_refused_press_delivered_again_stays_refused(stored: Stores, to: ItemState) -> None:
    """Even where it would be possible by now."""
    refused = await stored.checklists.tick(press("cert", to=to, seen=2))
    await stored.checklists.tick(press("cert", to=DONE, seen=3, delivery="press-2"))
    assert await stored.checklists.tick(press("cert", to=to, seen=2)) == refused


async def test_press_on_a_missing_item_stays_gone_when_delivered_again(stores: Stores) -> None:
    assert await stores.checklists.tick(press()) == ItemGone()
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    assert await stores.checklists.tick(press()) == ItemGone()


async def test_tick_puts_the_blocker_into_the_copies_queue(stores: Stores) -> None:
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    queue = copies_queue(PROD)
    await stores.due.remove(queue, [TLS])
    await stores.checklists.tick(press(at=after(1)))
    await stores.checklists.tick(press(to=TODO, seen=1, at=after(9), delivery="press-2"))
    assert await stores.due.next_due(queue, TLS) == after(1)


async def test_refused_tick_marks_no_copies(stored: Stores) -> None:
    await stored.due.remove(copies_queue(PROD), [TLS])
    await stored.checklists.tick(press(to=TODO))
    await stored.checklists.tick(press(seen=7, delivery="press-2"))
    assert await stored.due.all_due(copies_queue(PROD)) == {}


async def test_merge_marks_copies(stored: Stores) -> None:
    assert await stored.due.next_due(copies_queue(PROD), TLS) == NOON


async def test_merge_against_an_old_version_stores_nothing(stored: Stores) -> None:
    await stored.checklists.tick(press())
    stale = merge_of([replace(DNS, text="DNS, edited")], version=1, at=after(3))
    assert not await stored.checklists.save_merge(PROD, stale)
    found = await checklist_of(stored.checklists)
    assert (found.items[0].text, found.items[0].state) == ("DNS integration", DONE)
    assert len(await stored.checklists.load_audit(PROD)) == len(ITEMS) + 1


async def test_merge_leaves_items_alone_that_it_does_not_name(stored: Stores) -> None:
    new = Item(id=ItemId("new"), text="One more", position=9)
    assert await stored.checklists.save_merge(PROD, merge_of([new], version=1))
    found = await checklist_of(stored.checklists)
    assert found == Checklist(blocker=TLS, items=(*ITEMS, new), version=2)


async def test_merge_archives_and_brings_back(stored: Stores) -> None:
    gone = replace(DNS, archived=True)
    assert await stored.checklists.save_merge(PROD, merge_of([gone], version=1))
    assert await stored.checklists.tick(press(delivery="while-gone")) == ItemGone()
    assert await stored.checklists.save_merge(PROD, merge_of([DNS], version=2))
    assert isinstance(await stored.checklists.tick(press(delivery="back")), Ticked)


async def test_audit_tells_who_when_from_to_where_and_why(stored: Stores) -> None:
    await stored.checklists.tick(press(at=after(60)))
    entry, *_ = await stored.checklists.load_audit(PROD)
    assert replace(entry, id="") == replace(
        entry,
        id="",
        at=after(60),
        by=BOB,
        blocker=TLS,
        item=ItemId("dns"),
        text="DNS integration",
        kind="state",
        before="todo",
        after="done",
        where="C0OPS:1764000000.000100",
        why="seen to work",
    )


async def test_audit_is_newest_first_and_bounded_by_limit(stored: Stores) -> None:
    for place in range(4):
        to = DONE if place % 2 == 0 else TODO
        await stored.checklists.tick(
            press(to=to, seen=place, at=after(place), delivery=f"press-{place}")
        )
    found = await stored.checklists.load_audit(PROD, limit=3)
    assert [entry.at for entry in found] == [after(3), after(2), after(1)]
    assert len({entry.id for entry in found}) == 3


async def test_audit_of_one_blocker_holds_its_entries_only(stored: Stores) -> None:
    await stored.checklists.save_merge(PROD, merge_of([DNS], blocker=CI, at=after(1)))
    everything = await stored.checklists.load_audit(PROD)
    assert [entry.blocker for entry in everything] == [CI, TLS, TLS, TLS]
    assert await stored.checklists.load_audit(PROD, blocker=CI) == everything[:1]
    assert await stored.checklists.load_audit(PROD, blocker=TLS) == everything[1:]
    assert await stored.checklists.load_audit(PROD, blocker=BlockerId("none")) == ()


async def test_audit_since_a_time_includes_that_time(stored: Stores) -> None:
    await stored.checklists.tick(press(at=after(10)))
    await stored.checklists.tick(press(to=TODO, seen=1, at=after(20), delivery="press-2"))
    found = await stored.checklists.load_audit(PROD, since=after(10))
    assert [entry.at for entry in found] == [after(20), after(10)]
    assert await stored.checklists.load_audit(PROD, since=after(20.000001)) == ()


async def test_audit_keeps_the_order_of_changes_where_clocks_disagree(stored: Stores) -> None:
    """A replica whose clock is behind writes after one whose clock is ahead."""
    await stored.checklists.tick(press(at=after(30)))
    await stored.checklists.tick(press(to=TODO, seen=1, at=after(10), delivery="press-2"))
    found = await stored.checklists.load_audit(PROD, since=after(5))
    assert [(entry.after, entry.at) for entry in found] == [
        ("todo", after(10)),
        ("done", after(30)),
    ]
