"""The modals of a checklist: whatever the items hold, Slack takes them and nothing is hidden."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.checklist import Checklist, Item, ItemState
from bot.domain.editing import Fields, fields_of
from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.domain.ordering import Move
from bot.render.editing import (
    ADD_VIEW,
    EDIT_VIEW,
    Entry,
    addition_view,
    clash_words,
    fields_view,
    loading_view,
    picker_view,
    value_words,
)
from bot.render.lines import local_time
from bot.render.values import MAX_URL, BadValueError, Form
from tests.samples.builders import blocker, item
from tests.unit.render.boards import sample_board
from tests.unit.render.slack_limits import LIVE, faults_of_view, plain, texts_of
from tests.unit.render.strange import HOSTILE, texts

FORM = Form(milestone=MilestoneKey("prod"), blocker=BlockerId("b"))
DNS = item("DNS", position=1)
LOCAL = local_time(sample_board())


def list_of(*items: Item) -> Checklist:
    return Checklist(blocker=BlockerId("b"), items=items, version=1)


def blocks_of(view: Any) -> list[dict[str, Any]]:
    return plain(view["blocks"])


def groups_of(view: Any) -> dict[str, list[str]]:
    groups = blocks_of(view)[0]["accessory"]["option_groups"]
    return {g["label"]["text"]: [o["text"]["text"] for o in g["options"]] for g in groups}


def test_loading_views_hold_nothing_to_send_off() -> None:
    for name in (EDIT_VIEW, ADD_VIEW):
        assert faults_of_view(loading_view(name)) == []
        assert "submit" not in loading_view(name)


def test_archived_items_are_a_group_of_their_own() -> None:
    gone = replace(item("Gone"), archived=True, state=ItemState.DONE)
    assert groups_of(picker_view(blocker(), list_of(DNS, gone), FORM)) == {
        "What is needed": ["⬜ DNS"],
        "Archived": ["✅ Gone"],
    }


def test_more_than_a_hundred_items_are_split_and_none_is_left_out() -> None:
    many = list_of(*(item(f"Item {n}", position=n) for n in range(250)))
    groups = groups_of(picker_view(blocker(), many, FORM))
    assert list(groups) == [
        "What is needed",
        "What is needed, from 101",
        "What is needed, from 201",
    ]
    assert [len(options) for options in groups.values()] == [100, 100, 50]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_does_not_fit_is_counted(text: str) -> None:
    many = list_of(*(Item(id=ItemId(f"i{n}"), text=text * 9, position=n) for n in range(900)))
    view = picker_view(blocker(title=text * 300), many, replace(FORM, item=ItemId("i0")))
    assert faults_of_view(view) == []
    shown = sum(len(options) for options in groups_of(view).values())
    assert shown >= 300
    assert shown == 900 or f"{900 - shown} more items did not fit" in next(
        texts_of(blocks_of(view))
    )


def test_block_ids_change_with_what_is_shown() -> None:
    one = fields_view(blocker(), list_of(DNS), FORM, Entry(fields=fields_of(DNS)))
    seen = replace(FORM, item=DNS.id, seen="a.b")
    other = fields_view(blocker(), list_of(DNS), seen, Entry(fields=fields_of(DNS)))
    ids = [{b["block_id"] for b in blocks_of(v) if b["type"] == "input"} for v in (one, other)]
    assert ids[0] & ids[1] == set()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, texts, texts, st.one_of(st.none(), st.dates()), st.sampled_from([None, *Move]))
def test_forms_keep_the_limits(
    text: str, owner: str, note: str, due: date | None, move: Move | None
) -> None:
    odd = replace(DNS, text=text * 40, owner=owner, note=note * 40, due=due)
    fields = fields_of(odd)
    form = replace(FORM, item=odd.id, seen=".".join(fields.stamps.values()), written=owner[:200])
    values = [("due", value_words("due", fields, LOCAL), owner[:9] and "x")]
    values += [(name, value_words(name, fields, LOCAL), "") for name in ("text", "note", "owner")]
    entry = Entry(fields=fields, move=move, teams=(text, owner) * 9, notice=clash_words(values))
    for view in (
        fields_view(blocker(title=text), list_of(odd), form, entry),
        addition_view(blocker(title=note), form, (owner, text)),
    ):
        assert faults_of_view(view) == []
        assert not any(LIVE.search(each) for each in texts_of(blocks_of(view)))


def test_new_values_are_named_with_who_and_when() -> None:
    fields = Fields(
        state=ItemState.DOING, text="DNS <!here>", due=date(2026, 11, 20), archived=True
    )
    said = [value_words(name, fields, LOCAL) for name in ("state", "text", "due", "archived")]
    assert said == ["doing", "\u201cDNS &lt;!here&gt;\u201d", "Fri 20 Nov", "archived"]
    text = clash_words([("due", "Fri 20 Nov", "Alice, 09:41"), ("note", "", "")])
    assert "• *Due* is now Fri 20 Nov (Alice, 09:41)" in text
    assert "• *Note* is now empty" in text


def test_form_comes_back_as_it_was_and_leaves_out_an_endless_address() -> None:
    form = Form(
        milestone=MilestoneKey("prod"),
        blocker=BlockerId("b"),
        channel="C0OPS",
        ts="1.1",
        private=True,
        page=2,
        url="https://hooks.slack.com/actions/T/1/x",
        item=ItemId("i"),
        seen="a.b",
        account="U0BOB",
        written="Bob",
    )
    assert Form.decode(form.encode()) == form
    assert Form.decode(replace(form, url="x" * (MAX_URL + 1)).encode()).url == ""


@pytest.mark.parametrize("value", ["", "{}", "[]", '{"m":"prod"}', '{"m":"prod","b":"b","z":1}'])
def test_form_that_is_none_of_ours_is_refused(value: str) -> None:
    with pytest.raises(BadValueError):
        Form.decode(value)
