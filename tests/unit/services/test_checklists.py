"""Ticks: rights on the very item first, then one step in the store; and asking the owner."""

from dataclasses import replace

import pytest

from bot.domain.checklist import AlreadySo, ItemGone, ItemState, MovedOn, Ticked
from bot.domain.ids import BlockerId, DeliveryId, ItemId, MilestoneKey, UserId
from bot.domain.people import Person, Together
from bot.domain.rights import NotTheOwnerError, Policy, may_tick
from bot.ports import SlackUnavailableError, StoreUnavailableError
from bot.services.installation import MilestoneGoneError
from tests.samples.builders import NOW, blocker
from tests.samples.making import change
from tests.stages.office import (
    ALICE,
    BACKEND,
    BOB,
    CHARLIE,
    DANA,
    OPS,
    PROD,
    Office,
    Replica,
    milestone,
    tls,
)


@pytest.fixture
async def replica() -> Replica:
    office = Office()
    office.directory.groups["S0BACKEND"] = frozenset({DANA})
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    return replica


async def described(replica: Replica, description: str, **changed: object) -> None:
    office = replica.office
    office.tracker.blockers = (change(tls(description=description), **changed),)
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)


async def test_owner_ticks_and_who_and_when_is_kept(replica: Replica) -> None:
    answer = await replica.tick(await replica.press())

    assert isinstance(answer.outcome, Ticked)
    item = (await replica.checklist()).item(await replica.item("DNS integration"))
    assert item is not None
    assert item.touched is not None
    assert (item.state, item.touched.by, item.touched.at) == (ItemState.DONE, BOB, NOW)
    (entry,) = (await replica.office.stores.checklists.load_audit(PROD, limit=1))[:1]
    assert (entry.by, entry.before, entry.after, entry.where) == (BOB, "todo", "done", "C0OPS:1.1")


@pytest.mark.parametrize("user", [ALICE, BOB])
async def test_whoever_may_tick_may_undo(replica: Replica, user: UserId) -> None:
    await replica.tick(await replica.press())
    undo = await replica.press(to=ItemState.TODO, by=user, delivery="press-2")

    assert isinstance((await replica.tick(undo)).outcome, Ticked)


async def test_bystander_is_refused_and_nothing_is_stored(replica: Replica) -> None:
    with pytest.raises(NotTheOwnerError) as refused:
        await replica.tick(await replica.press(by=CHARLIE))

    assert refused.value.rights.leads == (ALICE,)
    assert (await replica.board()).blockers[0].progress.done == 1


async def test_member_of_the_owning_team_ticks_its_item_and_no_other(replica: Replica) -> None:
    await described(replica, "- [ ] DNS integration (Owner: Backend team)\n- [ ] Endpoint verified")
    owner = (await replica.checklist()).live[0].owner
    assert owner == "Backend team"
    text = (await replica.checklist()).live[0].text
    ticked = await replica.tick(await replica.press(text, by=DANA))
    assert isinstance(ticked.outcome, Ticked)

    with pytest.raises(NotTheOwnerError):
        await replica.tick(await replica.press("Endpoint verified", by=DANA))


async def test_rights_are_judged_on_the_item_that_is_changed(replica: Replica) -> None:
    """A button's value that names another blocker's item meets that blocker's owners."""
    office = replica.office
    mine = blocker("THR-7", assignee=Person(name="Charlie", email="charlie@example.com"))
    office.tracker.blockers = (tls(), mine)
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)
    press = await replica.press(by=CHARLIE)

    with pytest.raises(NotTheOwnerError):
        await replica.tick(press)
    elsewhere = replace(press, blocker=BlockerId("id-THR-7"))
    assert isinstance((await replica.tick(elsewhere)).outcome, ItemGone)
    assert (await replica.checklist()).live[1].state is ItemState.TODO


async def test_same_issue_in_two_milestones_follows_the_rights_of_the_one_pressed() -> None:
    office = Office()
    steady = milestone("steady", name="Steady", rights=Policy.ANYONE)
    office.configure(milestones=(milestone(), steady))
    replica = office.replica()
    for each in office.installation.roster.milestones:
        await replica.sync.sync(each)
    press = await replica.press(by=CHARLIE)

    with pytest.raises(NotTheOwnerError):
        await replica.tick(press)
    there = replace(press, milestone=MilestoneKey("steady"))
    assert isinstance((await replica.tick(there)).outcome, Ticked)
    assert (await replica.checklist()).live[1].state is ItemState.TODO


async def test_channel_policy_lets_members_in_and_falls_back_to_owners(replica: Replica) -> None:
    office = replica.office
    office.configure(milestones=(milestone(rights=Policy.CHANNEL),))
    with pytest.raises(NotTheOwnerError):
        await replica.tick(await replica.press(by=CHARLIE))

    office.directory.members[OPS] = frozenset({CHARLIE})
    ticked = await replica.tick(await replica.press(by=CHARLIE))
    assert isinstance(ticked.outcome, Ticked)


async def test_same_delivery_again_is_the_first_outcome(replica: Replica) -> None:
    press = await replica.press()
    first = await replica.tick(press)
    again = await replica.tick(press)

    assert first.outcome == again.outcome
    log = await replica.office.stores.checklists.load_audit(PROD)
    assert [entry.kind for entry in log] == ["state", "appeared", "added", "added", "added"]


async def test_second_of_two_pressers_is_told_who_was_first(replica: Replica) -> None:
    press = await replica.press()
    await replica.tick(press)
    second = replace(press, by=ALICE, delivery=DeliveryId("press-2"))
    answer = await replica.tick(second)

    assert isinstance(answer.outcome, AlreadySo)
    assert answer.other == "Bob"


async def test_press_on_an_old_copy_changes_nothing(replica: Replica) -> None:
    await replica.tick(await replica.press())
    await replica.tick(await replica.press(to=ItemState.TODO, delivery="press-2"))
    old = await replica.press(to=ItemState.SKIPPED, seen=0, by=ALICE, delivery="press-3")
    answer = await replica.tick(old)

    assert isinstance(answer.outcome, MovedOn)
    assert answer.other == "Bob"


async def test_item_that_left_the_description_is_gone(replica: Replica) -> None:
    press = await replica.press()
    await described(replica, "- [ ] Endpoint verified")

    assert isinstance((await replica.tick(press)).outcome, ItemGone)


async def test_unknown_milestone_or_blocker_is_said(replica: Replica) -> None:
    press = await replica.press()
    for wrong in (
        replace(press, milestone=MilestoneKey("gone")),
        replace(press, blocker=BlockerId("gone")),
    ):
        with pytest.raises(MilestoneGoneError):
            await replica.tick(wrong)


async def test_store_away_promises_nothing(replica: Replica) -> None:
    press = await replica.press()
    replica.office.switch.away = True
    with pytest.raises(StoreUnavailableError):
        await replica.tick(press)
    replica.office.switch.away = False

    assert (await replica.board()).blockers[0].progress.done == 1


async def test_rights_are_never_guessed_while_slack_is_away(replica: Replica) -> None:
    bob = Person(name="Bob", email="bob@example.com")
    await described(replica, "- [ ] DNS integration", assignee=bob)
    replica.office.directory.away = True
    with pytest.raises(SlackUnavailableError):
        await replica.tick(await replica.press())


@pytest.mark.parametrize("written", ["<@U0CHARLIE>", "U0CHARLIE", "charlie@example.com"])
async def test_owner_written_as_mention_or_address_may_tick(replica: Replica, written: str) -> None:
    checklist = await replica.checklist()
    item = replace(checklist.live[1], owner=written)
    rights = await replica.people.rights(replica.office.milestone, tls(), item, ())

    assert isinstance(rights.owner, Person)
    assert rights.owner.slack == CHARLIE


async def test_each_of_several_owners_may_tick_and_all_are_named(replica: Replica) -> None:
    checklist = await replica.checklist()
    item = replace(checklist.live[1], owner="U0CHARLIE, Backend team, Somebody")
    nobodys = tls(assignee=None)
    rights = await replica.people.rights(replica.office.milestone, nobodys, item, ())

    assert rights.owner
    assert rights.owner.name == "Charlie, Backend team, Somebody"
    assert rights.members == {DANA}
    assert [may_tick(user, rights) for user in (CHARLIE, DANA, BOB)] == [True, True, False]


@pytest.mark.parametrize("named", [None, "bob@example.com"])
async def test_each_who_owns_the_blocker_may_tick(replica: Replica, named: str | None) -> None:
    """Also an item that is somebody's own."""
    checklist = await replica.checklist()
    item = replace(checklist.live[1], owner=named)
    together = Together(members=(Person(name="Charlie", slack=CHARLIE), BACKEND))
    rights = await replica.people.rights(
        replica.office.milestone, tls(assignee=None, group=together), item, ()
    )

    found = [may_tick(user, rights) for user in (CHARLIE, DANA, BOB)]
    assert found == [True, True, named is not None]


async def test_item_that_is_gone_has_nobody_to_ask(replica: Replica) -> None:
    tls_id = BlockerId("id-THR-42")
    assert await replica.checklists.find(PROD, tls_id, ItemId("gone")) is None
    assert await replica.checklists.find(PROD, BlockerId("gone"), ItemId("gone")) is None
