"""Where one is on the page: persons, links, Home, the panel, a phone, a lost connection."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.page_harness import fixtures, samples, views
from tests.e2e.page_harness.browser import PHONE, open_page
from tests.e2e.page_harness.reading import go_to, said
from tests.e2e.page_harness.server import ScriptedWorkspace

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, page, workspace = fixtures.browser, fixtures.page, fixtures.workspace


async def test_switching_the_person_connects_as_them_and_stays_in_the_channel(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await expect(page.get_by_test_id("channel-C0LEADS")).to_be_visible()
    await go_to(page, "person-U0CHARLIE")
    await expect(page.locator("body")).to_have_attribute("data-me", "U0CHARLIE")
    assert page.url.endswith("?user=U0CHARLIE#C0RELEASE")
    await expect(page.get_by_test_id("channel-C0LEADS")).to_have_count(0)
    await expect(page.locator(".mention-me")).to_have_count(0)
    await page.get_by_test_id("composer").fill("hello")
    await page.get_by_test_id("composer-send").click()
    assert (await workspace.next_frame("say"))["as"] == "U0CHARLIE"


async def test_home_opens_by_link_and_its_actions_name_the_view(
    browser: Browser, workspace: ScriptedWorkspace
) -> None:
    async with open_page(browser, workspace.address, "?user=U0BOB#home") as page:
        await workspace.next_frame("open_home")
        home = page.get_by_test_id("home")
        await expect(home.get_by_role("heading")).to_have_text("My items")
        await home.locator('[data-action-id="checklist.tick"]').first.click()
        frame = await workspace.next_frame("action")
        assert frame["container"] == {"type": "view", "view_id": "V0HOME"}
        view = views.home()
        view["blocks"] = view["blocks"][:1]
        await workspace.push({"type": "home", "view": view})
        await expect(home.locator('[data-action-id="checklist.tick"]')).to_have_count(0)


async def test_channel_is_changed_from_its_menu(page: Page, workspace: ScriptedWorkspace) -> None:
    menu = page.get_by_test_id("channel-menu")
    for label, act in (("Archive", "archive"), ("Remove Blockers", "remove_app")):
        await menu.click()
        await page.get_by_role("option", name=label).click()
        frame = await workspace.next_frame("channel")
        assert (frame["channel"], frame["act"]) == ("C0RELEASE", act)
    await menu.click()
    await page.get_by_role("option", name="Rename…").click()
    await page.get_by_test_id("prompt-input").fill("launch")
    await page.get_by_test_id("prompt-input").press("Enter")
    frame = await workspace.next_frame("channel")
    assert (frame["act"], frame["name"]) == ("rename", "launch")
    await menu.click()
    await page.get_by_role("option", name="Rename…").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("prompt")).to_have_count(0)
    await go_to(page, "app-U0BLOCKERS")
    await expect(menu).to_be_hidden()


async def test_channel_that_is_gone_leads_to_another(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await expect(page.get_by_test_id("channel-C0RELEASE")).to_be_visible()
    await workspace.push({"type": "channel_gone", "channel": "C0RELEASE"})
    await expect(page.get_by_test_id("channel-C0RELEASE")).to_have_count(0)
    assert not page.url.endswith("#C0RELEASE")


async def test_the_panel_reports_and_every_press_of_it_answers(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await expect(page.get_by_test_id("bot-pid")).to_have_text("4242")
    await go_to(page, "kill-bot")
    assert (await workspace.next_frame("control"))["name"] == "kill_bot"
    await expect(page.get_by_test_id("bot-restarts")).to_have_text("1")
    await go_to(page, "break-api-https")
    frame = await workspace.next_frame("control")
    assert (frame["name"], frame["target"], frame["switch"]) == ("break", "api-https", "down")
    await expect(page.get_by_test_id("target-api-https")).to_contain_text("broken")
    await expect(page.get_by_test_id("switch-api-https-down")).to_have_attribute(
        "aria-pressed", "true"
    )
    await go_to(page, "mend-api-https")
    assert (await workspace.next_frame("control"))["name"] == "mend"
    await expect(page.get_by_test_id("break-api-https")).to_be_visible()


async def test_a_lost_connection_is_said_and_mended_with_the_draft_kept(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await page.get_by_test_id("composer").fill("still here")
    port = int(workspace.address.rsplit(":", 1)[1].strip("/"))
    await workspace.stop()
    await expect(page.get_by_test_id("connection")).to_be_visible()
    await workspace.start(port)
    await expect(page.get_by_test_id("connection")).to_be_hidden()
    await expect(page.get_by_test_id("composer")).to_have_value("still here")


async def test_links_into_the_page_lead_to_the_place_and_strangers_to_the_first_person(
    browser: Browser, workspace: ScriptedWorkspace
) -> None:
    link = f"?user=U9GONE&channel=C0OPS&message={samples.START - 90_000:.6f}"
    async with open_page(browser, workspace.address, link) as page:
        await expect(said(page, "See https://linear.app")).to_be_in_viewport()
        assert page.url.endswith("?user=U0ALICE#C0OPS")


async def test_a_phone_shows_everything_without_sideways_scrolling(
    browser: Browser, workspace: ScriptedWorkspace
) -> None:
    async with open_page(browser, workspace.address, "#C0RELEASE", PHONE) as page:
        await expect(said(page, "Production deployment")).to_be_visible()
        await expect(page.get_by_test_id("panel")).to_be_hidden()
        for where in ("channel-C0OPS", "channel-C0RELEASE", "app-U0BLOCKERS"):
            await go_to(page, "menu")
            await go_to(page, where)
            await expect(page.get_by_test_id(where)).to_be_hidden()
            widths = "[...document.querySelectorAll('.messages, .home')].map(n => n.scrollWidth)"
            assert max(await page.evaluate(widths)) <= PHONE[0]
        await go_to(page, "panel-toggle")
        await expect(page.get_by_test_id("kill-bot")).to_be_in_viewport()
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("panel")).to_be_hidden()
