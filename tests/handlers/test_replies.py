"""Buttons on the rows of a digest: on it, not mine, remind me tomorrow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.checklist import Item
from bot.domain.editing import Author, Wish, fields_of
from bot.domain.ids import BlockerId, DeliveryId, UserId
from bot.domain.people import Person
from bot.ports import REMINDERS_QUEUE
from sandbox.slack.acts import modals
from tests.stages.editing import front, item
from tests.stages.handlers import HandlersStage, Shown, marked_up, words_of
from tests.stages.office import DESCRIPTION, PROD, tls

NOW = datetime.now(UTC)  # noqa: TID251 - the stage has a real clock
LATE = (NOW - timedelta(days=3)).date()


async def digest(stage: HandlersStage, **changed: object) -> Shown:
    """One that was posted, of a blocker that is late."""
    stage.tracker.blockers = (tls("THR-42", **{"due": LATE, "updated_at": NOW, **changed}),)
    await stage.read_tracker()
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    assert "Remind me tomorrow" not in words_of(preview)
    await stage.press("U0ALICE", preview, "digest.post")
    return stage.posted("C0OPS")[-1]


async def late_item(stage: HandlersStage) -> Shown:
    """A digest with a row about an item that is late, and Bob's."""
    description = DESCRIPTION.replace("DNS integration", f"DNS integration (due {LATE})")
    return await digest(stage, due=None, description=description)


def private(came: list[Shown]) -> str:
    (told,) = [one for one in came if one.get("ephemeral")]
    return words_of(told)


def directly(stage: HandlersStage, user: str) -> list[Shown]:
    """What the bot wrote to somebody alone."""
    state = stage.slack.state
    return [
        message
        for channel in state.channels.values()
        if channel.im and user in channel.members
        for message in state.messages.get(channel.id, [])
    ]


async def whose(
    stage: HandlersStage, person: str | None, user: str = "U0BOB", items: list[str] | None = None
) -> None:
    """Fill in the form in front of somebody and send it off."""
    view = front(stage, user)
    values: dict[str, Shown] = {}
    for block in view["blocks"]:
        if block["block_id"].startswith("person/"):
            state: Shown = {"type": "users_select", "selected_user": person}
            values[block["block_id"]] = {"value": state}
        if block["block_id"].startswith("items/") and items is not None:
            options = block["element"]["options"]
            chosen = [one for one in options if one["text"]["text"] in items]
            state = {"type": "checkboxes", "selected_options": chosen}
            values[block["block_id"]] = {"value": state}
    outcome = await modals.submit(stage.slack.core, user, view["id"], {"values": values})
    assert outcome.ok, outcome
    await stage.settle()


async def test_who_is_on_it_is_shown_in_every_copy(stage: HandlersStage) -> None:
    first, second = await digest(stage), await digest(stage)
    came = await stage.press("U0BOB", first, "digest.on_it")
    assert came == []
    await stage.draw_copies()
    for copy in (first, second):
        shown = stage.message(copy)
        assert "✋ Bob is on it since " in words_of(shown)
    assert "✋ Bob is on it" in words_of(await stage.say("U0DANA", "C0OPS", "/blockers digest"))
    history = await stage.say("U0DANA", "C0OPS", "/blockers history")
    assert "Bob took on THR-42" in words_of(history)
    assert "because it is overdue 3 days" in words_of(history)


async def test_second_one_is_told_who_was_first(stage: HandlersStage) -> None:
    posted = await digest(stage)
    await stage.press("U0BOB", posted, "digest.on_it")
    told = private(await stage.press("U0ALICE", posted, "digest.on_it"))
    assert told.startswith("Bob is on THR-42 already, since ")
    assert len(await stage.stores.replies.load_replies(PROD)) == 1


async def test_who_is_on_it_already_is_answered_too(stage: HandlersStage) -> None:
    posted = await digest(stage)
    assert await stage.press("U0BOB", posted, "digest.on_it") == []
    told = private(await stage.press("U0BOB", posted, "digest.on_it"))
    assert told.startswith("✋ You are on it since ")


async def test_former_owner_keeps_no_one_from_being_on_it(stage: HandlersStage) -> None:
    await stage.press("U0BOB", await digest(stage), "digest.on_it")
    dana = Person(name="Dana", email="dana@example.com")
    posted = await digest(stage, assignee=dana)
    assert "✋ Bob is on it" in words_of(posted)
    await stage.press("U0DANA", posted, "digest.on_it")
    await stage.draw_copies()
    assert "✋ Dana is on it since " in words_of(stage.message(posted))


@pytest.mark.parametrize("action", ["digest.on_it", "digest.not_mine"])
async def test_others_are_told_who_may(stage: HandlersStage, action: str) -> None:
    posted = await digest(stage)
    came = await stage.press("U0CHARLIE", posted, action)
    said = private(came) if action == "digest.on_it" else words_of(front(stage, "U0CHARLIE"))
    assert "Only Bob (owner) or a lead (Alice) may answer for THR-42 here." in said
    assert await stage.stores.replies.load_replies(PROD) == ()


async def test_answer_is_cleared_when_the_need_goes_away(stage: HandlersStage) -> None:
    posted = await digest(stage)
    await stage.press("U0BOB", posted, "digest.on_it")
    stage.tracker.blockers = (tls(due=(NOW + timedelta(days=30)).date(), updated_at=NOW),)
    await stage.read_tracker()
    await stage.draw_copies()
    shown = stage.message(posted)
    assert "✅ settled meanwhile" in words_of(shown)
    assert "Bob is on it" not in words_of(shown)
    assert "On it" not in words_of(shown)
    assert await stage.stores.replies.load_replies(PROD) == ()
    told = private(await stage.press("U0BOB", await old(stage, posted), "digest.on_it"))
    assert "settled meanwhile" in told


async def old(stage: HandlersStage, posted: Shown) -> Shown:
    """A copy that was never drawn again."""
    found = stage.slack.state.find_message(posted["channel"], posted["ts"])
    assert found is not None
    found["blocks"] = posted["blocks"]
    return posted


async def test_press_delivered_twice_counts_once(stage: HandlersStage) -> None:
    posted = await digest(stage)
    stage.slack.core.faults.add("interactive", "duplicate")
    await stage.press("U0BOB", posted, "digest.on_it")
    log = await stage.stores.checklists.load_audit(PROD)
    assert [entry.kind for entry in log].count("on it") == 1


async def test_store_that_is_away_promises_nothing(stage: HandlersStage) -> None:
    posted = await digest(stage)
    stage.switch.away = True
    assert "not saved" in private(await stage.press("U0BOB", posted, "digest.on_it")).lower()


async def test_owner_of_a_tracked_blocker_is_suggested_and_a_lead_told(
    stage: HandlersStage,
) -> None:
    posted = await digest(stage)
    await stage.press("U0BOB", posted, "digest.not_mine")
    view = front(stage)
    assert "a lead is told" in str(view)
    await whose(stage, "U0DANA")
    await stage.draw_copies()
    said = words_of(stage.message(posted))
    assert "Bob says it is not theirs; suggested Dana" in said
    (told,) = directly(stage, "U0ALICE")
    assert "Bob says that *THR-42 Title of THR-42* is not theirs, and suggests *Dana*" in words_of(
        told
    )
    assert "<@" not in marked_up(told)
    history = await stage.say("U0DANA", "C0OPS", "/blockers history")
    assert "Bob said THR-42 is not theirs, suggested Dana" in words_of(history)


async def test_nobody_may_be_named(stage: HandlersStage) -> None:
    posted = await digest(stage)
    await stage.press("U0BOB", posted, "digest.not_mine")
    await whose(stage, None)
    await stage.draw_copies()
    assert "it is not theirs; nobody suggested" in words_of(stage.message(posted))


async def test_item_is_handed_on(stage: HandlersStage) -> None:
    posted = await late_item(stage)
    assert "DNS integration" in words_of(posted)
    await stage.press("U0BOB", posted, "digest.not_mine")
    await whose(stage, "U0DANA")
    assert (await item(stage)).owner == "<@U0DANA>"
    await stage.draw_copies()
    shown = stage.message(posted)
    assert "Bob handed it to Dana" in words_of(shown)
    assert "<@U0DANA>" not in marked_up(shown)
    assert directly(stage, "U0ALICE") == []


async def test_owner_that_changed_meanwhile_is_shown_first(stage: HandlersStage) -> None:
    posted = await late_item(stage)
    await stage.press("U0BOB", posted, "digest.not_mine")
    await handed_to_charlie(stage)
    await whose(stage, "U0DANA")
    assert (await item(stage)).owner == "<@U0CHARLIE>"
    assert "Not saved yet" in words_of(front(stage))
    assert "it is Charlie now" in words_of(front(stage))
    await whose(stage, "U0DANA")
    assert (await item(stage)).owner == "<@U0DANA>"


async def handed_to_charlie(stage: HandlersStage) -> None:
    found: Item = await item(stage)
    fields = fields_of(found)
    wish = Wish(item=found.id, seen=fields.stamps, fields=replace(fields, owner="<@U0CHARLIE>"))
    author = Author(by=UserId("U0ALICE"), at=NOW, delivery=DeliveryId("other"))
    await stage.parts.services.editing.edit(PROD, BlockerId("id-THR-42"), wish, author)


async def test_reminder_is_set_for_anybody_and_said(stage: HandlersStage) -> None:
    posted = await digest(stage)
    told = private(await stage.press("U0CHARLIE", posted, "digest.tomorrow"))
    assert "I remind you of THR-42 on " in told
    assert "09:00" in told
    await stage.press("U0CHARLIE", posted, "digest.tomorrow")
    (member,) = await stage.stores.due.all_due(REMINDERS_QUEUE)
    assert member.startswith("U0CHARLIE:")


async def test_reminder_of_whom_it_waits_for_is_in_the_log(stage: HandlersStage) -> None:
    posted = await digest(stage)
    for user in ("U0BOB", "U0CHARLIE"):
        await stage.press(user, posted, "digest.tomorrow")
    history = words_of(await stage.say("U0DANA", "C0OPS", "/blockers history"))
    assert "Bob put THR-42 off until " in history
    assert "because it is overdue 3 days" in history
    assert "Charlie" not in history


async def test_row_without_an_owner_offers_to_pick_one(stage: HandlersStage) -> None:
    posted = await digest(stage, assignee=None)
    assert "Pick owner" in words_of(posted)
    await stage.press("U0ALICE", posted, "digest.not_mine")
    await whose(stage, "U0DANA", "U0ALICE")
    await stage.draw_copies()
    assert "suggested Dana" in words_of(stage.message(posted))


async def test_on_it_answers_who_asked(stage: HandlersStage) -> None:
    posted = await digest(stage)
    blocker = await stage.say("U0CHARLIE", "C0OPS", "/blockers THR-42")
    (refused,) = await stage.press("U0CHARLIE", blocker, "checklist.tick", "DNS")
    await stage.press("U0CHARLIE", refused, "checklist.ask")
    await stage.press("U0BOB", posted, "digest.on_it")
    assert "✋ Bob is on it since " in words_of(await stage.open_home("U0CHARLIE"))
