"""Each preference changes what the digest sends to whom, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.ids import ChannelId, UserId
from bot.domain.milestone import FollowedChannel
from bot.domain.people import Person
from bot.domain.preferences import Absence, PingLevel, PingPlace, Preferences, QuietHours
from bot.ports import SlackUnavailableError
from tests.samples.builders import blocker
from tests.stages.office import (
    ALICE,
    BOB,
    CHARLIE,
    DANA,
    NINE,
    OPS,
    PROD,
    RELEASE,
    Office,
    Replica,
    tls,
)
from tests.unit.services.wishes import prefer

NINE_O_CLOCK = datetime(2026, 11, 18, 14, tzinfo=UTC)
"""A Wednesday in New York."""
TODAY = date(2026, 11, 18)
LATE = TODAY - timedelta(days=3)


@pytest.fixture
async def replica() -> Replica:
    office = Office()
    office.clock.at = NINE_O_CLOCK - timedelta(minutes=1)
    office.tracker.blockers = (tls(due=LATE),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.delivery.plan()
    return replica


async def digest(replica: Replica) -> str:
    """The text of the morning's digest in #ops."""
    office = replica.office
    office.clock.at = NINE_O_CLOCK + timedelta(seconds=1)
    await replica.delivery.run_due()
    return office.slack.of_kind("blockers_digest")[0].message.text


def told(replica: Replica, user: UserId = BOB) -> list[str]:
    """Direct messages that gather what somebody wanted no mention for."""
    posts = replica.office.slack.of_kind("blockers_nudge")
    return [post.message.text for post in posts if post.channel == ChannelId(user)]


async def later(replica: Replica, **by: float) -> None:
    replica.office.clock.forward(**by)
    await replica.homes.nudges.run_due()


async def test_owner_without_wishes_is_mentioned(replica: Replica) -> None:
    assert "<@U0BOB>" in await digest(replica)
    await later(replica, hours=30)
    assert told(replica) == []


async def test_who_wants_no_pings_is_named(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(pings=PingLevel.NONE))
    said = await digest(replica)
    assert "<@" not in said
    assert "overdue 3 days · Bob" in said
    await later(replica, hours=30)
    assert told(replica) == []


async def test_only_overdue_leaves_out_what_is_due_today(replica: Replica) -> None:
    replica.office.tracker.blockers = (tls(due=TODAY),)
    replica.office.clock.forward(seconds=5)
    await replica.sync.sync(replica.office.milestone)
    await prefer(replica, BOB, Preferences(pings=PingLevel.OVERDUE))
    said = await digest(replica)
    assert "is due today · Bob" in said
    assert "<@" not in said


async def test_only_overdue_still_mentions_what_is_overdue(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(pings=PingLevel.OVERDUE))
    assert "<@U0BOB>" in await digest(replica)


async def test_one_message_a_day_gathers_all_channels(replica: Replica) -> None:
    office = replica.office
    channels = [FollowedChannel(id=c, milestone=PROD, digest=NINE) for c in (OPS, RELEASE)]
    office.configure(channels=tuple(channels))
    await replica.delivery.plan()
    office.tracker.blockers = (tls(due=LATE), tls("THR-43", due=TODAY))
    office.clock.forward(seconds=5)
    await replica.sync.sync(office.milestone)
    await prefer(replica, BOB, Preferences(place=PingPlace.DIRECT))
    said = await digest(replica)
    assert "<@" not in said
    assert len(office.slack.of_kind("blockers_digest")) == 2
    await later(replica, minutes=9)
    assert told(replica) == []

    await later(replica, minutes=2)
    (message,) = told(replica)
    assert "*2 things need you*" in message
    assert "is overdue 3 days" in message
    assert "is due today" in message
    await later(replica, hours=30)
    assert len(told(replica)) == 1


async def test_quiet_hours_put_the_ping_off_until_they_end(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(quiet=QuietHours(start=time(8), end=time(11))))
    assert "<@" not in await digest(replica)
    await later(replica, hours=1, minutes=58)
    assert told(replica) == []
    await later(replica, minutes=2)
    (message,) = told(replica)
    assert "is overdue 3 days" in message


async def test_quiet_hours_are_in_ones_own_time_zone(replica: Replica) -> None:
    """Nine in New York is three in the afternoon in Vienna."""
    quiet = QuietHours(start=time(8), end=time(11))
    await prefer(replica, BOB, Preferences(quiet=quiet, timezone="Europe/Vienna"))
    assert "<@U0BOB>" in await digest(replica)


async def test_own_time_zone_decides_on_the_day_of_a_ping(replica: Replica) -> None:
    """Pinged on Tuesday at 22:00 in New York, which is Wednesday already in Vienna."""
    await prefer(replica, BOB, Preferences(timezone="Europe/Vienna"))
    replica.office.clock.at = NINE_O_CLOCK - timedelta(hours=11)
    assert await replica.pings.claim(BOB, "an evening's question")

    assert "<@U0BOB>" not in await digest(replica)


async def test_who_is_away_is_said_to_be_and_not_pinged(replica: Replica) -> None:
    await prefer(replica, BOB, Preferences(absence=Absence(first=TODAY, last=TODAY)))
    said = await digest(replica)
    assert "Bob (away, no cover)" in said
    assert "<@" not in said
    await later(replica, hours=20)
    assert told(replica) == []


async def test_stand_in_is_pinged_and_told_for_whom(replica: Replica) -> None:
    absence = Absence(first=TODAY, last=TODAY + timedelta(days=4), stand_in=CHARLIE)
    await prefer(replica, BOB, Preferences(absence=absence))
    said = await digest(replica)
    assert "is overdue 3 days, for Bob (away, Charlie stands in), <@U0CHARLIE>" in said


async def test_stand_in_who_is_away_hands_on(replica: Replica) -> None:
    today = Absence(first=TODAY, last=TODAY, stand_in=CHARLIE)
    await prefer(replica, BOB, Preferences(absence=today))
    await prefer(replica, CHARLIE, Preferences(absence=replace(today, stand_in=DANA)))
    assert "<@U0DANA>" in await digest(replica)


async def test_stand_ins_in_a_circle_are_nobody(replica: Replica) -> None:
    today = Absence(first=TODAY, last=TODAY, stand_in=CHARLIE)
    await prefer(replica, BOB, Preferences(absence=today))
    await prefer(replica, CHARLIE, Preferences(absence=replace(today, stand_in=BOB)))
    assert "<@" not in await digest(replica)


async def test_wish_of_the_stand_in_counts(replica: Replica) -> None:
    absence = Absence(first=TODAY, last=TODAY, stand_in=CHARLIE)
    await prefer(replica, BOB, Preferences(absence=absence))
    await prefer(replica, CHARLIE, Preferences(pings=PingLevel.NONE))
    assert "<@" not in await digest(replica)


async def test_absence_that_is_over_changes_nothing(replica: Replica) -> None:
    past = Absence(first=date(2026, 11, 1), last=TODAY - timedelta(days=1))
    await prefer(replica, BOB, Preferences(absence=past))
    assert "<@U0BOB>" in await digest(replica)


async def test_message_that_waits_is_dropped_where_pings_were_turned_off(
    replica: Replica,
) -> None:
    await prefer(replica, BOB, Preferences(place=PingPlace.DIRECT))
    await digest(replica)
    await prefer(replica, BOB, Preferences(pings=PingLevel.NONE))
    await later(replica, hours=1)
    assert told(replica) == []


async def test_message_waits_for_the_next_day_where_there_was_a_ping_today(
    replica: Replica,
) -> None:
    assert await replica.pings.claim(BOB, "another occasion")
    await prefer(replica, BOB, Preferences(place=PingPlace.DIRECT))
    await digest(replica)
    await later(replica, minutes=11)
    assert told(replica) == []
    await later(replica, hours=15)  # after midnight
    assert told(replica) == []
    await later(replica, hours=8)
    assert len(told(replica)) == 1


async def test_message_that_slack_did_not_take_comes_later_once(replica: Replica) -> None:
    office = replica.office
    await prefer(replica, BOB, Preferences(place=PingPlace.DIRECT))
    await digest(replica)
    office.slack.away = SlackUnavailableError("Slack", "limits")
    await later(replica, minutes=11)
    office.slack.away = None
    await later(replica, minutes=1)
    await later(replica, hours=2)
    assert len(told(replica)) == 1
    assert await office.stores.people.nudges.load_nudges(BOB) == ()


async def test_two_replicas_tell_once(replica: Replica) -> None:
    other = replica.office.replica("other")
    await prefer(replica, BOB, Preferences(place=PingPlace.DIRECT))
    await digest(replica)
    await later(replica, minutes=11)
    await later(other, minutes=2)
    assert len(told(replica)) == 1


async def test_lead_for_what_nobody_owns_may_opt_out_too(replica: Replica) -> None:
    office = replica.office
    office.tracker.blockers = (blocker("THR-41", assignee=None, due=LATE),)
    office.clock.forward(seconds=5)
    await replica.sync.sync(office.milestone)
    await prefer(replica, ALICE, Preferences(pings=PingLevel.NONE))
    assert "<@" not in await digest(replica)


async def test_picked_account_is_mentioned(replica: Replica) -> None:
    office = replica.office
    gone = Person(name="Robert", email="robert@elsewhere.example")
    office.tracker.blockers = (tls(due=LATE, assignee=gone),)
    office.clock.forward(seconds=5)
    await replica.sync.sync(office.milestone)
    await replica.known_people.overrides.pick("robert@elsewhere.example", CHARLIE, ALICE)
    assert "<@U0CHARLIE>" in await digest(replica)
