"""The parts of a board: by word or by button, shared, kept current; a probe checked now."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import IssueLink
from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.milestone import Component
from bot.ports import PROBES_QUEUE, WHOLE_BOARD
from tests.samples.builders import blocker
from tests.stages.handlers import HandlersStage, Shown, words_of
from tests.stages.office import milestone, plan, tls

PARTS = {
    "risk": "Production deployment: risk",
    "timeline": "Production deployment: 2 blockers open",
    "first": "Production deployment: begin with THR-42",
    "probes": "Production deployment: 1 unknown",
    "scorecard": "Production deployment: overall",
}


@pytest.fixture(autouse=True)
async def probed(stage: HandlersStage) -> None:
    """THR-42 blocks THR-41; one probe, whose answers come as the runner is asked."""
    tied = Component(name="TLS", blockers=(BlockerKey("THR-42"),), probes=("api",))
    quick = replace(plan("api", seconds=86_400), timeout=timedelta(seconds=1))
    stage.installation.roster = replace(
        stage.installation.roster, milestones=(milestone(scorecard=(tied,)),), probes=(quick,)
    )
    link = IssueLink(id=BlockerId("id-THR-41"), key=BlockerKey("THR-41"), title="")
    stage.tracker.blockers = (tls(blocks=(link,)), blocker("THR-41"))
    stage.runner.results = {"api": [answer(stage, 0, Verdict.UP), answer(stage, 1, Verdict.DOWN)]}
    await stage.read_tracker()


def answer(stage: HandlersStage, run: int, verdict: Verdict) -> ProbeResult:
    return ProbeResult(
        probe=ProbeId("api"),
        run_id=f"run-{run}",
        verdict=verdict,
        reason="said",
        sentence="the certificate expired",
        at=stage.parts.services.clock.now() + timedelta(seconds=run),
        duration_ms=12,
    )


@pytest.mark.parametrize("part", PARTS)
async def test_part_is_answered_privately(stage: HandlersStage, part: str) -> None:
    shown = await stage.say("U0CHARLIE", "C0OPS", f"/blockers {part}")

    assert PARTS[part] in words_of(shown)
    assert stage.posted("C0OPS") == []


@pytest.mark.parametrize("part", PARTS)
async def test_part_is_shared_and_drawn_again_as_such(stage: HandlersStage, part: str) -> None:
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", f"/blockers {part} share")
    assert "live, as of" in words_of(posted)
    await stage.stores.due.add("copies:prod", WHOLE_BOARD, stage.parts.services.clock.now())
    await stage.draw_copies()

    assert PARTS[part] in words_of(posted)
    assert PARTS[part] in words_of(stage.message(posted))


@pytest.mark.parametrize("part", PARTS)
async def test_button_of_a_board_shows_the_part_privately_beside_it(
    stage: HandlersStage, part: str
) -> None:
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers share")
    (shown,) = await stage.press("U0CHARLIE", posted, f"blockers.{part}")

    assert shown["ephemeral"]
    assert PARTS[part] in words_of(shown)
    assert words_of(stage.message(posted)) == words_of(posted)


@pytest.mark.parametrize("part", PARTS)
async def test_part_is_refreshed_in_place(stage: HandlersStage, part: str) -> None:
    shown = await stage.say("U0ALICE", "C0OPS", f"/blockers {part}")
    (again,) = await stage.press("U0ALICE", shown, "blockers.refresh")

    assert again["ts"] == shown["ts"]
    assert PARTS[part] in words_of(again)


async def test_part_leads_to_the_whole_board_and_shares_itself(stage: HandlersStage) -> None:
    shown = await stage.say("U0ALICE", "C0OPS", "/blockers risk")
    (board,) = await stage.press("U0ALICE", shown, "digest.full")
    (posted,) = await stage.press("U0ALICE", shown, "blockers.share")

    assert "is blocked by 2" in words_of(board)
    assert PARTS["risk"] in words_of(posted)
    assert not posted.get("ephemeral")


async def test_pages_of_a_part_are_turned(stage: HandlersStage) -> None:
    stage.tracker.blockers = tuple(blocker(f"THR-{n:03}") for n in range(30))
    await stage.read_tracker()
    shown = await stage.say("U0ALICE", "C0OPS", "/blockers first")
    assert "20 more" in words_of(shown)
    (second,) = await stage.press("U0ALICE", shown, "blockers.page")
    (first,) = await stage.press("U0ALICE", second, "blockers.back")

    assert "11. THR-010" in words_of(second)
    assert "1. THR-000" in words_of(first)


async def test_blocker_is_opened_from_the_risk(stage: HandlersStage) -> None:
    shown = await stage.say("U0ALICE", "C0OPS", "/blockers risk")
    (opened,) = await stage.press("U0ALICE", shown, "blocker.open", "clear THR-42")

    assert "DNS integration" in words_of(opened)


async def press_check(stage: HandlersStage, user: str, shown: Shown) -> list[Shown]:
    """While the schedule runs what is due, as it does beside the handlers."""
    async with asyncio.TaskGroup() as group:
        pressing = group.create_task(stage.press(user, shown, "probes.check"))
        while not pressing.done():
            await stage.parts.health.run_due()
            await asyncio.sleep(0)
    return pressing.result()


async def test_probe_is_checked_now_and_its_row_follows_in_place(stage: HandlersStage) -> None:
    await stage.parts.health.run_due()
    shown = await stage.say("U0CHARLIE", "C0OPS", "/blockers probes")
    assert "🟢 *api* · up" in words_of(shown)
    assert "uptime 24 h 100 %" in words_of(shown)
    asked, answered = await press_check(stage, "U0CHARLIE", shown)

    assert stage.runner.runs == ["api", "api"]
    assert {asked["ts"], answered["ts"]} == {shown["ts"]}
    assert "asked just now, no answer yet" in words_of(asked)
    assert "asked just now" not in words_of(answered)
    assert "down, the certificate expired" in words_of(answered)
    assert "uptime 24 h 50 %" in words_of(answered)


async def test_probe_checked_on_a_shared_copy_is_drawn_for_everybody(stage: HandlersStage) -> None:
    await stage.parts.health.run_due()
    (posted,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers probes share")
    (told,) = await press_check(stage, "U0CHARLIE", posted)
    assert told["ephemeral"]
    assert "is asked now" in words_of(told)
    await stage.draw_copies()

    now = words_of(stage.message(posted))
    assert "down, the certificate expired" in now
    assert "live, as of" in now


async def test_probe_checked_on_a_copy_that_is_not_live_stays_not_live(
    stage: HandlersStage,
) -> None:
    private = await stage.say("U0ALICE", "C0LEADS", "/blockers probes")
    (posted,) = await stage.press("U0ALICE", private, "blockers.share")
    _told, drawn = await press_check(stage, "U0ALICE", posted)

    assert drawn["ts"] == posted["ts"]
    assert "not live" in words_of(drawn)
    assert "last run" in words_of(drawn)


async def test_probe_is_not_asked_twice_in_ten_seconds(stage: HandlersStage) -> None:
    await stage.parts.health.run_due()
    shown = await stage.say("U0CHARLIE", "C0OPS", "/blockers probes")
    await press_check(stage, "U0CHARLIE", shown)
    other = await stage.say("U0BOB", "C0OPS", "/blockers probes")
    (told,) = await press_check(stage, "U0BOB", other)

    assert "asked within the last 10 seconds" in words_of(told)
    assert stage.runner.runs == ["api", "api"]


async def test_probe_that_nobody_runs_is_said_to_be_silent(stage: HandlersStage) -> None:
    shown = await stage.say("U0CHARLIE", "C0OPS", "/blockers probes")
    *_, told = await stage.press("U0CHARLIE", shown, "probes.check")

    assert "has not answered yet" in words_of(told)
    assert tuple(await stage.stores.due.all_due(PROBES_QUEUE)) == ("api",)


async def test_probe_or_milestone_that_is_gone_is_answered(stage: HandlersStage) -> None:
    shown = await stage.say("U0CHARLIE", "C0OPS", "/blockers probes")
    before = stage.installation.roster
    stage.installation.roster = replace(before, probes=())
    (told,) = await stage.press("U0CHARLIE", shown, "probes.check")
    assert "no longer among the probes" in words_of(told)
    stage.installation.roster = replace(before, milestones=(milestone("other"),), channels=())
    (told,) = await stage.press("U0CHARLIE", shown, "probes.check")
    assert "no longer" in words_of(told)
