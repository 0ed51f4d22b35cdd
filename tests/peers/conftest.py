"""One stage a test, in Socket Mode and over HTTP; never outside a network of its own."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.peers.network import is_apart
from tests.peers.stage import Mode, Stage, open_stage


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    mode: Mode = request.param
    if not is_apart():
        pytest.fail("local-slack listens on every interface: run this with make peers")
    # Not tmp_path: its folder is named after, and owned by, the user outside the namespace.
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        async with open_stage(Path(folder), mode) as opened:
            yield opened
