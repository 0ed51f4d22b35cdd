"""Nobody is called out of their night by those for whom it is day."""

from datetime import time

import pytest

from bot.domain.preferences import PingPlace, Preferences, QuietHours, Reach
from tests.stages.office import BOB, DANA, Replica
from tests.unit.services import test_pings as mornings
from tests.unit.services.test_asking import ask
from tests.unit.services.test_asking import told as asked
from tests.unit.services.test_pings import digest, later, told
from tests.unit.services.wishes import prefer

replica = mornings.replica
TOKYO = "Asia/Tokyo"
"""Eleven at night there is nine in the morning in New York."""


async def test_owner_for_whom_it_is_night_is_named_and_told_in_their_morning(
    replica: Replica,
) -> None:
    replica.office.directory.timezone = TOKYO
    said = await digest(replica)
    assert "is overdue 3 days · Bob" in said
    assert "<@" not in said

    await later(replica, hours=8, minutes=59)
    assert told(replica) == []
    await later(replica, minutes=1)
    (message,) = told(replica)
    assert "is overdue 3 days" in message


async def test_one_message_a_day_comes_by_day_too(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(timezone=TOKYO, place=PingPlace.DIRECT))
    await digest(replica)
    await later(replica, hours=8)
    assert told(replica) == []
    await later(replica, hours=1)
    assert len(told(replica)) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        Preferences(timezone="Europe/Vienna"),  # three in the afternoon
        Preferences(timezone=TOKYO, quiet=QuietHours(start=time(2), end=time(7))),
    ],
)
async def test_who_is_awake_elsewhere_is_mentioned(replica: Replica, wanted: Preferences) -> None:
    await prefer(replica, BOB, wanted)
    assert "<@U0BOB>" in await digest(replica)


async def test_early_digest_mentions_those_whose_hour_it_is(replica: Replica) -> None:
    """The channel's own people chose that hour."""
    replica.office.clock.forward(hours=-2)
    built = await replica.standup.preview(
        replica.office.milestone, replica.office.installation.roster.channels[0].id
    )
    assert built.board.now.hour == 11
    assert [need.mention for need in built.needs] == [BOB]


async def test_where_slack_tells_no_zone_the_channels_hour_holds(replica: Replica) -> None:
    replica.office.directory.timezone = ""
    replica.office.configure(timezone=TOKYO)
    assert "<@U0BOB>" in await digest(replica)


async def test_question_from_another_zone_waits_for_the_owners_morning(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(timezone=TOKYO))
    assert await ask(replica) == asked("Bob", None, Reach.LATER)
    assert replica.office.slack.posts == []
    await later(replica, hours=9, minutes=1)
    assert len(told(replica)) == 1


async def test_question_of_somebody_with_the_same_clock_is_asked_now(replica: Replica) -> None:
    for user in (BOB, DANA):
        await prefer(replica, user, Preferences(timezone=TOKYO))
    assert await ask(replica, by=DANA) == asked("Bob", None)
