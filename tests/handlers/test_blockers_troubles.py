"""What /blockers answers while something is away, and what its doctor finds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.checklist import ItemChange, ItemState
from bot.domain.ids import DeliveryId, TeamKey, UserId
from bot.domain.people import Person, Team
from bot.ports import SelectionError, TrackerUnavailableError
from tests.samples.builders import blocker
from tests.stages.handlers import (
    HandlersStage,
    follow,
    handlers_stage,
    words_of,
)
from tests.stages.office import DESCRIPTION, PROD, milestone, tls

AWAY = TrackerUnavailableError("Linear", "it limits our calls", retry_after=60)
STEADY = milestone("steady", name="Sustained profitability")


async def test_tracker_away_answers_with_the_last_state_and_its_age(stage: HandlersStage) -> None:
    stage.tracker.error = AWAY
    await stage.read_tracker()
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers"))

    assert "Linear is away (it limits our calls)" in said
    assert "blocked by 1" in said
    assert "just now" in said or "ago" in said


@pytest.mark.parametrize("error", [AWAY, SelectionError("no label blokcer; near: blocker")])
async def test_tracker_that_was_never_read_is_not_no_blockers(error: Exception) -> None:
    async with handlers_stage() as stage:
        stage.tracker.error = error
        for typed in ("", "digest", "scorecard", "THR-42"):
            said = words_of(await stage.say("U0ALICE", "C0OPS", f"/blockers {typed}"))
            assert str(error).removeprefix("Linear: ") in said
            assert "clear" not in said.replace("cleared", "")
        assert stage.tracker.reads == 1


async def test_store_away_is_said_and_works_again(stage: HandlersStage) -> None:
    stage.switch.away = True
    answer = await stage.say("U0ALICE", "C0OPS", "/blockers")
    assert "store does not answer" in answer["text"]

    stage.switch.away = False
    assert "blocked by 1" in words_of(await stage.say("U0ALICE", "C0OPS", "/blockers"))


async def test_slack_that_tells_no_names_keeps_no_answer_back(stage: HandlersStage) -> None:
    erin = Person(name="Erin", email="erin@example.com")
    stage.tracker.blockers = (tls(assignee=erin, description="- [ ] DNS (Owner: dana@x.org)"),)
    await stage.read_tracker()
    found = await stage.stores.checklists.load_many(PROD, [tls().id])
    change = ItemChange(
        milestone=PROD,
        blocker=tls().id,
        item=found[tls().id].live[0].id,
        to=ItemState.DONE,
        seen_revision=0,
        by=UserId("U0DANA"),
        at=stage.parts.services.clock.now(),
        delivery=DeliveryId("before"),
    )
    await stage.stores.checklists.tick(change)
    for method in ("users.info", "users.lookupByEmail"):
        stage.slack.core.faults.add(method, "ratelimited", times=50, seconds=60)
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers THR-42"))

    assert "Erin" in said
    assert "done by U0DANA" in said


async def test_old_snapshot_is_named_with_its_age(stage: HandlersStage) -> None:
    snapshot = await stage.stores.snapshots.load_snapshot(milestone().key)
    assert snapshot is not None
    assert DESCRIPTION in snapshot.blockers[0].description
    fakes = stage.stores.snapshots
    fakes._snapshots[milestone().key] = replace(  # type: ignore[attr-defined]
        snapshot, fetched_at=snapshot.fetched_at - timedelta(hours=3)
    )
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers"))

    assert "Linear 3 h ago" in said


async def test_doctor_names_what_is_wrong_in_each_channel(stage: HandlersStage) -> None:
    stage.installation.roster = replace(
        stage.installation.roster, channels=follow("C0OPS", "C0GENERAL", "C0LEADS", "C0OLD")
    )
    gone = replace(tls().assignee, active=False)  # type: ignore[type-var]
    stage.tracker.blockers = (tls(assignee=gone), blocker("THR-41", assignee=gone))
    await stage.read_tracker()
    said = words_of(await stage.say("U0ALICE", "C0GENERAL", "/blockers doctor"))

    assert said.index("#general") < said.index("C0LEADS")
    assert "The bot is not in #general" in said
    assert "#old is archived" in said
    assert "bob@example.com owns THR-42, THR-41 but is deactivated" in said
    assert "#ops: next posts" in said


async def test_doctor_names_owners_of_items_who_cannot_act(stage: HandlersStage) -> None:
    lines = ("one (Owner: Nora Known)", "two (Owner: Nora Known)", "three (Owner: Ops team)")
    stage.tracker.blockers = (tls(description="".join(f"- [ ] {line}\n" for line in lines)),)
    ops = Team(key=TeamKey("ops"), name="Ops team")
    stage.installation.roster = replace(stage.installation.roster, teams=(ops,))
    await stage.read_tracker()
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers doctor"))

    assert "Nora Known owns items of THR-42 but has no Slack account" in said
    assert "Ops team owns items of THR-42 but has no Slack group" in said


async def test_doctor_goes_on_where_slack_or_the_store_does_not_answer(
    stage: HandlersStage,
) -> None:
    stage.slack.core.faults.add("auth.test", "ratelimited", times=5, seconds=60)
    stage.slack.core.faults.add("conversations.info", "ratelimited", times=9, seconds=60)
    said = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers doctor"))
    assert "Slack did not answer" in said
    assert "the store keeps every write" in said

    stage.switch.away = True
    stage.slack.core.faults.clear()
    findings = await stage.parts.services.doctor.examine()
    assert any("the store does not answer" in finding.sentence for finding in findings)
