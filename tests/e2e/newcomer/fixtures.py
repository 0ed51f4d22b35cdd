"""A running sandbox, a browser, and doors to the page; taken over by name."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun, running
from tests.e2e.newcomer.visitor import Visitor
from tests.e2e.page_harness.browser import open_page, running_browser

DESKTOP = (1280, 760)


@dataclass(slots=True)
class Door:
    """Opens the page as somebody, each time in a browser of its own."""

    browser: Browser
    opened: AsyncExitStack

    async def enter(
        self,
        run: SandboxRun,
        user: str,
        where: str = "#C0RELEASE",
        size: tuple[int, int] = DESKTOP,
    ) -> Visitor:
        address = f"{run.origin}/"
        page = open_page(self.browser, address, f"?user={user}{where}", size)
        return Visitor(await self.opened.enter_async_context(page))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def door(browser: Browser) -> AsyncIterator[Door]:
    async with AsyncExitStack() as opened:
        yield Door(browser, opened)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SandboxRun]:
    async with running(tmp_path_factory.mktemp("newcomer") / "sandbox") as run:
        yield run


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures.into(tmp_path)
