"""People at evidence: tick against red with a reason, look at a contest, tie, and ask why."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.checklist import ItemState
from bot.domain.evidence import Evidence, Mode
from bot.domain.evidence_lines import EvidenceLine
from bot.domain.health import ProbeId, ProbeResult, Verdict
from bot.domain.ids import BlockerKey
from bot.domain.milestone import Component
from sandbox.slack.acts import modals, presses
from tests.handlers.test_replies import whose
from tests.stages.editing import DNS, form, front, initial, item, kinds, labels, sent
from tests.stages.handlers import HandlersStage, Shown, button_of, handlers_stage, words_of
from tests.stages.office import PROD, milestone, plan

HTTPS = ProbeId("api-https")


@pytest.fixture
async def stage() -> AsyncIterator[HandlersStage]:
    async with handlers_stage() as stage:
        component = Component(name="TLS", blockers=(BlockerKey("THR-42"),), probes=(str(HTTPS),))
        stage.installation.roster = replace(
            stage.installation.roster,
            milestones=(milestone(scorecard=(component,)),),
            probes=(plan(),),
            evidence=(
                EvidenceLine(
                    milestone=PROD,
                    blocker=BlockerKey("THR-42"),
                    item=DNS,
                    evidence=Evidence(probe=HTTPS),
                ),
            ),
        )
        await stage.read_tracker()
        await stage.parts.evidence.run_due()
        yield stage


async def says(stage: HandlersStage, *verdicts: Verdict) -> None:
    """The probe runs once for each; the confirmed change reaches the items."""
    for verdict in verdicts:
        ran = stage.runner.runs.count(HTTPS)
        result = ProbeResult(
            probe=HTTPS,
            run_id=f"run-{ran}",
            verdict=verdict,
            reason="",
            sentence="answered 200" if verdict is Verdict.UP else "certificate expired",
            at=datetime.now(UTC),  # noqa: TID251 - the stage's own clock is the machine's
            duration_ms=12,
        )
        stage.runner.results = {HTTPS: [result]}
        await stage.parts.services.due.add("probes", HTTPS, result.at - timedelta(seconds=1))
        await stage.parts.health.run_due()
        await stage.parts.evidence.run_due()


async def contested(stage: HandlersStage) -> Shown:
    """The private answer in which Bob's tick is contested."""
    await says(stage, Verdict.UP)
    await stage.press("U0BOB", await stage.say("U0BOB", "C0OPS", "/blockers THR-42"), TICK, DNS)
    await says(stage, *[Verdict.DOWN] * 3)
    return await stage.say("U0BOB", "C0OPS", "/blockers THR-42")


async def test_not_mine_of_a_contested_item_hands_on_that_item(stage: HandlersStage) -> None:
    await contested(stage)
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest")
    await stage.press("U0ALICE", preview, "digest.post")
    posted = stage.posted("C0OPS")[-1]
    pairs = zip(posted["blocks"], posted["blocks"][1:], strict=False)
    row = next(under for above, under in pairs if "contested: " in words_of({"blocks": [above]}))
    await stage.press("U0BOB", posted | {"blocks": [row]}, "digest.not_mine")
    await whose(stage, "U0DANA")

    handed = await item(stage)
    assert (handed.owner, handed.state) == ("<@U0DANA>", ItemState.DONE)
    assert handed.contested
    await stage.draw_copies()
    assert "certificate expired" in words_of(stage.message(posted))
    assert "suggested" not in words_of(stage.message(posted))


TICK = "checklist.tick"


async def press_in(stage: HandlersStage, user: str, view: Shown, action: str) -> Shown:
    container = {"type": "view", "view_id": view["id"]}
    outcome = await presses.press(stage.slack.core, user, container, button_of(view, action))
    assert outcome.ok, outcome
    await stage.settle()
    return front(stage, user)


async def test_a_row_says_what_the_probe_says_now_and_said_then(stage: HandlersStage) -> None:
    await says(stage, Verdict.UP)
    shown = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    assert "evidence: api-https, green now" in words_of(shown)
    await stage.press("U0BOB", shown, TICK, DNS)
    again = words_of(await stage.say("U0BOB", "C0OPS", "/blockers THR-42"))
    assert "done by Bob" in again
    assert "api-https green then" in again


async def test_a_tick_against_red_opens_a_form_and_is_stored_with_its_reason(
    stage: HandlersStage,
) -> None:
    await says(stage, *[Verdict.DOWN] * 3)
    shown = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    await stage.press("U0BOB", shown, TICK, DNS)
    view = front(stage)
    assert view["callback_id"] == "checklist.reason"
    assert "not ticked yet" in words_of(view)
    assert "certificate expired" in words_of(view)
    assert (await item(stage)).state is ItemState.TODO

    empty = await sent(stage, view, why="  ")
    assert not empty.ok
    await sent(stage, view, why="A mirror serves it")
    assert (await item(stage)).state is ItemState.DONE
    drawn = words_of(stage.came()[-1])
    assert "though api-https was red: A mirror serves it" in drawn


async def test_a_tick_with_a_silent_probe_is_stored_and_says_so(stage: HandlersStage) -> None:
    shown = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    came = await stage.press("U0BOB", shown, TICK, DNS)
    assert any("is silent just now" in words_of(message) for message in came)
    assert (await item(stage)).state is ItemState.DONE


async def test_look_shows_then_and_now_and_still_done_keeps_it(stage: HandlersStage) -> None:
    shown = await contested(stage)
    text = words_of(shown)
    assert "contested since" in text
    assert "api-https says certificate expired" in text
    assert "1 contested" in text
    await stage.press("U0BOB", shown, "checklist.look", DNS)
    view = front(stage)
    words = words_of(view)
    assert "Then: ticked by Bob" in words
    assert "api-https was *green*: answered 200" in words
    assert "Now: *red*: certificate expired" in words
    assert not (await sent(stage, view, why=" ")).ok
    await sent(stage, view, why="A mirror serves it")
    assert (await item(stage)).contested is None
    assert (await item(stage)).state is ItemState.DONE
    assert await kinds(stage) == ["evidence", "state", "contested", "uncontested"]
    assert "contested since" not in words_of(stage.came()[-1])


async def test_look_reopens_the_item(stage: HandlersStage) -> None:
    shown = await contested(stage)
    await stage.press("U0BOB", shown, "checklist.look", DNS)
    said = await press_in(stage, "U0BOB", front(stage), "checklist.reopen")
    assert "is open again" in words_of(said)
    assert (await item(stage)).state is ItemState.TODO
    assert "evidence: api-https, red now" in words_of(stage.came()[-1])


@pytest.mark.parametrize("seen", ["abc", "²", "9" * 40])
async def test_a_look_that_has_lost_its_revision_is_outdated(
    stage: HandlersStage, seen: str
) -> None:
    await stage.press("U0BOB", await contested(stage), "checklist.look", DNS)
    view = front(stage)
    metadata = json.loads(view["private_metadata"]) | {"s": seen}
    view["private_metadata"] = json.dumps(metadata)
    await press_in(stage, "U0BOB", view, "checklist.reopen")
    (said,) = [one for one in stage.came() if "older version" in words_of(one)]
    assert "reference" not in words_of(said)
    assert (await item(stage)).state is ItemState.DONE


async def test_who_may_not_tick_may_look_only(stage: HandlersStage) -> None:
    await contested(stage)
    shown = await stage.say("U0CHARLIE", "C0OPS", "/blockers THR-42")
    await stage.press("U0CHARLIE", shown, "checklist.look", DNS)
    view = front(stage, "U0CHARLIE")
    assert "contested since" in words_of(view).lower()
    assert labels(view) == []
    assert "Reopen" not in words_of(view)


async def test_check_now_in_the_look_draws_what_it_says(stage: HandlersStage) -> None:
    shown = await contested(stage)
    await stage.press("U0BOB", shown, "checklist.look", DNS)
    view = await press_in(stage, "U0BOB", front(stage), "checklist.check")
    assert view["callback_id"] == "checklist.look"
    assert "api-https" in words_of(view)


async def test_an_item_is_tied_and_untied_in_its_form(stage: HandlersStage) -> None:
    view = await form(stage)
    assert initial(view, "probe") == HTTPS
    await sent(stage, view, mode="latched", auto="auto")
    assert (await item(stage)).evidence == Evidence(probe=HTTPS, mode=Mode.LATCHED, auto=True)
    await sent(stage, await form(stage), probe="-")
    assert (await item(stage)).evidence is None
    assert await kinds(stage) == ["evidence", "evidence", "evidence"]


async def test_the_form_asks_for_a_reason_against_red_too(stage: HandlersStage) -> None:
    await says(stage, *[Verdict.DOWN] * 3)
    refused = await sent(stage, await form(stage), state="done")
    assert not refused.ok
    assert (await item(stage)).state is ItemState.TODO
    await sent(stage, front(stage), state="done", why="A mirror serves it")
    touched = (await item(stage)).touched
    assert touched
    assert touched.why == "A mirror serves it"


async def test_why_tells_every_reason_of_a_component(stage: HandlersStage) -> None:
    await contested(stage)
    card = await stage.say("U0CHARLIE", "C0OPS", "/blockers scorecard")
    (why,) = await stage.press("U0CHARLIE", card, "scorecard.why", "TLS")
    assert why["ephemeral"]
    text = words_of(why)
    assert "THR-42 is open" in text
    assert f"“{DNS}” contested" in text
    assert "api-https down since" in text


async def test_the_digest_names_whom_a_contest_needs(stage: HandlersStage) -> None:
    await contested(stage)
    preview = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers digest"))
    assert f"has “{DNS}” contested: api-https says certificate expired" in preview


async def test_history_tells_of_contests_with_the_readings(stage: HandlersStage) -> None:
    await contested(stage)
    log = words_of(await stage.say("U0BOB", "C0OPS", "/blockers history THR-42"))
    assert f"api-https contested “{DNS}”" in log
    assert f"Bob ticked “{DNS}” (to do → done), api-https green then" in log
    assert f"blockers.yml tied “{DNS}” to api-https, live" in log


async def test_a_broken_submission_of_a_closed_look_changes_nothing(stage: HandlersStage) -> None:
    shown = await contested(stage)
    await stage.press("U0BOB", shown, "checklist.look", DNS)
    view = front(stage)
    await says(stage, Verdict.UP, Verdict.UP)
    outcome = await modals.submit(
        stage.slack.core,
        "U0BOB",
        view["id"],
        {"values": {"why/new": {"value": {"type": "plain_text_input", "value": "too late"}}}},
    )
    assert outcome.ok
    await stage.settle()
    assert await kinds(stage) == ["evidence", "state", "contested", "uncontested"]
