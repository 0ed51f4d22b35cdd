"""The stage of all handler tests: the bot on the local Slack, with one milestone read."""

from collections.abc import AsyncIterator

import pytest

from tests.stages.handlers import HandlersStage, handlers_stage


@pytest.fixture
async def stage() -> AsyncIterator[HandlersStage]:
    async with handlers_stage() as stage:
        await stage.read_tracker()
        yield stage
