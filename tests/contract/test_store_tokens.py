"""Rotating tokens in every store: one replica at a time may spend one, none is spent twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.ports import Spending, Tokens
from bot.store.stores import Stores
from tests.samples.builders import NOW
from tests.servers.store_fixtures import short_folder, store_servers, stores

__all__ = ["short_folder", "store_servers", "stores"]

ACCOUNT = "grant"
LEASE = timedelta(seconds=45)
SECOND = Tokens(access="a2", refresh="r2", expires_at=NOW + timedelta(hours=24))


async def _claim(
    stores: Stores, refresh: str = "r1", holder: str = "one", after: timedelta = timedelta(0)
) -> Spending:
    return await stores.tokens.claim_spending(
        ACCOUNT, refresh, holder=holder, now=NOW + after, lease=LEASE
    )


async def test_nothing_is_kept_at_first(stores: Stores) -> None:
    assert await stores.tokens.load_tokens(ACCOUNT) is None


async def test_of_many_replicas_one_may_spend(stores: Stores) -> None:
    claims = await asyncio.gather(*(_claim(stores, holder=str(n)) for n in range(8)))
    assert sorted(claims) == [Spending.OURS, *[Spending.TAKEN] * 7]


async def test_the_successor_takes_the_place_and_is_there_for_all(stores: Stores) -> None:
    await _claim(stores)
    assert await stores.tokens.save_tokens(ACCOUNT, SECOND, spent="r1")
    assert await stores.tokens.load_tokens(ACCOUNT) == SECOND
    assert await _claim(stores, "r1", "other") is Spending.MOVED
    assert await _claim(stores, "r2", "other") is Spending.OURS


async def test_a_claim_that_ended_in_the_middle_is_in_doubt(stores: Stores) -> None:
    await _claim(stores)
    assert await _claim(stores, holder="other", after=LEASE / 2) is Spending.TAKEN
    assert await _claim(stores, holder="other", after=LEASE * 2) is Spending.DOUBT
    assert await _claim(stores, after=LEASE * 2) is Spending.TAKEN


async def test_a_claim_given_back_leaves_no_doubt(stores: Stores) -> None:
    await _claim(stores)
    await stores.tokens.release_spending(ACCOUNT, holder="other")
    assert await _claim(stores, holder="other") is Spending.TAKEN
    await stores.tokens.release_spending(ACCOUNT, holder="one")
    assert await _claim(stores, holder="other") is Spending.OURS


async def test_late_tokens_never_replace_a_later_successor(stores: Stores) -> None:
    await stores.tokens.save_tokens(ACCOUNT, SECOND, spent="r1")
    third = replace(SECOND, access="a3", refresh="r3")
    assert await stores.tokens.save_tokens(ACCOUNT, third, spent="r2")
    assert not await stores.tokens.save_tokens(ACCOUNT, SECOND, spent="r1")
    assert await stores.tokens.save_tokens(ACCOUNT, third, spent="r2")  # the same again
    assert await stores.tokens.load_tokens(ACCOUNT) == third


async def test_another_grant_is_another_account(stores: Stores) -> None:
    await stores.tokens.save_tokens(ACCOUNT, SECOND, spent="r1")
    assert await stores.tokens.load_tokens("other") is None
    claim = await stores.tokens.claim_spending("other", "r1", holder="one", now=NOW, lease=LEASE)
    assert claim is Spending.OURS
