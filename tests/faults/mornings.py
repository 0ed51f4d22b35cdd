"""Mornings of an office: replicas whose schedules tick, and what was posted then."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.domain.ids import ChannelId
from bot.domain.messages import Post
from bot.domain.milestone import FollowedChannel
from bot.services.digest_check import DigestCheck, DigestSides
from tests.samples.making import change
from tests.stages.office import NINE, OPS, PROD, Office, Replica

BEFORE_NINE = datetime(2026, 11, 18, 13, 59, tzinfo=UTC)
"""A Wednesday, 08:59 in New York."""
WEDNESDAY = date(2026, 11, 18)
LATE = WEDNESDAY - timedelta(days=3)
GONE = ChannelId("C0GONE")


async def office_of(*channels: FollowedChannel, at: datetime = BEFORE_NINE) -> Office:
    office = Office()
    office.clock.at = at
    if channels:
        office.configure(channels=channels)
    replica = office.replica()
    for each in office.installation.roster.milestones:
        await replica.sync.sync(each)
    await replica.delivery.plan()
    return office


def follow(channel: ChannelId = OPS, **changed: object) -> FollowedChannel:
    schedule = change(NINE, **changed)
    return FollowedChannel(id=channel, milestone=PROD, digest=schedule)


def posts(office: Office, channel: ChannelId = OPS) -> list[Post]:
    found = (post for _, post in office.slack.posts if post.kind == "blockers_digest")
    return [post for post in found if post.channel == channel]


async def pass_by(office: Office, *replicas: Replica, **by: float) -> None:
    """Each replica's schedule ticks every minute."""
    end = office.clock.now() + timedelta(**by)
    while office.clock.now() < end:
        office.clock.forward(minutes=1)
        await asyncio.gather(*(one.delivery.run_due() for one in replicas))


async def findings(replica: Replica) -> dict[str, str]:
    office = replica.office
    sides = DigestSides(
        digests=office.stores.digests,
        directory=office.directory,
        notices=replica.notices,
        people=replica.people,
    )
    check = DigestCheck(office.installation, sides, office.clock)
    return {each.sentence: each.fix async for each in check.findings()}
