"""Channel settings chosen in Slack: what every store of them promises."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.channels import ChannelChange, ChannelChoice, ChannelEdit, KeptChannel
from bot.domain.ids import ChannelId, DeliveryId
from bot.domain.milestone import DigestSchedule, MentionPolicy
from bot.ports import StoreUnavailableError
from bot.store.connection import Link
from bot.store.keys import CHANNELS
from bot.store.stores import Stores, stores_on
from tests.samples.store import ALICE, AWKWARD, BOB, NOON, OPS, PROD, after

pytest_plugins = ("tests.servers.store_fixtures",)

RELEASE = ChannelId("C0RELEASE")
CHOICE = ChannelChoice(
    milestone=PROD,
    posts=True,
    schedule=DigestSchedule(
        at=time(9, 30),
        timezone="America/Argentina/Buenos_Aires",
        days=frozenset({0, 6}),
        holidays="DE-BY",
        off_dates=frozenset({date(2026, 12, 31), date(2027, 1, 1)}),
        mention=MentionPolicy.LEADS,
        quiet=True,
        grace=timedelta(minutes=90),
    ),
)


def edit_of(
    after_: ChannelChoice | None = CHOICE,
    *,
    seen: int = 0,
    delivery: str = "view-1",
    channel: ChannelId = OPS,
    at: datetime = NOON,
) -> ChannelEdit:
    return ChannelEdit(
        channel=channel,
        seen=seen,
        before=None,
        after=after_,
        by=BOB,
        at=at,
        delivery=DeliveryId(delivery),
        where=AWKWARD,
    )


async def test_nothing_is_kept_at_first(stores: Stores) -> None:
    kept = await stores.channels.load_kept()
    assert (kept.revision, kept.channels) == (0, ())
    assert await stores.channels.revision() == 0
    assert await stores.channels.load_channel(OPS) is None
    assert await stores.channels.load_changes(OPS, 5) == ()


async def test_choice_comes_back_as_it_was_saved_with_who_and_when(stores: Stores) -> None:
    assert await stores.channels.save_channel(edit_of())
    kept = KeptChannel(channel=OPS, revision=1, choice=CHOICE, by=BOB, at=NOON)
    assert await stores.channels.load_channel(OPS) == kept
    assert (await stores.channels.load_kept()).channels == (kept,)
    assert await stores.channels.revision() == 1
    (change,) = await stores.channels.load_changes(OPS, 5)
    assert change == ChannelChange(at=NOON, by=BOB, before=None, after=CHOICE, where=AWKWARD)


async def test_second_of_two_on_one_revision_changes_nothing(stores: Stores) -> None:
    assert await stores.channels.save_channel(edit_of())
    late = replace(edit_of(ChannelChoice(), delivery="view-2"), by=ALICE)
    assert not await stores.channels.save_channel(late)
    kept = await stores.channels.load_channel(OPS)
    assert kept is not None
    assert (kept.by, kept.choice, kept.revision) == (BOB, CHOICE, 1)
    assert await stores.channels.revision() == 1
    assert len(await stores.channels.load_changes(OPS, 5)) == 1


async def test_of_many_at_once_exactly_one_wins(stores: Stores) -> None:
    edits = [edit_of(delivery=f"view-{number}") for number in range(8)]
    saved = await asyncio.gather(*map(stores.channels.save_channel, edits))
    assert saved.count(True) == 1
    assert await stores.channels.revision() == 1


async def test_same_delivery_again_is_saved_once(stores: Stores) -> None:
    assert await stores.channels.save_channel(edit_of())
    assert await stores.channels.save_channel(edit_of())
    assert await stores.channels.revision() == 1
    assert len(await stores.channels.load_changes(OPS, 5)) == 1


async def test_refused_delivery_may_come_again_on_what_stands(stores: Stores) -> None:
    assert await stores.channels.save_channel(edit_of())
    assert not await stores.channels.save_channel(edit_of(delivery="view-2"))
    assert await stores.channels.save_channel(edit_of(None, seen=1, delivery="view-2"))


async def test_back_to_the_file_keeps_counting(stores: Stores) -> None:
    assert await stores.channels.save_channel(edit_of())
    assert await stores.channels.save_channel(edit_of(None, seen=1, delivery="reset", at=after(1)))
    kept = await stores.channels.load_channel(OPS)
    assert kept is not None
    assert (kept.choice, kept.revision) == (None, 2)
    assert not await stores.channels.save_channel(edit_of(delivery="old"))
    assert await stores.channels.save_channel(edit_of(seen=2, delivery="new", at=after(2)))


async def test_log_is_newest_first_bounded_and_never_goes_back(stores: Stores) -> None:
    times = (after(5), after(1), after(9))
    for seen, at in enumerate(times):
        assert await stores.channels.save_channel(
            edit_of(seen=seen, delivery=f"view-{seen}", at=at)
        )
    found = await stores.channels.load_changes(OPS, 9)
    assert [change.at for change in found] == [after(9), after(1), after(5)]
    assert [change.at for change in await stores.channels.load_changes(OPS, 1)] == [after(9)]


async def test_channels_keep_apart_and_share_the_count(stores: Stores) -> None:
    assert await stores.channels.save_channel(edit_of())
    assert await stores.channels.save_channel(
        edit_of(ChannelChoice(), delivery="view-2", channel=RELEASE)
    )
    kept = await stores.channels.load_kept()
    assert {each.channel: each.choice for each in kept.channels} == {
        OPS: CHOICE,
        RELEASE: ChannelChoice(),
    }
    assert [kept.revision, *(each.revision for each in kept.channels)] == [2, 1, 1]
    assert len(await stores.channels.load_changes(RELEASE, 5)) == 1


async def test_one_that_cannot_be_read_keeps_no_other_back(link: Link) -> None:
    channels = stores_on(link).channels
    assert await channels.save_channel(edit_of())
    newer = '{"v":9,"d":{}}'
    await link.write(
        "HSET", CHANNELS.of(), "revision:C0X", "1", "document:C0X", newer, "revision", "2"
    )
    assert [each.channel for each in (await channels.load_kept()).channels] == [OPS]
    with pytest.raises(StoreUnavailableError, match="newer Blockers"):
        await channels.load_channel(ChannelId("C0X"))
