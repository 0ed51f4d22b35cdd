"""Links to issues: a card where one blocks something that may be told of there, else nothing."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, MilestoneKey
from bot.domain.milestone import FollowedChannel
from sandbox.slack.acts import talk
from tests.stages.handlers import HandlersStage, Shown, follow, words_of
from tests.stages.office import milestone, tls

ISSUE = "https://linear.app/acme/issue/THR-42"


async def said(stage: HandlersStage, text: str, channel: str = "C0OPS") -> list[Shown]:
    """The cards below a message of Bob's."""
    written = talk.say(stage.slack.core, "U0BOB", channel, text)
    assert written is not None
    await stage.settle()
    cards: list[Shown] = written.get("attachments", [])
    return cards


async def test_link_to_a_blocker_gets_a_card(stage: HandlersStage) -> None:
    (card,) = await said(stage, f"look at {ISSUE}/tls please")
    words = words_of(card)
    assert "Title of THR-42* blocks Production deployment" in words
    assert "In progress · urgent · Bob · ▰▱▱ 1 of 3" in words
    assert "as of " in words
    assert "not live" in words
    assert card["fallback"].startswith("🔴 *THR-42")


async def test_button_of_a_card_opens_the_blocker_privately(stage: HandlersStage) -> None:
    written = talk.say(stage.slack.core, "U0BOB", "C0OPS", ISSUE)
    assert written is not None
    await stage.settle()
    (card,) = written["attachments"]
    shown = {**written, "channel": "C0OPS", "blocks": card["blocks"]}
    (answer,) = await stage.press("U0CHARLIE", shown, "blocker.open")
    assert answer["ephemeral"]
    assert "DNS integration" in words_of(answer)


@pytest.mark.parametrize(
    "text",
    [
        "https://linear.app/acme/issue/THR-999",
        "https://linear.app/acme/project/launch",
        "https://example.com/acme/issue/THR-42",
    ],
)
async def test_what_blocks_nothing_gets_none(stage: HandlersStage, text: str) -> None:
    assert await said(stage, text) == []
    assert [one for one in stage.came() if one["bot"]] == []


async def test_issue_of_another_workspace_is_another_one(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(url=f"{ISSUE}/tls"),)
    await stage.read_tracker()
    assert await said(stage, "https://linear.app/other/issue/THR-42") == []
    assert len(await said(stage, ISSUE)) == 1


async def test_each_issue_of_a_message_gets_one_card(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(), tls("THR-41"))
    await stage.read_tracker()
    text = f"{ISSUE} {ISSUE}/again https://linear.app/acme/issue/THR-41 {ISSUE}"
    assert [card["from_url"] for card in await said(stage, text)] == [
        ISSUE,
        "https://linear.app/acme/issue/THR-41",
    ]


async def test_event_that_comes_twice_is_answered_once(stage: HandlersStage) -> None:
    stage.slack.core.faults.add("events_api", "duplicate")
    assert len(await said(stage, ISSUE)) == 1
    calls = [call for call in stage.slack.state.calls if call.method == "chat.unfurl"]
    assert len(calls) == 1


async def test_message_being_written_is_answered_by_its_id(stage: HandlersStage) -> None:
    core = stage.slack.core
    draft = talk.compose(core, "U0BOB", "C0RELEASE", f"see {ISSUE}")
    await stage.settle()
    assert draft is not None
    assert len(core.drafts[draft]["attachments"]) == 1
    written = talk.say(core, "U0BOB", "C0RELEASE", f"see {ISSUE}", draft=draft)
    await stage.settle()
    assert written is not None
    assert len(written["attachments"]) == 1


def keep_private(stage: HandlersStage) -> None:
    """The milestone is followed by a private channel alone."""
    stage.installation.roster = replace(stage.installation.roster, channels=follow("C0LEADS"))


async def test_what_only_a_private_channel_follows_is_told_nowhere_else(
    stage: HandlersStage,
) -> None:
    keep_private(stage)
    assert await said(stage, ISSUE) == []
    draft = talk.compose(stage.slack.core, "U0BOB", "C0OPS", ISSUE)
    await stage.settle()
    assert "attachments" not in stage.slack.core.drafts[draft or ""]


async def test_what_a_public_channel_follows_may_be_told_everywhere(stage: HandlersStage) -> None:
    stage.installation.roster = replace(
        stage.installation.roster, channels=follow("C0LEADS", "C0RELEASE")
    )
    assert len(await said(stage, ISSUE)) == 1


async def test_channel_with_outsiders_hears_only_what_it_follows(stage: HandlersStage) -> None:
    stage.installation.roster = replace(stage.installation.roster, channels=follow("C0RELEASE"))
    audience = stage.parts.services.unasked.audience
    ours = stage.installation.roster.milestones[0]
    assert not await audience.may_hear(ours, ChannelId("C0OPS"), outsiders=True)
    assert await audience.may_hear(ours, ChannelId("C0RELEASE"), outsiders=True)


async def test_card_is_of_the_channels_own_milestone_first(stage: HandlersStage) -> None:
    other = MilestoneKey("steady")
    steady = milestone("steady", name="Sustained profitability")
    stage.installation.roster = replace(
        stage.installation.roster,
        milestones=(milestone(), steady),
        channels=(FollowedChannel(id=ChannelId("C0OPS"), milestone=other),),
    )
    await stage.read_tracker()
    (card,) = await said(stage, ISSUE)
    assert "blocks Sustained profitability" in words_of(card)


async def test_trouble_is_kept_to_the_log(stage: HandlersStage) -> None:
    stage.slack.core.faults.add("chat.unfurl", "server_error")
    assert await said(stage, ISSUE) == []
    assert [one for one in stage.came() if one.get("ephemeral")] == []
    stage.switch.away = True
    assert await said(stage, ISSUE) == []
