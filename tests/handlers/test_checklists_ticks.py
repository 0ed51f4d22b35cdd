"""Every press on an item gets an answer: done, refused, too late, not saved; and only the truth."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.blocker import Stage
from bot.domain.checklist import ItemState
from bot.domain.people import Person
from bot.ports import TrackerUnavailableError
from bot.render.values import Tick
from sandbox.slack.acts import presses
from tests.samples.builders import blocker
from tests.stages.handlers import HandlersStage, Shown, button_of, words_of
from tests.stages.office import BACKEND, PROD, milestone, tls

DNS = "DNS integration"
TLS = tls().id


async def opened(stage: HandlersStage, user: str = "U0BOB", channel: str = "C0OPS") -> Shown:
    return await stage.say(user, channel, "/blockers THR-42")


async def shared(stage: HandlersStage, channel: str = "C0OPS") -> Shown:
    (posted,) = await stage.type_in("U0ALICE", channel, "/blockers THR-42 share")
    assert not posted.get("ephemeral")
    return posted


async def states(stage: HandlersStage) -> list[str]:
    found = await stage.stores.checklists.load_many(PROD, [TLS])
    return [item.state.value for item in found[TLS].live]


async def test_owner_ticks_his_private_copy_and_it_says_who_and_when(
    stage: HandlersStage,
) -> None:
    private = await opened(stage)
    (changed,) = await stage.press("U0BOB", private, "checklist.tick", DNS)

    assert changed["ts"] == private["ts"]
    assert f"✅ {DNS} · done by bob" in words_of(changed).lower().replace(DNS.lower(), DNS)
    assert await states(stage) == ["done", "done", "todo"]
    (undone,) = await stage.press("U0BOB", changed, "checklist.tick", DNS)
    assert f"⬜ {DNS} · to do, reopened by Bob, " in words_of(undone)


async def test_tick_on_a_posted_copy_changes_every_copy(stage: HandlersStage) -> None:
    one, two = await shared(stage), await shared(stage, "C0RELEASE")
    (board,) = await stage.type_in("U0ALICE", "C0OPS", "/blockers share")
    assert await stage.press("U0BOB", one, "checklist.tick", DNS) == []
    await stage.draw_copies()

    for copy in (one, two):
        assert f"✅ {DNS} · done by" in words_of(stage.message(copy))
    assert "2 of 3" in words_of(stage.message(board))


async def test_lead_may_tick_what_is_not_his(stage: HandlersStage) -> None:
    (changed,) = await stage.press("U0ALICE", await opened(stage, "U0ALICE"), "checklist.tick", DNS)

    assert "done by" in words_of(changed)


async def test_bystander_is_told_who_may_and_can_ask(stage: HandlersStage) -> None:
    posted = await shared(stage)
    (refusal,) = await stage.press("U0CHARLIE", posted, "checklist.tick", DNS)
    assert refusal["ephemeral"]
    assert "Only Bob (owner) or a lead" in words_of(refusal)
    assert await states(stage) == ["done", "todo", "todo"]

    came = await stage.press("U0CHARLIE", refusal, "checklist.ask")
    asked = next(one for one in came if not one.get("ephemeral"))
    assert "<@U0BOB>" in asked["text"]
    assert stage.slack.state.channels[asked["channel"]].members == ["U0BLOCKERS", "U0BOB"]
    assert any("has been asked" in one["text"] for one in came if one.get("ephemeral"))

    (again,) = await stage.press("U0CHARLIE", refusal, "checklist.ask")
    assert again["ephemeral"]
    assert "You asked Bob about “DNS integration” of THR-42 today already" in again["text"]

    (refusal,) = await stage.press("U0ERIN", posted, "checklist.tick", DNS)
    came = await stage.press("U0ERIN", refusal, "checklist.ask")
    second = next(one for one in came if not one.get("ephemeral"))
    assert "<@" not in second["text"]
    assert "Bob" in second["text"]


async def test_refused_undo_says_undo_and_the_owner_is_asked_about_that(
    stage: HandlersStage,
) -> None:
    posted = await shared(stage)
    (refusal,) = await stage.press("U0CHARLIE", posted, "checklist.tick", "Issuer configured")
    assert "Only Bob (owner) or a lead (Alice) may undo “Issuer configured”." in words_of(refusal)
    assert await states(stage) == ["done", "todo", "todo"]

    came = await stage.press("U0CHARLIE", refusal, "checklist.ask")
    asked = next(one for one in came if not one.get("ephemeral"))
    assert "asks about “Issuer configured” of THR-42. Should it be open again?" in asked["text"]
    assert "to undo “Issuer configured”" in words_of(await stage.open_home("U0CHARLIE"))
    assert "still open" in words_of(await stage.open_home("U0CHARLIE"))

    home = await stage.open_home("U0BOB")
    assert "*Charlie* asks: to undo “Issuer configured” of THR-42" in words_of(home)
    await stage.press_home("U0BOB", "checklist.tick", "Issuer configured")
    assert "answered: to do (by Bob" in words_of(await stage.open_home("U0CHARLIE"))


async def test_owner_is_asked_in_the_thread_of_the_digest(stage: HandlersStage) -> None:
    preview = await stage.say("U0ALICE", "C0OPS", "/blockers digest post")
    await stage.press("U0ALICE", preview, "digest.post")
    (digest,) = stage.posted("C0OPS")
    (refusal,) = await stage.press("U0CHARLIE", await shared(stage), "checklist.tick", DNS)
    await stage.press("U0CHARLIE", refusal, "checklist.ask")

    assert [one["thread_ts"] for one in stage.posted("C0OPS") if "asks about" in one["text"]] == [
        digest["ts"]
    ]


async def test_member_of_the_owning_team_ticks(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(description=f"- [ ] {DNS} (Owner: {BACKEND.name})"),)
    await stage.read_tracker()
    (changed,) = await stage.press("U0DANA", await opened(stage, "U0DANA"), "checklist.tick", DNS)
    assert "done by" in words_of(changed)

    (refusal,) = await stage.press(
        "U0CHARLIE", await opened(stage, "U0CHARLIE"), "checklist.tick", DNS
    )
    assert "a member of Backend team" in words_of(refusal)


async def test_replayed_delivery_ticks_once_and_answers_once(stage: HandlersStage) -> None:
    private = await opened(stage)
    stage.slack.core.faults.add("interactive", "duplicate")
    came = await stage.press("U0BOB", private, "checklist.tick", DNS)

    assert len(came) == 1
    log = await stage.stores.checklists.load_audit(PROD)
    assert [entry.kind for entry in log].count("state") == 1


async def test_two_people_at_once_one_wins_and_the_other_is_told_who(
    stage: HandlersStage,
) -> None:
    posted = await shared(stage)
    where = {"type": "message", "channel_id": "C0OPS", "message_ts": posted["ts"]}
    button = button_of(posted, "checklist.tick", DNS)
    stage._from_now()
    both = (presses.press(stage.slack.core, user, where, button) for user in ("U0ALICE", "U0BOB"))
    assert all(outcome.ok for outcome in await asyncio.gather(*both))
    await stage.settle()

    (told,) = [one for one in stage.came() if one.get("ephemeral")]
    assert "is done (" in words_of(told)
    assert "already" in words_of(told)


async def test_press_on_an_old_copy_says_that_it_moved_on(stage: HandlersStage) -> None:
    old = await shared(stage)
    private = await opened(stage)
    (done,) = await stage.press("U0BOB", private, "checklist.tick", DNS)
    await stage.press("U0BOB", done, "checklist.tick", DNS)
    (told,) = await stage.press("U0ALICE", old, "checklist.tick", DNS)

    assert "has moved on" in words_of(told)
    assert await states(stage) == ["done", "todo", "todo"]


async def test_item_that_is_gone_is_said_to_be(stage: HandlersStage) -> None:
    private = await opened(stage)
    stage.tracker.blockers = (tls(description="- [ ] Something else altogether"),)
    await stage.read_tracker()
    came = await stage.press("U0BOB", private, "checklist.tick", DNS)

    assert any("no longer on the checklist of THR-42" in words_of(one) for one in came)


async def test_milestone_or_blocker_that_is_gone_is_said_to_be(stage: HandlersStage) -> None:
    private = await opened(stage)
    stage.tracker.blockers = ()
    await stage.read_tracker()
    (told,) = await stage.press("U0BOB", private, "checklist.tick", DNS)
    assert "no longer" in words_of(told)

    stage.installation.roster = replace(
        stage.installation.roster, milestones=(milestone("other"),), channels=()
    )
    (told,) = await stage.press("U0BOB", private, "checklist.tick", DNS)
    assert "no longer" in words_of(told)


async def test_tick_of_a_blocker_that_left_the_board_is_not_denied(stage: HandlersStage) -> None:
    """Closed long ago, but its copy still hangs there: what is stored is said to be stored."""
    posted = await shared(stage)
    long_ago = tls().updated_at - timedelta(days=400)  # type: ignore[operator]
    stage.tracker.blockers = (tls(stage=Stage.COMPLETED, completed_at=long_ago),)
    await stage.read_tracker()
    (told,) = await stage.press("U0BOB", posted, "checklist.tick", DNS)
    assert "is done" in words_of(told)
    assert "Saved" in words_of(told)
    assert await states(stage) == ["done", "done", "todo"]

    (refusal,) = await stage.press("U0CHARLIE", posted, "checklist.tick", "Endpoint")
    assert "Only Bob" in words_of(refusal)
    assert await stage.press("U0CHARLIE", refusal, "checklist.ask")


async def test_store_away_is_not_saved_and_pressing_again_works(stage: HandlersStage) -> None:
    private = await opened(stage)
    stage.switch.away = True
    (told,) = await stage.press("U0BOB", private, "checklist.tick", DNS)
    assert "Not saved" in told["text"]
    assert "try again" in told["text"]

    stage.switch.away = False
    assert await states(stage) == ["done", "todo", "todo"]
    (changed,) = await stage.press("U0BOB", private, "checklist.tick", DNS)
    assert "done by" in words_of(changed)


async def test_tick_goes_on_while_the_tracker_is_away(stage: HandlersStage) -> None:
    stage.tracker.error = TrackerUnavailableError("Linear", "it limits our calls")
    await stage.read_tracker()
    (changed,) = await stage.press("U0BOB", await opened(stage), "checklist.tick", DNS)

    assert "Linear is away" in words_of(changed)
    assert "done by" in words_of(changed)


@pytest.mark.parametrize("value", ["", "{}", "[]", '{"m":"prod"}', "x" * 1999, '{"m":1}'])
async def test_value_that_is_not_ours_changes_nothing_and_is_answered(
    stage: HandlersStage, value: str
) -> None:
    posted = await forged(stage, value)
    (told,) = await stage.press("U0BOB", posted, "checklist.tick")

    assert "older version" in told["text"]
    assert await states(stage) == ["done", "todo", "todo"]


async def test_forged_value_meets_the_rights_of_the_item_it_names(stage: HandlersStage) -> None:
    charlie = Person(name="Charlie", email="charlie@example.com")
    own = blocker("THR-7", assignee=charlie, description="- [ ] Charlie's own")
    stage.tracker.blockers = (tls(), own)
    await stage.read_tracker()
    found = await stage.stores.checklists.load_many(PROD, [TLS])
    bobs = found[TLS].live[1].id
    for named in (TLS, own.id):
        tick = Tick(milestone=PROD, blocker=named, item=bobs, to=ItemState.DONE, revision=0)
        posted = await forged(stage, tick.encode())
        told = await stage.press("U0CHARLIE", posted, "checklist.tick")
        assert told
    assert await states(stage) == ["done", "todo", "todo"]


async def forged(stage: HandlersStage, value: str) -> Shown:
    button = {
        "type": "button",
        "action_id": "checklist.tick",
        "text": {"type": "plain_text", "text": "Done"},
        **({"value": value} if value else {}),
    }
    blocks = json.dumps([{"type": "actions", "block_id": "row", "elements": [button]}])
    core = stage.slack.core
    channel = core.state.channels["C0OPS"]
    message = core.board.post(channel, core.as_bot({"text": "?", "blocks": json.loads(blocks)}))
    return {**message, "channel": "C0OPS"}


async def test_tick_on_a_copy_that_is_not_live_is_drawn_and_stays_marked(
    stage: HandlersStage,
) -> None:
    (posted,) = await stage.type_in("U0ALICE", "C0LEADS", "/blockers THR-42 share")
    assert "not live" in words_of(posted)
    (changed,) = await stage.press("U0BOB", posted, "checklist.tick", DNS)

    assert f"✅ {DNS} · done by" in words_of(changed)
    assert "not live" in words_of(changed)
