"""Modals of the local Slack's page: what they collect, check, keep and send."""

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.e2e.page_harness import fixtures, samples, views
from tests.e2e.page_harness.server import ScriptedWorkspace

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, page, workspace = fixtures.browser, fixtures.page, fixtures.workspace
REQUIRED = "Please complete this required field."


@pytest_asyncio.fixture(loop_scope="module")
async def modal(page: Page, workspace: ScriptedWorkspace) -> Locator:
    await workspace.push({"type": "views", "views": [views.modal()]})
    opened = page.get_by_test_id("modal")
    await expect(opened).to_be_visible()
    return opened


def entry(modal: Locator, block_id: str) -> Locator:
    return modal.locator(f'[data-action-id="entry"][data-block-id="{block_id}"]')


async def test_a_modal_is_named_focused_and_holds_the_page_behind_it(modal: Locator) -> None:
    await expect(modal.get_by_role("heading")).to_have_text("Edit item")
    await expect(entry(modal, "text")).to_be_focused()
    await expect(modal.get_by_test_id("modal-submit")).to_have_text("Save")


async def test_submitting_sends_the_state_in_slacks_shape(
    page: Page, modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await entry(modal, "text").fill("DNS record")
    await entry(modal, "state").click()
    await page.get_by_role("option", name="Doing").click()
    await entry(modal, "owner").click()
    await page.get_by_role("option", name="Bob").click()
    await entry(modal, "due").fill("2026-12-18")
    await entry(modal, "flags").check()
    await entry(modal, "hours").fill("3")
    proof = FilePayload(name="proof.txt", mimeType="text/plain", buffer=b"green")
    await entry(modal, "file").set_input_files([proof])
    await expect(modal.locator(".picked-files")).to_contain_text("proof.txt")
    await modal.get_by_test_id("modal-submit").click()
    frame = await workspace.next_frame("submit_view")
    assert frame["view_id"] == "V0EDIT"
    values = {block: entries["entry"] for block, entries in frame["state"]["values"].items()}
    contested = samples.option("Contested", "contested", "a probe says otherwise")
    assert values == {
        "text": {"type": "plain_text_input", "value": "DNS record"},
        "note": {"type": "plain_text_input", "value": None},
        "state": {"type": "static_select", "selected_option": samples.option("Doing", "doing")},
        "owner": {"type": "users_select", "selected_user": "U0BOB"},
        "due": {"type": "datepicker", "selected_date": "2026-12-18"},
        "mail": {"type": "email_text_input", "value": None},
        "hours": {"type": "number_input", "value": "3"},
        "flags": {"type": "checkboxes", "selected_options": [contested]},
        "file": {
            "type": "file_input",
            "files": [{"id": "F0PICKED", "name": "proof.txt", "size": 5}],
        },
    }


async def test_required_and_malformed_entries_are_said_at_their_blocks(
    modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await entry(modal, "mail").fill("nobody")
    await entry(modal, "hours").fill("0")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal.locator(".field-error:visible")).to_have_text(
        [REQUIRED, "Please enter a valid email address.", "Must be at least 1."]
    )
    await expect(entry(modal, "text")).to_be_focused()
    await expect(entry(modal, "mail")).to_have_value("nobody")
    assert not [frame for frame in workspace.received if frame["type"] == "submit_view"]


async def test_errors_of_the_app_are_shown_and_entries_kept(
    modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await entry(modal, "text").fill("kept")
    await workspace.push({"type": "view_errors", "errors": {"due": "That day is over."}})
    await expect(modal.locator(".block-input.has-error")).to_contain_text("That day is over.")
    await expect(entry(modal, "text")).to_have_value("kept")
    await expect(entry(modal, "due")).to_be_focused()


async def test_an_updated_view_keeps_what_was_typed_and_the_caret(
    page: Page, modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await entry(modal, "text").press_sequentially("half")
    changed = views.modal(title="Edit an item")
    changed["blocks"][0]["text"]["text"] = "*THR-42 was renamed*"
    await workspace.push({"type": "views", "views": [changed]})
    await expect(modal).to_contain_text("THR-42 was renamed")
    await page.keyboard.type(" done")
    await expect(entry(modal, "text")).to_have_value("half done")


async def test_a_pushed_view_comes_on_top_and_the_one_below_keeps_its_entries(
    modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await entry(modal, "text").fill("below")
    await workspace.push({"type": "views", "views": [views.modal(), views.why()]})
    await expect(modal.get_by_role("heading")).to_have_text("Why?")
    await expect(entry(modal, "reason")).to_be_focused()
    await modal.get_by_test_id("modal-back").click()
    assert (await workspace.next_frame("close_view"))["view_id"] == "V0WHY"
    await expect(modal.get_by_role("heading")).to_have_text("Edit item")
    await expect(entry(modal, "text")).to_have_value("below")
    await workspace.push({"type": "views", "views": [views.modal(), views.why()]})
    await expect(modal.get_by_role("heading")).to_have_text("Why?")
    await modal.get_by_test_id("modal-x").click()
    assert (await workspace.next_frame("close_view"))["view_id"] == "V0EDIT"


async def test_escape_closes_the_open_list_first_and_then_the_modal(
    page: Page, modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await entry(modal, "owner").click()
    await expect(page.get_by_test_id("picker")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("picker")).to_have_count(0)
    await expect(modal).to_be_visible()
    await page.keyboard.press("Escape")
    assert (await workspace.next_frame("close_view"))["view_id"] == "V0EDIT"
    await expect(modal).to_have_count(0)


async def test_a_failure_behind_an_open_modal_is_said_inside_it(
    modal: Locator, workspace: ScriptedWorkspace
) -> None:
    await workspace.push({"type": "notice", "level": "error", "text": "We had some trouble."})
    await expect(modal.get_by_test_id("modal-problem")).to_have_text("We had some trouble.")


async def test_enter_in_a_quiet_line_submits_once(
    modal: Locator, workspace: ScriptedWorkspace
) -> None:
    workspace.holding = True
    await entry(modal, "text").fill("by keyboard")
    await entry(modal, "text").press("Enter")
    await workspace.next_frame("submit_view")
    await expect(modal.get_by_test_id("modal-submit")).to_have_attribute("aria-busy", "true")
    await entry(modal, "text").press("Enter")
    await workspace.release()
    await expect(modal.get_by_test_id("modal-submit")).not_to_have_attribute("aria-busy", "true")
    assert [frame["type"] for frame in workspace.received].count("submit_view") == 1
