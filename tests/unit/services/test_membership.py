"""What becomes of a channel: noted, its digest and copies paused, and all undone."""

from datetime import timedelta

import pytest

from bot.domain.ids import BlockerId, MessageTs
from bot.domain.membership import Sighting, Standing
from bot.domain.messages import Copy, CopyKind
from tests.fakes.surroundings import words
from tests.stages.membership import (
    DAY,
    DIGEST,
    MORNING,
    TOLD,
    archive,
    days_of,
    leads_told,
    note,
    office_at_work,
    ready,
    run,
    see,
    the_note,
    told,
    unarchive,
)
from tests.stages.office import ALICE, OPS, PROD, Office


@pytest.fixture
def office() -> Office:
    return office_at_work()


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
