"""What every call passes: whose it is, and whether it was seen before."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, DeliveryId, UserId
from bot.slack.app import Installation
from bot.slack.payloads import Command, Container, Event, Press
from handlers.middleware import ForeignTeamError, Intake
from tests.fakes.checklists import Switch
from tests.fakes.store import FakeDeliveryLog

OURS = Installation(
    team="T1", team_name="Rivers", bot_user=UserId("U0BOT"), bot_id="B0", enterprise="E1"
)
COMMAND = Command(
    name="/blockers",
    text="",
    user=UserId("U1"),
    team="T1",
    channel=ChannelId("C1"),
    delivery=DeliveryId("command:1"),
)
EVENT = Event(
    type="app_home_opened",
    user=UserId("U1"),
    team="T1",
    delivery=DeliveryId("event:Ev1"),
    other_deliveries=(DeliveryId("event:app_home_opened:D1:17.1"),),
)


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
def intake(switch: Switch) -> Intake:
    return Intake(OURS, FakeDeliveryLog(switch))


async def test_call_passes_once(intake: Intake) -> None:
    assert await intake.admits(COMMAND)
    assert not await intake.admits(COMMAND)
    assert await intake.admits(replace(COMMAND, delivery=DeliveryId("command:2")))


async def test_a_press_that_guards_itself_passes_again_but_no_stranger_does(switch: Switch) -> None:
    press = Press(
        action_id="checklist.tick",
        block_id="b",
        action_ts="17.1",
        container=Container(),
        user=UserId("U1"),
        team="T1",
        delivery=DeliveryId("action:1"),
    )
    log = FakeDeliveryLog(switch)
    intake = Intake(OURS, log, frozenset({"checklist.tick"}))
    assert await intake.admits(press)
    assert await intake.admits(press)
    assert await intake.admits(replace(press, action_id="digest.post"))
    assert not await intake.admits(replace(press, action_id="digest.post"))
    with pytest.raises(ForeignTeamError):
        await intake.admits(replace(press, team="T2"))


async def test_event_again_under_another_id_is_the_same(intake: Intake) -> None:
    assert await intake.admits(EVENT)
    assert not await intake.admits(replace(EVENT, delivery=DeliveryId("event:Ev2")))
    later = (DeliveryId("event:app_home_opened:D1:17.2"),)
    assert not await intake.admits(replace(EVENT, other_deliveries=later))


async def test_store_away_lets_calls_pass(intake: Intake, switch: Switch) -> None:
    switch.away = True
    assert await intake.admits(COMMAND)
    assert await intake.admits(COMMAND)


async def test_foreign_team_is_told(intake: Intake) -> None:
    with pytest.raises(ForeignTeamError):
        await intake.admits(replace(COMMAND, team="T2"))


async def test_foreign_event_is_dropped_in_silence(intake: Intake) -> None:
    assert not await intake.admits(replace(EVENT, team="T2"))


@pytest.mark.parametrize(
    ("team", "enterprise"), [("T2", "E1"), ("E1", None), ("", None)], ids=["grid", "org", "unsaid"]
)
async def test_workspace_of_our_organisation_passes(
    intake: Intake, team: str, enterprise: str | None
) -> None:
    assert await intake.admits(replace(COMMAND, team=team, enterprise=enterprise))


async def test_without_an_organisation_only_the_team_counts(switch: Switch) -> None:
    intake = Intake(replace(OURS, enterprise=None), FakeDeliveryLog(switch))
    with pytest.raises(ForeignTeamError):
        await intake.admits(replace(COMMAND, team="T2", enterprise="E1"))
