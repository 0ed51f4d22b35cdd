"""The local Linear's webhooks, met by the real way in: signed, tried again, switched, disabled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.linear.adapter import LinearTracker
from bot.linear.client import LinearClient
from bot.linear.webhook import TRACKER, LinearWebhook
from bot.ports import SYNC_QUEUE
from bot.services.hints import HintsService
from bot.services.webhook_check import LINEAR_WEBHOOKS
from bot.web.server import serve
from bot.web.webhooks import WebhookDoor
from sandbox.linear.state import API_KEY
from sandbox.linear.webhooks import MOST_FAILURES, Subscription
from tests.fakes.tracker import FakeTracker
from tests.servers.linear import LocalLinear, local_linear
from tests.stages.linear_wire import COMMENT, UPDATE
from tests.stages.office import PROD, Office

SECRET = "lin_wh_sandbox"  # noqa: S105


@dataclass
class Town:
    """A local Linear that tells an office, which reads after; one clock for both."""

    linear: LocalLinear
    office: Office

    async def retitle(self, title: str) -> None:
        answer = await self.linear.ask(UPDATE, {"id": "THR-42", "input": {"title": title}})
        assert "errors" not in answer.body, answer.body

    async def told(self) -> list[int]:
        """Statuses of all deliveries so far, once none is under way."""
        await self.linear.state.webhooks.drained()
        return [delivery.status for delivery in self.linear.state.webhooks.deliveries]

    async def read(self) -> None:
        await self.office.replica().sync.run_due()

    async def title(self) -> str:
        snapshot = await self.office.stores.snapshots.load_snapshot(PROD)
        assert snapshot is not None
        return next(one.title for one in snapshot.blockers if one.key == "THR-42")

    async def is_due(self) -> bool:
        due = await self.office.stores.due.next_due(SYNC_QUEUE, PROD)
        return due is not None and due <= self.office.clock.now()

    def forward(self, seconds: float) -> None:
        self.office.clock.forward(seconds=seconds)
        self.linear.clock.time = self.office.clock.now()


@asynccontextmanager
async def open_town() -> AsyncIterator[Town]:
    office = Office()
    hints = HintsService(
        office.installation, office.stores.hints, office.stores.snapshots, office.clock
    )
    door = WebhookDoor(LINEAR_WEBHOOKS.path, TRACKER, LinearWebhook([SECRET]), hints)
    async with (
        local_linear() as linear,
        LinearClient(linear.url, API_KEY, timeout=5) as client,
        serve("127.0.0.1", 0, door.routes()) as address,
    ):
        office.clock.at = linear.clock.now()
        office.tracker = cast("FakeTracker", LinearTracker(client))
        webhooks = linear.state.webhooks
        webhooks.retries = ()
        webhooks.subscription = Subscription(
            url=f"http://127.0.0.1:{address.port}/linear/webhook", secret=SECRET
        )
        town = Town(linear, office)
        await town.read()
        town.forward(5)
        yield town


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened


async def test_a_change_in_linear_is_read_within_the_moment(town: Town) -> None:
    await town.retitle("TLS, nearly there")

    assert await town.told() == [200]
    assert await town.is_due()
    await town.read()
    assert await town.title() == "TLS, nearly there"


async def test_comments_are_delivered_and_nothing_is_read_for_them(town: Town) -> None:
    await town.linear.ask(COMMENT, {"input": {"issueId": "THR-42", "body": "Hello"}})

    assert await town.told() == [200]
    assert not await town.is_due()


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        ("duplicate", [200, 200]),
        ("late", [200]),
        ("wrong_signature", [401]),
        ("lost", []),
        ("reorder", []),
    ],
)
async def test_switches_spoil_one_delivery_and_the_next_reading_is_right_all_the_same(
    town: Town, fault: str, statuses: list[int]
) -> None:
    town.linear.state.webhooks.faults.add("Issue", fault, seconds=7200)
    await town.retitle("First")
    assert await town.told() == statuses

    await town.retitle("Second")
    assert (await town.told())[len(statuses) :].count(200) == (2 if fault == "reorder" else 1)
    town.forward(10)
    await town.read()
    assert await town.title() == "Second"


async def test_an_unknown_switch_is_refused(town: Town) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        town.linear.state.webhooks.faults.add("*", "nonsense")


async def test_a_failed_delivery_comes_again_with_the_same_bytes(town: Town) -> None:
    webhooks = town.linear.state.webhooks
    webhooks.retries = (0.0, 0.0)
    town.office.switch.away = True
    await town.retitle("Tried three times")
    assert await town.told() == [503, 503, 503]

    assert len({delivery.body for delivery in webhooks.deliveries}) == 1


async def test_a_webhook_that_keeps_failing_is_disabled(town: Town) -> None:
    town.office.switch.away = True
    for number in range(MOST_FAILURES + 3):
        await town.retitle(f"Title {number}")
        await town.told()

    assert not town.linear.state.webhooks.enabled
    assert len(await town.told()) == MOST_FAILURES


async def test_nothing_is_sent_without_a_subscription_or_for_other_types(town: Town) -> None:
    webhooks = town.linear.state.webhooks
    assert webhooks.subscription is not None
    webhooks.subscription = replace(webhooks.subscription, types=frozenset({"Project"}))
    await town.retitle("Unheard")
    webhooks.subscription = None
    await town.retitle("Unheard too")

    assert await town.told() == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["change", "read", "wait"]),
        st.sampled_from(["", "duplicate", "reorder", "late"]),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_in_any_order_the_last_reading_is_what_linear_has(steps: list[tuple[str, str]]) -> None:
    """Deliveries that are doubled, late or swapped never leave an older state on the board."""
    asyncio.run(_play(steps))


async def _play(steps: list[tuple[str, str]]) -> None:
    async with open_town() as town:
        for number, (step, fault) in enumerate(steps):
            town.forward(1)
            if step == "change":
                if fault:
                    town.linear.state.webhooks.faults.add("Issue", fault, seconds=3600)
                await town.retitle(f"Title {number}")
                await town.told()
            elif step == "read":
                await town.read()
            else:
                town.forward(9)
        town.linear.state.webhooks.faults.clear()
        await town.retitle("The last one")
        await town.told()
        town.forward(10)
        await town.read()
        assert await town.title() == "The last one"
