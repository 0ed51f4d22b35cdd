"""A lead's morning: the board, a filter, a tick and its undo, the log, each part, the settings."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, Visitor, button, row, tick

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox = fixtures.browser, fixtures.door, fixtures.sandbox
pictures = fixtures.pictures

LEAD = "U0ALICE"
ITEM = "Endpoint verified"


async def shown(visitor: Visitor, message: Locator) -> None:
    await message.evaluate("node => node.scrollIntoView({block: 'start'})")
    await visitor.page.mouse.move(0, 0)


async def test_a_leads_morning(sandbox: SandboxRun, door: Door, pictures: Pictures) -> None:
    alice = await door.enter(sandbox, LEAD)
    await alice.ask_until_probed("/blockers")
    urgent = await alice.ask("/blockers urgent overdue")
    await expect(urgent).to_contain_text("1 of 2")
    await expect(urgent).to_contain_text("overdue, urgent")
    await shown(alice, urgent)
    await pictures.take(alice.page, "filter.png")

    one = await alice.ask("/blockers THR-42")
    await expect(one).to_contain_text("TLS and ingress hardening")
    await tick(one, ITEM)
    await expect(row(one, ITEM)).to_contain_text("done by Alice", timeout=SOON)
    await button(row(one, ITEM), "Undo").click()
    await expect(row(one, ITEM)).to_contain_text("to do", timeout=SOON)

    log = await alice.press_for_message(one, "History")
    await expect(log).to_contain_text(ITEM)
    await expect(log).to_contain_text(re.compile("done → to do|undid|reopened|to do"))
    await shown(alice, log)
    await pictures.take(alice.page, "history.png")


@pytest.mark.parametrize("part", ["risk", "timeline", "first", "probes", "scorecard"])
async def test_each_part_alone(
    sandbox: SandboxRun, door: Door, pictures: Pictures, part: str
) -> None:
    alice = await door.enter(sandbox, LEAD)
    answer = await alice.ask(f"/blockers {part}")
    await expect(answer).to_contain_text("Production deployment")
    await shown(alice, answer)
    await pictures.take(alice.page, f"{part}.png")


async def test_forms_of_a_morning(sandbox: SandboxRun, door: Door, pictures: Pictures) -> None:
    alice = await door.enter(sandbox, LEAD)
    before = await alice.ask("/blockers at yesterday")
    await expect(before).to_contain_text("the log reaches back to")
    await alice.share("/blockers mine")
    composer = alice.page.get_by_test_id("composer")
    await composer.fill("/blockers settings")
    await composer.press("Enter")
    await expect(alice.form.get_by_text("Next posts")).to_be_visible(timeout=SOON)
    await pictures.take(alice.page, "settings.png")
    await alice.close_form()
    await composer.fill("/blockers add Load test of the order book")
    await composer.press("Enter")
    await expect(alice.form.locator("[data-action-id]").first).to_be_visible(timeout=SOON)
    await pictures.take(alice.page, "add.png")
