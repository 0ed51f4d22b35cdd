"""A lead sets a channel's digest on the sandbox's page: the form, its next posts, what is wrong."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox = fixtures.browser, fixtures.door, fixtures.sandbox

LEAD, BYSTANDER = "U0ALICE", "U0CHARLIE"


async def settings(visitor: Visitor) -> Locator:
    """The form, once it is filled in."""
    composer = visitor.page.get_by_test_id("composer")
    await composer.fill("/blockers settings")
    await composer.press("Enter")
    await expect(visitor.form.get_by_text("Next posts")).to_be_visible(timeout=SOON)
    return visitor.form


def field(form: Locator, name: str, kind: str = "") -> Locator:
    return form.locator(f'[data-action-id][data-block-id^="{name}/"]{kind}')


async def test_lead_sets_the_digest_and_sees_the_next_posts_meanwhile(
    sandbox: SandboxRun, door: Door
) -> None:
    alice = await door.enter(sandbox, LEAD)
    form = await settings(alice)
    await field(form, "posts", '[data-value="on"]').check()
    await field(form, "at").fill("07:45")
    await expect(form).to_contain_text("07:45 (UTC-", timeout=SOON)
    await field(form, "other_zone").fill("Asia/Kathmandu")
    await expect(form).to_contain_text("07:45 (UTC+5:45)", timeout=SOON)
    for day in ("5", "6"):
        await field(form, "days", f'[data-value="{day}"]').check()
    await expect(form).to_contain_text(re.compile("Sat .* 07:45"), timeout=SOON)
    await expect(field(form, "other_zone")).to_have_value("Asia/Kathmandu")
    await field(form, "off").fill("24.12.")
    await form.get_by_test_id("modal-submit").click()
    await expect(form.get_by_role("alert").get_by_text("Line 1, “24.12.”: no date")).to_be_visible()
    before = await alice.messages.count()
    await field(form, "off").fill("2099-12-24/2099-12-26")
    await form.get_by_test_id("modal-submit").click()
    await expect(alice.form).to_have_count(0, timeout=SOON)
    answer = await alice.newest(before)
    await expect(answer).to_contain_text("Saved for")
    await expect(answer).to_contain_text("07:45 (UTC+5:45)")
    await expect(answer.get_by_test_id("only-you")).to_be_visible()
    await alice.press(answer, "Settings")
    await expect(field(alice.form, "at")).to_have_value("07:45", timeout=SOON)
    await expect(alice.form).to_contain_text("set in Slack by")
    await alice.close_form()


async def test_two_mistakes_stand_under_their_fields_after_the_first_save(
    sandbox: SandboxRun, door: Door
) -> None:
    alice = await door.enter(sandbox, LEAD)
    form = await settings(alice)
    await field(form, "off").fill("24.12.")
    await field(form, "other_zone").press_sequentially("Mars/Base")
    await form.get_by_test_id("modal-submit").click()
    alerts = form.get_by_role("alert")
    await expect(alerts.get_by_text("I know no time zone “Mars/Base”")).to_be_visible(timeout=SOON)
    await expect(alerts.get_by_text("Line 1, “24.12.”: no date")).to_be_visible()
    await alice.close_form()


async def test_bystander_is_told_whom_to_ask(sandbox: SandboxRun, door: Door) -> None:
    charlie = await door.enter(sandbox, BYSTANDER)
    composer = charlie.page.get_by_test_id("composer")
    await composer.fill("/blockers settings")
    await composer.press("Enter")
    await expect(charlie.form).to_contain_text("Only a lead", timeout=SOON)
    await charlie.form.get_by_role("button", name=re.compile("Ask Alice")).click()
    await expect(charlie.form).to_contain_text("has been asked", timeout=SOON)


async def test_channel_is_tied_from_the_list(sandbox: SandboxRun, door: Door) -> None:
    alice = await door.enter(sandbox, LEAD, "#C0GENERAL")
    answer = await alice.ask("/blockers follow prod")
    await expect(answer).to_contain_text("now follows")
    await expect(answer).to_contain_text("/invite @Blockers")
    await alice.press(answer, "Stop following")
    await expect(alice.messages.last).to_contain_text("no longer follows", timeout=SOON)


async def test_what_was_set_outlives_the_bot(sandbox: SandboxRun, door: Door) -> None:
    alice = await door.enter(sandbox, LEAD, "#C0OPS")
    form = await settings(alice)
    await field(form, "at").fill("06:15")
    before = await alice.messages.count()
    await form.get_by_test_id("modal-submit").click()
    await expect(await alice.newest(before)).to_contain_text("Saved for", timeout=SOON)
    restarts = alice.page.get_by_text("Restarts").locator("xpath=following::*[1]")
    await expect(restarts).to_have_text("0")
    await alice.page.get_by_role("button", name="Kill the bot").click()
    await expect(restarts).to_have_text("1", timeout=SOON)
    await expect(alice.page.get_by_text("Running", exact=True)).to_be_visible(timeout=SOON)
    answer = await alice.ask("/blockers doctor")
    await expect(answer).to_contain_text(re.compile("#ops: next posts .* 06:15 .*as set in Slack"))
