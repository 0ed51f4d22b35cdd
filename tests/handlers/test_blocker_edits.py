"""*Edit blocker*: by its owner or a lead, every field of ours, three of a tracked issue."""

from datetime import date

import pytest

from bot.domain.local import LocalBlocker, LocalStatus
from sandbox.slack.acts import presses
from tests.stages.blocker_forms import asked, edited, errors_of, kept, log, only, send
from tests.stages.editing import front, initial, labels
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import tls


@pytest.fixture
async def bobs(stage: HandlersStage) -> LocalBlocker:
    """PROD-1, which Bob owns."""
    await send(stage, await asked(stage, "No keys"), person="U0BOB", priority="2", why="no keys")
    return await only(stage)


@pytest.mark.usefixtures("bobs")
async def test_form_shows_every_field_as_it_stands(stage: HandlersStage) -> None:
    view = await edited(stage)
    assert labels(view) == [
        "Title",
        "State",
        "Reason",
        "Priority",
        "Owner",
        "Owner: a team, or a name",
        "Due",
        "Why it blocks",
        "Next action",
        "Effort left, in hours",
        "Watch only",
    ]
    shown = [initial(view, name) for name in ("title", "status", "priority", "person", "why")]
    assert shown == ["No keys", "open", "2", "U0BOB", "no keys"]
    assert "added here by Bob" in words_of(view)


@pytest.mark.usefixtures("bobs")
async def test_changes_are_saved_at_once_drawn_and_each_is_in_the_log(
    stage: HandlersStage,
) -> None:
    view = await edited(stage)
    outcome = await send(
        stage,
        view,
        title="No signing keys",
        status="in progress",
        priority="1",
        person="U0DANA",
        due="2026-12-01",
        next="order",
        effort="2",
    )
    assert outcome.ok
    found = await only(stage)
    assert (found.title, found.status, found.owner) == (
        "No signing keys",
        LocalStatus.IN_PROGRESS,
        "<@U0DANA>",
    )
    assert (found.due, found.effort_hours, found.why) == (date(2026, 12, 1), (2.0, 2.0), "no keys")
    (changed,) = stage.came()
    assert "No signing keys" in words_of(changed)
    assert "in progress" in words_of(changed)
    entries = {entry.kind: (entry.before, entry.after) for entry in await log(stage)}
    assert entries["assignee"] == ("Bob", "Dana")
    assert entries["workflow"] == ("open", "in progress")
    assert entries["blocker due"] == ("", "2026-12-01")


@pytest.mark.usefixtures("bobs")
async def test_closing_and_opening_again_need_a_reason(stage: HandlersStage) -> None:
    view = await edited(stage)
    outcome = await send(stage, view, status="done")
    assert "Say why" in errors_of(outcome)["reason"]
    assert (await send(stage, view, status="done", reason="keys came")).ok
    board = await stage.say("U0CHARLIE", "C0OPS", "/blockers")
    assert "Cleared so far: PROD-1" in words_of(board)
    assert "blocked by 1" in words_of(board)

    again = await edited(stage)
    assert "Say why" in errors_of(await send(stage, again, status="open"))["reason"]
    assert (await send(stage, again, status="open", reason="wrong keys")).ok
    assert (await only(stage)).completed_at is None
    why = [(entry.kind, entry.why) for entry in await log(stage)][1:]
    assert why == [("cleared", "keys came"), ("reopened", "wrong keys")]


@pytest.mark.usefixtures("bobs")
async def test_bystander_is_told_who_may_and_a_lead_may(stage: HandlersStage) -> None:
    view = await edited(stage, user="U0CHARLIE")
    assert "Only Bob (owner) or a lead" in words_of(view)
    assert "may edit PROD-1" in words_of(view)
    assert labels(view) == []
    (ask,) = (b["elements"][0] for b in view["blocks"] if b["type"] == "actions")
    container = {"type": "view", "view_id": view["id"]}
    await presses.press(stage.slack.core, "U0CHARLIE", container, ask)
    await stage.settle()
    assert "Bob has been asked" in words_of(front(stage, "U0CHARLIE"))
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0BOB")
    (question,) = stage.posted(dm.id)
    assert "<@U0BOB>" in question["text"]
    assert question["text"].endswith("asks about PROD-1 “No keys”. Would you edit it?")
    lead = await edited(stage, user="U0ALICE")
    assert (await send(stage, lead, "U0ALICE", title="By a lead")).ok
    assert (await only(stage)).title == "By a lead"


@pytest.mark.usefixtures("bobs")
async def test_two_who_edit_one_field_see_each_other_before_anything_is_lost(
    stage: HandlersStage,
) -> None:
    view = await edited(stage)
    theirs = await edited(stage, user="U0ALICE")
    await send(stage, theirs, "U0ALICE", title="Alice's", priority="4", person="U0DANA")
    outcome = await send(stage, view, title="Bob's", why="Bob's why", person="U0CHARLIE")
    assert outcome.ok
    again = front(stage)
    said = words_of(again)
    assert "may edit" in said  # it is Dana's now

    lead = await edited(stage, user="U0ALICE")
    other = await edited(stage, user="U0DANA")
    await send(stage, other, "U0DANA", person="U0BOB", title="Dana's")
    await send(stage, lead, "U0ALICE", person="U0CHARLIE", next="ask", title="Dana's")
    clash = front(stage, "U0ALICE")
    said = words_of(clash)
    assert "Not saved yet" in said
    assert "*Owner* is now \u201cBob\u201d (Dana" in said
    assert "*Title*" not in said
    assert [initial(clash, field) for field in ("person", "next")] == ["U0CHARLIE", "ask"]
    await send(stage, clash, "U0ALICE")
    found = await only(stage)
    assert (found.owner, found.next_action, found.title) == ("<@U0CHARLIE>", "ask", "Dana's")


@pytest.mark.usefixtures("bobs")
async def test_close_by_another_meanwhile_needs_no_reason_of_mine(stage: HandlersStage) -> None:
    view = await edited(stage)
    theirs = await edited(stage, user="U0ALICE")
    await send(stage, theirs, "U0ALICE", status="done", reason="came")
    assert (await send(stage, view, why="still")).ok
    found = await only(stage)
    assert (found.status, found.why) == (LocalStatus.DONE, "still")


@pytest.mark.usefixtures("bobs")
async def test_posted_copies_follow_an_edit(stage: HandlersStage) -> None:
    (copy,) = await stage.type_in("U0BOB", "C0OPS", "/blockers PROD-1 share")
    view = await edited(stage)
    await send(stage, view, title="No signing keys")
    await stage.draw_copies()
    assert "No signing keys" in words_of(stage.message(copy))


async def test_of_a_tracked_issue_three_fields_are_told_here(stage: HandlersStage) -> None:
    view = await edited(stage, "THR-42")
    assert labels(view) == ["Why it blocks", "Next action", "Effort left, in hours"]
    assert "Title, state, owner and dates are Linear's" in words_of(view)
    assert (await send(stage, view, why="told here", effort="6-8")).ok
    words = words_of(await stage.say("U0BOB", "C0OPS", "/blockers THR-42"))
    assert "told here" in words
    assert "6\u20138 h left" in words

    stage.tracker.blockers = (
        tls(description=f"Why it's blocking: said there\n\n{tls().description}"),
    )
    await stage.read_tracker()
    words = words_of(await stage.say("U0BOB", "C0OPS", "/blockers THR-42"))
    assert "said there" in words
    assert "6\u20138 h left" in words
    (telling,) = (await kept(stage)).tellings
    assert (telling.why, telling.effort and telling.effort.mine) == (None, "6-8")


async def test_bystander_may_not_tell_of_a_tracked_issue(stage: HandlersStage) -> None:
    view = await edited(stage, "THR-42", "U0CHARLIE")
    assert "may edit THR-42" in words_of(view)
    assert (await kept(stage)).tellings == ()


@pytest.mark.usefixtures("bobs")
async def test_bad_effort_is_said_and_store_away_keeps_the_form(stage: HandlersStage) -> None:
    view = await edited(stage)
    assert "such as 6 or 6-8" in errors_of(await send(stage, view, effort="8-6"))["effort"]
    stage.switch.away = True
    assert "Not saved" in " ".join(errors_of(await send(stage, view, why="w", effort="8")).values())
    stage.switch.away = False
    assert (await send(stage, view, why="w", effort="8")).ok
    assert (await only(stage)).why == "w"


@pytest.mark.usefixtures("bobs")
async def test_same_submission_delivered_twice_is_stored_once(stage: HandlersStage) -> None:
    view = await edited(stage)
    stage.slack.core.faults.add("interactive", "duplicate")
    assert (await send(stage, view, title="Once")).ok
    assert (await only(stage)).version == 2


async def test_issue_that_is_gone_is_said_in_the_form(stage: HandlersStage) -> None:
    view = await edited(stage, "THR-42")
    stage.tracker.blockers = ()
    await stage.read_tracker()
    await send(stage, view, why="late")
    assert "no longer among the blockers" in words_of(front(stage))
