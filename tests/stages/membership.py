"""A followed channel at half past eight, what may become of it, and what its leads are told."""

from datetime import UTC, datetime, timedelta

from bot.domain.ids import ChannelId
from bot.domain.membership import ChannelNote, Sighting, Standing
from bot.ports import Conversation
from tests.fakes.surroundings import words
from tests.stages.office import BOB, OPS, Office, Replica

DIGEST, TOLD = "blockers_digest", "blockers_membership"
MORNING = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
"""Half past eight in New York; the digest is due at nine."""
DAY = timedelta(days=1)


def office_at_work() -> Office:
    office = Office()
    office.clock.at = MORNING
    see(office, OPS, is_member=True)
    return office


def see(office: Office, channel: ChannelId, **how: bool) -> None:
    name = channel.removeprefix("C0").lower()
    office.directory.channels[channel] = Conversation(id=channel, name=name, **how)


async def ready(office: Office, holder: str = "one") -> Replica:
    """Planned, read, and every channel looked at once."""
    replica = office.replica(holder)
    await replica.watch.plan()
    await replica.delivery.plan()
    await replica.sync.sync(office.milestone)
    await run(office, replica)
    return replica


async def run(office: Office, *replicas: Replica, seconds: float = 5) -> None:
    office.clock.forward(seconds=seconds)
    for replica in replicas:
        await replica.watch.run_due()
        await replica.delivery.run_due()
        await replica.copies.run_due()


async def note(
    office: Office, replica: Replica, standing: Standing | None, *, opens: bool = False
) -> None:
    sighting = Sighting(at=office.clock.now(), standing=standing, opens=opens, by=BOB)
    await replica.membership.note(OPS, sighting)


async def archive(office: Office, replica: Replica) -> None:
    see(office, OPS, is_member=True, is_archived=True)
    office.slack.refuse[OPS] = "is_archived"
    await note(office, replica, Standing.ARCHIVED)


async def unarchive(office: Office, replica: Replica, *, is_member: bool = True) -> None:
    see(office, OPS, is_member=is_member)
    del office.slack.refuse[OPS]
    await note(office, replica, None, opens=True)


def told(office: Office) -> list[str]:
    return [words(post.message) for post in office.slack.of_kind(TOLD)]


def leads_told(office: Office) -> list[str]:
    return [str(post.channel) for post in office.slack.of_kind(TOLD)]


async def the_note(office: Office, channel: ChannelId = OPS) -> ChannelNote:
    found = await office.stores.membership.load_note(channel)
    assert found is not None
    return found


def days_of(office: Office) -> list[str]:
    return [post.id.rpartition(":")[2] for post in office.slack.of_kind(DIGEST)]
