"""A real Chromium for the page's tests, started once for a module."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

DESKTOP = (1280, 800)
PHONE = (390, 844)
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium_path() -> str:
    # The Makefile offers this variable to people whose browser has another name.
    wished = os.environ.get("CHROMIUM", "chromium")  # noqa: TID251
    names = (wished, "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("these tests need Chromium: apt-get install chromium")
    return found


@asynccontextmanager
async def running_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(
    browser: Browser,
    address: str,
    where: str = "?user=U0ALICE#C0RELEASE",
    size: tuple[int, int] = DESKTOP,
) -> AsyncIterator[Page]:
    """The page, drawn; any error in its scripts fails the test that opened it."""
    width, height = size
    context = await browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(8_000)
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    try:
        await page.goto(address + where)
        await page.wait_for_selector("body.ready")
        yield page
    finally:
        await context.close()
    # a workspace that is away is part of some tests; the page is there to bear it
    away = ("WebSocket", "404", "ERR_CONNECTION_REFUSED")
    real = [problem for problem in problems if not any(word in problem for word in away)]
    assert not real, real
