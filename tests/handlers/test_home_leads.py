"""The installation in a lead's Home: seen by leads alone; who is who picked there and removed."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.domain.ids import UserId
from bot.domain.overrides import code_of
from bot.domain.people import Person
from bot.ports import WHOLE_BOARD, copies_queue
from sandbox.slack.acts import presses
from sandbox.slack.acts.outcome import Outcome
from tests.stages.handlers import HandlersStage, Shown, words_of
from tests.stages.office import PROD, tls

GONE = Person(name="Robert", email="robert@elsewhere.example")
DNS = "DNS integration"


async def unmatched(stage: HandlersStage) -> None:
    """The blocker is of somebody whose address Slack does not know."""
    stage.tracker.blockers = (tls(assignee=GONE),)
    await stage.read_tracker()


async def installation(stage: HandlersStage, user: str = "U0ALICE") -> Shown:
    await stage.open_home(user)
    return await stage.press_home(user, "home.tab", "Installation")


async def picked(
    stage: HandlersStage, user: str, who: str, by: str = "U0ALICE", handle: str = ""
) -> Shown:
    action: dict[str, Any] = {
        "action_id": "people.pick",
        "block_id": f"pick/{code_of(handle or 'robert@elsewhere.example')}",
        "selected_user": who,
    }
    home = stage.slack.state.homes[user]
    outcome: Outcome = await presses.press(
        stage.slack.core, by, {"type": "view", "view_id": home["id"]}, action
    )
    assert outcome.ok, outcome
    await stage.settle()
    found: Shown = stage.slack.state.homes[by]
    return found


async def test_leads_find_the_installation_and_their_way_back(stage: HandlersStage) -> None:
    home = await installation(stage)
    assert "Installation:" in words_of(home)
    assert "*#ops*" in words_of(home)
    assert "none posted yet" in words_of(home)
    back = await stage.press_home("U0ALICE", "home.tab", "My work")
    assert "Installation:" not in words_of(back)


async def test_nobody_else_sees_it(stage: HandlersStage) -> None:
    home = await stage.open_home("U0BOB")
    assert "nstallation" not in words_of(home)


async def test_a_lead_of_one_milestone_is_a_lead(stage: HandlersStage) -> None:
    roster = stage.installation.roster
    led = replace(roster.milestones[0], leads=(UserId("U0DANA"),))
    stage.installation.roster = replace(roster, milestones=(led,))

    assert "Installation:" in words_of(await installation(stage, "U0DANA"))


async def test_last_post_of_a_channel_is_shown_after_a_digest(stage: HandlersStage) -> None:
    channel = stage.installation.roster.channels[0]
    services = stage.parts.services
    digest = await services.standup.build(stage.installation.roster.milestones[0], channel.id)
    from bot.domain.ids import MessageTs  # noqa: PLC0415

    record = services.standup.record(digest, MessageTs("1.1"))
    await stage.stores.digests.save_record(channel.id, record)

    home = words_of(await installation(stage))
    assert "last " in home
    assert home.count("none posted yet") == 1


async def test_settings_of_a_channel_open_from_there(stage: HandlersStage) -> None:
    await installation(stage)
    await stage.press_home("U0ALICE", "settings.open")

    (view,) = stage.slack.state.views["U0ALICE"]
    assert view["title"]["text"]


async def test_pick_gives_rights_mentions_and_a_home_at_once(stage: HandlersStage) -> None:
    await unmatched(stage)
    private = await stage.say("U0CHARLIE", "C0OPS", "/blockers THR-42")
    (refused,) = await stage.press("U0CHARLIE", private, "checklist.tick", DNS)
    assert "Only Robert" in words_of(refused)
    home = await installation(stage)
    assert "*robert@elsewhere.example* · named in THR-42" in words_of(home)

    home = await picked(stage, "U0ALICE", "U0CHARLIE")
    said = words_of(home)
    assert "*robert@elsewhere.example* is Charlie from now on" in said.replace("charlie", "Charlie")
    assert "owns THR-42" not in said
    assert "picked by" in said
    assert await stage.stores.due.next_due(copies_queue(PROD), WHOLE_BOARD)

    assert DNS in words_of(await stage.open_home("U0CHARLIE"))
    (changed,) = await stage.press("U0CHARLIE", private, "checklist.tick", DNS)
    assert "done by" in words_of(changed)


async def test_removed_pick_leaves_it_to_the_file_and_the_address(stage: HandlersStage) -> None:
    await unmatched(stage)
    await installation(stage)
    await picked(stage, "U0ALICE", "U0CHARLIE")
    home = await stage.press_home("U0ALICE", "people.remove")

    assert "matched by address again" in words_of(home)
    assert "owns THR-42" in words_of(home)
    assert "Nothing waits for you" in words_of(await stage.open_home("U0CHARLIE"))


async def test_pick_wins_over_the_file(stage: HandlersStage) -> None:
    await unmatched(stage)
    await installation(stage)
    await picked(stage, "U0ALICE", "U0CHARLIE")
    roster = stage.installation.roster
    accounts = {"robert@elsewhere.example": UserId("U0DANA"), "x@example.com": UserId("U0ERIN")}
    stage.installation.roster = replace(roster, accounts=accounts)

    said = words_of(await installation(stage)).lower()
    assert "*robert@elsewhere.example* is charlie · picked by alice" in said
    assert "wins over dana of the file" in said
    assert "*x@example.com* is erin · from `people:` in blockers.yml" in said


async def test_who_is_no_lead_picks_nobody(stage: HandlersStage) -> None:
    await unmatched(stage)
    await installation(stage)
    lead = stage.slack.state.homes["U0ALICE"]
    await stage.open_home("U0CHARLIE")
    stage.slack.state.homes["U0CHARLIE"] = {**lead, "id": "V0FORGED"}
    home = await picked(stage, "U0CHARLIE", "U0CHARLIE", by="U0CHARLIE")

    assert "Only a lead may say who somebody is" in words_of(home)
    assert await stage.stores.people.overrides.load_overrides() == (0, {})


async def test_closed_account_is_not_picked(stage: HandlersStage) -> None:
    await unmatched(stage)
    await installation(stage)
    home = await picked(stage, "U0ALICE", "U0GONE")

    assert "that account is closed" in words_of(home)
    assert await stage.stores.people.overrides.load_overrides() == (0, {})


async def test_pick_of_somebody_who_left_the_list_changes_nothing(stage: HandlersStage) -> None:
    await unmatched(stage)
    await installation(stage)
    stage.tracker.blockers = (tls(),)
    await stage.read_tracker()
    home = await picked(stage, "U0ALICE", "U0CHARLIE")

    assert "not on the list any more" in words_of(home)
    assert await stage.stores.people.overrides.load_overrides() == (0, {})


async def test_other_replica_knows_who_was_picked(stage: HandlersStage) -> None:
    await unmatched(stage)
    await installation(stage)
    overrides = stage.parts.services.overrides
    await overrides.load()
    await picked(stage, "U0ALICE", "U0CHARLIE")

    assert await overrides.account(GONE) == "U0CHARLIE"
    assert await overrides.account(Person(name="Robert")) is None


async def test_lead_sees_the_blocker_that_nobody_owns_and_opens_it(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(assignee=None),)
    await stage.read_tracker()
    home = await stage.open_home("U0ALICE")
    assert "Nothing waits for you" not in words_of(home)
    assert "*No item waits for you*, but 1 blocker needs a lead" in words_of(home)
    digest = words_of(await stage.say("U0ALICE", "C0OPS", "/blockers digest"))
    said = next(line for line in digest.splitlines() if "has no owner" in line)
    assert said.removeprefix("• ").partition(", @")[0] in words_of(home)

    home = await stage.press_home("U0ALICE", "blocker.open", "THR-42")
    assert "Opened under *Messages* here, where it stays current." in words_of(home)
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0ALICE")
    (opened,) = stage.posted(dm.id)
    assert "*THR-42 Title of THR-42*" in words_of(opened)
    assert await stage.press("U0ALICE", opened, "checklist.tick", DNS) == []
    await stage.draw_copies()
    assert f"✅ {DNS} · done by Alice" in words_of(stage.message(opened))


async def test_what_was_opened_before_is_brought_up_to_date(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(assignee=None), tls("THR-43", assignee=None))
    await stage.read_tracker()
    await stage.open_home("U0ALICE")
    await stage.press_home("U0ALICE", "blocker.open", "THR-42")
    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0ALICE")
    (opened,) = stage.posted(dm.id)
    await stage.press("U0ALICE", opened, "checklist.tick", DNS)
    home = await stage.press_home("U0ALICE", "blocker.open", "THR-42")

    assert "It stands under *Messages* here already, brought up to date." in words_of(home)
    assert len(stage.posted(dm.id)) == 1
    assert f"✅ {DNS} · done by Alice" in words_of(stage.message(opened))

    await stage.press_home("U0ALICE", "blocker.open", "THR-43")
    assert len(stage.posted(dm.id)) == 2
    stage.slack.state.messages[dm.id].pop(0)  # an admin deleted it
    home = await stage.press_home("U0ALICE", "blocker.open", "THR-42")
    assert "Opened under *Messages* here" in words_of(home)
    assert "*THR-42 Title of THR-42*" in words_of(stage.posted(dm.id)[-1])


async def test_two_presses_at_once_open_it_once(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(assignee=None),)
    await stage.read_tracker()
    await stage.open_home("U0ALICE")
    await asyncio.gather(*(stage.press_home("U0ALICE", "blocker.open", "THR-42") for _ in range(3)))

    dm = stage.slack.core.open_dm(stage.slack.state.bot, "U0ALICE")
    assert len(stage.posted(dm.id)) == 1


async def test_owner_who_is_gone_leaves_the_blocker_to_the_lead(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(assignee=Person(name="Gus", active=False)),)
    await stage.read_tracker()
    home = words_of(await stage.open_home("U0ALICE"))
    assert "is owned by Gus, whose account is closed" in home


async def test_only_the_leads_of_the_milestone_are_told(stage: HandlersStage) -> None:
    stage.tracker.blockers = (tls(assignee=None),)
    await stage.read_tracker()
    assert "Nothing waits for you" in words_of(await stage.open_home("U0CHARLIE"))
    roster = stage.installation.roster
    led = replace(roster.milestones[0], leads=(UserId("U0DANA"),))
    stage.installation.roster = replace(roster, milestones=(led,))
    assert "1 blocker needs a lead" in words_of(await stage.open_home("U0DANA"))
    assert "needs a lead" not in words_of(await stage.open_home("U0ALICE"))


async def test_blocker_that_somebody_owns_waits_for_no_lead(stage: HandlersStage) -> None:
    assert "Nothing waits for you" in words_of(await stage.open_home("U0ALICE"))
