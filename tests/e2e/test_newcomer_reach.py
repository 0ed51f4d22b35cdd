"""What a newcomer reaches: by phone, by keyboard, by every button and every link."""

import pytest
from playwright.async_api import expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, Visitor, button, row
from tests.e2e.page_harness.browser import PHONE

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox, pictures = (
    fixtures.browser, fixtures.door, fixtures.sandbox, fixtures.pictures,
)  # fmt: skip
WITH_BUTTONS = ("", "THR-41", "scorecard", "digest", "doctor", "scorecrad", "THR-4", "steady")


async def test_on_a_phone_everything_is_within_reach(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    dana = await door.enter(sandbox, "U0DANA", size=PHONE)
    board = await dana.ask_until_probed("/blockers")
    await dana.press_for_message(row(board, "CI/CD"), "Open")
    await board.evaluate("node => node.scrollIntoView({block: 'start'})")
    await pictures.take(dana.page, "phone.png")
    for message in await dana.messages.all():
        assert await message.evaluate("node => node.scrollWidth <= node.clientWidth")
        for each in await message.get_by_role("button").all():
            box = await each.bounding_box()
            assert box is not None
            assert box["height"] >= 40, await each.inner_text()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE[0], await each.inner_text()
    await dana.go("menu")
    await dana.go("person-U0ERIN")
    await expect(dana.page.locator("body")).to_have_attribute("data-me", "U0ERIN")
    await expect(dana.page.get_by_test_id("person-switcher")).not_to_be_in_viewport()


async def test_the_keyboard_alone_suffices(sandbox: SandboxRun, door: Door) -> None:
    bob = await door.enter(sandbox, "U0BOB")
    keys, page = bob.page.keyboard, bob.page
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await keys.type("/bl")
    await keys.press("Tab")
    await keys.type("THR-42")
    before = await bob.messages.count()
    await keys.press("Enter")
    answer = await bob.newest(before)
    await reach(bob, "Share in channel")
    await keys.press("Enter")
    posted = await bob.newest(before + 1)
    await expect(posted.get_by_test_id("only-you")).to_have_count(0)
    item = "Certificate issued"
    pressed = row(answer, item).get_by_role("button")
    was = await pressed.inner_text()
    while not await pressed.evaluate("node => node === document.activeElement"):
        await keys.press("Shift+Tab")
    await keys.press("Space")
    await expect(pressed).not_to_have_text(was, timeout=SOON)
    await expect(row(posted, item).get_by_role("button")).not_to_have_text(was, timeout=SOON)
    await expect(pressed).to_be_focused()
    await keys.press("/")
    await expect(page.get_by_test_id("composer")).to_be_focused()


@pytest.mark.parametrize("command", WITH_BUTTONS)
async def test_every_button_answers(sandbox: SandboxRun, door: Door, command: str) -> None:
    alice = await door.enter(sandbox, "U0ALICE", "#C0OPS")
    answer = await alice.ask(f"/blockers {command}".strip())
    written = await answer.locator("button.button").all_inner_texts()
    for label in sorted(set(written), key=lambda text: (text == "Post now", text)):
        since = (await alice.fetch("state"))["event"]
        await button(answer, label).first.click()
        if await alice.page.get_by_test_id("confirm").count():
            await alice.go("confirm-agree")
        seen: list[str] = []
        while not {"message", "message_changed", "views"} & set(seen):
            news = await alice.fetch(f"wait?since={since}&timeout=10")
            assert news["events"], f"{label} of {command!r} brought nothing"
            seen += [event["type"] for event in news["events"]]
            since = news["next"]
        assert "notice" not in seen, f"{label} of {command!r} failed"
        if "views" in seen:
            await alice.close_form()


async def test_links_stay_on_this_machine(sandbox: SandboxRun, door: Door) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    answer = await alice.ask("/blockers THR-42")
    await alice.press_link(answer, "Open in Linear")
    issue = alice.page.get_by_test_id("issue")
    await expect(issue.get_by_role("heading")).to_have_text("THR-42 TLS and ingress hardening")
    await expect(issue).to_contain_text("- 🔄 DNS integration")
    await alice.page.keyboard.press("Escape")
    await expect(issue).to_have_count(0)
    bob = await door.enter(sandbox, "U0BOB", "#C0LEADS")
    posted = await alice.share("/blockers")
    ts = (await posted.get_attribute("data-ts") or "").replace(".", "")
    await bob.say(f"See {sandbox.origin}/archives/C0RELEASE/p{ts}")
    await bob.messages.last.get_by_role("link").click()
    await expect(await bob.same(posted)).to_be_in_viewport()
    assert bob.page.url.endswith("?user=U0BOB#C0RELEASE")
    assert len(bob.page.context.pages) == len(alice.page.context.pages) == 1


async def reach(visitor: Visitor, label: str) -> None:
    """Backwards from where the focus is to the nearest button of that name."""
    for _ in range(40):
        await visitor.page.keyboard.press("Shift+Tab")
        focused = visitor.page.locator(":focus")
        if (await focused.inner_text()).strip() == label:
            return
    raise AssertionError(f"{label} cannot be reached with Shift+Tab")
