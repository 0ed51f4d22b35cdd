"""Filtered lists that are paged, shared and kept live, and those of every milestone at once."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.milestone import FollowedChannel
from bot.render.values import MAX_OPTION
from sandbox.slack.acts import presses
from tests.samples.builders import ALICE, blocker
from tests.stages.filters import STEADY, keys, many, some
from tests.stages.handlers import HandlersStage, button_of, words_of
from tests.stages.office import PROD, milestone, tls


@pytest.fixture
async def board(stage: HandlersStage) -> HandlersStage:
    stage.tracker.blockers = some(stage)
    await stage.read_tracker()
    return stage


async def test_500_blockers_page_with_their_filter_and_clear(stage: HandlersStage) -> None:
    stage.tracker.blockers = many(500)
    await stage.read_tracker()
    shown = await stage.say("U0ALICE", "C0OPS", "/blockers high @bob due:none")
    first, found, pages = shown, set(keys(shown)), 1
    while "blockers.page" in str(shown["blocks"]):
        (shown,) = await stage.press("U0ALICE", shown, "blockers.page")
        assert "250 of 500" in words_of(shown)
        found, pages = found | set(keys(shown)), pages + 1
    assert (len(found), pages) == (250, 25)

    (back,) = await stage.press("U0ALICE", shown, "blockers.back")
    assert len(keys(back)) == 10
    assert back["ts"] == first["ts"]
    (whole,) = await stage.press("U0ALICE", back, "blockers.clear")
    assert whole["ts"] == first["ts"]
    assert "is blocked by 500" in words_of(whole)


async def test_shared_list_keeps_its_filter_through_ticks_and_pages(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(labels=("infra",)), *many(30))
    await stage.read_tracker()
    private = await stage.say("U0BOB", "C0OPS", "/blockers mine label:infra")
    (posted,) = await stage.press("U0BOB", private, "blockers.share")
    assert "owned by Bob (teams too), labelled `infra`" in words_of(posted)
    assert "2 of Bob's items open" in words_of(posted)
    (copy,) = await stage.stores.copies.load_copies(PROD, None)
    assert copy.arguments["filter"] == "mine:U0BOB label:infra"

    opened = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    await stage.press("U0BOB", opened, "checklist.tick", "DNS integration")
    await stage.draw_copies()
    now = stage.message(posted)
    assert "1 of Bob's items open" in words_of(now)
    assert keys(now) == ["THR-42"]

    (again,) = await stage.press("U0ALICE", now, "blockers.refresh")
    assert keys(again) == ["THR-42"]
    (whole,) = await stage.press("U0ALICE", again, "digest.full")
    assert whole["ephemeral"]
    assert "is blocked by 31" in words_of(whole)


async def test_shared_list_lets_go_of_what_no_longer_matches(stage: HandlersStage) -> None:
    stage.tracker.blockers = many(30)
    await stage.read_tracker()
    (posted,) = await stage.type_in("U0ALICE", "C0GENERAL", "/blockers share high")
    (second,) = await stage.press("U0BOB", posted, "blockers.page")
    assert keys(second)[0] == "THR-021"
    stage.tracker.blockers = (*many(30)[:24], blocker("THR-900"))
    await stage.read_tracker()
    await stage.draw_copies()

    now = stage.message(posted)
    assert "12 of 25 open blockers" in words_of(now)
    assert keys(now) == ["THR-021", "THR-023"]


async def test_share_where_the_bot_is_no_member_keeps_the_filter(board: HandlersStage) -> None:
    (posted,) = await board.type_in("U0ALICE", "C0LEADS", "/blockers overdue share")

    assert keys(posted) == ["THR-41"]
    assert "not live" in words_of(posted)


@pytest.fixture
async def two(board: HandlersStage) -> HandlersStage:
    """Two milestones, and channels that follow none."""
    board.installation.roster = replace(board.installation.roster, milestones=(milestone(), STEADY))
    board.tracker.blockers = (tls("THR-70"), blocker("THR-71", assignee=ALICE))
    await board.parts.services.sync.sync(STEADY)
    return board


@pytest.mark.parametrize("typed", ["mine", "@bob", "@bob urgent"])
async def test_somebodys_own_is_looked_for_in_every_milestone(
    two: HandlersStage, typed: str
) -> None:
    answer = await two.say("U0BOB", "C0GENERAL", f"/blockers {typed}")

    said = words_of(answer)
    assert keys(answer) == []  # the milestone's name comes first in the row
    assert "2 of 5 open blockers in 2 milestones" in said
    assert said.index("Production deployment · 1 of 4".replace(" ·", "* ·")) < said.index("THR-42")
    assert said.index("Sustained profitability") < said.index("THR-70")
    assert "THR-71" not in said
    assert "blockers.clear" not in str(answer["blocks"])


async def test_other_filters_ask_which_milestone_and_carry_on(two: HandlersStage) -> None:
    answer = await two.say("U0ALICE", "C0GENERAL", '/blockers overdue label:"infra"')
    assert "Which one" in words_of(answer)
    (block,) = [one for one in answer["blocks"] if one["type"] == "actions"]
    (select,) = block["elements"]
    option = next(one for one in select["options"] if '"prod"' in one["value"])
    assert len(option["value"]) <= MAX_OPTION
    two._from_now()
    container = {"type": "message", "channel_id": answer["channel"], "message_ts": answer["ts"]}
    outcome = await presses.press(
        two.slack.core,
        "U0ALICE",
        {**container, "is_ephemeral": True},
        {
            "action_id": select["action_id"],
            "block_id": block["block_id"],
            "selected_option": option,
        },
    )
    assert outcome.ok
    await two.settle()
    (shown,) = two.came()
    assert "overdue, labelled `infra`" in words_of(shown)


async def test_shared_list_of_every_milestone_follows_each_of_them(two: HandlersStage) -> None:
    (posted,) = await two.type_in("U0BOB", "C0GENERAL", "/blockers mine share")
    two.tracker.blockers = (tls("THR-70"), tls("THR-72"))
    await two.parts.services.sync.sync(STEADY)
    await two.draw_copies()
    now = two.message(posted)
    assert "THR-72" in words_of(now)
    assert "THR-42" in words_of(now)

    (again,) = await two.press("U0ALICE", now, "blockers.refresh")
    assert "owned by Bob" in words_of(again)
    assert "live, as of" in words_of(again)


async def test_page_of_every_milestone_says_whose_rows_go_on(two: HandlersStage) -> None:
    two.tracker.blockers = many(25)
    await two.parts.services.sync.sync(STEADY)
    shown = await two.say("U0BOB", "C0GENERAL", "/blockers mine")
    (second,) = await two.press("U0BOB", shown, "blockers.page")

    assert "Sustained profitability, continued" in words_of(second)
    assert '"m":"*"' in button_of(second, "blockers.refresh")["value"]


async def test_channel_stands_for_the_milestone_it_follows(two: HandlersStage) -> None:
    two.installation.roster = replace(
        two.installation.roster,
        channels=(
            *two.installation.roster.channels,
            FollowedChannel(id=ChannelId("C0CORE"), milestone=MilestoneKey("steady")),
        ),
    )
    answer = await two.say("U0ALICE", "C0GENERAL", "/blockers urgent #core")
    assert "of Sustained profitability" in words_of(answer)
    whole = await two.say("U0ALICE", "C0OPS", "/blockers #core")
    assert "Sustained profitability is blocked by 2" in words_of(whole)
    nothing = await two.say("U0ALICE", "C0OPS", "/blockers overdue #general")
    assert "follows no milestone" in words_of(nothing)
