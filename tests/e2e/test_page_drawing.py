"""The page of the local Slack, judged by itself in a real browser on a scripted workspace."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.page_harness import fixtures, samples, views
from tests.e2e.page_harness.reading import go_to, said
from tests.e2e.page_harness.server import ScriptedWorkspace

pytestmark = pytest.mark.asyncio(loop_scope="module")


browser, page, workspace = fixtures.browser, fixtures.page, fixtures.workspace


async def push_message(workspace: ScriptedWorkspace, built: samples.Frame, kind: str) -> None:
    await workspace.push({"type": kind, "channel": "C0RELEASE", "message": built})


async def test_mrkdwn_is_formatted_and_outside_text_stays_text(page: Page) -> None:
    body = said(page, "snake_case_stays")
    await expect(body.locator("strong", has_text="bold")).to_be_visible()
    await expect(body.locator("em", has_text="italic")).to_be_visible()
    await expect(body.locator("s")).to_have_text("strike")
    await expect(body.locator("code")).to_have_text("code <x>")
    await expect(body.locator("blockquote .line")).to_have_text(["quoted <b>line</b>", "second"])
    await expect(body.locator("pre")).to_have_text("if a < b && c:\n    run()")
    link = body.locator("a", has_text="a link")
    await expect(link).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    await expect(body.locator(".mention-me")).to_have_text("@Alice Adler")
    await expect(body.locator("time", has_text="Nov 18, 2026 at 6:06 AM")).to_be_visible()
    await expect(body).to_contain_text("🎉 :not_an_emoji:")
    await expect(body).to_contain_text("<script>alert(1)</script> <javascript:alert(1)|press>")
    assert await body.locator("script, b").count() == 0


async def test_blocks_of_every_kind_are_drawn(page: Page) -> None:
    await go_to(page, "channel-C0OPS")
    await expect(page.locator(".block-header h3")).to_have_text("Every element 🎉")
    await expect(page.locator(".field").nth(2)).to_have_text("*plain* <x>")
    await expect(page.locator(".unknown")).to_have_text("[hologram]from the future")
    await expect(page.get_by_alt_text("The sign of Blockers")).to_be_visible()
    await expect(page.locator("ol.rich-list li")).to_have_text(["one", "two"])
    await expect(page.locator(".rich-text pre")).to_have_text("x = 1\ny = 2")
    await expect(page.locator("thead th")).to_have_count(6)
    await expect(page.locator("figure figcaption")).to_have_text("Timeline")
    await expect(page.get_by_test_id("attachment")).to_contain_text("In progress, owned by Bob")


async def test_a_press_is_sent_as_slack_sends_it_and_is_seen_until_answered(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    workspace.holding = True
    button = page.locator('[data-action-id="blocker.open"]').first
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    frame = await workspace.next_frame("action")
    stamp = frame["action"].pop("action_ts")
    assert float(stamp) > samples.START / 2
    assert frame["action"] == {
        "type": "button", "action_id": "blocker.open", "block_id": "blocker-1", "value": "THR-42",
        "text": {"type": "plain_text", "text": "Open", "emoji": True},
    }  # fmt: skip
    assert frame["container"] == {
        "type": "message", "channel_id": "C0RELEASE", "is_ephemeral": False,
        "message_ts": f"{samples.START + 90:.6f}",
    }  # fmt: skip
    await workspace.release()
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_press_is_seen_until_answered_where_its_message_is_drawn_anew(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    workspace.holding = True
    button = page.locator('[data-action-id="blocker.open"]').first
    await button.click()
    await workspace.next_frame("action")
    anew = samples.message(90, "U0BLOCKERS", "Two", blocks=samples.board(), bot=True)
    anew["blocks"][0]["text"]["text"] = "🟢 *nothing blocks*"
    await push_message(workspace, anew, "message_changed")
    await expect(said(page, "nothing blocks")).to_be_visible()
    await expect(button).to_have_attribute("aria-busy", "true")
    await workspace.release()
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_button_of_home_that_is_drawn_anew_under_a_finger_is_pressed(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await go_to(page, "app-U0BLOCKERS")
    button = page.get_by_test_id("home").locator("button[data-action-id]").first
    await button.hover()
    await page.mouse.down()
    view = views.home()
    view["blocks"].insert(0, samples.section("Drawn anew", "anew"))
    await workspace.push({"type": "home", "view": view}, {"type": "notice", "text": "after it"})
    await expect(page.get_by_test_id("toast")).to_contain_text("after it")
    await page.mouse.up()
    frame = await workspace.next_frame("action")
    assert frame["container"]["type"] == "view"
    await expect(page.get_by_test_id("home")).to_contain_text("Drawn anew")


async def test_selects_send_the_chosen_option_with_the_state(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await go_to(page, "channel-C0OPS")
    await page.locator('[data-action-id="e.static"]').click()
    await page.get_by_role("option", name="High").click()
    frame = await workspace.next_frame("action")
    high = samples.option("High", "high", "wakes people up")
    assert frame["action"]["selected_option"] == high
    values = frame["state"]["values"]
    assert values["selects"]["e.static"] == {"type": "static_select", "selected_option": high}
    assert values["selects"]["e.multi"] == {"type": "multi_static_select", "selected_options": []}
    assert values["dates"]["e.date"] == {"type": "datepicker", "selected_date": "2026-12-18"}
    assert values["boxes"]["e.boxes"] == {"type": "checkboxes", "selected_options": []}


async def test_a_select_is_used_with_the_keyboard_alone(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await go_to(page, "channel-C0OPS")
    select = page.locator('[data-action-id="e.user"]')
    await select.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await workspace.next_frame("action"))["action"]["selected_user"] == "U0BOB"
    await expect(select).to_be_focused()
    await expect(select).to_contain_text("Bob Brandt")


async def test_confirm_asks_first_and_denying_sends_nothing(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await go_to(page, "channel-C0OPS")
    button = page.locator('[data-action-id="e.confirm"]')
    await button.click()
    await expect(page.get_by_test_id("confirm")).to_contain_text("It goes to everyone in #ops.")
    await page.get_by_test_id("confirm-deny").click()
    await button.click()
    await page.get_by_test_id("confirm-agree").click()
    frame = await workspace.next_frame("action")
    assert frame["action"]["action_id"] == "e.confirm"
    assert [each["type"] for each in workspace.received].count("action") == 1


async def test_a_command_is_completed_sent_and_answered_privately(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("/bl")
    await expect(page.get_by_role("option")).to_contain_text("[KEY | share | digest | help]")
    await composer.press("Tab")
    await expect(composer).to_have_value("/blockers ")
    await composer.press_sequentially("THR-42")
    await composer.press("Enter")
    frame = await workspace.next_frame("command")
    assert (frame["channel"], frame["text"]) == ("C0RELEASE", "/blockers THR-42")
    answer = said(page, "Item 30")
    await expect(answer.get_by_test_id("only-you")).to_have_text("Only visible to you")
    await expect(answer.get_by_text("Item 30")).to_be_in_viewport()
    await expect(composer).to_have_value("")
    await expect(composer).to_be_focused()


async def test_a_chip_runs_its_command_with_one_press(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await page.locator('[data-testid="chip"][data-command="/blockers digest post"]').click()
    assert (await workspace.next_frame("command"))["text"] == "/blockers digest post"
    failure = '/blockers failed with the error "dispatch_failed"'
    await expect(page.get_by_test_id("toast")).to_contain_text(failure)
    await expect(said(page, failure).get_by_test_id("only-you")).to_be_visible()


async def test_a_live_change_keeps_typed_text_focus_and_other_messages(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    composer = page.get_by_test_id("composer")
    await composer.fill("half a thought")
    changed = samples.message(0, "U0BOB", "Morning everyone", edited=True)
    await push_message(workspace, changed, "message_changed")
    await expect(said(page, "Morning everyone (edited)")).to_be_visible()
    await expect(composer).to_have_value("half a thought")
    await expect(composer).to_be_focused()
    tick = page.locator('[data-action-id="blocker.open"][data-block-id="blocker-2"]')
    await tick.focus()
    again = samples.message(90, "U0BLOCKERS", "Two", blocks=samples.board(), bot=True)
    again["blocks"][0]["text"]["text"] = "🟢 *nothing blocks*"
    await push_message(workspace, again, "message_changed")
    await expect(said(page, "nothing blocks")).to_be_visible()
    await expect(tick).to_be_focused()
    await workspace.push({"type": "message_deleted", "channel": "C0RELEASE", "ts": again["ts"]})
    await expect(said(page, "nothing blocks")).to_have_count(0)


async def test_reading_further_up_is_not_torn_away_by_a_new_message(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    scroller = page.get_by_test_id("messages")
    await expect(said(page, "The summary")).to_be_in_viewport()
    await scroller.evaluate("node => node.scrollTo(0, 0)")
    await expect(said(page, "Morning all")).to_be_in_viewport()
    await push_message(workspace, samples.message(400, "U0BOB", "News"), "message")
    await page.get_by_role("button", name="New messages").click()
    await expect(said(page, "News")).to_be_in_viewport()


async def test_a_message_elsewhere_is_counted_until_it_is_seen(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    news = samples.message(400, "U0BOB", "Look here")
    await workspace.push({"type": "message", "channel": "C0OPS", "message": news})
    row = page.get_by_test_id("channel-C0OPS")
    await expect(row.locator(".count")).to_have_text("1")
    await row.click()
    await expect(said(page, "Look here")).to_be_visible()
    await expect(row.locator(".count")).to_have_count(0)


async def test_a_thread_opens_beside_and_takes_replies_but_no_commands(
    page: Page, workspace: ScriptedWorkspace
) -> None:
    await page.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread")
    await expect(thread.get_by_test_id("message")).to_have_count(2)
    reply = page.get_by_test_id("thread-composer")
    await reply.fill("Two of us")
    await reply.press("Enter")
    assert (await workspace.next_frame("say"))["thread_ts"] == f"{samples.START + 30:.6f}"
    await expect(thread.get_by_text("Two of us")).to_be_visible()
    await expect(page.get_by_test_id("replies")).to_contain_text("2 replies")
    await reply.fill("/blockers")
    await reply.press("Enter")
    await expect(page.get_by_test_id("toast")).to_contain_text("is not supported in threads")
    await reply.press("Escape")
    await expect(thread).to_be_hidden()
