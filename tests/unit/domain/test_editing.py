"""What people change in an item: only that, told apart from what others changed meanwhile."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.checklist import Checklist, Item, ItemState, Said, Touch
from bot.domain.editing import (
    Addition,
    Clash,
    Edited,
    Wish,
    fields_of,
    plan_addition,
    plan_edit,
    rebase,
)
from bot.domain.ids import BlockerId, DeliveryId
from bot.domain.ordering import Move
from tests.samples.builders import NOW, TODAY, item
from tests.samples.making import change

TOUCH = Touch(by="U0BOB", at=NOW)
DNS = item("DNS", owner="Bob", due=TODAY, note="soon", revision=2)


def list_of(*items: Item) -> Checklist:
    return Checklist(blocker=BlockerId("b"), items=items, version=1)


def planned(seen: Item, now: Item, *, move: Move | None = None, **wanted: object) -> Edited | Clash:
    shown = fields_of(seen)
    fields = change(shown, **wanted)
    wish = Wish(item=now.id, seen=shown.stamps, fields=fields, move=move)
    return plan_edit(list_of(now), now, wish, TOUCH)


def edited(seen: Item, now: Item, **wanted: Any) -> Edited:
    found = planned(seen, now, **wanted)
    assert isinstance(found, Edited)
    return found


def kinds(found: Edited) -> list[tuple[str, str, str]]:
    return [(note.kind, note.before, note.after) for note in found.notes]


def test_form_sent_off_as_it_was_changes_nothing() -> None:
    found = edited(DNS, DNS)
    assert (found.item, found.items, found.notes) == (DNS, (), ())


def test_state_counts_as_a_revision_and_says_who() -> None:
    found = edited(DNS, DNS, state=ItemState.SKIPPED)
    said = replace(TOUCH, before=ItemState.TODO)
    assert found.item == replace(DNS, state=ItemState.SKIPPED, revision=3, touched=said)
    assert kinds(found) == [("state", "todo", "skipped")]


@pytest.mark.parametrize(
    ("name", "value", "entry"),
    [
        ("text", "DNS, all of it", ("text", "DNS", "DNS, all of it")),
        ("owner", "", ("owner", "Bob", "")),
        ("due", date(2026, 12, 1), ("due", "2026-11-18", "2026-12-01")),
        ("due", None, ("due", "2026-11-18", "")),
        ("note", "a\nb", ("note", "soon", "a\nb")),
    ],
)
def test_each_field_is_changed_alone_and_remembers_the_description(
    name: str, value: object, entry: tuple[str, str, str]
) -> None:
    found = edited(DNS, DNS, **{name: value})
    said = Said(text="DNS", owner="Bob", due=TODAY, note="soon")
    assert found.item == change(DNS, said=said, **{name: value or None})
    assert kinds(found) == [entry]


def test_back_to_what_the_description_says_needs_no_memory() -> None:
    renamed = edited(DNS, DNS, text="Other").item
    assert edited(renamed, renamed, text="DNS").item == DNS


def test_item_that_is_in_no_description_remembers_none() -> None:
    own = replace(DNS, described=None)
    assert edited(own, own, text="Other").item.said is None


def test_field_that_another_changed_stays_as_the_other_left_it() -> None:
    now = replace(DNS, due=date(2026, 12, 1), state=ItemState.DONE, revision=3)
    found = edited(DNS, now, note="later")
    assert (found.item.due, found.item.state) == (date(2026, 12, 1), ItemState.DONE)
    assert kinds(found) == [("note", "soon", "later")]


def test_field_that_both_changed_clashes_and_nothing_is_planned() -> None:
    now = replace(DNS, owner="Dana", note="theirs")
    assert planned(DNS, now, owner="Alice", note="mine", text="DNS 2") == Clash(
        now, ("owner", "note")
    )


def test_form_is_shown_again_over_what_others_changed() -> None:
    now = replace(DNS, owner="Dana", note="theirs", due=None)
    shown = fields_of(DNS)
    wish = Wish(item=DNS.id, seen=shown.stamps, fields=replace(shown, note="mine"))
    assert rebase(now, wish) == replace(fields_of(now), note="mine")


def test_same_change_by_both_is_no_clash() -> None:
    now = replace(DNS, owner="Dana")
    assert edited(DNS, now, owner="Dana").items == ()


def test_archived_here_is_put_away_and_comes_back_described() -> None:
    gone = edited(DNS, DNS, archived=True)
    assert gone.item == replace(DNS, archived=True, put_away=True)
    assert kinds(gone) == [("archived", "todo", "todo")]
    back = edited(gone.item, gone.item, archived=False)
    assert back.item == DNS
    assert kinds(back) == [("restored", "todo", "todo")]


def test_restored_item_whose_line_is_gone_is_ours() -> None:
    gone = replace(DNS, archived=True)
    assert edited(gone, gone, archived=False).item == replace(DNS, described=None)


def test_what_cannot_be_shown_in_an_input_is_not_a_change() -> None:
    odd = replace(DNS, text="a\x00  b\u202e", note="x \r\n\r\n", owner=" Bob\t")
    assert edited(odd, odd).items == ()
    assert fields_of(odd).text == "a b"
    long = replace(DNS, text="y" * 9000)
    assert edited(long, long, note="z").item.text == long.text


def test_addition_stands_last_and_is_the_same_for_the_same_delivery() -> None:
    addition = Addition(text="By hand", owner="Backend team", due=TODAY, note="n")
    checklist = list_of(replace(DNS, position=7))
    found = plan_addition(checklist, addition, DeliveryId("d"))
    assert (found.item.position, found.item.described) == (8, None)
    assert kinds(found) == [("added", "", "todo")]
    assert plan_addition(checklist, addition, DeliveryId("d")) == found
    other = plan_addition(checklist, addition, DeliveryId("e"))
    assert other.item.id != found.item.id


def test_move_and_change_are_planned_together() -> None:
    rows = [item(name, position=place) for place, name in enumerate(("a", "b", "c"))]
    shown = fields_of(rows[2])
    wish = Wish(
        item=rows[2].id, seen=shown.stamps, fields=replace(shown, note="now"), move=Move.TOP
    )
    found = plan_edit(list_of(*rows), rows[2], wish, TOUCH)
    assert isinstance(found, Edited)
    places = {one.text: (one.position, one.note) for one in found.items}
    assert places == {"a": (1, ""), "b": (2, ""), "c": (0, "now")}
    assert kinds(found) == [("note", "", "now"), ("moved", "3", "1")]


def test_move_of_what_stands_there_already_stores_nothing() -> None:
    alone = planned(DNS, DNS, move=Move.UP)
    assert isinstance(alone, Edited)
    assert (alone.items, alone.notes) == ((), ())
