"""What is on display is drawn again: once for many changes, newest first, whatever Slack says."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.ids import BlockerId, ChannelId, MessageTs, UserId
from bot.domain.messages import Copy, CopyKind, Message
from bot.domain.milestone import Milestone
from bot.ports import WHOLE_BOARD, SlackUnavailableError, copies_queue
from bot.services.copies import LEASE, CopiesService, CopiesSlack, CopiesStores
from tests.stages.copies import TLS, draw_the_rest, mark, office, show
from tests.stages.office import OPS, PROD, RELEASE, Office, Replica

__all__ = ["office"]


async def test_ticks_in_a_row_are_one_edit_of_each_copy(office: Office) -> None:
    replica = office.replica()
    board, one = await show(office), await show(office, RELEASE, TLS)
    texts = ("DNS integration", "Endpoint verified")
    for number, text in enumerate(texts):
        await replica.checklists.tick(await replica.press(text, delivery=f"press-{number}"))
    await replica.copies.run_due()
    await replica.copies.run_due()

    assert sorted(office.slack.edits) == [(OPS, board), (RELEASE, one)]
    assert "3 of 3" in office.slack.text(OPS, board)
    assert "done by Bob" in office.slack.text(RELEASE, one)


async def test_copy_of_another_blocker_is_left_alone(office: Office) -> None:
    await show(office, OPS, BlockerId("id-THR-41"))
    await mark(office)
    await office.replica().copies.run_due()

    assert office.slack.edits == []


async def test_deleted_copy_is_forgotten(office: Office) -> None:
    office.slack.delete(OPS, await show(office))
    await mark(office)
    await office.replica().copies.run_due()

    assert await office.stores.copies.load_copies(PROD, None) == ()


@pytest.mark.parametrize(
    ("code", "kept"),
    [("edit_window_closed", 0), ("not_in_channel", 1), ("is_archived", 1), ("missing_scope", 1)],
)
async def test_refused_copy_is_forgotten_only_where_it_can_never_be_edited(
    office: Office, code: str, kept: int
) -> None:
    await show(office)
    office.slack.refuse[OPS] = code
    await mark(office)
    await office.replica().copies.run_due()

    assert len(await office.stores.copies.load_copies(PROD, None)) == kept
    assert await office.stores.due.all_due(copies_queue(PROD)) == {}


async def test_copy_whose_blocker_left_the_milestone_is_forgotten(office: Office) -> None:
    await show(office, OPS, TLS)
    office.tracker.blockers = ()
    office.clock.forward(seconds=30)
    await office.replica().sync.sync(office.milestone)
    await office.replica().copies.run_due()

    assert await office.stores.copies.load_copies(PROD, TLS) == ()


async def test_copy_that_cannot_be_read_keeps_no_other_from_being_drawn(office: Office) -> None:
    await show(office, RELEASE, page="first")
    good = await show(office)
    await mark(office)
    await office.replica().copies.run_due()

    assert office.slack.edits == [(OPS, good)]
    assert len(await office.stores.copies.load_copies(PROD, None)) == 1


async def test_limits_are_waited_for_and_what_was_drawn_is_not_drawn_twice(
    office: Office,
) -> None:
    shown = [await show(office) for _ in range(60)]
    replica = limited(office, after=20)
    await mark(office)
    await replica.copies.run_due()
    drawn = [ts for _, ts in office.slack.edits]
    assert sorted(drawn) == sorted(shown[-20:])  # the newest first

    office.slack.away = None
    office.clock.forward(seconds=29)
    await replica.copies.run_due()
    assert len(office.slack.edits) == 20
    office.clock.forward(seconds=2)
    await draw_the_rest(office, replica)
    assert sorted(ts for _, ts in office.slack.edits) == sorted(shown)


async def test_change_while_slack_limits_us_reaches_every_copy(office: Office) -> None:
    shown = [await show(office, OPS, TLS) for _ in range(30)]
    replica = limited(office, after=10)
    await mark(office)
    await replica.copies.run_due()
    office.slack.away = None
    office.clock.forward(seconds=31)
    await replica.checklists.tick(await replica.press())
    await replica.copies.run_due()

    assert all("done by Bob" in office.slack.text(OPS, ts) for ts in shown)


def limited(office: Office, after: int) -> Replica:
    """Slack takes so many edits, then asks to wait for half a minute."""
    replica = office.replica()
    edit = replica.poster.update_message

    class Limit:
        async def update_message(self, channel: ChannelId, ts: MessageTs, message: Message) -> None:
            if len(office.slack.edits) >= after and not hasattr(self, "told"):
                self.told = True
                office.slack.away = SlackUnavailableError("Slack", "limits", retry_after=30)
            await edit(channel, ts, message)

    replica.copies._poster = Limit()  # type: ignore[assignment]
    return replica


async def test_homes_are_drawn_on_the_page_they_are_on(office: Office) -> None:
    home = Copy(
        kind=CopyKind.HOME,
        milestone=PROD,
        channel=UserId("U0BOB"),
        ts=MessageTs(""),
        arguments={"page": "0"},
    )
    await office.stores.copies.save_copy(home)
    await mark(office)
    await office.replica().copies.run_due()

    assert "DNS integration" in str(office.slack.homes["U0BOB"])


async def test_limited_homes_do_not_keep_posts_back(office: Office) -> None:
    for number in range(3):
        user = UserId(f"U0{number}XX")
        home = Copy(kind=CopyKind.HOME, milestone=PROD, channel=user, ts=MessageTs(""))
        await office.stores.copies.save_copy(home)
        office.slack.refuse[user] = "user_not_found"
    ts = await show(office)
    await mark(office)
    await office.replica().copies.run_due()

    assert office.slack.edits == [(OPS, ts)]
    assert len(await office.stores.copies.load_copies(PROD, None)) == 1


@dataclass
class SlowPainter:
    """Draws what it sees at once, and hands it over when told to."""

    sees: list[str]
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    has_seen: asyncio.Event = field(default_factory=asyncio.Event)

    async def paint(self, milestone: Milestone, copies: Sequence[Copy]) -> list[Message | None]:
        del milestone
        seen = self.sees[-1]
        self.has_seen.set()
        await self.go_on.wait()
        return [Message(text=seen) for _ in copies]


async def test_older_drawing_of_another_replica_never_comes_last(office: Office) -> None:
    ts = await show(office)
    sees = ["older"]
    slow, quick = SlowPainter(sees), SlowPainter(sees)
    quick.go_on.set()
    one, other = (painted_by(office, painter) for painter in (slow, quick))
    await mark(office, TLS)
    async with asyncio.TaskGroup() as group:
        group.create_task(one.run_due())
        await slow.has_seen.wait()
        sees.append("newer")
        await mark(office, WHOLE_BOARD)
        await other.run_due()
        slow.go_on.set()
    office.clock.forward(seconds=1)
    await other.run_due()

    assert office.slack.shown[OPS, ts].text == "newer"


def painted_by(office: Office, painter: SlowPainter) -> CopiesService:
    replica = office.replica()
    stores = CopiesStores(copies=office.stores.copies, due=office.stores.due)
    slack = CopiesSlack(poster=replica.poster, homes=replica.homes.homes)
    return CopiesService(
        office.installation, stores, slack, painter, replica.membership, office.clock
    )


async def test_marks_of_a_bot_that_was_killed_are_drawn_by_the_next(office: Office) -> None:
    ts = await show(office)
    await mark(office)
    claimed = await office.stores.due.claim(copies_queue(PROD), office.clock.now(), LEASE, 10)
    assert claimed
    office.clock.at += LEASE + timedelta(seconds=1)
    await office.replica("next").copies.run_due()

    assert office.slack.edits == [(OPS, ts)]
