"""One delivery a date, one post an id, one handling a delivery."""

import asyncio
from datetime import date, datetime, timedelta

from bot.domain.digest import DigestFailure
from bot.domain.ids import ChannelId, DeliveryId, MessageTs
from bot.domain.messages import Message, Post, PostKind
from bot.ports import ClaimState, DigestClaim, Opened, OpenState
from bot.store.stores import Stores
from tests.samples.store import NOON, OPS, RECORD, after

pytest_plugins = ("tests.servers.store_fixtures",)

DAY = date(2026, 11, 18)
LEASE = timedelta(seconds=30)
TS = MessageTs("1764000000.000200")
OURS, TAKEN = DigestClaim(ClaimState.OURS), DigestClaim(ClaimState.TAKEN)
DOUBT, SENT = DigestClaim(ClaimState.DOUBT), DigestClaim(ClaimState.SENT, TS)


async def _claim(stores: Stores, holder: str, seconds: float = 0, day: date = DAY) -> DigestClaim:
    return await stores.digests.claim(OPS, day, holder=holder, now=after(seconds), lease=LEASE)


async def test_digest_is_claimed_by_one_holder(stores: Stores) -> None:
    assert await _claim(stores, "a") == OURS
    assert await _claim(stores, "b", 29) == TAKEN
    assert await _claim(stores, "a", 29) == OURS
    assert await _claim(stores, "b", 0, date(2026, 11, 19)) == OURS


async def test_digest_that_was_sent_is_sent_for_everybody(stores: Stores) -> None:
    await _claim(stores, "a")
    await stores.digests.save_sent(OPS, DAY, TS)
    assert await _claim(stores, "a", 1) == SENT
    assert await _claim(stores, "b", 9999) == SENT


async def test_digest_whose_lease_ran_out_is_in_doubt(stores: Stores) -> None:
    await _claim(stores, "a")
    assert await _claim(stores, "b", 30) == DOUBT
    assert await _claim(stores, "a", 59) == TAKEN
    assert await _claim(stores, "c", 60) == DOUBT


async def test_digest_in_doubt_stays_so_for_its_new_holder(stores: Stores) -> None:
    """Asking once more does not make sure of anything."""
    await _claim(stores, "a")
    assert await _claim(stores, "a", 31) == DOUBT
    assert await _claim(stores, "a", 32) == DOUBT


async def test_digest_in_doubt_is_settled_by_a_ts_or_by_release(stores: Stores) -> None:
    await _claim(stores, "a")
    await _claim(stores, "b", 31)
    await stores.digests.release(OPS, DAY, holder="b")
    assert await _claim(stores, "c", 32) == OURS
    await _claim(stores, "d", 99)
    await stores.digests.save_sent(OPS, DAY, TS)
    assert await _claim(stores, "e", 999) == SENT


async def test_digest_is_released_by_its_holder_only_and_never_once_sent(stores: Stores) -> None:
    await _claim(stores, "a")
    await stores.digests.release(OPS, DAY, holder="b")
    assert await _claim(stores, "b", 1) == TAKEN
    await stores.digests.save_sent(OPS, DAY, TS)
    await stores.digests.release(OPS, DAY, holder="a")
    assert await _claim(stores, "b", 1) == SENT


async def test_digest_sent_without_a_claim_counts(stores: Stores) -> None:
    await stores.digests.save_sent(OPS, DAY, TS)
    assert await _claim(stores, "a") == SENT


async def test_digest_claimed_by_many_at_once_is_one_ones(stores: Stores) -> None:
    claims = await asyncio.gather(*(_claim(stores, f"replica-{n}") for n in range(20)))
    assert sorted(claim.state for claim in claims) == ["ours", *["taken"] * 19]


async def test_record_comes_back_as_it_was_stored(stores: Stores) -> None:
    assert await stores.digests.load_record(OPS) is None
    await stores.digests.save_record(OPS, RECORD)
    assert await stores.digests.load_record(OPS) == RECORD
    assert await stores.digests.load_record(ChannelId("C0RELEASE")) is None


async def test_last_failure_comes_back_as_it_was_stored(stores: Stores) -> None:
    assert await stores.digests.load_failure(OPS) is None
    for reason in ("Slack refused it (is_archived)", "skipped: too late"):
        failure = DigestFailure(day=DAY, at=NOON, reason=reason)
        await stores.digests.save_failure(OPS, failure)
        assert await stores.digests.load_failure(OPS) == failure
    assert await stores.digests.load_failure(ChannelId("C0RELEASE")) is None


POST = Post(
    id="digest:C0OPS:2026-11-18", kind=PostKind.DIGEST, channel=OPS, message=Message(text="hello")
)


async def test_post_is_new_once_and_then_in_doubt(stores: Stores) -> None:
    assert await opened(stores, NOON) == Opened(OpenState.NEW)
    assert await opened(stores, after(29)) == Opened(OpenState.TAKEN)
    assert await opened(stores, after(31)) == Opened(OpenState.DOUBT)
    assert await opened(stores, after(32)) == Opened(OpenState.TAKEN)


async def test_post_that_was_left_is_in_doubt_at_once(stores: Stores) -> None:
    await opened(stores, NOON)
    await stores.outbox.leave(POST.id)
    assert await opened(stores, NOON) == Opened(OpenState.DOUBT)


async def test_post_is_opened_by_one_of_many_at_once(stores: Stores) -> None:
    async with asyncio.TaskGroup() as group:
        tries = [group.create_task(opened(stores, NOON)) for _ in range(20)]
    states = [one.result().state for one in tries]
    assert sorted(states) == sorted([OpenState.NEW, *[OpenState.TAKEN] * 19])


async def opened(stores: Stores, now: datetime) -> Opened:
    return await stores.outbox.open_post(POST, now, timedelta(seconds=30))


async def test_post_that_was_sent_gives_its_ts(stores: Stores) -> None:
    await opened(stores, NOON)
    await stores.outbox.save_sent(POST.id, TS)
    assert await opened(stores, NOON) == Opened(OpenState.SENT, TS)


async def test_post_that_was_refused_is_new_again(stores: Stores) -> None:
    await opened(stores, NOON)
    await stores.outbox.drop(POST.id)
    assert await opened(stores, NOON) == Opened(OpenState.NEW)


async def test_delivery_is_first_once(stores: Stores) -> None:
    life = timedelta(hours=1)
    answers = [
        await stores.deliveries.is_first(DeliveryId(key), life) for key in ("a", "b", "a", "a")
    ]
    assert answers == [True, True, False, False]


async def test_looking_at_a_delivery_remembers_nothing(stores: Stores) -> None:
    key = DeliveryId("looked-at")
    assert not await stores.deliveries.was_seen(key)
    assert await stores.deliveries.is_first(key, timedelta(hours=1))
    assert await stores.deliveries.was_seen(key)


async def test_delivery_is_forgotten_after_its_life(stores: Stores) -> None:
    key, life = DeliveryId("short"), timedelta(milliseconds=40)
    assert await stores.deliveries.is_first(key, life)
    async with asyncio.timeout(5):
        while not await stores.deliveries.is_first(key, life):
            pass


async def test_deliveries_at_once_have_one_first(stores: Stores) -> None:
    life = timedelta(minutes=1)
    answers = await asyncio.gather(
        *(stores.deliveries.is_first(DeliveryId("same"), life) for _ in range(50))
    )
    assert sum(answers) == 1
