"""Messages on display in an office, marked as changed, and drawn until nothing is left."""

import pytest

from bot.domain.ids import BlockerId, ChannelId, MessageTs
from bot.domain.messages import Copy, CopyKind, Message, Post, PostKind
from bot.ports import copies_queue
from tests.stages.office import OPS, PROD, Office, Replica

TLS = BlockerId("id-THR-42")


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.replica().sync.sync(office.milestone)
    await office.replica().copies.run_due()
    return office


async def show(
    office: Office, channel: ChannelId = OPS, blocker: BlockerId | None = None, **arguments: str
) -> MessageTs:
    """Put something on display."""
    at = office.clock.now()
    post = Post(id="p", kind=PostKind.SHARE, channel=channel, message=Message(text="as it was"))
    ts = office.slack.add(post, at)
    kind = CopyKind.BLOCKER if blocker else CopyKind.BOARD
    copy = Copy(
        kind=kind, milestone=PROD, channel=channel, ts=ts, blocker=blocker, arguments=arguments
    )
    await office.stores.copies.save_copy(copy)
    return ts


async def mark(office: Office, blocker: BlockerId = TLS) -> None:
    await office.stores.due.add(copies_queue(PROD), blocker, office.clock.now())


async def draw_the_rest(office: Office, replica: Replica) -> float:
    """Beat until nothing is left to draw; gives the seconds that took."""
    begun = office.clock.now()
    for _ in range(5000):
        await replica.copies.run_due()
        if not await office.stores.due.all_due(f"tails:{PROD}"):
            break
        office.clock.forward(seconds=0.4)
    assert await office.stores.due.all_due(copies_queue(PROD)) == {}
    return (office.clock.now() - begun).total_seconds()
