"""What a tracker was told: planned once at each version, read back as it was; switches by time."""

import asyncio
from dataclasses import replace

from bot.domain.ids import BlockerId, ItemId, MilestoneKey
from bot.domain.writes import Refusal, Write, WriteKind, WriteRecord
from bot.store.stores import Stores
from tests.samples.store import AWKWARD, NOON, PROD, TLS, after

pytest_plugins = ("tests.servers.store_fixtures",)

WRITE = Write(
    id="8d9a3c5e-4c1e-4b50-9d9a-0a3a8f6b1c2d",
    kind=WriteKind.CONTEST,
    planned_at=NOON,
    text=AWKWARD,
    about=(ItemId("i-1"),),
    added=("waiting",),
    attempts=2,
    trouble="away",
)
RECORD = WriteRecord(
    blocker=TLS,
    key="THR-42",
    is_complete=True,
    contested={ItemId("i-1"): NOON},
    labels={"waiting": True, "ready": False},
    places=("C0OPS",),
    pending=(WRITE,),
    refusals=(Refusal(kind=WriteKind.LABELS, reason="no such label", at=NOON),),
    not_before=after(60),
)


async def test_a_record_comes_back_as_it_was(stores: Stores) -> None:
    assert await stores.writes.load_record(PROD, TLS) == WriteRecord(blocker=TLS)
    assert await stores.writes.save_record(PROD, RECORD)

    stored = replace(RECORD, version=1)
    assert await stores.writes.load_record(PROD, TLS) == stored
    assert await stores.writes.load_records(PROD) == (stored,)
    assert await stores.writes.load_records(MilestoneKey("steady")) == ()


async def test_of_two_plans_on_one_version_one_is_stored(stores: Stores) -> None:
    both = await asyncio.gather(
        stores.writes.save_record(PROD, RECORD),
        stores.writes.save_record(PROD, replace(RECORD, pending=())),
    )
    assert sorted(both) == [False, True]
    assert not await stores.writes.save_record(PROD, RECORD)
    assert (await stores.writes.load_record(PROD, TLS)).version == 1


async def test_records_are_apart_by_blocker(stores: Stores) -> None:
    other = replace(RECORD, blocker=BlockerId("other"), pending=())
    assert await stores.writes.save_record(PROD, RECORD)
    assert await stores.writes.save_record(PROD, other)

    assert await stores.writes.load_record(PROD, BlockerId("other")) == replace(other, version=1)


async def test_a_switch_counts_from_when_it_was_turned_on(stores: Stores) -> None:
    on = ["comment_on_complete", "label blocked=Warten auf …"]
    first = await stores.writes.note_switches(PROD, on, NOON)
    later = await stores.writes.note_switches(PROD, [*on, "attach_thread"], after(60))

    assert first == dict.fromkeys(on, NOON)
    assert later == {**first, "attach_thread": after(60)}


async def test_a_switch_that_was_off_counts_anew(stores: Stores) -> None:
    await stores.writes.note_switches(PROD, ["attach_thread"], NOON)
    assert await stores.writes.note_switches(PROD, [], after(60)) == {}
    again = await stores.writes.note_switches(PROD, ["attach_thread"], after(90))

    assert again == {"attach_thread": after(90)}
