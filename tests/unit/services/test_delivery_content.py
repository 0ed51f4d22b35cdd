"""What a digest says on a quiet day, by hand, and whom it pings."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.blocker import Stage
from bot.domain.editing import Author, Edit
from bot.domain.ids import DeliveryId, ItemId, MilestoneKey
from bot.domain.merge import Noted
from bot.domain.messages import Message
from bot.domain.milestone import DigestSchedule, FollowedChannel
from bot.ports import ClaimState, Posted, PostRefusedError
from bot.render.digest import digest_message
from bot.services.delivery import LEASE
from bot.services.standup import LOG_LIMIT, frame, reframe
from tests.stages.office import BOB, NINE, OPS, PROD, RELEASE, Office, Replica, milestone, tls

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


async def test_quiet_day_edits_the_standing_message_without_mentions(office: Office) -> None:
    office.tracker.blockers = (tls(due=WEDNESDAY - timedelta(days=3)),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    office.clock.forward(days=1)
    await replica.delivery.run_due()

    assert len(digests(office)) == 1
    ((ts, _),) = office.slack.posts
    shown = office.slack.text(OPS, ts)
    assert "no change, day 1" in shown
    assert "<@" not in shown
    claim = await office.stores.digests.claim(
        OPS, THURSDAY, holder="x", now=office.clock.now(), lease=LEASE
    )
    assert claim.state is ClaimState.SENT

    office.clock.forward(days=1)
    await replica.delivery.run_due()
    assert "no change, day 2" in office.slack.text(OPS, ts)


async def test_deleted_standing_message_is_posted_anew(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    office.slack.delete(OPS, office.slack.posts[0][0])
    office.clock.forward(days=1)
    await replica.delivery.run_due()

    assert len(digests(office)) == 2
    assert office.slack.edits == []


async def test_new_reason_to_act_is_news(office: Office) -> None:
    office.tracker.blockers = (tls(due=THURSDAY),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    office.clock.forward(days=1)
    await replica.delivery.run_due()

    said = digests(office)[1].text.splitlines()
    assert said[1].endswith("nothing changed, but there is a new reason to act on THR-42")
    assert "is due today" in said[3]


async def test_tracker_away_is_posted_as_such_not_as_no_change(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    office.clock.forward(days=1)
    await office.stores.snapshots.save_trouble(PROD, "it limits us", office.clock.now())
    await replica.delivery.run_due()

    assert len(digests(office)) == 2
    assert "Linear is away" in digests(office)[1].text
    assert "no change" not in digests(office)[1].text


async def test_log_that_is_longer_than_was_looked_at_is_said_to_be(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    checklist = await replica.checklist()
    written = Noted(item=ItemId(""), text="TLS", kind="labels")
    await office.stores.edits.save_edit(
        Edit(
            milestone=PROD,
            blocker=checklist.blocker,
            version=checklist.version,
            items=(),
            notes=(written,) * LOG_LIMIT,
            author=Author(by=BOB, at=office.clock.now(), delivery=DeliveryId("many")),
        )
    )
    office.clock.forward(days=1)
    await replica.delivery.run_due()

    said = digests(office)[1].text.splitlines()[1]
    assert "only the latest 2,000 lines of the log were looked at" in said


async def test_channel_that_follows_another_milestone_now_starts_anew(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    steady = milestone("steady", name="Sustained")
    office.configure(
        milestones=(milestone(), steady),
        channels=(FollowedChannel(id=OPS, milestone=MilestoneKey("steady"), digest=NINE),),
    )
    await replica.sync.sync(steady)
    office.clock.forward(days=1)
    await replica.delivery.run_due()

    assert "First digest" in digests(office)[1].text
    assert "no longer among" not in digests(office)[1].text


async def test_digest_by_hand_takes_no_part_in_the_schedule(office: Office) -> None:
    replica = office.replica()
    posted = await replica.delivery.post_by_hand(
        office.milestone, OPS, "Alice", DeliveryId("press-1")
    )
    assert isinstance(posted, Posted)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()

    by_hand, scheduled = digests(office)
    assert "posted by hand by Alice" in by_hand.text
    assert "by hand" not in scheduled.text
    assert "First digest" in scheduled.text


async def test_digest_by_hand_that_is_refused_says_so(office: Office) -> None:
    office.slack.refuse[OPS] = "is_archived"
    with pytest.raises(PostRefusedError):
        await office.replica().delivery.post_by_hand(
            office.milestone, OPS, "Alice", DeliveryId("press-1")
        )
    assert await office.stores.digests.load_record(OPS) is None


async def test_people_are_pinged_once_a_day_over_all_channels(office: Office) -> None:
    office.tracker.blockers = (tls(due=WEDNESDAY),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.delivery.post_by_hand(office.milestone, RELEASE, "Alice", DeliveryId("press-1"))
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()

    by_hand, scheduled = digests(office)
    assert by_hand.text.count("<@U0BOB>") == 1
    assert "<@" not in scheduled.text
    assert "Bob" in scheduled.text


async def test_cleared_blocker_is_the_news(office: Office) -> None:
    replica = office.replica()
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    office.clock.forward(days=1)
    office.tracker.blockers = (
        tls(stage=Stage.COMPLETED, state_name="Done", completed_at=office.clock.now()),
    )
    await replica.sync.sync(office.milestone)
    await replica.delivery.run_due()

    assert "THR-42 cleared" in digests(office)[1].text


async def one_overdue_digest(office: Office) -> str:
    office.tracker.blockers = (tls(due=WEDNESDAY - timedelta(days=3)),)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    office.clock.forward(minutes=1)
    await replica.delivery.run_due()
    (message,) = digests(office)
    return message.text


async def test_quiet_channel_pings_nobody(office: Office) -> None:
    schedule(office, replace(NINE, quiet=True))

    said = await one_overdue_digest(office)

    assert "is overdue 3 days" in said
    assert "<@" not in said


async def test_owner_who_is_off_is_said_to_be_away_and_not_pinged(office: Office) -> None:
    office.configure(absences={BOB: ((WEDNESDAY, THURSDAY),)})

    said = await one_overdue_digest(office)

    assert "Bob (away, no cover)" in said
    assert "<@" not in said


async def test_a_digest_kept_by_an_older_version_is_still_drawn(office: Office) -> None:
    """Its changes were words alone."""
    replica = office.replica()
    digest = await replica.standup.build(office.milestone, OPS)
    kept = json.loads(frame(replace(digest, since=office.clock.now())))
    kept["changes"] = ["THR-60 cleared", "2 items ticked by Bob"]
    for need in kept["needs"]:
        del need["asked"], need["asked_of"], need["called"]

    drawn = digest_message(reframe(json.dumps(kept), digest.board), preview=False)
    assert "THR-60 cleared · 2 items ticked by Bob" in drawn.main.text
