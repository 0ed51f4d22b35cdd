"""What /blockers answers in every form, privately, from wherever it is typed."""

from dataclasses import replace

import pytest

from bot.domain.blocker import Priority
from bot.domain.milestone import Milestone
from bot.domain.roster import Roster
from bot.ports import TrackerUnavailableError
from sandbox.slack.acts import presses
from tests.samples.builders import blocker
from tests.stages.handlers import (
    FOLLOWED,
    HandlersStage,
    Shown,
    marked_up,
    words_of,
)
from tests.stages.office import milestone, tls

AWAY = TrackerUnavailableError("Linear", "it limits our calls", retry_after=60)
STEADY = milestone("steady", name="Sustained profitability")


@pytest.mark.parametrize("channel", FOLLOWED)
async def test_board_is_answered_privately_wherever_it_is_typed(
    stage: HandlersStage, channel: str
) -> None:
    answer = await stage.say("U0ALICE", channel, "/blockers")

    assert "Production deployment is blocked by 1" in words_of(answer)
    assert "THR-42" in words_of(answer)
    assert stage.posted(channel) == []


async def test_board_is_answered_in_a_direct_message_with_the_bot(stage: HandlersStage) -> None:
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0CHARLIE")
    answer = await stage.say("U0CHARLIE", dm.id, "/blockers")

    assert "blocked by 1" in words_of(answer)


@pytest.mark.parametrize("typed", ["THR-42", "thr-42", "thr42", "prod THR-42", "\u202eTHR-42"])
async def test_blocker_is_shown_with_its_checklist(stage: HandlersStage, typed: str) -> None:
    answer = await stage.say("U0CHARLIE", "C0OPS", f"/blockers {typed}")

    said = words_of(answer)
    assert "Title of THR-42" in said
    assert "✅ Issuer configured" in said
    assert "⬜ DNS integration" in said


async def test_unknown_key_names_the_near_ones_with_a_button(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(), blocker("THR-41"), blocker("OPS-900"))
    await stage.read_tracker()
    answer = await stage.say("U0ALICE", "C0OPS", "/blockers THR-43")
    assert "THR-43" in words_of(answer)
    assert "THR-42" in words_of(answer)

    (opened,) = await stage.press("U0ALICE", answer, "blocker.open", "THR-42")
    assert "DNS integration" in words_of(opened)


async def test_key_of_another_milestone_is_found_there(stage: HandlersStage) -> None:
    stage.installation.roster = milestones_of(stage, milestone(), STEADY)
    stage.tracker.blockers = (blocker("OPS-1"),)
    await stage.parts.services.sync.sync(STEADY)
    answer = await stage.say("U0ALICE", "C0OPS", "/blockers OPS-1")

    assert "Title of OPS-1" in words_of(answer)


async def test_same_key_in_two_milestones_is_the_channels_own(stage: HandlersStage) -> None:
    stage.installation.roster = milestones_of(stage, STEADY, milestone())
    stage.tracker.blockers = (tls(description="- [ ] Only in steady"),)
    await stage.parts.services.sync.sync(STEADY)
    ours = await stage.say("U0ALICE", "C0OPS", "/blockers THR-42")
    theirs = await stage.say("U0ALICE", "C0OPS", "/blockers steady THR-42")

    assert "DNS integration" in words_of(ours)
    assert "Only in steady" in words_of(theirs)


def milestones_of(stage: HandlersStage, *milestones: Milestone) -> Roster:
    return replace(stage.installation.roster, milestones=milestones)


async def test_channel_without_a_milestone_gets_a_choice_that_carries_the_question_on(
    stage: HandlersStage,
) -> None:
    stage.installation.roster = milestones_of(stage, milestone(), STEADY)
    answer = await stage.say("U0ALICE", "C0GENERAL", "/blockers scorecard")
    assert "Which one" in words_of(answer)

    picked = await pick(stage, answer, "steady")
    assert "Sustained profitability has no scorecard" in words_of(picked)


async def pick(stage: HandlersStage, answer: Shown, key: str) -> Shown:
    (block,) = [one for one in answer["blocks"] if one["type"] == "actions"]
    (select,) = block["elements"]
    option = next(one for one in select["options"] if f'"{key}"' in one["value"])
    stage._from_now()
    outcome = await presses.press(
        stage.slack.core,
        "U0ALICE",
        {
            "type": "message",
            "channel_id": answer["channel"],
            "message_ts": answer["ts"],
            "is_ephemeral": True,
        },
        {
            "action_id": select["action_id"],
            "block_id": block["block_id"],
            "selected_option": option,
        },
    )
    assert outcome.ok, outcome
    await stage.settle()
    (shown,) = stage.came()
    return shown


async def test_milestone_picked_after_it_was_taken_out_is_said_to_be_gone(
    stage: HandlersStage,
) -> None:
    stage.installation.roster = milestones_of(stage, milestone(), STEADY)
    answer = await stage.say("U0ALICE", "C0GENERAL", "/blockers")
    stage.installation.roster = milestones_of(stage, milestone())

    assert "no longer" in words_of(await pick(stage, answer, "steady"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("scorcard", "Did you mean `scorecard`"),
        ("digset", "Did you mean `digest`"),
        ("xyzzy", "I do not know `xyzzy`"),
        ("<!channel> *bold* `code`", "I do not know `&lt;!channel&gt;`"),
        ("help", "/blockers"),
        ("doctor", "Slack knows the bot"),
    ],
)
async def test_other_words_are_answered(stage: HandlersStage, typed: str, says: str) -> None:
    answer = await stage.say("U0BOB", "C0OPS", f"/blockers {typed}")

    assert says in words_of(answer)
    assert "<!channel" not in words_of(answer)


async def test_titles_from_outside_ping_nobody(stage: HandlersStage) -> None:
    hostile = "<!channel> <@U0BOB> | *all* <https://evil.example|click> & `x"
    stage.tracker.blockers = (
        tls(title=hostile, description=f"- [ ] {hostile}\n- [ ] <!here>\n", assignee=None),
    )
    await stage.read_tracker()
    for typed in ("", "THR-42", "scorecard", "digest"):
        said = marked_up(await stage.say("U0BOB", "C0OPS", f"/blockers {typed}"))
        assert "<!" not in said
        assert "<https://evil" not in said
        assert "<@U0BOB>" not in said


async def test_long_board_pages_forth_and_back_and_drops_nothing(stage: HandlersStage) -> None:
    stage.tracker.blockers = tuple(
        blocker(f"THR-{n:03}", priority=Priority.HIGH) for n in range(300)
    )
    await stage.read_tracker()
    shown = await stage.say("U0ALICE", "C0OPS", "/blockers")
    found: set[str] = set()
    pages = 0
    while True:
        pages += 1
        found |= {f"THR-{n:03}" for n in range(300) if f"THR-{n:03} " in words_of(shown)}
        if "blockers.page" not in str(shown["blocks"]):
            break
        (shown,) = await stage.press("U0ALICE", shown, "blockers.page")
    assert len(found) == 300
    assert pages == 30

    (back,) = await stage.press("U0ALICE", shown, "blockers.back")
    assert "blockers.page" in str(back["blocks"])


async def test_checklist_of_300_items_pages(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(description="".join(f"- [ ] item {n}.\n" for n in range(300))),)
    await stage.read_tracker()
    shown = await stage.say("U0ALICE", "C0OPS", "/blockers THR-42")
    assert "285 more items" in words_of(shown)
    (second,) = await stage.press("U0ALICE", shown, "blockers.page")
    assert "item 15." in words_of(second)

    theirs = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    (second,) = await stage.press("U0BOB", theirs, "blockers.page")
    (ticked,) = await stage.press("U0BOB", second, "checklist.tick", "item 15.")
    assert "item 15. · done by" in words_of(ticked)


async def test_command_delivered_twice_is_answered_once(stage: HandlersStage) -> None:
    stage.slack.core.faults.add("slash_commands", "duplicate")

    assert len(await stage.type_in("U0ALICE", "C0OPS", "/blockers")) == 1


async def test_without_a_milestone_it_says_what_to_configure(stage: HandlersStage) -> None:
    stage.installation.roster = milestones_of(stage)
    answer = await stage.say("U0ALICE", "C0GENERAL", "/blockers")

    assert "No milestone is configured" in words_of(answer)
