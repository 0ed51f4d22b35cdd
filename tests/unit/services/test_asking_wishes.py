"""*Ask the owner* goes by what the owner wants of pings, and to who stands in for them."""

from datetime import timedelta

import pytest

from bot.domain.preferences import Absence, PingLevel, PingPlace, Preferences, Reach
from tests.stages.office import ALICE, BOB, DANA, OPS, Office, Replica, tls
from tests.unit.services.test_asking import ask, post_digest, told, views
from tests.unit.services.wishes import prefer


@pytest.fixture
async def replica() -> Replica:
    replica = Office().replica()
    await replica.sync.sync(replica.office.milestone)
    return replica


async def test_who_takes_no_pings_is_named_in_the_thread(replica: Replica) -> None:
    await post_digest(replica)
    await prefer(replica, BOB, Preferences(pings=PingLevel.NONE))

    assert await ask(replica) == told("Bob", OPS, Reach.OFF)
    _, post = replica.office.slack.posts[-1]
    assert post.message.text == "to Bob"


async def test_who_takes_no_pings_gets_no_direct_message_but_finds_it_on_the_home(
    replica: Replica,
) -> None:
    await prefer(replica, BOB, Preferences(pings=PingLevel.NONE))

    assert await ask(replica) == told("Bob", None, Reach.OFF)
    assert replica.office.slack.posts == []
    assert len((await views(replica, BOB))[1]) == 1


async def test_only_what_is_overdue_calls_who_wants_no_more(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(pings=PingLevel.OVERDUE))
    assert await ask(replica) == told("Bob", None, Reach.OFF)

    office = replica.office
    office.tracker.blockers = (tls(due=office.clock.now().date() - timedelta(days=3)),)
    office.clock.forward(minutes=1)
    await replica.sync.sync(office.milestone)
    assert await ask(replica, "press-2", by=DANA) == told("Bob", None)


async def test_who_wants_one_message_a_day_is_asked_in_it(replica: Replica) -> None:
    office = replica.office
    await prefer(replica, BOB, Preferences(place=PingPlace.DIRECT))
    assert await ask(replica) == told("Bob", None, Reach.LATER)
    assert office.slack.posts == []

    office.clock.forward(minutes=11)
    await replica.homes.nudges.run_due()
    ((_, post),) = office.slack.posts
    assert (str(post.channel), post.kind) == (BOB, "blockers_nudge")
    assert "Charlie asks about “DNS integration”" in post.message.text


async def test_who_stands_in_is_asked_meanwhile(replica: Replica) -> None:
    today = replica.office.clock.now().date()
    away = Absence(first=today, last=today, stand_in=ALICE)
    await prefer(replica, BOB, Preferences(absence=away))

    assert await ask(replica) == told("Alice", None)
    ((_, post),) = replica.office.slack.posts
    assert (str(post.channel), post.message.text) == (ALICE, "to <@U0ALICE>")
    assert len((await views(replica, ALICE))[1]) == 1


async def test_who_is_away_without_a_stand_in_is_not_disturbed(replica: Replica) -> None:
    today = replica.office.clock.now().date()
    await prefer(replica, BOB, Preferences(absence=Absence(first=today, last=today)))

    assert await ask(replica) == told("Bob", None, Reach.AWAY)
    assert replica.office.slack.posts == []
