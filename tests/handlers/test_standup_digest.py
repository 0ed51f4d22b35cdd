"""``/blockers digest``: a preview that pings nobody, and the post by hand that asks first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import MessageTs
from tests.stages.editing import front, sent
from tests.stages.handlers import HandlersStage, button_of, marked_up, words_of
from tests.stages.office import OPS, milestone, tls

LATE = (datetime.now(UTC) - timedelta(days=3)).date()  # noqa: TID251 - the stage has a real clock


@pytest.mark.parametrize("typed", ["digest", "digest post"])
async def test_preview_pings_nobody_and_posts_nothing(stage: HandlersStage, typed: str) -> None:
    stage.tracker.blockers = (tls(due=LATE),)
    await stage.read_tracker()
    preview = await stage.say("U0ALICE", "C0OPS", f"/blockers {typed}")

    assert "only you see this" in words_of(preview)
    (needed,) = [line for line in words_of(preview).splitlines() if "is overdue" in line]
    assert needed.endswith(", @Bob")
    assert "<@" not in marked_up(preview)
    assert stage.posted("C0OPS") == []
    assert "confirm" in button_of(preview, "digest.post")


async def test_preview_of_a_long_digest_shows_its_thread_too(stage: HandlersStage) -> None:
    stage.tracker.blockers = tuple(tls(f"THR-{n}", due=LATE) for n in range(30))
    await stage.read_tracker()
    preview, *thread = await stage.type_in("U0ALICE", "C0OPS", "/blockers digest")

    assert thread
    assert all(one["ephemeral"] for one in (preview, *thread))
    assert all(words_of(one).startswith("In its thread:") for one in thread)
    said = "\n".join(map(words_of, (preview, *thread)))
    assert all(f"THR-{n} " in said for n in range(30))


async def test_note_is_told_in_the_next_digest(stage: HandlersStage) -> None:
    first, *_ = await stage.type_in("U0ALICE", "C0OPS", "/blockers digest")
    await stage.press("U0ALICE", first, "digest.post")
    digest = await stage.parts.services.standup.build(milestone(), OPS)
    record = stage.parts.services.standup.record(digest, MessageTs("1.1"))
    await stage.stores.digests.save_record(OPS, record)
    await stage.press("U0BOB", stage.posted("C0OPS")[-1], "digest.note")
    outcome = await sent(stage, front(stage), note="Waiting for the vendor")
    assert outcome.ok

    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    assert "Bob on THR-42: Waiting for the vendor" in words_of(preview)


async def test_post_by_hand_is_marked_pings_once_and_stays_live(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(due=LATE),)
    await stage.read_tracker()
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    came = await stage.press("U0ALICE", preview, "digest.post")
    (digest,) = stage.posted("C0OPS")
    assert "posted by hand by Alice" in words_of(digest)
    assert "<@U0BOB>" in marked_up(digest)
    (told,) = [one for one in came if one.get("ephemeral")]
    assert (told["ts"], "#ops" in words_of(told)) == (preview["ts"], True)

    again = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    await stage.press("U0ALICE", again, "digest.post")
    assert "<@" not in marked_up(stage.posted("C0OPS")[1])

    private = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    await stage.press("U0BOB", private, "checklist.tick", "DNS")
    await stage.draw_copies()
    assert "2 of 3" in words_of(stage.message(digest))


async def test_buttons_of_a_digest_open_what_they_say(stage: HandlersStage) -> None:
    await stage.press(
        "U0ALICE", await stage.say("U0ALICE", "C0OPS", "/blockers digest"), "digest.post"
    )
    (digest,) = stage.posted("C0OPS")
    (full,) = await stage.press("U0CHARLIE", digest, "digest.full")
    (checklist,) = await stage.press("U0CHARLIE", digest, "blocker.open", "Open checklist")

    assert "blocked by 1" in words_of(full)
    assert "DNS integration" in words_of(checklist)


async def test_post_into_a_private_channel_without_the_bot_names_the_way_out(
    stage: HandlersStage,
) -> None:
    preview = await stage.say("U0ALICE", "C0LEADS", "/blockers prod digest")
    (told,) = await stage.press("U0ALICE", preview, "digest.post")

    assert "/invite @Blockers" in words_of(told)
    assert stage.posted("C0LEADS") == []


async def test_post_whose_answer_was_lost_is_found(stage: HandlersStage) -> None:
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    stage.slack.core.faults.add("chat.postMessage", "cut_after")
    await stage.press("U0ALICE", preview, "digest.post")

    assert len(stage.posted("C0OPS")) == 1


async def test_post_in_doubt_is_not_repeated_and_said(stage: HandlersStage) -> None:
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    stage.slack.core.faults.add("chat.postMessage", "cut_after")
    stage.slack.core.faults.add("conversations.history", "server_error", times=9)
    (told,) = [
        one for one in await stage.press("U0ALICE", preview, "digest.post") if one.get("ephemeral")
    ]

    assert "may be there or not" in words_of(told)
    assert len(stage.posted("C0OPS")) == 1


async def test_post_of_a_milestone_that_is_gone_is_answered(stage: HandlersStage) -> None:
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    stage.installation.roster = replace(
        stage.installation.roster, milestones=(milestone("other"),), channels=()
    )
    (told,) = await stage.press("U0ALICE", preview, "digest.post")

    assert "no longer" in words_of(told)
