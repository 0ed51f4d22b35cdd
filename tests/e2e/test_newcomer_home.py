"""The Home in a real browser: preferences in a form, questions and answers, who is who."""

import pytest
from playwright.async_api import expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, button, row

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox, pictures = (
    fixtures.browser, fixtures.door, fixtures.sandbox, fixtures.pictures,
)  # fmt: skip


async def test_preferences_are_set_in_a_form_and_said_at_the_top(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    bob = await door.enter(sandbox, "U0BOB", "#home")
    home = bob.page.get_by_test_id("home")
    await button(home, "Preferences").click(timeout=SOON)
    await expect(bob.form).to_contain_text("Quiet hours from", timeout=SOON)
    await bob.form.get_by_role("button", name="How").click()
    await bob.page.get_by_role("option", name="One direct message").click()
    await bob.form.get_by_label("Quiet hours from").fill("18:30")
    await bob.form.get_by_label("Quiet hours to").fill("08:00")
    await pictures.take(bob.page, "preferences.png")
    await bob.form.get_by_label("Time zone").fill("Vienne")
    await bob.page.get_by_test_id("modal-submit").click()
    await expect(bob.form).to_contain_text("Did you mean Europe/Vienna", timeout=SOON)
    await bob.form.get_by_label("Time zone").fill("Vienna")
    await bob.page.get_by_test_id("modal-submit").click()
    await expect(bob.form).to_have_count(0, timeout=SOON)
    await expect(home).to_contain_text(
        "quiet 18:30 to 08:00, time zone Europe/Vienna", timeout=SOON
    )


async def test_a_question_is_on_the_home_of_both_and_is_answered_there(
    sandbox: SandboxRun, door: Door
) -> None:
    charlie = await door.enter(sandbox, "U0CHARLIE")
    posted = await charlie.share("/blockers THR-42")
    refusal = await charlie.press_for_message(row(posted, "Certificate issued"), "Done")
    told = await charlie.press_for_message(refusal, "Ask Bob")
    await expect(told).to_contain_text("Your Home lists it")
    at_home = await door.enter(sandbox, "U0CHARLIE", "#home")
    mine = at_home.page.get_by_test_id("home")
    await expect(mine).to_contain_text("You asked", timeout=SOON)

    bob = await door.enter(sandbox, "U0BOB", "#home")
    theirs = bob.page.get_by_test_id("home")
    asked = row(theirs, "asks: “Certificate issued”")
    await button(asked, "Done").click(timeout=SOON)
    await expect(theirs).to_contain_text("Saved.", timeout=SOON)
    await expect(mine).to_contain_text("answered: done", timeout=SOON)


async def test_leads_see_the_installation_and_others_do_not(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE", "#home")
    home = alice.page.get_by_test_id("home")
    await button(home, "Installation").click(timeout=SOON)
    await expect(home).to_contain_text("Installation:", timeout=SOON)
    await expect(home).to_contain_text("Socket Mode is connected")
    await expect(home).to_contain_text("Channels")
    await pictures.take(alice.page, "installation.png")
    await button(home, "Settings").first.click()
    await expect(alice.form).to_be_visible(timeout=SOON)
    await alice.close_form()

    charlie = await door.enter(sandbox, "U0CHARLIE", "#home")
    theirs = charlie.page.get_by_test_id("home")
    await expect(theirs).to_contain_text("Preferences", timeout=SOON)
    await expect(button(theirs, "Installation")).to_have_count(0)


async def test_lead_opens_from_home_what_nobody_owns(sandbox: SandboxRun, door: Door) -> None:
    alice = await door.enter(sandbox, "U0ALICE", "#home")
    home = alice.page.get_by_test_id("home")
    await expect(home).to_contain_text("Needs a lead", timeout=SOON)
    unowned = row(home, "THR-41")
    await expect(unowned).to_contain_text("has no owner and is overdue")
    await button(unowned, "Open").click(timeout=SOON)
    await expect(home).to_contain_text("Opened under Messages here", timeout=SOON)
