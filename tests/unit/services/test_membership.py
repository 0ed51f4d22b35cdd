"""What becomes of a channel: noted, its digest paused, its leads told once, and all undone."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import BlockerId, ChannelId, MessageTs, UserId
from bot.domain.membership import WORKSPACE, ChannelNote, PauseNotice, Sighting, Standing
from bot.domain.messages import Copy, CopyKind
from bot.domain.milestone import FollowedChannel
from bot.ports import Conversation, SlackUnavailableError
from bot.services.delivery import DIGESTS_QUEUE
from bot.services.installation import Installation
from tests.fakes import Killed, Tripwire, words
from tests.office import ALICE, BOB, NINE, OPS, PROD, RELEASE, Office, Replica, milestone

DIGEST, TOLD = "blockers_digest", "blockers_membership"
MORNING = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
"""Half past eight in New York; the digest is due at nine."""
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return office_at_work()


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


async def test_archived_channel_gets_no_digest_and_its_lead_is_told_once(office: Office) -> None:
    one, two = await ready(office), await ready(office, "two")
    await archive(office, one)
    for _ in range(3):
        await run(office, one, two)
    office.clock.at = MORNING + timedelta(minutes=31)
    for _ in range(3):
        await run(office, one, two, seconds=700)

    (sentence,) = told(office)
    assert leads_told(office) == [ALICE]
    assert "#ops was archived by Bob (Wed 18 Nov 08:30 EST), so its 09:00 digest is paused" in (
        sentence
    )
    assert "/invite @Blockers" in sentence
    assert days_of(office) == []
    assert office.slack.of_kind("blockers_trouble") == []


async def test_channel_that_comes_back_goes_on_with_its_next_digest(office: Office) -> None:
    replica = await ready(office)
    await archive(office, replica)
    await run(office, replica)
    office.clock.forward(hours=8)  # the day's digest was missed for good
    await run(office, replica)
    await unarchive(office, replica)
    await run(office, replica)
    office.clock.at = MORNING + DAY + timedelta(minutes=31)
    for _ in range(3):
        await run(office, replica, seconds=60)

    assert days_of(office) == ["2026-11-19"]
    assert len(told(office)) == 2
    assert "#ops takes my posts again, thanks to Bob: its 09:00 digest goes on" in told(office)[1]
    assert "Thu 19 Nov 09:00 EST" in told(office)[1]
    assert not (await the_note(office)).held


async def test_digest_missed_within_the_grace_comes_once_and_late(office: Office) -> None:
    one, two = await ready(office), await ready(office, "two")
    await archive(office, one)
    office.clock.at = MORNING + timedelta(minutes=45)
    await run(office, one, two)
    assert days_of(office) == []
    await unarchive(office, one)
    for _ in range(4):
        await run(office, one, two, seconds=60)

    assert days_of(office) == ["2026-11-18"]
    assert "late" in words(office.slack.of_kind(DIGEST)[0].message)


async def test_digest_that_was_out_before_does_not_come_again(office: Office) -> None:
    replica = await ready(office)
    office.clock.at = MORNING + timedelta(minutes=31)
    await run(office, replica)
    assert days_of(office) == ["2026-11-18"]
    await archive(office, replica)
    await run(office, replica)
    await unarchive(office, replica)
    for _ in range(3):
        await run(office, replica, seconds=60)

    assert days_of(office) == ["2026-11-18"]


async def test_unarchived_without_the_bot_stays_paused_and_says_so(office: Office) -> None:
    replica = await ready(office)
    await archive(office, replica)
    await run(office, replica)
    await unarchive(office, replica, is_member=False)
    await run(office, replica)

    assert (await the_note(office)).standing is Standing.REMOVED
    assert "I am not in #ops any more" in told(office)[1]
    assert "/invite @Blockers in #ops" in told(office)[1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("is_archived", "#ops was archived"),
        ("not_in_channel", "I am not in #ops any more"),
        ("channel_not_found", "#ops cannot be seen any more"),
    ],
)
async def test_refused_post_is_noted_where_the_event_was_missed(
    office: Office, code: str, said: str
) -> None:
    replica = await ready(office)
    office.slack.refuse[OPS] = code
    if code == "channel_not_found":
        del office.directory.channels[OPS]
    else:
        see(office, OPS, is_archived=code == "is_archived")
    office.clock.at = MORNING + timedelta(minutes=31)
    for _ in range(4):
        await run(office, replica, seconds=60)

    (sentence,) = told(office)
    assert said in sentence
    assert office.slack.of_kind("blockers_trouble") == []
    assert (await the_note(office)).is_paused


async def test_missed_events_are_found_by_looking_again(office: Office) -> None:
    """The bot was away while the channel was archived, and again while it came back."""
    replica = await ready(office)
    see(office, OPS, is_member=True, is_archived=True)
    await run(office, replica, seconds=300)
    assert told(office) == []
    await run(office, replica, seconds=301)
    assert len(told(office)) == 1
    see(office, OPS, is_member=True)
    await run(office, replica, seconds=601)
    assert "takes my posts again" in told(office)[1]


async def test_public_channel_where_the_bot_never_was_is_not_paused(office: Office) -> None:
    see(office, OPS)
    replica = await ready(office)
    assert (await the_note(office)).standing is Standing.VISITOR
    office.clock.at = MORNING + timedelta(minutes=31)
    await run(office, replica)
    assert days_of(office) == ["2026-11-18"]
    assert told(office) == []


async def test_what_happens_together_is_told_in_one_message(office: Office) -> None:
    channels = [ChannelId(f"C0TEAM{number}") for number in range(4)]
    office.configure(
        channels=tuple(FollowedChannel(id=each, milestone=PROD, digest=NINE) for each in channels)
    )
    for channel in channels:
        see(office, channel, is_member=True)
    one, two = await ready(office), await ready(office, "two")
    await run(office, one, two, seconds=30)
    for channel in channels:
        see(office, channel, is_member=True, is_archived=True)
        await one.membership.note(
            channel, Sighting(at=office.clock.now(), standing=Standing.ARCHIVED, by=BOB)
        )
    for _ in range(3):
        await run(office, one, two)

    (sentence,) = told(office)
    assert "4 channels cannot be posted to" in sentence
    assert all(f"#team{number} was archived" in sentence for number in range(4))


async def test_lead_who_could_not_be_told_is_told_later_and_once(office: Office) -> None:
    office.configure(leads=(ALICE, BOB))
    replica = await ready(office)
    await archive(office, replica)
    office.slack.away = SlackUnavailableError("Slack", "limits", retry_after=7)
    await run(office, replica)
    assert told(office) == []
    office.slack.away = None
    for _ in range(3):
        await run(office, replica, seconds=31)
    assert leads_told(office) == [ALICE, BOB]


async def killed_at(at: int | None) -> tuple[Office, Tripwire]:
    """A channel is archived; the bot is killed at that step of what follows; another goes on."""
    office = office_at_work()
    await archive(office, await ready(office))
    wire = Tripwire(at=at)
    with suppress(Killed, BaseExceptionGroup):
        await run(office, office.replica("two", wire))
    return office, wire


async def test_lead_is_told_once_wherever_the_bot_is_killed() -> None:
    _, whole = await killed_at(None)
    assert {"posted", "outbox opened", "before save_note"} <= set(whole.steps)
    for at in range(len(whole.steps)):
        office, wire = await killed_at(at)
        assert wire.at is None, "it was not killed"
        last = office.replica("three")
        for _ in range(3):
            await run(office, last, seconds=61)
        assert len(told(office)) == 1, f"killed at {whole.steps[at]}"


async def test_copies_in_a_closed_channel_are_put_aside_and_drawn_when_it_is_back(
    office: Office,
) -> None:
    replica = await ready(office)
    ts = MessageTs("1.1")
    copy = Copy(
        kind=CopyKind.BLOCKER,
        milestone=PROD,
        channel=OPS,
        ts=ts,
        blocker=BlockerId("id-THR-42"),
    )
    await office.stores.copies.save_copy(copy)
    await archive(office, replica)
    await office.stores.due.add("copies:prod", "id-THR-42", office.clock.now())
    await run(office, replica)
    assert await office.stores.copies.load_all_copies(PROD) == (copy,)
    assert office.slack.edits == []
    office.slack.shown[OPS, ts] = office.slack.of_kind(TOLD)[0].message
    await unarchive(office, replica)
    for _ in range(2):
        await run(office, replica)
    assert office.slack.edits == [(OPS, ts)]


async def test_same_event_again_and_an_older_one_change_nothing(office: Office) -> None:
    replica = await ready(office)
    await archive(office, replica)
    noted = await the_note(office)
    await note(office, replica, Standing.ARCHIVED)
    late = Sighting(at=office.clock.now() - DAY, opens=True, by=ALICE)
    await replica.membership.note(OPS, late)
    assert await the_note(office) == noted


async def test_channel_whose_id_changed_keeps_following(office: Office) -> None:
    new = ChannelId("C0SHARED")
    one, two = await ready(office), await ready(office, "two")
    office.clock.at = MORNING + timedelta(minutes=29)
    copy = Copy(kind=CopyKind.BOARD, milestone=PROD, channel=OPS, ts=MessageTs("1.1"))
    await office.stores.copies.save_copy(copy)
    see(office, new, is_member=True)
    moved = Sighting(at=office.clock.now(), standing=Standing.MOVED, moved_to=new)
    await one.membership.note(OPS, moved)
    await run(office, one, two)
    assert [each.id for each in office.installation.roster.channels] == [new]
    assert [each.channel for each in await office.stores.copies.load_all_copies(PROD)] == [new]
    office.clock.at = MORNING + timedelta(minutes=31)
    for _ in range(3):
        await run(office, one, two, seconds=30)
    assert [post.channel for post in office.slack.of_kind(DIGEST)] == [new]
    assert await office.stores.due.members(DIGESTS_QUEUE) == (new,)
    office.configure(leads=(BOB,))  # a reload of the file, which still has the old id
    await one.delivery.plan()
    assert await office.stores.due.members(DIGESTS_QUEUE) == (new,)
    assert told(office) == []


@pytest.mark.parametrize("step", ["plan", "deliver"])
async def test_replica_that_has_not_heard_of_a_new_id_loses_no_digest(
    office: Office, step: str
) -> None:
    new = ChannelId("C0SHARED")
    one = await ready(office)
    elsewhere = replace(office, installation=Installation(office.installation.roster))
    elsewhere.stores = office.stores
    other = elsewhere.replica("other")
    see(office, new, is_member=True)
    moved = Sighting(at=office.clock.now(), standing=Standing.MOVED, moved_to=new)
    await one.membership.note(OPS, moved)
    await run(office, one)
    if step == "plan":
        await other.delivery.plan()
        assert await office.stores.due.members(DIGESTS_QUEUE) == (new,)
    office.clock.at = MORNING + timedelta(minutes=31)
    await other.delivery.run_due()
    assert [post.channel for post in office.slack.of_kind(DIGEST)] == [new]


async def test_digest_posted_under_the_old_id_is_not_posted_under_the_new(office: Office) -> None:
    new = ChannelId("C0SHARED")
    replica = await ready(office)
    office.clock.at = MORNING + timedelta(minutes=31)
    await run(office, replica)
    see(office, new, is_member=True)
    moved = Sighting(at=office.clock.now(), standing=Standing.MOVED, moved_to=new)
    await replica.membership.note(OPS, moved)
    for _ in range(3):
        await run(office, replica, seconds=60)
    await replica.delivery.resume(new)
    await run(office, replica)
    assert [post.channel for post in office.slack.of_kind(DIGEST)] == [OPS]


async def test_uninstalled_app_posts_nothing_until_its_token_works(office: Office) -> None:
    replica = await ready(office)
    office.directory.away = True
    await replica.membership.note_uninstalled(office.clock.now())
    office.clock.at = MORNING + timedelta(minutes=31)
    await run(office, replica)
    assert days_of(office) == []
    pause = await replica.membership.pause_of(OPS)
    assert pause is not None
    assert pause.channel == WORKSPACE
    office.directory.away = False
    for _ in range(3):
        await run(office, replica, seconds=400)
    assert days_of(office) == ["2026-11-18"]


async def test_note_of_another_replica_makes_this_one_ask_slack_again(office: Office) -> None:
    one, two = await ready(office), await ready(office, "two")
    await two.membership.notes()
    office.directory.forgotten.clear()
    renamed = Sighting(at=office.clock.now(), name="operations")
    await one.membership.note(OPS, renamed)
    assert office.directory.forgotten == [OPS, OPS]
    office.directory.forgotten.clear()
    await two.membership.notes()
    assert office.directory.forgotten == [OPS]
    assert (await the_note(office)).name == "operations"


async def test_channel_that_nobody_follows_is_noted_only_when_it_ends(office: Office) -> None:
    replica = await ready(office)
    now = office.clock.now()
    await replica.membership.note(RELEASE, Sighting(at=now, standing=Standing.MEMBER))
    await replica.membership.note(RELEASE, Sighting(at=now, name="else"))
    assert await office.stores.membership.load_note(RELEASE) is None
    await replica.membership.note(RELEASE, Sighting(at=now, standing=Standing.ARCHIVED))
    see(office, RELEASE, is_member=True)
    for _ in range(4):
        await run(office, replica, seconds=601)
    assert await office.stores.membership.load_note(RELEASE) is None
    assert told(office) == []


async def test_leads_of_the_milestone_are_told_and_see_it(office: Office) -> None:
    dana = UserId("U0DANA")
    office.configure(milestones=(milestone(leads=(dana,)),))
    replica = await ready(office)
    await archive(office, replica)
    await run(office, replica)
    assert leads_told(office) == [dana]
    assert _sentences(await replica.notices.notices_for(ALICE)) == []
    (seen,) = _sentences(await replica.notices.notices_for(dana))
    assert seen.startswith("#ops was archived by Bob")


def _sentences(notices: Iterable[PauseNotice]) -> list[str]:
    return [notice.sentence for notice in notices]
