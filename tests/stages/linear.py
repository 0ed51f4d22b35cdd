"""A tracker on the local Linear, with its pauses noted instead of waited for."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.blocker import Blocker
from bot.linear.adapter import LinearTracker
from bot.linear.client import LinearClient
from sandbox.linear.state import API_KEY
from tests.servers.linear import LocalLinear, local_linear


class Pauses:
    """Notes how long it was asked to wait, and does not."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
async def linear() -> AsyncIterator[LocalLinear]:
    async with local_linear() as running:
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def tracker(linear: LocalLinear, pauses: Pauses) -> AsyncIterator[LinearTracker]:
    async with LinearClient(
        linear.url,
        API_KEY,
        timeout=5,
        pause=pauses,
        clock=lambda: linear.clock.time.timestamp(),  # noqa: PLW0108 - a hand moves it
    ) as client:
        yield LinearTracker(client)


def by_key(blockers: tuple[Blocker, ...]) -> dict[str, Blocker]:
    return {blocker.key: blocker for blocker in blockers}


def operations(linear: LocalLinear) -> list[str]:
    return [call.operation for call in linear.calls]
