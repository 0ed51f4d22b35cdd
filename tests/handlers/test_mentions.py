"""Mentions: answered like the command, once, in their thread, where that may be told."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.slack.payloads import Event
from handlers.mentions import MentionsHandlers
from sandbox.slack.acts import talk
from tests.stages.handlers import HandlersStage, Shown, follow, marked_up, words_of
from tests.stages.office import milestone


async def asked(stage: HandlersStage, text: str, channel: str = "C0OPS") -> list[Shown]:
    """What the bot said to it, privately or not."""
    stage.seen = stage.slack.core.feed.number
    written = talk.say(stage.slack.core, "U0BOB", channel, text)
    assert written is not None
    await stage.settle()
    return [one for one in stage.came() if one["bot"]]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("@blockers what blocks us?", "Production deployment is blocked by 1"),
        ("are we blocked, @blockers?", "Production deployment is blocked by 1"),
        ("@blockers who owns THR-42?", "DNS integration"),
        ("@blockers when?", "1 blocker open"),
        ("@blockers overdue", "overdue"),
        ("@blockers what is @bob doing?", "Title of THR-42"),
        ("@blockers what changed?", "DNS integration"),
        ("@blockers help", "What you can ask me"),
        ("@blockers THR-999", "is no blocker"),
        ("@blockers overdeu", "Did you mean `@Blockers overdue`?"),
        ("@blockers tell a joke", "I do not know what"),
    ],
)
async def test_mention_is_answered_in_its_thread(
    stage: HandlersStage, text: str, answer: str
) -> None:
    (said,) = await asked(stage, text)
    root = stage.posted("C0OPS")[0]
    assert answer in words_of(said)
    assert said["thread_ts"] == root["ts"]
    assert "<@" not in marked_up(said)


async def test_answer_in_a_thread_follows_every_change(stage: HandlersStage) -> None:
    (said,) = await asked(stage, "@blockers THR-42")
    private = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    await stage.press("U0BOB", private, "checklist.tick", "DNS")
    await stage.draw_copies()
    assert "2 of 3" in words_of(stage.message(said))


async def test_mention_within_a_thread_stays_there(stage: HandlersStage) -> None:
    root = talk.say(stage.slack.core, "U0BOB", "C0OPS", "hello all")
    assert root is not None
    talk.say(stage.slack.core, "U0BOB", "C0OPS", "@blockers what blocks us?", root["ts"])
    await stage.settle()
    assert stage.posted("C0OPS")[-1]["thread_ts"] == root["ts"]


@pytest.mark.parametrize("text", ["doctor", "settings", "add Broken door", "digest post", "export"])
async def test_what_is_for_one_person_is_said_to_be_typed(stage: HandlersStage, text: str) -> None:
    (said,) = await asked(stage, f"@blockers {text}")
    assert said["ephemeral"]
    assert f"`/blockers {text}`" in words_of(said)


async def test_thanks_are_not_answered(stage: HandlersStage) -> None:
    assert await asked(stage, "thanks @blockers!") == []


async def test_same_mention_is_answered_once(stage: HandlersStage) -> None:
    stage.slack.core.faults.add("events_api", "duplicate")
    assert len(await asked(stage, "@blockers what blocks us?")) == 1
    (_, said) = stage.posted("C0OPS")
    mention = Event(
        type="app_mention",
        user=UserId("U0BOB"),
        team="T0SANDBOX",
        delivery="another event of the same message",  # type: ignore[arg-type]
        channel=ChannelId("C0OPS"),
        ts=said["thread_ts"],
        text="<@U0BLOCKERS> what blocks us?",
    )
    handlers = MentionsHandlers(stage.parts.services)
    await handlers.answer_mention(mention)
    assert len(stage.posted("C0OPS")) == 2
    later = replace(mention, ts="1.1")  # type: ignore[arg-type]
    for silent in (
        replace(later, edited=True),
        replace(later, from_app=True),
        replace(later, user=UserId("U0BLOCKERS")),
    ):
        await handlers.answer_mention(silent)
    assert len(stage.posted("C0OPS")) == 2


async def test_choice_of_milestones_is_for_the_asker_alone(stage: HandlersStage) -> None:
    stage.installation.roster = replace(
        stage.installation.roster,
        milestones=(milestone(), milestone("steady", name="Steady")),
        channels=follow("C0RELEASE"),
    )
    (said,) = await asked(stage, "@blockers what blocks us?")
    assert said["ephemeral"]
    assert "Which one do you mean?" in words_of(said)
    (named,) = await asked(stage, "@blockers what blocks prod?")
    assert "Production deployment is blocked by 1" in words_of(named)


async def test_what_private_channels_follow_is_not_posted_elsewhere(stage: HandlersStage) -> None:
    stage.installation.roster = replace(stage.installation.roster, channels=follow("C0CORE"))
    (said,) = await asked(stage, "@blockers THR-42")
    assert said["ephemeral"]
    assert "only in the channels that follow it" in words_of(said)
    assert "Title of THR-42" not in words_of(said)
    assert len(stage.posted("C0OPS")) == 1


async def test_wrong_word_of_a_filter_is_told_to_the_asker(stage: HandlersStage) -> None:
    (said,) = await asked(stage, "@blockers team:nothing")
    assert said["ephemeral"]
    assert "nothing" in words_of(said)
