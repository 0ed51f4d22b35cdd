"""``/blockers history`` and ``/blockers at``, asked for and leafed through by people."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Snapshot, Stage
from bot.domain.checklist import Checklist, ItemState
from bot.domain.ids import DeliveryId, ItemId
from bot.domain.merge import plan_merge
from bot.domain.past import Standing
from bot.summary.description import read_description
from tests.samples.builders import blocker
from tests.samples.store import press
from tests.stages.blocker_forms import asked, send
from tests.stages.handlers import HandlersStage, Shown, handlers_stage, marked_up, words_of
from tests.stages.office import DESCRIPTION, PROD, tls
from tests.stages.slack_side import SystemClock

TLS, CLOCK = tls().id, SystemClock()


async def test_history_tells_who_did_what_newest_first(stage: HandlersStage) -> None:
    shared = (await stage.type_in("U0BOB", "C0OPS", "/blockers THR-42 share"))[0]
    await stage.press("U0BOB", shared, "checklist.tick", "DNS integration")
    said = words_of(await stage.say("U0CHARLIE", "C0OPS", "/blockers history"))
    assert "History of Production deployment* · 1\u20133 of 3, newest first" in said
    assert "Bob ticked “DNS integration” (to do → done) · THR-42 · from a share in <#C0OPS>" in said
    assert "Linear showed a new blocker THR-42" in said
    assert said.index("Bob ticked") < said.index("Linear added 3 items: “Issuer configured”")
    assert "Today, " in said
    assert "the log reaches back to " in said


async def test_items_that_came_with_a_blocker_are_one_row(stage: HandlersStage) -> None:
    steps = [f"Step {number}" for number in range(1, 7)]
    form = await asked(stage, "No signing keys")
    assert (await send(stage, form, items="\n".join(steps))).ok
    said = words_of(await stage.say("U0BOB", "C0OPS", "/blockers history PROD-1"))
    assert "1\u20131 of 1, newest first" in said
    listed = ", ".join(f"“{step}”" for step in steps)
    assert f"Bob added the blocker PROD-1 “No signing keys”; added 6 items: {listed}" in said
    log = await stage.stores.checklists.load_audit(PROD)
    assert [entry.text for entry in log if entry.kind == "added" and entry.by == "U0BOB"][::-1] == (
        steps
    )


async def test_history_of_one_blocker_from_its_button(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(), blocker("THR-7"))
    await stage.read_tracker()
    message = await stage.say("U0BOB", "C0OPS", "/blockers THR-42")
    (found,) = await stage.press("U0BOB", message, "blocker.history")
    assert found["ephemeral"]
    assert found["ts"] != message["ts"]
    assert "History of THR-42" in words_of(found)
    assert "THR-7" not in words_of(found)
    typed = await stage.say("U0BOB", "C0OPS", "/blockers history thr-42")
    assert words_of(typed).partition("as of")[0] == words_of(found).partition("as of")[0]


async def test_history_is_leafed_through_in_counted_pages(stage: HandlersStage) -> None:
    await _press_often(stage, 40)
    first = await stage.say("U0BOB", "C0OPS", "/blockers history")
    total = 40 + 2  # and the first reading: the issue, its three lines
    assert f"1\u201315 of {total}, newest first" in words_of(first)
    (second,) = await stage.press("U0BOB", first, "history.page")
    assert second["ts"] == first["ts"]
    assert f"16\u201330 of {total}" in words_of(second)
    (third,) = await stage.press("U0BOB", second, "history.page")
    assert f"31\u2013{total} of {total}" in words_of(third)
    assert "Linear showed a new blocker" in words_of(third)
    (back,) = await stage.press("U0BOB", third, "history.back")
    assert words_of(back).partition("as of")[0] == words_of(second).partition("as of")[0]
    with pytest.raises(AssertionError, match=r"no history\.page"):
        await stage.press("U0BOB", third, "history.page")


async def test_history_refresh_shows_what_came_since(stage: HandlersStage) -> None:
    shown = await stage.say("U0BOB", "C0OPS", "/blockers history")
    await _press_often(stage, 1)
    (again,) = await stage.press("U0BOB", shown, "history.refresh")
    assert "Bob ticked" in words_of(again)


async def test_history_is_shared_as_text_that_stays_and_pings_nobody(stage: HandlersStage) -> None:
    await _press_often(stage, 1)
    (typed,) = await stage.type_in("U0BOB", "C0OPS", "/blockers history share")
    private = await stage.say("U0BOB", "C0OPS", "/blockers history")
    (pressed,) = await stage.press("U0BOB", private, "history.share")
    for posted in (typed, pressed):
        assert not posted.get("ephemeral")
        assert "not live" in words_of(posted)
        assert not any(block["type"] == "actions" for block in posted["blocks"])
        assert "<@" not in marked_up(posted)
    assert await stage.stores.copies.load_copies(PROD, None) == ()


async def test_history_of_an_unknown_key_offers_the_near_ones(stage: HandlersStage) -> None:
    said = words_of(await stage.say("U0BOB", "C0OPS", "/blockers history THR-43"))
    assert "`THR-43` is no blocker of Production deployment" in said
    assert "THR-42" in said


async def test_history_of_one_that_is_gone_is_still_told(stage: HandlersStage) -> None:
    stage.tracker.blockers = (blocker("THR-7"),)
    await stage.read_tracker()
    said = words_of(await stage.say("U0BOB", "C0OPS", "/blockers history THR-42"))
    assert "History of THR-42" in said
    assert "Linear no longer lists THR-42" in said


@pytest.fixture
async def aged() -> AsyncIterator[HandlersStage]:
    """Two hours ago THR-42 was blocking and nothing of it done; since then it was worked on."""
    async with handlers_stage() as stage:
        at = CLOCK.now() - timedelta(hours=2)
        snapshot = Snapshot(fetched_at=at, blockers=(tls(updated_at=at),))
        lines = read_description(DESCRIPTION).items
        merge = plan_merge(Checklist(blocker=TLS), lines, by="linear", at=at)
        assert merge is not None
        await stage.stores.checklists.save_merge(PROD, merge)
        await stage.stores.snapshots.save_snapshot(PROD, snapshot)
        await _press_often(stage, 1)
        yield stage


async def test_board_as_it_was_has_no_button_that_changes_anything(aged: HandlersStage) -> None:
    aged.tracker.blockers = (
        tls(stage=Stage.COMPLETED, state_name="Done"),
        blocker("THR-7", title="Came later"),
    )
    await aged.read_tracker()
    shown = await aged.say("U0BOB", "C0OPS", "/blockers at an hour ago")
    said = words_of(shown)
    assert said.startswith("🕰️ *As it was ")
    assert "Production deployment is blocked by 1" in said
    assert "THR-42" in said
    assert "1 of 3" in said
    assert "Came later" not in said
    assert "health checks are not in this log" in said
    assert _actions(shown) == {"at.open", "at.share", "blocker.open"}
    (now,) = await aged.press("U0BOB", shown, "blocker.open", "As it is now")
    assert "Came later" in words_of(now)


async def test_blocker_as_it_was_is_opened_from_the_board_of_then(aged: HandlersStage) -> None:
    board = await aged.say("U0BOB", "C0OPS", "/blockers at an hour ago")
    (opened,) = await aged.press("U0BOB", board, "at.open")
    typed = await aged.say("U0BOB", "C0OPS", "/blockers at 1h ago thr-42")
    for shown in (opened, typed):
        assert "⬜ DNS integration · to do" in words_of(shown)
        assert _actions(shown) == {"at.share", "blocker.open"}
    (now,) = await aged.press("U0BOB", opened, "blocker.open")
    assert "✅ DNS integration · done by Bob" in words_of(now)


async def test_long_board_of_then_is_leafed_through() -> None:
    at = CLOCK.now() - timedelta(hours=1)
    many = tuple(blocker(f"THR-{number}") for number in range(50, 75))
    async with handlers_stage() as stage:
        await stage.stores.snapshots.save_snapshot(PROD, Snapshot(fetched_at=at, blockers=many))
        await stage.read_tracker()
        first = await stage.say("U0BOB", "C0OPS", "/blockers at 30 min ago")
        assert "is blocked by 25" in words_of(first)
        (second,) = await stage.press("U0BOB", first, "at.page")
        assert second["ts"] == first["ts"]
        assert "As it was" in words_of(second)
        assert "THR-50" in words_of(first)
        assert "THR-50" not in words_of(second)
        (back,) = await stage.press("U0BOB", second, "at.back")
        assert "THR-50" in words_of(back)


async def test_past_is_shared_as_it_is(aged: HandlersStage) -> None:
    shown = await aged.say("U0BOB", "C0OPS", "/blockers at an hour ago")
    (pressed,) = await aged.press("U0BOB", shown, "at.share")
    (typed,) = await aged.type_in("U0BOB", "C0OPS", "/blockers at an hour ago share")
    for posted in (pressed, typed):
        assert not posted.get("ephemeral")
        assert "As it was" in words_of(posted)
        assert "not live" in words_of(posted)
        assert _actions(posted) == set()
    assert await aged.stores.copies.load_copies(PROD, None) == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Which time do you mean? I expected a past one such as `fri 17:00`"),
        ("soonish", "I cannot read `soonish` as a time. I expected a past one"),
        ("soonish", "The log reaches back to "),
        ("tomorrow", "`tomorrow` is still ahead."),
        ("2999-01-01 17:00", "17:00 EST, is still ahead."),
        (
            "2020-01-01",
            "how it was on Wed 1 Jan 2020 23:59 EST: the log reaches back to",
        ),
        ("now THR-43", "`THR-43` was not among the blockers"),
        ("THR-43 now", "There was: THR-42 Title of THR-42."),
    ],
)
async def test_times_that_cannot_be_shown(aged: HandlersStage, typed: str, expected: str) -> None:
    said = words_of(await aged.say("U0BOB", "C0OPS", f"/blockers at {typed}"))
    assert expected in said


async def test_ends_of_days_are_said_to_be(aged: HandlersStage) -> None:
    at = CLOCK.now() - timedelta(days=5)
    await aged.stores.past.save_base(PROD, Standing(at=at))
    said = words_of(await aged.say("U0BOB", "C0OPS", "/blockers at yesterday"))
    assert " 23:59 E" in said
    assert "That is the end of the day" in said
    assert "clear, nothing blocks it" in said


async def test_milestone_without_any_change_has_no_past() -> None:
    async with handlers_stage() as stage:
        stage.tracker.blockers = ()
        said = words_of(await stage.say("U0BOB", "C0OPS", "/blockers at yesterday"))
        assert "Nothing was changed here yet" in said
        said = words_of(await stage.say("U0BOB", "C0OPS", "/blockers history"))
        assert "Nothing was changed yet" in said


def _actions(shown: Shown) -> set[str]:
    return {
        element["action_id"]
        for block in shown["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if "action_id" in element
    }


async def _press_often(stage: HandlersStage, times: int) -> None:
    found = (await stage.stores.checklists.load_many(PROD, [TLS]))[TLS]
    item = next(one for one in found.live if one.text == "DNS integration")
    start = CLOCK.now()
    for number in range(times):
        to = ItemState.DONE if number % 2 == 0 else ItemState.TODO
        change = press(
            ItemId(item.id),
            to,
            item.revision + number,
            blocker=TLS,
            at=start + timedelta(milliseconds=number),
        )
        delivery = DeliveryId(f"often-{start}-{number}")
        await stage.stores.checklists.tick(replace(change, delivery=delivery, why=""))
