"""Exactly one delivery for each channel and local date, late or skipped by the grace."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.messages import Message
from bot.domain.milestone import DigestSchedule, FollowedChannel
from bot.ports import SlackUnavailableError
from bot.services.delivery import PAUSE
from tests.fakes.surroundings import words
from tests.stages.office import ALICE, NINE, OPS, PROD, RELEASE, Office, Replica, tls

KIND = "blockers_digest"
BEFORE_NINE = datetime(2026, 11, 18, 13, 59, tzinfo=UTC)
"""A Wednesday, 08:59 in New York."""
WEDNESDAY, THURSDAY = date(2026, 11, 18), date(2026, 11, 19)


@pytest.fixture
async def office() -> Office:
    office = Office()
    office.clock.at = BEFORE_NINE
    await ready(office.replica())
    return office


async def ready(replica: Replica) -> None:
    await replica.sync.sync(replica.office.milestone)
    await replica.delivery.plan()


def schedule(office: Office, changed: DigestSchedule) -> None:
    office.configure(channels=(FollowedChannel(id=OPS, milestone=PROD, digest=changed),))


def digests(office: Office) -> list[Message]:
    return [post.message for post in office.slack.of_kind(KIND)]


async def next_due(office: Office) -> datetime | None:
    return await office.stores.due.next_due("digests", OPS)


async def test_digest_comes_at_its_time_and_once(office: Office) -> None:
    one, other = office.replica("one"), office.replica("other")
    await one.delivery.run_due()
    assert digests(office) == []

    office.clock.forward(minutes=1)
    await asyncio.gather(one.delivery.run_due(), other.delivery.run_due())
    office.clock.forward(minutes=3)
    await one.delivery.run_due()
    await other.delivery.run_due()

    (digest,) = digests(office)
    assert "late" not in words(digest).split("\n")[0]
    assert await next_due(office) == datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
    record = await office.stores.digests.load_record(OPS)
    assert record is not None
    assert (record.day, record.ts) == (WEDNESDAY, office.slack.posts[0][0])


async def test_missed_digest_within_the_grace_comes_marked_late(office: Office) -> None:
    office.clock.forward(hours=2)
    await office.replica().delivery.plan()
    await office.replica().delivery.run_due()

    (digest,) = digests(office)
    assert "· late" in digest.text


async def test_missed_digest_beyond_the_grace_is_logged_as_skipped(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.clock.forward(hours=3, minutes=2)
    await office.replica().delivery.run_due()

    assert digests(office) == []
    assert "2026-11-18" in caplog.text
    assert await next_due(office) == datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


async def test_after_days_away_todays_digest_still_comes_late(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    replica = office.replica()
    office.clock.at = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    await replica.delivery.plan()
    await replica.delivery.run_due()
    await replica.delivery.run_due()

    (digest,) = digests(office)
    assert "Fri 20 Nov" in digest.text
    assert "late" in digest.text
    assert "2026-11-18, 2026-11-19" in caplog.text


async def test_schedule_moved_later_before_the_post_waits_for_the_new_time(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    schedule(office, replace(NINE, at=time(10)))
    await replica.delivery.run_due()
    assert digests(office) == []

    office.clock.forward(hours=1)
    await replica.delivery.run_due()
    assert len(digests(office)) == 1


async def test_schedule_moved_to_an_earlier_time_comes_late_not_tomorrow(office: Office) -> None:
    replica = office.replica()
    schedule(office, replace(NINE, at=time(8)))
    await replica.delivery.plan()
    await replica.delivery.run_due()

    (digest,) = digests(office)
    assert "late" in digest.text


async def test_schedule_moved_after_the_post_is_still_the_same_day(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    schedule(office, replace(NINE, at=time(11)))
    await replica.delivery.plan()
    office.clock.forward(hours=2)
    await replica.delivery.run_due()

    assert len(digests(office)) == 1
    assert await next_due(office) == datetime(2026, 11, 19, 16, 0, tzinfo=UTC)


async def test_channel_without_a_digest_any_more_gets_none(office: Office) -> None:
    replica = office.replica()
    office.configure(channels=(FollowedChannel(id=OPS, milestone=PROD),))
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    await replica.delivery.plan()

    assert digests(office) == []
    assert await next_due(office) is None


async def test_day_off_has_no_delivery(office: Office) -> None:
    replica = office.replica()
    schedule(office, replace(NINE, off_dates=frozenset({WEDNESDAY})))
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()

    assert digests(office) == []
    assert await next_due(office) == datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "start", "days"),
    [
        ("America/New_York", "02:30", datetime(2026, 3, 6, 12, tzinfo=UTC), 4),
        ("America/New_York", "01:30", datetime(2026, 10, 30, 12, tzinfo=UTC), 4),
        ("America/Santiago", "00:00", datetime(2026, 9, 4, 12, tzinfo=UTC), 4),
        ("Australia/Lord_Howe", "01:45", datetime(2026, 4, 3, 12, tzinfo=UTC), 4),
    ],
)
async def test_clock_changes_bring_one_digest_a_date(
    zone: str, at: str, start: datetime, days: int
) -> None:
    office = Office()
    office.clock.at = start
    every_day = DigestSchedule(
        at=time.fromisoformat(at), timezone=zone, days=frozenset(range(7)), quiet=False
    )
    schedule(office, every_day)
    replica = office.replica()
    await ready(replica)
    for hour in range(24 * days * 4):
        office.tracker.blockers = (tls(title=f"title {hour}", due=date(2027, 1, 1)),)
        office.clock.forward(minutes=15)
        await replica.delivery.run_due()

    posted = [post.id for post in office.slack.of_kind(KIND)]
    refreshed = [ts for channel, ts in office.slack.edits if channel == OPS]
    assert len(set(posted)) == len(posted)
    assert len(posted) + len(refreshed) == days


async def test_retry_after_midnight_is_about_the_day_before(office: Office) -> None:
    schedule(office, replace(NINE, at=time(23, 30)))
    replica = office.replica()
    await replica.delivery.plan()
    office.clock.at = datetime(2026, 11, 19, 4, 30, tzinfo=UTC)  # 23:30 in New York
    office.slack.away = SlackUnavailableError("Slack", "trouble of its own")
    for _ in range(61):
        await replica.delivery.run_due()
        office.clock.forward(seconds=PAUSE.total_seconds() + 1)
    assert digests(office) == []
    office.slack.away = None
    await replica.delivery.run_due()

    (digest,) = digests(office)
    assert "Wed 18 Nov" in digest.text


async def test_slack_away_waits_as_long_as_it_says_and_keeps_the_ping(office: Office) -> None:
    replica = office.replica()
    office.tracker.blockers = (tls(due=WEDNESDAY),)
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    office.slack.away = SlackUnavailableError("Slack", "it limits our calls", retry_after=20)
    await replica.delivery.run_due()
    office.slack.away = None
    office.clock.forward(seconds=PAUSE.total_seconds())
    await replica.delivery.run_due()

    (digest,) = digests(office)
    assert "<@U0BOB>" in digest.text


async def test_channel_in_trouble_keeps_no_other_channel_back() -> None:
    office = Office()
    office.clock.at = BEFORE_NINE
    office.configure(
        channels=tuple(
            FollowedChannel(id=channel, milestone=PROD, digest=NINE) for channel in (OPS, RELEASE)
        )
    )
    replica = office.replica()
    await ready(replica)
    await office.stores.digests.save_record(OPS, Unreadable())  # type: ignore[arg-type]
    office.clock.forward(minutes=1)
    with pytest.raises(ExceptionGroup):
        await replica.delivery.run_due()

    assert [post.channel for post in office.slack.of_kind(KIND)] == [RELEASE]


class Unreadable:
    """What was stored cannot be used."""


async def test_refused_digest_is_told_to_the_lead_once(office: Office) -> None:
    replica = office.replica()
    office.slack.refuse[OPS] = "restricted_action"
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    office.clock.forward(minutes=5)
    await replica.delivery.run_due()

    told = office.slack.of_kind("blockers_trouble")
    assert [str(post.channel) for post in told] == [ALICE]
    assert "restricted_action" in told[0].message.text
    assert await next_due(office) == datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


async def test_lost_answer_with_unreadable_history_is_not_repeated_and_told(
    office: Office,
) -> None:
    replica = office.replica()
    office.slack.unreadable.add(OPS)
    replica.poster.answer_lost = True
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    for _ in range(5):
        office.clock.forward(minutes=3)
        await office.replica("other").delivery.run_due()

    assert len(digests(office)) == 1
    told = office.slack.of_kind("blockers_trouble")
    assert [str(post.channel) for post in told] == [ALICE]
