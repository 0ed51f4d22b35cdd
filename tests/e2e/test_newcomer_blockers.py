"""Blockers of one's own: begun by command and from a message's menu, in a real browser."""

import pytest
from playwright.async_api import expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, Visitor, button

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox, pictures = (
    fixtures.browser, fixtures.door, fixtures.sandbox, fixtures.pictures,
)  # fmt: skip


async def sent(visitor: Visitor) -> None:
    await visitor.page.get_by_test_id("modal-submit").click()
    await expect(visitor.form).to_have_count(0, timeout=SOON)


async def test_a_blocker_is_added_by_command_edited_and_closed(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    await alice.say("/blockers add No signing keys")
    title = alice.form.get_by_label("Title")
    await expect(title).to_have_value("No signing keys", timeout=SOON)
    await alice.form.get_by_label("Why it blocks").fill("no keys, no release")
    await alice.form.get_by_label("First checklist items").fill("- [ ] Order keys\n- [x] Ask Dana")
    await pictures.take(alice.page, "add.png")
    before = await alice.messages.count()
    await sent(alice)
    answer = await alice.newest(before)
    await expect(answer).to_contain_text("PROD-1 No signing keys")
    await expect(answer).to_contain_text("1 of 2")
    await alice.press(answer, "Edit blocker")
    await expect(alice.form).to_contain_text("State", timeout=SOON)
    await alice.form.get_by_role("button", name="State").click()
    await alice.page.get_by_role("option", name="Done").click()
    await alice.page.get_by_test_id("modal-submit").click()
    await expect(alice.form).to_contain_text("Say why it is closed", timeout=SOON)
    await alice.form.get_by_label("Reason").fill("the keys came")
    await pictures.take(alice.page, "close.png")
    await sent(alice)
    await expect(answer).to_contain_text("done", timeout=SOON)


async def test_a_message_becomes_a_blocker_and_a_line_of_one_by_its_menu(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    bob = await door.enter(sandbox, "U0BOB")
    before = await bob.messages.count()
    await bob.say("The charts are slow")
    message = await bob.newest(before)
    await message.hover()
    await message.get_by_test_id("more-actions").click()
    await expect(bob.page.get_by_role("option")).to_have_text(
        ["Make this a blocker", "Add as checklist item"]
    )
    await bob.page.get_by_role("option", name="Make this a blocker").click()
    await expect(bob.form.get_by_label("Title")).to_have_value("The charts are slow", timeout=SOON)
    await pictures.take(bob.page, "make.png")
    await sent(bob)
    answer = await bob.newest(before + 1)
    await expect(answer).to_contain_text("The charts are slow")
    await expect(answer).to_contain_text("from a message by Bob")
    await expect(button(answer, "Share in channel")).to_be_visible()

    await message.hover()
    await message.get_by_test_id("more-actions").click()
    await bob.page.get_by_role("option", name="Add as checklist item").click()
    await bob.form.get_by_role("button", name="Blocker").click(timeout=SOON)
    await bob.page.get_by_role("option", name="The charts are slow").click()
    await pictures.take(bob.page, "line.png")
    await sent(bob)
    answer = await bob.newest(before + 2)
    await expect(answer).to_contain_text("0 of 1")
