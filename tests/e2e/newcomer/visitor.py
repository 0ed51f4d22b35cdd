"""Somebody at the sandbox's page: types, presses, and finds what appears."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page, expect

FIRST_PROBES = 20
SOON = 10_000
"""Milliseconds for what follows a press by itself: a copy drawn again, a probe that turns."""


@dataclass(frozen=True, slots=True)
class Visitor:
    page: Page

    @property
    def messages(self) -> Locator:
        return self.page.get_by_test_id("messages").get_by_test_id("message")

    def message(self, ts: str) -> Locator:
        return self.page.get_by_test_id("messages").locator(f'[data-ts="{ts}"]')

    async def ask(self, command: str) -> Locator:
        """Types it; the private answer, once it is there."""
        composer = self.page.get_by_test_id("composer")
        before = await self.messages.count()
        await composer.fill(command)
        await composer.press("Enter")
        answer = await self.newest(before)
        await expect(answer.get_by_test_id("only-you")).to_be_visible()
        return answer

    async def ask_until_probed(self, command: str) -> Locator:
        """Asked again while the first probes are still under way."""
        for _ in range(FIRST_PROBES):
            answer = await self.ask(command)
            if not await answer.get_by_text("no result yet").count():
                return answer
        raise AssertionError("the probes have no result")

    async def press_for_message(self, message: Locator, label: str) -> Locator:
        """The message that a press on one of its buttons brings."""
        before = await self.messages.count()
        await self.press(message, label)
        return await self.newest(before)

    async def press(self, message: Locator, label: str) -> None:
        await button(message, label).click()

    @property
    def form(self) -> Locator:
        return self.page.get_by_test_id("modal")

    async def close_form(self) -> None:
        """Once it is filled in: a form opens as *loading* first."""
        await expect(self.form.locator("[data-action-id]").first).to_be_visible(timeout=SOON)
        await self.page.keyboard.press("Escape")
        await expect(self.form).to_have_count(0)

    async def press_link(self, message: Locator, label: str) -> None:
        await message.get_by_role("link", name=label).click()

    async def say(self, text: str) -> None:
        composer = self.page.get_by_test_id("composer")
        await composer.fill(text)
        await composer.press("Enter")

    async def newest(self, before: int) -> Locator:
        """The message after the first ``before`` ones, found by its own time from then on."""
        await expect(self.messages).to_have_count(before + 1, timeout=SOON)
        ts = await self.messages.nth(before).get_attribute("data-ts")
        assert ts is not None
        return self.message(ts)

    async def same(self, message: Locator) -> Locator:
        """Another visitor's message, as it stands on this page."""
        ts = await message.get_attribute("data-ts")
        assert ts is not None
        return self.message(ts)

    async def share(self, command: str) -> Locator:
        """What a command answers, posted with *Share in channel*."""
        return await self.press_for_message(await self.ask(command), "Share in channel")

    async def fetch(self, what: str) -> dict[str, Any]:
        """From the sandbox's control API, at this page's address."""
        origin = "/".join(self.page.url.split("/")[:3])
        answer = await self.page.request.get(f"{origin}/_sandbox/{what}")
        fetched: dict[str, Any] = await answer.json()
        return fetched

    async def go(self, testid: str) -> None:
        await self.page.get_by_test_id(testid).click()


def button(place: Locator, label: str) -> Locator:
    """By what is written on it; to a screen reader it says more."""
    return place.get_by_role("button").filter(has_text=re.compile(f"^{re.escape(label)}$"))


def row(message: Locator, item: str) -> Locator:
    """One item's line with its button."""
    return message.locator(".block-section").filter(has_text=item)


async def tick(message: Locator, item: str) -> None:
    """One press on *Done*, until the app has acknowledged it."""
    await button(row(message, item), "Done").click()
    await expect(row(message, item).locator("[aria-busy=true]")).to_have_count(0)
    await expect(message.page.get_by_test_id("toast")).to_have_count(0)  # what Slack says it lost
