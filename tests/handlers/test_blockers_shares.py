"""Sharing: live where the bot may edit, marked where not; refreshed and paged in place."""

from dataclasses import replace

import pytest

from bot.domain.blocker import Priority
from bot.domain.messages import CopyKind
from tests.samples.builders import blocker
from tests.stages.handlers import HandlersStage, Shown, words_of
from tests.stages.office import PROD, milestone, tls


async def board(stage: HandlersStage, channel: str = "C0OPS") -> Shown:
    return await stage.say("U0ALICE", channel, "/blockers")


@pytest.mark.parametrize("channel", ["C0OPS", "C0GENERAL", "C0CORE"])
async def test_share_is_posted_live_where_the_bot_may_write(
    stage: HandlersStage, channel: str
) -> None:
    (posted,) = await stage.press("U0ALICE", await board(stage, channel), "blockers.share")

    assert not posted.get("ephemeral")
    assert "live, as of" in words_of(posted)
    (copy,) = await stage.stores.copies.load_copies(PROD, None)
    assert (copy.kind, copy.channel, copy.ts) == (CopyKind.BOARD, channel, posted["ts"])


async def test_share_in_a_private_channel_without_the_bot_is_marked_not_live(
    stage: HandlersStage,
) -> None:
    (posted,) = await stage.press("U0ALICE", await board(stage, "C0LEADS"), "blockers.share")

    assert not posted.get("ephemeral")
    assert "not live" in words_of(posted)
    assert await stage.stores.copies.load_copies(PROD, None) == ()


async def test_refresh_of_a_copy_that_is_not_live_does_not_call_it_live(
    stage: HandlersStage,
) -> None:
    (posted,) = await stage.press("U0ALICE", await board(stage, "C0LEADS"), "blockers.share")
    (again,) = await stage.press("U0BOB", posted, "blockers.refresh")

    assert again["ts"] == posted["ts"]
    assert "not live" in words_of(again)


async def test_share_pressed_twice_by_one_delivery_is_one_post(stage: HandlersStage) -> None:
    private = await board(stage)
    stage.slack.core.faults.add("interactive", "duplicate")
    await stage.press("U0ALICE", private, "blockers.share")

    assert len(stage.posted("C0OPS")) == 1


async def test_share_whose_answer_was_lost_is_found_and_kept_live(stage: HandlersStage) -> None:
    private = await board(stage)
    stage.slack.core.faults.add("chat.postMessage", "cut_after")
    await stage.press("U0ALICE", private, "blockers.share")

    (posted,) = stage.posted("C0OPS")
    (copy,) = await stage.stores.copies.load_copies(PROD, None)
    assert copy.ts == posted["ts"]


async def test_share_that_slack_limits_says_so(stage: HandlersStage) -> None:
    private = await board(stage)
    stage.slack.core.faults.add("chat.postMessage", "ratelimited", seconds=30)
    (told,) = await stage.press("U0ALICE", private, "blockers.share")

    assert "try again" in told["text"]
    assert stage.posted("C0OPS") == []


async def test_share_of_what_is_gone_is_answered(stage: HandlersStage) -> None:
    private = await stage.say("U0ALICE", "C0OPS", "/blockers THR-42")
    stage.tracker.blockers = ()
    await stage.read_tracker()
    (told,) = await stage.press("U0ALICE", private, "blockers.share")

    assert "no longer" in words_of(told)


async def test_refresh_of_a_private_answer_draws_it_in_place(stage: HandlersStage) -> None:
    private = await board(stage)
    stage.tracker.blockers = (tls(), blocker("THR-41"))
    await stage.read_tracker()
    (again,) = await stage.press("U0ALICE", private, "blockers.refresh")

    assert again["ts"] == private["ts"]
    assert again["ephemeral"]
    assert "blocked by 2" in words_of(again)


async def test_posted_copy_stays_on_the_page_it_was_turned_to(stage: HandlersStage) -> None:
    stage.tracker.blockers = tuple(
        blocker(f"THR-{n:03}", priority=Priority.HIGH) for n in range(25)
    )
    await stage.read_tracker()
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers share")
    (second,) = await stage.press("U0BOB", posted, "blockers.page")
    assert "THR-010" in words_of(second)
    await stage.draw_copies()

    now = stage.message(posted)
    assert "THR-010" in words_of(now)
    assert "live, as of" in words_of(now)
    assert len(await stage.stores.copies.load_copies(PROD, None)) == 1


async def test_open_answers_privately_and_leaves_the_post_as_it_is(stage: HandlersStage) -> None:
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers share")
    (answer,) = await stage.press("U0CHARLIE", posted, "blocker.open", "THR-42")

    assert answer["ephemeral"]
    assert "DNS integration" in words_of(answer)
    assert words_of(stage.message(posted)) == words_of(posted)


async def test_scorecard_is_shared_as_such(stage: HandlersStage) -> None:
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers scorecard share")
    await stage.stores.due.add("copies:prod", "*", stage.parts.services.clock.now())
    await stage.draw_copies()

    assert "has no scorecard" in words_of(posted)
    assert "has no scorecard" in words_of(stage.message(posted))


async def test_button_of_a_milestone_that_is_gone_is_answered(stage: HandlersStage) -> None:
    private = await board(stage)
    stage.installation.roster = replace(
        stage.installation.roster, milestones=(milestone("other"),), channels=()
    )
    for action in ("blockers.refresh", "blockers.share", "blocker.open"):
        (told,) = await stage.press("U0ALICE", private, action)
        assert "no longer" in words_of(told)


async def test_copies_die_with_their_message(stage: HandlersStage) -> None:
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers share")
    found = stage.slack.state.find_message("C0OPS", posted["ts"])
    assert found is not None
    stage.slack.core.board.delete(stage.slack.state.channels["C0OPS"], found)
    await stage.stores.due.add("copies:prod", "*", stage.parts.services.clock.now())
    await stage.draw_copies()

    assert await stage.stores.copies.load_copies(PROD, None) == ()
