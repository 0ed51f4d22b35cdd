"""The fixtures that the page's test modules take over by name."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.e2e.page_harness.browser import open_page, running_browser
from tests.e2e.page_harness.script import script, snapshot
from tests.e2e.page_harness.server import ScriptedWorkspace


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def workspace() -> AsyncIterator[ScriptedWorkspace]:
    scripted = ScriptedWorkspace(snapshot, script)
    await scripted.start()
    yield scripted
    await scripted.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, workspace: ScriptedWorkspace) -> AsyncIterator[Page]:
    async with open_page(browser, workspace.address) as opened:
        yield opened
