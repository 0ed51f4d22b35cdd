"""What people change in modals: what every store of it promises."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.checklist import Checklist, Item, ItemState, Said, Ticked, Touch
from bot.domain.editing import Author, Edit
from bot.domain.ids import DeliveryId, ItemId
from bot.domain.merge import Noted
from bot.ports import copies_queue
from bot.store.stores import Stores
from tests.samples.store import (
    AWKWARD,
    BOB,
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

DNS, CERT, OLD = ITEMS
EDITED = replace(
    DNS,
    text=AWKWARD,
    owner="<@U0DANA>",
    note="one\ntwo",
    state=ItemState.SKIPPED,
    revision=1,
    touched=Touch(by=BOB, at=NOON),
    said=Said(text=DNS.text, owner=AWKWARD),
)


def edit_of(*items: Item, version: int = 1, delivery: str = "view-1", at: datetime = NOON) -> Edit:
    kinds = ("text", "state")
    return Edit(
        milestone=PROD,
        blocker=TLS,
        version=version,
        items=items,
        notes=tuple(
            Noted(item=item.id, text=item.text, kind=kind, before=AWKWARD, after="b")
            for item in items
            for kind in kinds
        ),
        author=Author(by=BOB, at=at, delivery=DeliveryId(delivery), where="C0OPS:1.1"),
    )


@pytest.fixture
async def stored(stores: Stores) -> Stores:
    assert await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    return stores


async def test_edit_stores_the_whole_item_and_leaves_the_others(stored: Stores) -> None:
    assert await stored.edits.save_edit(edit_of(EDITED))
    found = await checklist_of(stored.checklists)
    assert found == Checklist(blocker=TLS, items=(EDITED, CERT, OLD), version=2)


async def test_edit_adds_an_item_also_to_a_list_never_stored(stores: Stores) -> None:
    new = Item(id=ItemId("new"), text="By hand")
    assert await stores.edits.save_edit(edit_of(new, version=0))
    assert await checklist_of(stores.checklists) == Checklist(blocker=TLS, items=(new,), version=1)


async def test_edit_puts_away_and_remembers_that_it_did(stored: Stores) -> None:
    gone = replace(DNS, archived=True, put_away=True)
    assert await stored.edits.save_edit(edit_of(gone))
    assert (await checklist_of(stored.checklists)).item(DNS.id) == gone


async def test_edit_keeps_who_where_and_each_field_in_the_log(stored: Stores) -> None:
    await stored.edits.save_edit(edit_of(EDITED, at=after(3)))
    state, text, *_ = await stored.checklists.load_audit(PROD, blocker=TLS)
    assert [state.kind, text.kind] == ["state", "text"]
    assert (text.by, text.at, text.where) == (BOB, after(3), "C0OPS:1.1")
    assert (text.before, text.after, text.text) == (AWKWARD, "b", AWKWARD)
    assert (await stored.checklists.load_audit(PROD))[:2] == (state, text)


async def test_edit_of_a_list_that_has_moved_on_stores_nothing(stored: Stores) -> None:
    await stored.checklists.tick(press())
    assert not await stored.edits.save_edit(edit_of(EDITED))
    assert (await checklist_of(stored.checklists)).version == 2
    assert len(await stored.checklists.load_audit(PROD)) == len(ITEMS) + 1
    assert await stored.edits.save_edit(edit_of(EDITED, version=2))


async def test_same_delivery_again_is_stored_once(stored: Stores) -> None:
    assert await stored.edits.save_edit(edit_of(EDITED))
    assert await stored.edits.save_edit(edit_of(EDITED, version=2))
    assert (await checklist_of(stored.checklists)).version == 2
    assert len(await stored.checklists.load_audit(PROD)) == len(ITEMS) + 2


async def test_edit_marks_copies_and_a_refused_one_does_not(stored: Stores) -> None:
    queue = copies_queue(PROD)
    await stored.due.remove(queue, [TLS])
    await stored.edits.save_edit(edit_of(EDITED, version=7, delivery="view-0"))
    assert await stored.due.all_due(queue) == {}
    await stored.edits.save_edit(edit_of(EDITED, at=after(4)))
    assert await stored.due.next_due(queue, TLS) == after(4)


async def test_press_after_an_edit_sees_its_revision(stored: Stores) -> None:
    await stored.edits.save_edit(edit_of(EDITED))
    outcome = await stored.checklists.tick(press(seen=1))
    assert isinstance(outcome, Ticked)
    assert (outcome.item.owner, outcome.before) == ("<@U0DANA>", ItemState.SKIPPED)
    assert (await checklist_of(stored.checklists)).items[0].said == EDITED.said
