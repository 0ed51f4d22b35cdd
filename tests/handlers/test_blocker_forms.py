"""``/blockers add``: a form at once, the blocker stored before it closes, drawn privately."""

from datetime import date

import pytest

from bot.domain.blocker import Priority
from bot.domain.ids import BlockerKey
from bot.domain.local import OriginKind
from sandbox.slack.triggers import Triggers
from tests.stages.blocker_forms import asked, errors_of, items_of, kept, log, only, send
from tests.stages.editing import front, initial, labels
from tests.stages.handlers import HandlersStage, words_of
from tests.stages.office import milestone, tls


async def test_form_comes_at_once_with_the_title_and_everything_to_say(
    stage: HandlersStage,
) -> None:
    view = await asked(stage, "No signing keys")
    assert labels(view) == [
        "Title",
        "Priority",
        "Owner",
        "Owner: a team, or a name",
        "Due",
        "Why it blocks",
        "Next action",
        "Effort left, in hours",
        "First checklist items",
        "Watch only",
    ]
    assert initial(view, "title") == "No signing keys"
    assert view["submit"]["text"] == "Add"


async def test_added_blocker_is_stored_whole_and_drawn_privately(stage: HandlersStage) -> None:
    view = await asked(stage, "No signing keys")
    outcome = await send(
        stage,
        view,
        priority="1",
        person="U0DANA",
        due="2026-12-01",
        why="no keys,\nno release",
        next="order",
        effort="6-8",
        items="- [ ] Order keys\n- [x] Ask Dana\nFit the lock",
    )
    assert outcome.ok
    found = await only(stage)
    assert (found.key, found.title, found.priority) == (
        "PROD-1",
        "No signing keys",
        Priority.URGENT,
    )
    assert (found.owner, found.due, found.effort_hours) == (
        "<@U0DANA>",
        date(2026, 12, 1),
        (6.0, 8.0),
    )
    assert (found.why, found.next_action) == ("no keys,\nno release", "order")
    assert (found.origin.kind, found.origin.by) == (OriginKind.ADDED, "U0BOB")
    assert [item.text for item in await items_of(stage, found)] == [
        "Order keys",
        "Ask Dana",
        "Fit the lock",
    ]
    (answer,) = stage.came()
    words = words_of(answer)
    assert answer["ephemeral"]
    assert "PROD-1 No signing keys" in words
    assert "Dana" in words
    assert "added here by Bob" in words
    assert "1 of 3" in words


async def test_added_blocker_is_shared_from_its_private_answer(stage: HandlersStage) -> None:
    await send(stage, await asked(stage, "No signing keys"))
    (answer,) = stage.came()
    posted = await stage.press("U0BOB", answer, "blockers.share")
    assert any("PROD-1 No signing keys" in words_of(one) for one in posted)


async def test_what_was_added_stands_on_the_board_the_digest_and_is_ticked(
    stage: HandlersStage,
) -> None:
    view = await asked(stage, "No signing keys")
    await send(stage, view, priority="1", person="U0DANA", items="Order keys")
    board = await stage.say("U0CHARLIE", "C0OPS", "/blockers")
    assert "blocked by 2" in words_of(board)
    digest = await stage.say("U0CHARLIE", "C0OPS", "/blockers digest")
    assert "PROD-1" in words_of(digest)
    mine = await stage.say("U0DANA", "C0OPS", "/blockers PROD-1")
    (changed,) = await stage.press("U0DANA", mine, "checklist.tick", "Order keys")
    assert "✅ Order keys" in words_of(changed)
    theirs = await stage.say("U0CHARLIE", "C0OPS", "/blockers PROD-1")
    (refused,) = await stage.press("U0CHARLIE", theirs, "checklist.tick", "Order keys")
    assert "Only Dana (owner) or a lead" in words_of(refused)


async def test_watched_one_and_one_of_a_team(stage: HandlersStage) -> None:
    view = await asked(stage, "Slow charts")
    await send(stage, view, owner="Backend team", watched="watched")
    board = await stage.say("U0CHARLIE", "C0OPS", "/blockers")
    assert "Watching, not blocking: PROD-1 Slow charts" in words_of(board)
    words = words_of(await stage.say("U0CHARLIE", "C0OPS", "/blockers PROD-1"))
    assert "Backend team" in words
    assert "watched, not blocking" in words


async def test_without_a_title_the_form_is_empty_and_needs_one(stage: HandlersStage) -> None:
    view = await asked(stage, "")
    assert initial(view, "title") == ""
    outcome = await send(stage, view, title=" \u200e ")
    assert "needs a title" in errors_of(outcome)["title"]
    assert (await kept(stage)).blockers == ()


async def test_what_cannot_be_read_is_said_at_its_input_and_nothing_is_lost(
    stage: HandlersStage,
) -> None:
    view = await asked(stage, "No keys")
    outcome = await send(
        stage, view, effort="soon", person="U0DANA", owner="Backend team", items="x\n" * 101
    )
    problems = errors_of(outcome)
    assert set(problems) == {"effort", "owner", "items"}
    assert "such as 6 or 6-8" in problems["effort"]
    assert (await send(stage, view, effort="6", person="U0DANA", owner=None, items="x")).ok


async def test_near_title_is_pointed_out_and_added_all_the_same(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(title="TLS and ingress hardening"),)
    await stage.read_tracker()
    view = await asked(stage, "Ingress hardening and TLS")
    assert "looks like THR-42 TLS and ingress hardening" in words_of(view)
    assert "`/blockers THR-42` opens that one" in words_of(view)
    assert (await send(stage, view)).ok
    assert (await only(stage)).title == "Ingress hardening and TLS"


async def test_near_title_that_was_typed_into_the_form_is_shown_once_before_it_is_added(
    stage: HandlersStage,
) -> None:
    stage.tracker.blockers = (tls(title="TLS and ingress hardening"),)
    await stage.read_tracker()
    view = await asked(stage, "Something")
    await send(stage, view, title="TLS & ingress hardening", person="U0DANA", items="One", why="w")
    again = front(stage)
    assert "Not saved yet" in words_of(again)
    assert "looks like THR-42" in words_of(again)
    shown = [initial(again, field) for field in ("title", "person", "items", "why")]
    assert shown == ["TLS & ingress hardening", "U0DANA", "One", "w"]
    assert (await kept(stage)).blockers == ()
    assert (await send(stage, again)).ok
    assert (await only(stage)).title == "TLS & ingress hardening"


async def test_of_several_milestones_the_channels_is_proposed_and_another_may_be_picked(
    stage: HandlersStage,
) -> None:
    roster = stage.installation.roster
    both = (milestone(), milestone("steady", name="Steady", selection=None))
    stage.installation.roster = type(roster)(
        milestones=both, channels=roster.channels, leads=roster.leads, teams=roster.teams
    )
    view = await asked(stage, "Slow charts")
    assert initial(view, "milestone") == "prod"
    await send(stage, view, milestone="steady")
    (answer,) = stage.came()
    assert "STEADY-1 Slow charts" in words_of(answer)
    (found,) = (await stage.stores.locals.load_locals(both[1].key)).blockers
    assert found.key == BlockerKey("STEADY-1")
    view = await asked(stage, "Slow charts", at="C0GENERAL")
    assert initial(view, "milestone") == ""
    assert not (await send(stage, view)).ok
    named = await stage.type_in("U0BOB", "C0GENERAL", "/blockers steady add Other")
    assert named == []
    assert initial(front(stage), "milestone") == "steady"


async def test_without_any_milestone_the_form_says_so(stage: HandlersStage) -> None:
    stage.installation.roster = type(stage.installation.roster)()
    assert "No milestone is configured yet" in words_of(await asked(stage, "x"))


@pytest.mark.parametrize(
    "title",
    [
        "t" * 3000,
        "<!channel> <@U0ALICE> & <https://evil.example|bank>",
        "\u202eevil\u202c *bold* `code` _x_ ~y~",
        "שלום עולם abc",
        "👩\u200d🔧" * 60,
        "payload parser is down",
    ],
)
async def test_hostile_titles_are_kept_and_shown_as_text(stage: HandlersStage, title: str) -> None:
    view = await asked(stage, title)
    assert (await send(stage, view)).ok
    found = await only(stage)
    assert 0 < len(found.title) <= 150
    (answer,) = stage.came()
    assert "<!channel" not in words_of(answer)
    assert "<@" not in words_of(answer)
    board = await stage.say("U0CHARLIE", "C0OPS", "/blockers")
    assert "blocked by 2" in words_of(board)


async def test_title_that_a_strange_client_sends_too_long_is_refused(stage: HandlersStage) -> None:
    view = await asked(stage, "x")
    outcome = await send(stage, view, title="t" * 151)
    assert "at most 150 characters" in errors_of(outcome)["title"]


async def test_long_title_typed_with_the_command_goes_into_the_why(stage: HandlersStage) -> None:
    typed = " ".join(["word"] * 60)
    view = await asked(stage, typed)
    assert initial(view, "title").endswith("…")
    assert initial(view, "why") == typed


async def test_same_submission_delivered_twice_adds_one(stage: HandlersStage) -> None:
    view = await asked(stage, "No keys")
    stage.slack.core.faults.add("interactive", "duplicate")
    assert (await send(stage, view)).ok
    assert [entry.kind for entry in await log(stage)] == ["blocker added"]


async def test_two_people_who_add_at_once_get_keys_of_their_own(stage: HandlersStage) -> None:
    mine, theirs = await asked(stage, "No keys"), await asked(stage, "No lock", user="U0ALICE")
    await send(stage, theirs, "U0ALICE")
    await send(stage, mine)
    assert [(one.key, one.title) for one in (await kept(stage)).blockers] == [
        ("PROD-1", "No lock"),
        ("PROD-2", "No keys"),
    ]


async def test_key_keeps_clear_of_the_trackers_own(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls("PROD-7"),)
    await stage.read_tracker()
    await send(stage, await asked(stage, "No keys"))
    assert (await only(stage)).key == "PROD-8"


async def test_store_away_keeps_the_form_with_what_was_typed(stage: HandlersStage) -> None:
    view = await asked(stage, "No keys")
    stage.switch.away = True
    outcome = await send(stage, view, why="mine")
    assert "Not saved" in " ".join(errors_of(outcome).values())
    stage.switch.away = False
    assert (await send(stage, view, why="mine")).ok
    assert (await only(stage)).why == "mine"


async def test_form_that_slack_does_not_open_in_time_is_said(stage: HandlersStage) -> None:
    stage.slack.core.triggers = Triggers(lambda: 0.0, life=-1.0)
    (told,) = await stage.type_in("U0BOB", "C0OPS", "/blockers add No keys")
    assert "did not open the form in time" in told["text"]


async def test_where_the_bot_is_no_member_it_works_the_same(stage: HandlersStage) -> None:
    view = await asked(stage, "No keys", user="U0ALICE", at="C0LEADS")
    await send(stage, view, "U0ALICE")
    (answer,) = stage.came()
    assert answer["ephemeral"]
    assert "PROD-1 No keys" in words_of(answer)
