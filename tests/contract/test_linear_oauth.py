"""Reading Linear with OAuth: tokens last for a day and each refresh token is spent once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.domain.milestone import Selection
from bot.linear.adapter import LinearTracker
from bot.linear.client import LinearClient
from bot.linear.oauth import LEASE, OAuthApp, OAuthCredential, token_url
from bot.ports import StoreUnavailableError, Tokens, TrackerUnavailableError
from sandbox.linear.oauth import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from tests.fakes.checklists import Switch
from tests.fakes.tokens import FakeTokens
from tests.servers.linear import LocalLinear
from tests.stages.linear import Pauses, linear, pauses

__all__ = ["linear", "pauses"]

SELECTION = Selection(team="THR", label="blocker")
Replica = Callable[..., LinearTracker]


class LosingTokens(FakeTokens):
    """Saving fails as often as told."""

    lost = 0

    async def save_tokens(self, account: str, tokens: Tokens, *, spent: str) -> bool:
        if self.lost:
            self.lost -= 1
            raise StoreUnavailableError("The store", "no answer")
        return await super().save_tokens(account, tokens, spent=spent)


@pytest.fixture
def kept() -> LosingTokens:
    return LosingTokens(Switch())


@pytest.fixture
async def replica(
    linear: LocalLinear, kept: LosingTokens, pauses: Pauses
) -> AsyncIterator[Replica]:
    """Opens one more process's tracker on the same store."""
    async with AsyncExitStack() as stack:

        def opened(name: str = "one", refresh: str = REFRESH_TOKEN) -> LinearTracker:
            app = OAuthApp(
                client_id=CLIENT_ID,
                client_secret=CLIENT_SECRET,
                refresh=refresh,
                token_url=token_url(linear.url),
            )

            async def pause(seconds: float) -> None:
                await pauses(seconds)
                await asyncio.sleep(0)

            credential = OAuthCredential(app, kept, linear.clock, name, pause)
            client = LinearClient(linear.url, credential, timeout=5, pause=pause)
            stack.push_async_callback(client.close)
            return LinearTracker(client)

        yield opened


async def test_a_refresh_token_is_exchanged_once_and_used_for_the_day(
    replica: Replica, linear: LocalLinear
) -> None:
    tracker = replica()
    await tracker.fetch_blockers(SELECTION)
    linear.clock.advance(23 * 3600)
    assert await tracker.fetch_blockers(SELECTION)
    assert linear.state.oauth.exchanges == 1


async def test_disconnected_24_hours_after_login(replica: Replica, linear: LocalLinear) -> None:
    """Tokens of a day are renewed day after day, by the successor each time."""
    tracker = replica()
    for _ in range(5):
        assert await tracker.fetch_blockers(SELECTION)
        linear.clock.advance(24 * 3600 + 1)
    assert (linear.state.oauth.exchanges, linear.state.oauth.refused) == (5, 0)


async def test_a_restart_goes_on_with_the_kept_successor(
    replica: Replica, linear: LocalLinear
) -> None:
    await replica("one").fetch_blockers(SELECTION)
    assert await replica("two").fetch_blockers(SELECTION)
    linear.clock.advance(25 * 3600)
    assert await replica("three").fetch_blockers(SELECTION)
    assert (linear.state.oauth.exchanges, linear.state.oauth.refused) == (2, 0)


async def test_replicas_at_once_never_spend_one_refresh_token_twice(
    replica: Replica, linear: LocalLinear
) -> None:
    trackers = [replica(str(number)) for number in range(6)]
    for _ in range(3):
        found = await asyncio.gather(*(one.fetch_blockers(SELECTION) for one in trackers))
        assert all(found)
        linear.clock.advance(24 * 3600 + 1)
    assert (linear.state.oauth.exchanges, linear.state.oauth.refused) == (3, 0)


async def test_a_token_that_is_refused_before_its_time_is_renewed_at_once(
    replica: Replica, linear: LocalLinear
) -> None:
    one, other = replica("one"), replica("other")
    await one.fetch_blockers(SELECTION)
    await other.fetch_blockers(SELECTION)
    linear.state.oauth.access.clear()
    assert await one.fetch_blockers(SELECTION)
    assert await other.fetch_blockers(SELECTION)  # takes what the first one renewed
    assert (linear.state.oauth.exchanges, linear.state.oauth.refused) == (2, 0)


async def test_a_revoked_grant_is_told_with_the_way_out_and_a_new_one_works(
    replica: Replica, linear: LocalLinear
) -> None:
    tracker = replica()
    await tracker.fetch_blockers(SELECTION)
    linear.state.oauth.revoke()
    with pytest.raises(TrackerUnavailableError, match="set LINEAR_REFRESH_TOKEN") as caught:
        await tracker.fetch_blockers(SELECTION)
    assert caught.value.permanent
    linear.state.oauth.live.add("lin_refresh_new")
    assert await replica("later", "lin_refresh_new").fetch_blockers(SELECTION)


async def test_a_store_that_is_away_after_the_exchange_loses_no_successor(
    replica: Replica, linear: LocalLinear, kept: LosingTokens
) -> None:
    kept.lost = 2
    tracker = replica("one")
    assert await tracker.fetch_blockers(SELECTION)
    assert await tracker.fetch_blockers(SELECTION)
    linear.clock.advance(25 * 3600)
    assert await replica("two").fetch_blockers(SELECTION)
    assert (linear.state.oauth.exchanges, linear.state.oauth.refused) == (2, 0)


async def test_an_answer_lost_on_the_way_keeps_everybody_waiting_then_is_tried_once_more(
    replica: Replica, linear: LocalLinear, caplog: pytest.LogCaptureFixture
) -> None:
    """Where Linear repeats its answer to a repetition, nothing is lost."""
    linear.state.oauth.replays = timedelta(minutes=30)
    linear.state.faults.add("OAuthToken", "cut", times=1)
    tracker = replica("one")
    with caplog.at_level(logging.WARNING):
        assert await tracker.fetch_blockers(SELECTION)
    assert linear.state.oauth.exchanges == 1
    assert "ended in the middle" in caplog.text


async def test_a_killed_process_between_exchange_and_store_is_told_where_linear_forgives_nothing(
    replica: Replica, linear: LocalLinear
) -> None:
    linear.state.faults.add("OAuthToken", "cut", times=1)
    with pytest.raises(TrackerUnavailableError, match="ended in the middle has spent it"):
        await replica("one").fetch_blockers(SELECTION)
    linear.clock.advance(LEASE.total_seconds() + 1)
    with pytest.raises(TrackerUnavailableError, match="authorise the app again"):
        await replica("two").fetch_blockers(SELECTION)


async def test_a_renewal_of_another_replica_that_takes_long_is_waited_for(
    replica: Replica, linear: LocalLinear, kept: LosingTokens, pauses: Pauses
) -> None:
    app = OAuthApp(
        client_id=CLIENT_ID, client_secret=CLIENT_SECRET, refresh=REFRESH_TOKEN, token_url=""
    )
    await kept.claim_spending(
        app.account, REFRESH_TOKEN, holder="slow", now=linear.clock.now(), lease=LEASE
    )
    with pytest.raises(TrackerUnavailableError, match="renewed by another replica"):
        await replica("one").fetch_blockers(SELECTION)
    assert linear.state.oauth.exchanges == 0
    assert len(pauses.taken) > 40


async def test_trouble_of_linears_own_at_the_exchange_passes(
    replica: Replica, linear: LocalLinear
) -> None:
    linear.state.faults.add("OAuthToken", "502", times=2)
    assert await replica().fetch_blockers(SELECTION)


async def test_no_token_is_ever_logged(
    replica: Replica, linear: LocalLinear, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await replica().fetch_blockers(SELECTION)
    tokens = [*linear.state.oauth.access, *linear.state.oauth.live, CLIENT_SECRET]
    assert not [token for token in tokens if token in caplog.text]


@pytest.mark.parametrize(
    ("api", "token"),
    [
        ("https://api.linear.app/graphql", "https://api.linear.app/oauth/token"),
        ("http://127.0.0.1:8080/linear/graphql", "http://127.0.0.1:8080/linear/oauth/token"),
    ],
)
def test_tokens_are_exchanged_beside_the_interface(api: str, token: str) -> None:
    assert token_url(api) == token
