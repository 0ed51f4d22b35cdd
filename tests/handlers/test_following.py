"""``/blockers follow``: tie a channel to a milestone, undo it, and who may."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, MilestoneKey, UserId
from sandbox.slack.acts import presses
from tests.stages.handlers import HandlersStage, Shown, words_of
from tests.stages.office import PROD, milestone
from tests.stages.settings import CORE, OPS, direct, front, initial, notice, opened, sent

STEADY = milestone("steady", name="Sustained profitability")


@pytest.fixture(autouse=True)
def two_milestones(stage: HandlersStage) -> None:
    stage.installation.roster = replace(
        stage.installation.configured, milestones=(milestone(), STEADY)
    )


def follows(stage: HandlersStage, channel: str) -> MilestoneKey | None:
    followed = stage.installation.roster.channel(ChannelId(channel))
    return followed.milestone if followed else None


async def picked(stage: HandlersStage, user: str, message: Shown, word: str) -> list[Shown]:
    stage.seen = stage.slack.core.feed.number
    (block,) = [b for b in message["blocks"] if b["type"] == "actions"]
    select = block["elements"][0]
    option = next(o for o in select["options"] if word in o["text"]["text"])
    container = {
        "type": "message",
        "channel_id": message["channel"],
        "message_ts": message["ts"],
        "is_ephemeral": True,
    }
    action = {
        "action_id": select["action_id"],
        "block_id": block["block_id"],
        "selected_option": option,
    }
    outcome = await presses.press(stage.slack.core, user, container, action)
    assert outcome.ok, outcome
    await stage.settle()
    return stage.came()


@pytest.mark.parametrize("said", ["follow prod", "follow PROD", "follow production DEPLOYMENT"])
async def test_follow_ties_the_channel_and_says_what_that_means(
    stage: HandlersStage, said: str
) -> None:
    words = words_of(await stage.say("U0ALICE", CORE, f"/blockers {said}"))
    assert "<#C0CORE> now follows *Production deployment*: `/blockers` here is about it" in words
    assert "No digest comes until a time is set: `/blockers settings`" in words
    assert follows(stage, CORE) == PROD
    assert "Production deployment" in words_of(await stage.say("U0ALICE", CORE, "/blockers"))


async def test_milestone_may_come_first(stage: HandlersStage) -> None:
    await stage.say("U0ALICE", CORE, "/blockers steady follow")
    assert follows(stage, CORE) == "steady"


async def test_bot_that_is_not_there_says_how_to_invite_it(stage: HandlersStage) -> None:
    words = words_of(await stage.say("U0ALICE", "C0GENERAL", "/blockers follow prod"))
    assert "no digest can be posted here yet: `/invite @Blockers`" in words
    assert follows(stage, "C0GENERAL") == PROD


async def test_other_milestone_keeps_the_schedule_and_offers_the_way_back(
    stage: HandlersStage,
) -> None:
    answer = await stage.say("U0ALICE", OPS, "/blockers follow steady")
    words = words_of(answer)
    assert "is about it instead of *Production deployment*" in words
    assert "Next digest here: " in words
    assert " 09:00 (UTC-" in words
    (back,) = await stage.press("U0ALICE", answer, "settings.follow", "Back to Production")
    assert "now follows *Production deployment*" in words_of(back)
    assert follows(stage, OPS) == PROD


async def test_stop_following_and_again_brings_the_digest_back(stage: HandlersStage) -> None:
    answer = await stage.say("U0ALICE", OPS, "/blockers follow prod")
    assert "follows *Production deployment* already" in words_of(answer)
    (stopped,) = await stage.press("U0ALICE", answer, "settings.stop")
    assert "no longer follows *Production deployment*" in words_of(stopped)
    assert follows(stage, OPS) is None
    assert await stage.stores.due.next_due("digests", OPS) is None
    (again,) = await stage.press("U0ALICE", stopped, "settings.follow")
    assert follows(stage, OPS) == PROD
    assert "Next digest here: " in words_of(again)
    assert await stage.stores.due.next_due("digests", OPS) is not None


async def test_follow_none_unties_what_the_file_ties(stage: HandlersStage) -> None:
    stopped = words_of(await stage.say("U0ALICE", OPS, "/blockers follow none"))
    assert "no longer follows" in stopped
    assert "Its schedule is kept" in stopped
    assert follows(stage, OPS) is None
    again = words_of(await stage.say("U0ALICE", OPS, "/blockers follow none"))
    assert "follows no milestone" in again


async def test_file_s_schedule_is_back_after_none_and_the_next_digest_is_said(
    stage: HandlersStage,
) -> None:
    await stage.say("U0ALICE", OPS, "/blockers follow none")
    await stage.say("U0ALICE", OPS, "/blockers follow none")
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers follow prod"))
    assert "Next digest here: " in words
    assert " 09:00 (UTC-" in words


async def test_schedule_of_the_settings_is_back_after_none(stage: HandlersStage) -> None:
    assert (await sent(stage, await opened(stage), at="10:30")).ok
    await stage.say("U0ALICE", OPS, "/blockers follow none")
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers follow steady"))
    assert "Next digest here: " in words
    assert " 10:30 (UTC-" in words


async def test_digest_that_was_turned_off_stays_off_after_none(stage: HandlersStage) -> None:
    assert (await sent(stage, await opened(stage), posts="off")).ok
    await stage.say("U0ALICE", OPS, "/blockers follow none")
    answer = await stage.say("U0ALICE", OPS, "/blockers follow prod")
    assert "The digest is off" in words_of(answer)
    await stage.press("U0ALICE", answer, "settings.open")
    assert initial(front(stage), "posts") == "off"


async def test_channel_that_never_had_a_digest_is_offered_its_settings(
    stage: HandlersStage,
) -> None:
    await stage.say("U0ALICE", CORE, "/blockers follow prod")
    await stage.say("U0ALICE", CORE, "/blockers follow none")
    answer = await stage.say("U0ALICE", CORE, "/blockers follow prod")
    assert "No digest comes until a time is set" in words_of(answer)
    await stage.press("U0ALICE", answer, "settings.open")
    assert "<#C0CORE>" in notice(front(stage))


async def test_without_a_name_the_present_one_is_marked_in_a_list(stage: HandlersStage) -> None:
    answer = await stage.say("U0ALICE", OPS, "/blockers follow")
    words = words_of(answer)
    assert "This channel follows *Production deployment*. Which one is it to follow?" in words
    assert "`prod` Production deployment · *followed here now*" in words
    select = answer["blocks"][1]["elements"][0]
    assert select["initial_option"]["text"]["text"] == "Production deployment"
    (picked_one,) = await picked(stage, "U0ALICE", answer, "Sustained")
    assert "now follows *Sustained profitability*" in words_of(picked_one)
    assert picked_one["ts"] == answer["ts"]


async def test_unknown_name_gets_the_near_ones_first(stage: HandlersStage) -> None:
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers follow staedy"))
    assert "No milestone is called `staedy`; this channel follows *Production deployment*" in words
    assert words.index("Sustained") < words.index("`prod`")
    assert follows(stage, OPS) == PROD


async def test_hundreds_of_milestones_are_bounded_and_counted(stage: HandlersStage) -> None:
    many = tuple(milestone(f"m{each}", name="<!here> *é* & " * 9) for each in range(300))
    stage.installation.roster = replace(
        stage.installation.configured, milestones=(*many, milestone())
    )
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers follow"))
    assert "and 291 more in the list below; " in words
    assert " of them by their key alone: `/blockers follow KEY`" in words
    assert "<!here>" not in words


async def test_hostile_name_is_quoted_as_text(stage: HandlersStage) -> None:
    words = words_of(await stage.say("U0ALICE", OPS, "/blockers follow `<!here>` *x*"))
    assert "<!here>" not in words
    assert "No milestone is called `" in words


async def test_only_leads_may_and_the_answer_names_them(stage: HandlersStage) -> None:
    answer = await stage.say("U0CHARLIE", OPS, "/blockers follow steady")
    assert "Only a lead (Alice) may change what <#C0OPS> follows" in words_of(answer)
    assert follows(stage, OPS) == PROD
    came = await stage.press("U0CHARLIE", answer, "settings.ask", "Ask Alice")
    assert ["Alice has been asked." in words_of(each) for each in came] == [False, True]
    (asked,) = stage.posted(direct(stage, "U0ALICE"))
    words = words_of(asked)
    assert "Charlie asks you about <#C0OPS>: would you let it follow *Sustained" in words
    await stage.press("U0ALICE", asked, "settings.open")
    assert "<#C0OPS>" in notice(front(stage))


async def test_lead_is_asked_once_a_day_however_often_it_is_pressed(stage: HandlersStage) -> None:
    for _ in range(3):
        answer = await stage.say("U0CHARLIE", OPS, "/blockers follow steady")
        await stage.press("U0CHARLIE", answer, "settings.ask")
    assert len(stage.posted(direct(stage, "U0ALICE"))) == 1


async def test_leads_of_the_milestone_may_for_its_channels_alone(stage: HandlersStage) -> None:
    own = replace(STEADY, leads=(UserId("U0BOB"),))
    stage.installation.roster = replace(
        stage.installation.configured, milestones=(milestone(), own)
    )
    refused = words_of(await stage.say("U0BOB", OPS, "/blockers follow steady"))
    assert "Only a lead (Alice) may" in refused
    assert "now follows" in words_of(
        await stage.say("U0BOB", "C0GENERAL", "/blockers follow steady")
    )


async def test_where_no_lead_is_named_anybody_may(stage: HandlersStage) -> None:
    stage.installation.roster = replace(stage.installation.configured, leads=())
    assert "now follows" in words_of(await stage.say("U0CHARLIE", OPS, "/blockers follow steady"))


async def test_direct_message_follows_nothing(stage: HandlersStage) -> None:
    answer = await stage.say("U0ALICE", direct(stage, "U0ALICE"), "/blockers follow prod")
    assert "a direct message cannot" in words_of(answer)


async def test_store_away_promises_nothing(stage: HandlersStage) -> None:
    stage.switch.away = True
    words = words_of(await stage.say("U0ALICE", CORE, "/blockers follow prod"))
    assert "The store does not answer" in words


async def test_button_of_a_milestone_that_is_gone_is_answered(stage: HandlersStage) -> None:
    answer = await stage.say("U0ALICE", OPS, "/blockers follow steady")
    stage.installation.roster = replace(stage.installation.configured, milestones=(STEADY,))
    (said,) = await stage.press("U0ALICE", answer, "settings.follow", "Back to")
    assert "no longer among the blockers here" in words_of(said)
    assert follows(stage, OPS) == "steady"
