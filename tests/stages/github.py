"""A tracker on the local GitHub, with its pauses noted instead of waited for."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.milestone import Selection
from bot.domain.trackers import Source
from bot.github.adapter import GithubTracker
from bot.github.client import GithubClient
from sandbox.github.state import TOKEN
from tests.servers.github import REPO, LocalGithub, local_github
from tests.stages.linear import Pauses

SELECTION = Selection(
    source=Source.GITHUB, repo=REPO, label="blocker", watch_label="critical", prefix="API"
)


@pytest.fixture
async def github() -> AsyncIterator[LocalGithub]:
    async with local_github() as running:
        running.state.repos[REPO].labels += ["blocker", "critical"]
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def tracker(github: LocalGithub, pauses: Pauses) -> AsyncIterator[GithubTracker]:
    async with GithubClient(github.url, TOKEN, github.clock, timeout=5, pause=pauses) as client:
        yield GithubTracker(client, github.clock)
