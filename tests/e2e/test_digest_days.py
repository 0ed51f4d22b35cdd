"""How a digest looks on a quiet day, a bad day and the day of the release; desk and phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.domain.messages import Message
from tests.e2e.digest_days import bad_day, quiet_day, release_day
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.page_harness import fixtures, samples
from tests.e2e.page_harness.browser import PHONE, open_page
from tests.e2e.page_harness.server import ScriptedWorkspace
from tests.unit.render.slack_limits import plain

pytestmark = pytest.mark.asyncio(loop_scope="module")
TALL = (1280, 1700)
"""All of a long message at once."""
browser, page, workspace = fixtures.browser, fixtures.page, fixtures.workspace


async def shown(workspace: ScriptedWorkspace, page: Page, message: Message) -> Locator:
    """The message in #release, drawn as any other."""
    blocks = [
        {"block_id": f"b{number}", **block} for number, block in enumerate(plain(message.blocks))
    ]
    built = samples.message(9_000, "U0BLOCKERS", message.text, blocks=blocks)
    await workspace.push({"type": "message", "channel": "C0RELEASE", "message": built})
    drawn = page.get_by_test_id("message").filter(has_text="Standup · Production").last
    await expect(drawn).to_be_visible()
    await drawn.scroll_into_view_if_needed()
    return drawn


def pictures(tmp_path: Path) -> Pictures:
    return Pictures.into(tmp_path)


async def test_a_quiet_day(page: Page, workspace: ScriptedWorkspace, tmp_path: Path) -> None:
    drawn = await shown(workspace, page, await quiet_day())

    await expect(drawn).to_contain_text("no change, day 4")
    await expect(drawn).to_contain_text("Needs someone today nobody")
    await pictures(tmp_path).take(drawn, "digest-quiet.png")


async def test_a_bad_day(browser: Browser, workspace: ScriptedWorkspace, tmp_path: Path) -> None:
    message, thread = await bad_day()
    async with open_page(browser, workspace.address, size=TALL) as page:
        drawn = await shown(workspace, page, message)
        await pictures(tmp_path).take(drawn, "digest-bad.png")
    lines = message.text.splitlines()
    assert "1 cleared · 4 new" in lines[1]
    assert thread, "thirty blockers do not fit the message alone"
    said = "\n".join([message.text, *(part.text for part in thread)])
    assert all(f"THR-{number}" in said for number in (41, 42, *range(100, 124), *range(200, 204)))


async def test_the_day_of_the_release(
    page: Page, workspace: ScriptedWorkspace, tmp_path: Path
) -> None:
    drawn = await shown(workspace, page, await release_day())

    await expect(drawn).to_contain_text("THR-42 cleared")
    await expect(drawn).to_contain_text("clear, nothing blocks it", ignore_case=True)
    await pictures(tmp_path).take(drawn, "digest-release.png")


async def test_a_phone_shows_the_news_in_three_lines(
    browser: Browser, workspace: ScriptedWorkspace, tmp_path: Path
) -> None:
    message, _ = await bad_day()
    async with open_page(browser, workspace.address, size=PHONE) as phone:
        drawn = await shown(workspace, phone, message)
        await expect(drawn.locator(".block-section").nth(1)).to_contain_text("Since yesterday")
        await drawn.evaluate("one => one.scrollIntoView({block: 'start'})")
        await expect(drawn.get_by_text("Since yesterday")).to_be_in_viewport()
        await pictures(tmp_path).take(phone, "digest-phone.png")
