"""Leads are told once and together; channels that move, are not followed, or lose the app."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import ChannelId, MessageTs, UserId
from bot.domain.membership import WORKSPACE, PauseNotice, Sighting, Standing
from bot.domain.messages import Copy, CopyKind
from bot.domain.milestone import FollowedChannel
from bot.ports import DIGESTS_QUEUE, SlackUnavailableError
from bot.services.installation import Installation
from tests.fakes.surroundings import Killed, Tripwire
from tests.stages.membership import (
    DIGEST,
    MORNING,
    archive,
    days_of,
    leads_told,
    office_at_work,
    ready,
    run,
    see,
    the_note,
    told,
)
from tests.stages.office import ALICE, BOB, NINE, OPS, PROD, RELEASE, Office, milestone


@pytest.fixture
def office() -> Office:
    return office_at_work()


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
    assert tuple(await office.stores.due.all_due(DIGESTS_QUEUE)) == (new,)
    office.configure(leads=(BOB,))  # a reload of the file, which still has the old id
    await one.delivery.plan()
    assert tuple(await office.stores.due.all_due(DIGESTS_QUEUE)) == (new,)
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
        assert tuple(await office.stores.due.all_due(DIGESTS_QUEUE)) == (new,)
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
