"""The bot is killed between any two steps of a delivery, and another replica goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.messages import CopyKind
from bot.ports import ClaimState
from bot.services.delivery import LEASE
from tests.fakes.surroundings import Killed, Tripwire
from tests.stages.office import ALICE, OPS, PROD, Office, Replica, tls

NINE = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
WEDNESDAY = date(2026, 11, 18)
LATER_TRIES = 8


async def office_at_nine(blockers: int = 1) -> Office:
    """More blockers than a message shows bring a thread."""
    office = Office()
    office.tracker.blockers = tuple(tls(f"THR-{n}", due=WEDNESDAY) for n in range(blockers))
    office.clock.at = NINE - timedelta(minutes=1)
    replica = office.replica()
    await replica.sync.sync(office.milestone)
    await replica.delivery.plan()
    office.clock.at = NINE
    return office


async def run_until_killed(replica: Replica) -> bool:
    """Whether it was killed; another way out is none of these tests'."""
    try:
        await replica.delivery.run_due()
    except Killed:
        return True
    except BaseExceptionGroup as group:
        _, others = group.split(Killed)
        if others:
            raise
        return True
    return False


async def others_go_on(office: Office) -> None:
    for number in range(LATER_TRIES):
        office.clock.at += LEASE / 3
        await office.replica(f"later-{number}").delivery.run_due()


async def steps_of_a_delivery(blockers: int) -> list[str]:
    wire = Tripwire()
    office = await office_at_nine(blockers)
    await office.replica("one", wire).delivery.run_due()
    return wire.steps


@pytest.mark.parametrize("blockers", [1, 30])
async def test_one_delivery_whatever_step_the_bot_is_killed_at(blockers: int) -> None:
    steps = await steps_of_a_delivery(blockers)
    assert "posted" in steps
    for at, step in enumerate(steps):
        office = await office_at_nine(blockers)
        assert await run_until_killed(office.replica("one", Tripwire(at))), step
        await others_go_on(office)
        await assert_delivered_once(office, f"killed at {at}: {step}")


async def assert_delivered_once(office: Office, when: str) -> None:
    ids = [post.id for _, post in office.slack.posts]
    assert len(ids) == len(set(ids)), when
    assert len(office.slack.of_kind("blockers_digest")) == 1, when
    assert office.slack.of_kind("blockers_trouble") == [], when
    record = await office.stores.digests.load_record(OPS)
    assert record is not None, when
    assert record.day == WEDNESDAY, when
    assert record.ts == office.slack.posts[0][0], when
    claim = await office.stores.digests.claim(
        OPS, WEDNESDAY, holder="x", now=office.clock.at, lease=LEASE
    )
    assert claim.state is ClaimState.SENT, when
    copies = await office.stores.copies.load_copies(PROD, None)
    assert [copy.ts for copy in copies if copy.kind is CopyKind.DIGEST] == [record.ts], when
    due = await office.stores.due.next_due("digests", OPS)
    assert due == NINE + timedelta(days=1), when


async def test_thread_is_whole_whatever_step_the_bot_is_killed_at() -> None:
    whole = await office_at_nine(30)
    await whole.replica().delivery.run_due()
    wanted = sorted(post.id for _, post in whole.slack.posts)
    assert len(wanted) > 1
    for at in range(len(await steps_of_a_delivery(30))):
        office = await office_at_nine(30)
        await run_until_killed(office.replica("one", Tripwire(at)))
        await others_go_on(office)
        assert sorted(post.id for _, post in office.slack.posts) == wanted, at


async def test_tick_between_the_crash_and_its_end_is_told_by_the_next_digest() -> None:
    office = await office_at_nine()
    office.tracker.blockers = (tls(due=WEDNESDAY),)
    await office.replica().sync.sync(office.milestone)
    after_it = (await steps_of_a_delivery(1)).index("posted") + 1
    assert await run_until_killed(office.replica("one", Tripwire(after_it)))
    assert len(office.slack.posts) == 1
    office.clock.at += timedelta(seconds=30)
    replica = office.replica("later")
    await replica.tick(await replica.press())
    await others_go_on(office)
    office.clock.at = NINE + timedelta(days=1)
    await office.replica("next").delivery.run_due()

    *_, said = office.slack.of_kind("blockers_digest")
    assert "*Since yesterday 09:00* THR-42 “DNS integration” ticked by Bob" in said.message.text


async def test_quiet_day_is_refreshed_once_whatever_step_the_bot_is_killed_at() -> None:
    wire = Tripwire()
    office = await office_on_a_quiet_day()
    await office.replica("one", wire).delivery.run_due()
    for at, step in enumerate(wire.steps):
        office = await office_on_a_quiet_day()
        await run_until_killed(office.replica("one", Tripwire(at)))
        await others_go_on(office)
        assert len(office.slack.posts) == 1, (at, step)
        assert "no change, day 1" in office.slack.text(OPS, office.slack.posts[0][0]), (at, step)


async def office_on_a_quiet_day() -> Office:
    office = await office_at_nine()
    office.tracker.blockers = (tls(due=WEDNESDAY - timedelta(days=1)),)
    replica = office.replica("yesterday")
    await replica.sync.sync(office.milestone)
    await replica.delivery.run_due()
    office.clock.at += timedelta(days=1)
    return office


async def test_unreadable_history_never_brings_a_second_post() -> None:
    for at, step in enumerate(await steps_of_a_delivery(1)):
        office = await office_at_nine()
        office.slack.unreadable.add(OPS)
        await run_until_killed(office.replica("one", Tripwire(at)))
        await others_go_on(office)
        posted = office.slack.of_kind("blockers_digest")
        told = [str(post.channel) for post in office.slack.of_kind("blockers_trouble")]
        assert len(posted) + len(told) >= 1, (at, step)
        assert len(posted) <= 1, (at, step)
        assert told in ([], [str(ALICE)]), (at, step)


async def test_replica_that_is_only_slow_is_not_overtaken() -> None:
    office = await office_at_nine()
    held = await office.stores.digests.claim(
        OPS, WEDNESDAY, holder="slow", now=NINE, lease=LEASE * 3
    )
    assert held.state is ClaimState.OURS
    await office.replica("other").delivery.run_due()
    assert office.slack.posts == []

    office.clock.at += LEASE * 3 + timedelta(seconds=1)
    await office.replica("other").delivery.run_due()
    assert len(office.slack.of_kind("blockers_digest")) == 1
