"""The owner edits an item in a form; every posted copy follows."""

import pytest
from playwright.async_api import expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, row

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox, pictures = (
    fixtures.browser, fixtures.door, fixtures.sandbox, fixtures.pictures,
)  # fmt: skip


async def test_an_item_is_edited_in_a_form_and_posted_copies_follow(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    bob = await door.enter(sandbox, "U0BOB")
    posted = await bob.share("/blockers THR-42")
    await bob.press(posted, "Edit items")
    await bob.form.get_by_role("button", name="Pick an item").click(timeout=SOON)
    await bob.page.get_by_role("option", name="DNS integration").click()
    await expect(bob.form).to_contain_text("State", timeout=SOON)
    await bob.form.get_by_label("Text").fill("DNS and CDN integration")
    await bob.form.get_by_label("Note").fill("waits for the registrar")
    await bob.form.get_by_role("button", name="State").click()
    await bob.page.get_by_role("option", name="skipped").click()
    await pictures.take(bob.page, "edit.png")
    await bob.page.get_by_test_id("modal-submit").click()
    await expect(bob.form).to_have_count(0, timeout=SOON)
    edited = row(posted, "DNS and CDN integration")
    await expect(edited).to_contain_text("skipped by Bob", timeout=SOON)
    await expect(row(posted, "DNS integration")).to_have_count(0)
