"""What every test of the page looks for and presses."""

from playwright.async_api import Locator, Page


def said(page: Page, text: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=text)


async def go_to(page: Page, testid: str) -> None:
    await page.get_by_test_id(testid).click()
