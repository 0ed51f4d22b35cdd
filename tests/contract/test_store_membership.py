"""One note a channel, changed by version together with the next look at the channel."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import ChannelId
from bot.domain.membership import Standing
from bot.ports import MEMBERSHIP_QUEUE
from bot.store.stores import Stores
from tests.samples.store import NOON, NOTE, OPS, after

pytest_plugins = ("tests.servers.store_fixtures",)

BACK = replace(NOTE, standing=Standing.MEMBER, version=2)


async def test_note_comes_back_as_it_was_stored(stores: Stores) -> None:
    assert await stores.membership.load_note(OPS) is None
    assert await stores.membership.load_notes() == {}
    assert await stores.membership.save_note(NOTE, None)
    assert await stores.membership.load_note(OPS) == NOTE
    other = replace(NOTE, channel=ChannelId("C0RELEASE"), moved_to=ChannelId("C0NEW"), told=None)
    assert await stores.membership.save_note(other, None)
    assert await stores.membership.load_notes() == {OPS: NOTE, other.channel: other}
    some = [other.channel, ChannelId("C0NONE")]
    assert await stores.membership.load_notes(some) == {other.channel: other}
    assert await stores.membership.load_notes([]) == {}


async def test_note_that_was_planned_on_an_older_one_is_not_stored(stores: Stores) -> None:
    assert await stores.membership.save_note(NOTE, None)
    assert not await stores.membership.save_note(replace(NOTE, standing=Standing.REMOVED), NOON)
    assert await stores.membership.save_note(BACK, None)
    assert not await stores.membership.save_note(BACK, NOON)
    assert await stores.membership.load_note(OPS) == BACK
    assert await stores.due.next_due(MEMBERSHIP_QUEUE, OPS) is None


async def test_note_marks_its_channel_in_the_same_step(stores: Stores) -> None:
    await stores.due.add(MEMBERSHIP_QUEUE, OPS, after(600))
    await stores.membership.save_note(NOTE, NOON)
    assert await stores.due.next_due(MEMBERSHIP_QUEUE, OPS) == NOON
    await stores.membership.save_note(BACK, after(300))
    assert await stores.due.next_due(MEMBERSHIP_QUEUE, OPS) == NOON


async def test_note_during_a_look_brings_the_next_one(stores: Stores) -> None:
    await stores.membership.save_note(NOTE, NOON)
    (due,) = await stores.due.claim(MEMBERSHIP_QUEUE, NOON, timedelta(seconds=30), 9)
    await stores.membership.save_note(BACK, after(2))
    assert not await stores.due.finish(MEMBERSHIP_QUEUE, due, after(600))
    assert await stores.due.next_due(MEMBERSHIP_QUEUE, OPS) == after(2)


async def test_note_is_dropped_only_as_it_was_read(stores: Stores) -> None:
    await stores.membership.save_note(NOTE, None)
    assert not await stores.membership.drop_note(BACK)
    assert await stores.membership.drop_note(NOTE)
    assert not await stores.membership.drop_note(NOTE)
    assert await stores.membership.load_notes() == {}


async def test_notes_of_many_at_once_are_counted_one_by_one(stores: Stores) -> None:
    stored = await asyncio.gather(*(stores.membership.save_note(NOTE, None) for _ in range(20)))
    assert sum(stored) == 1
