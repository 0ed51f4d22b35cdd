"""*Edit items* and *Add item*: a form at once, stored before it closes, nothing lost to others."""

from datetime import date

import pytest

from bot.domain.checklist import ItemState
from sandbox.slack.acts import presses
from sandbox.slack.triggers import Triggers
from tests.stages.editing import form, front, initial, item, kinds, labels, opened, picked, sent
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import PROD, tls

DNS = "DNS integration"
TLS = tls().id


@pytest.mark.parametrize("share", [False, True])
async def test_edit_items_opens_a_picker_of_all_items(stage: HandlersStage, share: bool) -> None:
    view = await opened(stage, share=share)
    (group,) = view["blocks"][0]["accessory"]["option_groups"]
    assert group["label"]["text"] == "What is needed"
    assert [option["text"]["text"] for option in group["options"]] == [
        "✅ Issuer configured",
        "⬜ DNS integration",
        "⬜ Endpoint verified",
    ]
    assert view["submit"] is None


async def test_form_shows_the_item_as_it_stands(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(description=f"- [ ] {DNS} (Owner: Bob)"),)
    await stage.read_tracker()
    view = await form(stage)
    assert labels(view) == [
        "State",
        "Text",
        "Owner",
        "Owner: a team, or a name",
        "Due",
        "Note",
        "Move",
        "Place",
    ]
    shown = [initial(view, field) for field in ("state", "text", "person", "owner", "archived")]
    assert shown == ["todo", DNS, "U0BOB", "", "listed"]


async def test_every_field_is_saved_at_once_and_each_is_in_the_log(stage: HandlersStage) -> None:
    view = await form(stage)
    outcome = await sent(
        stage,
        view,
        state="doing",
        text="DNS, all zones",
        person="U0DANA",
        due="2026-12-01",
        note="ask\nfirst",
        move="top",
    )
    assert outcome.ok
    assert stage.slack.state.views["U0BOB"] == []
    found = await item(stage, "DNS, all zones")
    assert (found.state, found.owner, found.due) == (
        ItemState.DOING,
        "<@U0DANA>",
        date(2026, 12, 1),
    )
    assert (found.note, found.revision, found.position) == ("ask\nfirst", 1, 0)
    assert sorted(await kinds(stage)) == ["due", "moved", "note", "owner", "state", "text"]
    (entry, *_) = await stage.stores.checklists.load_audit(PROD)
    assert (entry.by, entry.where.partition(":")[0]) == ("U0BOB", "C0OPS")


async def test_private_copy_is_drawn_again_after_it(stage: HandlersStage) -> None:
    view = await form(stage)
    await sent(stage, view, state="skipped")
    drawn = [words_of(message) for message in stage.came()]
    assert any(f"{DNS} · skipped by" in words for words in drawn)


async def test_posted_copies_change(stage: HandlersStage) -> None:
    view = await opened(stage, share=True)
    await sent(stage, await picked(stage, view, DNS), note="see the runbook")
    await stage.draw_copies()
    (posted,) = stage.posted("C0OPS")
    assert "see the runbook" in words_of(posted)


async def test_what_was_saved_outlives_the_next_sync(stage: HandlersStage) -> None:
    await sent(stage, await form(stage), text="Zones", note="mine", owner="Backend team")
    await stage.read_tracker()
    found = await item(stage, "Zones")
    assert (found.note, found.owner) == ("mine", "Backend team")


async def test_archived_item_leaves_the_list_stays_away_and_is_restored(
    stage: HandlersStage,
) -> None:
    await sent(stage, await form(stage), archived="archived")
    await stage.read_tracker()
    assert (await item(stage)).archived
    assert DNS not in words_of(await stage.say("U0BOB", "C0OPS", "/blockers THR-42"))
    view = await form(stage)
    assert initial(view, "archived") == "archived"
    await sent(stage, view, archived="listed")
    await stage.read_tracker()
    assert not (await item(stage)).archived
    assert await kinds(stage) == ["archived", "restored"]


async def test_form_sent_off_unchanged_writes_nothing(stage: HandlersStage) -> None:
    assert (await sent(stage, await form(stage))).ok
    assert await kinds(stage) == []


async def test_what_others_changed_meanwhile_is_shown_and_nothing_is_lost(
    stage: HandlersStage,
) -> None:
    view = await form(stage)
    theirs = await form(stage, user="U0ALICE")
    await sent(stage, theirs, "U0ALICE", note="Alice's", due="2026-12-24")
    outcome = await sent(stage, view, note="Bob's", text="Zones", move="top")

    again = front(stage)
    assert outcome.ok
    said = words_of(again)
    assert "Not saved yet" in said
    assert "Alice's" in said
    assert "Alice" in said.partition("Note")[2]
    assert "Due" not in said.partition("Not saved yet")[2].partition("Below")[0]
    shown = [initial(again, field) for field in ("note", "text", "move")]
    assert shown == ["Bob's", "Zones", "top"]
    assert (await item(stage)).note == "Alice's"

    await sent(stage, again)
    found = await item(stage, "Zones")
    assert (found.note, found.due) == ("Bob's", date(2026, 12, 24))


async def test_tick_meanwhile_is_kept_beside_an_edit(stage: HandlersStage) -> None:
    view = await form(stage)
    private = await stage.say("U0ALICE", "C0OPS", "/blockers THR-42")
    await stage.press("U0ALICE", private, "checklist.tick", DNS)
    await sent(stage, view, note="after all")
    found = await item(stage)
    assert (found.state, found.note) == (ItemState.DONE, "after all")


async def test_bystander_is_told_who_may_edit_and_can_ask(stage: HandlersStage) -> None:
    view = await form(stage, user="U0CHARLIE")
    assert "Only Bob (owner) or a lead" in words_of(view)
    assert "may edit" in words_of(view)
    assert labels(view) == []
    (ask,) = (b["elements"][0] for b in view["blocks"] if b["type"] == "actions")
    container = {"type": "view", "view_id": view["id"]}
    await presses.press(stage.slack.core, "U0CHARLIE", container, ask)
    await stage.settle()
    assert "has been asked" in words_of(front(stage, "U0CHARLIE"))
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0BOB")
    text = stage.posted(dm.id)[0]["text"]
    assert "<@U0BOB>" in text
    assert text.endswith("of THR-42. Would you edit it?")


async def test_who_loses_the_right_while_the_form_is_open_saves_nothing(
    stage: HandlersStage,
) -> None:
    view = await form(stage)
    stage.tracker.blockers = (tls(assignee=None),)
    await stage.read_tracker()
    await sent(stage, view, note="mine")
    assert "may edit" in words_of(front(stage))
    assert (await item(stage)).note == ""


async def test_store_away_keeps_the_form_with_what_was_typed(stage: HandlersStage) -> None:
    view = await form(stage)
    stage.switch.away = True
    outcome = await sent(stage, view, note="mine")
    assert "Not saved" in " ".join((outcome.errors or {}).values())
    stage.switch.away = False
    assert (await sent(stage, view, note="mine")).ok
    assert (await item(stage)).note == "mine"


async def test_store_away_is_said_in_the_form_that_cannot_be_filled(stage: HandlersStage) -> None:
    private = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    stage.switch.away = True
    await stage.press("U0BOB", private, "checklist.edit")
    assert "does not answer just now" in words_of(front(stage))


async def test_owner_is_a_person_or_a_name_and_a_text_is_needed(stage: HandlersStage) -> None:
    view = await form(stage)
    outcome = await sent(stage, view, person="U0DANA", owner="Backend team", text="  ")
    errors = {block.partition("/")[0]: text for block, text in (outcome.errors or {}).items()}
    assert set(errors) == {"owner", "text"}
    assert "Either a person above or a name here" in errors["owner"]


async def test_same_submission_delivered_twice_is_stored_once(stage: HandlersStage) -> None:
    view = await form(stage)
    stage.slack.core.faults.add("interactive", "duplicate")
    assert (await sent(stage, view, state="done")).ok
    assert await kinds(stage) == ["state"]


async def test_blocker_that_is_gone_is_said_in_the_form(stage: HandlersStage) -> None:
    view = await form(stage)
    stage.tracker.blockers = ()
    await stage.read_tracker()
    await sent(stage, view, note="late")
    assert "no longer among the blockers" in words_of(front(stage))


async def test_form_that_slack_does_not_open_in_time_is_said(stage: HandlersStage) -> None:
    private = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    stage.slack.core.triggers = Triggers(lambda: 0.0, life=-1.0)
    (told,) = await stage.press("U0BOB", private, "checklist.edit")
    assert "did not open the form in time" in told["text"]
