"""The heart of it: break TLS, and see the tick become contested, the component turn, the digest."""

import pytest
from playwright.async_api import expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, button, row, tick

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door = fixtures.browser, fixtures.door
sandbox, pictures = fixtures.sandbox, fixtures.pictures
ITEM = "Certificate issued"


async def test_breaking_tls_contests_the_tick_and_mending_it_takes_that_back(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    bob = await door.enter(sandbox, "U0BOB")
    await bob.ask_until_probed("/blockers")
    posted = await bob.share("/blockers THR-42")
    await expect(row(posted, ITEM)).to_contain_text("evidence: api-cert, green now", timeout=SOON)
    await tick(posted, ITEM)
    await expect(row(posted, ITEM)).to_contain_text("api-cert green then", timeout=SOON)

    await bob.go("break-api-cert")
    await expect(row(posted, ITEM)).to_contain_text("contested since", timeout=2 * SOON)
    await expect(posted).to_contain_text("1 contested")
    await button(row(posted, ITEM), "Look").click()
    await expect(bob.form).to_contain_text("Then: ticked by Bob", timeout=SOON)
    await expect(bob.form).to_contain_text("Now: red")
    await expect(bob.form.get_by_test_id("modal-submit")).to_have_text("Still done")
    await pictures.take(bob.page, "contested.png")
    await bob.page.keyboard.press("Escape")
    await expect(bob.form).to_have_count(0)

    card = await bob.ask("/blockers scorecard")
    component = row(card, "TLS/HTTPS security")
    why = await bob.press_for_message(component, "Why")
    await expect(why).to_contain_text(f"“{ITEM}” contested")
    await expect(why).to_contain_text("api-cert down since")
    digest = await bob.ask("/blockers digest")
    await expect(digest).to_contain_text(f"has “{ITEM}” contested: api-cert says")

    await bob.go("mend-api-cert")
    await expect(row(posted, ITEM)).not_to_contain_text("contested since", timeout=2 * SOON)
    await expect(row(posted, ITEM)).to_contain_text("done by Bob")


async def test_a_tick_against_red_asks_why_and_says_it(sandbox: SandboxRun, door: Door) -> None:
    bob = await door.enter(sandbox, "U0BOB")
    await bob.go("break-api-https")
    posted = await bob.share("/blockers THR-42")
    item = row(posted, "Endpoint verified")
    await expect(item).to_contain_text("evidence: api-https, red now", timeout=2 * SOON)
    await button(item, "Done").click()
    await expect(bob.form).to_contain_text("not ticked yet", timeout=SOON)
    await bob.form.locator("textarea").fill("A mirror serves it")
    await bob.form.get_by_test_id("modal-submit").click()
    await expect(item).to_contain_text("though api-https was red: A mirror serves it", timeout=SOON)
    await bob.go("mend-api-https")
