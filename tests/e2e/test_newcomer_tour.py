"""The newcomer's path through the page of a real sandbox: real processes, a real browser."""

from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, Visitor, button, row, tick
from tests.e2e.page_harness.browser import PHONE, open_page

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox, pictures = (
    fixtures.browser, fixtures.door, fixtures.sandbox, fixtures.pictures,
)  # fmt: skip
IN_A_MINUTE = 75_000
WITH_BUTTONS = (
    "",
    "THR-41",
    "scorecard",
    "digest",
    "doctor",
    "help",
    "scorecrad",
    "THR-4",
    "steady",
)


@dataclass(frozen=True, slots=True)
class Standup:
    """The digest that was scheduled before anything else: it comes while others look around."""

    channel: str


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def standup(sandbox: SandboxRun, browser: Browser) -> Standup:
    async with open_page(browser, f"{sandbox.origin}/", "?user=U0ALICE") as page:
        await page.get_by_test_id("schedule-digest").click()
        await expect(page.get_by_test_id("panel-notes")).to_contain_text("#standup-1 at ")
        await expect(page.get_by_test_id("channel-C0STANDUP1")).to_be_visible()
    return Standup("C0STANDUP1")


async def test_a_question_is_answered_privately_and_shared_with_one_press(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    bob = await door.enter(sandbox, "U0BOB")
    board = await alice.ask_until_probed("/blockers")
    await expect(board).to_contain_text("Production deployment is blocked by 2 · risk high")
    await expect(row(board, "CI/CD")).to_contain_text("no owner · overdue 5 days · ▱▱▱▱▱▱ 0 of 6")
    await expect(row(board, "CI/CD")).to_contain_text("Next: write the workflow")
    await expect(row(board, "TLS and ingress")).to_contain_text("In progress · urgent · Bob · due")
    await expect(row(board, "TLS and ingress")).to_contain_text("2 probes up")
    await pictures.take(alice.page, "board.png")
    assert await (await bob.same(board)).count() == 0
    posted = await alice.press_for_message(board, "Share in channel")
    await expect(posted.get_by_test_id("only-you")).to_have_count(0)
    await expect(await bob.same(posted)).to_contain_text("Production deployment is blocked by 2")


async def test_an_owner_ticks_with_one_press_and_every_posted_copy_changes(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    board = await alice.share("/blockers")
    opened = await alice.press_for_message(row(board, "TLS and ingress"), "Open")
    await expect(row(opened, "Issuer configured")).to_contain_text("✅")
    await expect(row(opened, "DNS integration")).to_contain_text("🔄")
    await expect(row(opened, "Endpoint verified")).to_contain_text("⬜")
    first = await alice.press_for_message(opened, "Share in channel")
    second = await alice.share("/blockers THR-42")
    before = await row(board, "TLS and ingress").inner_text()
    bob = await door.enter(sandbox, "U0BOB")
    await tick(await bob.same(first), "DNS integration")
    for visitor in (alice, bob):
        for copy in (first, second):
            ticked = row(await visitor.same(copy), "DNS integration")
            await expect(ticked).to_contain_text("✅ DNS integration · done by Bob, ", timeout=SOON)
            await expect(ticked.get_by_role("button")).to_have_text("Undo")
    await expect(row(board, "TLS and ingress")).not_to_have_text(before, timeout=SOON)
    await pictures.take(await bob.same(second), "checklist.png")


async def test_a_bystander_is_told_who_may_and_asks_them(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    posted = await alice.share("/blockers THR-42")
    charlie = await door.enter(sandbox, "U0CHARLIE")
    bob = await door.enter(sandbox, "U0BOB")
    refusal = await charlie.press_for_message(
        row(await charlie.same(posted), "Certificate issued"), "Done"
    )
    await expect(refusal.get_by_test_id("only-you")).to_be_visible()
    told = "Only Bob (owner) or a lead (Alice) may tick “Certificate issued”."
    await expect(refusal).to_contain_text(told)
    await pictures.take(charlie.page, "refusal.png")
    asked = await charlie.press_for_message(refusal, "Ask Bob")
    await expect(asked).to_contain_text("Bob has been asked")
    await expect(row(posted, "Certificate issued")).to_contain_text("⬜")
    assert await (await bob.same(refusal)).count() == 0
    await bob.go("app-U0BLOCKERS")
    await bob.go("tab-messages")
    await expect(bob.messages.last).to_contain_text("Certificate issued")
    await expect(bob.messages.last).to_contain_text("Charlie")


async def test_a_digest_is_posted_by_hand_after_a_look_at_it(
    sandbox: SandboxRun, door: Door
) -> None:
    alice = await door.enter(sandbox, "U0ALICE", "#C0OPS")
    preview = await alice.ask("/blockers digest post")
    await expect(preview).to_contain_text("preview, only you see this")
    await alice.press(preview, "Post now")
    await alice.go("confirm-deny")
    await expect(alice.messages).to_have_count(1)
    await alice.press(preview, "Post now")
    await expect(alice.page.get_by_test_id("confirm")).to_contain_text("marked as posted by hand")
    await alice.go("confirm-agree")
    digest = alice.messages.filter(has_text="posted by hand by Alice")
    await expect(digest).to_be_visible(timeout=SOON)
    await expect(digest).to_contain_text("Needs someone today")
    await expect(digest).to_contain_text("THR-41 CI/CD wiring has no owner and is overdue 5 days")
    await expect(preview).to_contain_text("The digest is in #ops", timeout=SOON)
    bob = await door.enter(sandbox, "U0BOB", "#C0OPS")
    await expect(bob.messages).to_have_count(1)
    opened = await bob.press_for_message(await bob.same(digest), "Open checklist")
    await expect(opened.get_by_test_id("only-you")).to_be_visible()


async def test_a_broken_service_shows_in_every_posted_copy_and_mending_it_too(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    checklist = await alice.share("/blockers THR-42")
    board = await alice.share("/blockers")
    await alice.go("break-api-cert")
    await expect(alice.page.get_by_test_id("target-api-cert")).to_contain_text("broken")
    down = "api-cert down since "
    await expect(row(board, "TLS and ingress")).to_contain_text(down, timeout=SOON)
    await expect(board).to_contain_text("risk critical", timeout=SOON)
    await expect(checklist).to_contain_text(down, timeout=SOON)
    scorecard = await alice.ask("/blockers scorecard")
    await expect(row(scorecard, "TLS/HTTPS")).to_contain_text("THR-42 is open, api-cert is down")
    await board.scroll_into_view_if_needed()
    await pictures.take(alice.page, "broken.png")
    await alice.go("mend-api-cert")
    for copy in (board, checklist):
        await expect(copy).to_contain_text("2 probes up", timeout=SOON)


async def test_a_killed_bot_comes_back_with_every_tick_that_was_answered(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    posted = await alice.share("/blockers THR-41")
    items = ("Plan and apply", "Run the migrations", "Roll back by itself")
    for item in items:
        await tick(posted, item)
    panel = alice.page.get_by_test_id("panel")
    restarts, pid = panel.get_by_test_id("bot-restarts"), panel.get_by_test_id("bot-pid")
    before = (int(await restarts.inner_text()), await pid.inner_text())
    await alice.go("kill-bot")
    await expect(panel.get_by_test_id("bot-status")).to_have_attribute("data-state", "bad")
    await pictures.take(alice.page, "killed.png")
    await expect(panel.get_by_test_id("bot-status")).to_have_attribute(
        "data-state", "good", timeout=SOON
    )
    await expect(restarts).to_have_text(str(before[0] + 1))
    await expect(pid).not_to_have_text(before[1])
    answer = await alice.ask("/blockers THR-41")
    for copy in (answer, posted):
        for item in items:
            await expect(row(copy, item)).to_contain_text("done by Alice, ", timeout=SOON)


async def test_home_lists_what_is_mine_and_ticks_there(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    posted = await alice.share("/blockers THR-42")
    bob = await door.enter(sandbox, "U0BOB", "#home")
    home = bob.page.get_by_test_id("home")
    await expect(home).to_contain_text("wait for you")
    await expect(home).to_contain_text("You own 1 open blocker")
    await tick(home, "Endpoint verified")
    await expect(home).to_contain_text("✅ Endpoint verified · done by Bob, ", timeout=SOON)
    await expect(home).to_contain_text("You ticked last")
    await expect(row(posted, "Endpoint verified")).to_contain_text("done by Bob, ", timeout=SOON)
    await pictures.take(bob.page, "home.png")


async def test_on_a_phone_everything_is_within_reach(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    dana = await door.enter(sandbox, "U0DANA", size=PHONE)
    board = await dana.ask("/blockers")
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


@pytest.mark.parametrize(
    "command",
    [
        "",
        "THR-41",
        "THR-60",
        "scorecard",
        "digest",
        "doctor",
        "help",
        "share now",
        "THR-4",
        "steady",
    ],
)
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


async def test_a_scheduled_digest_comes_once_by_itself(
    sandbox: SandboxRun, door: Door, pictures: Pictures, standup: Standup
) -> None:
    alice = await door.enter(sandbox, "U0ALICE", f"#{standup.channel}")
    digest = alice.messages.filter(has_text="Standup · Production deployment")
    await expect(digest).to_be_visible(timeout=IN_A_MINUTE)
    await expect(digest).to_contain_text("Needs someone today")
    await expect(digest).not_to_contain_text("by hand")
    await pictures.take(alice.page, "scheduled.png")
    await alice.go("kill-bot")
    status = alice.page.get_by_test_id("bot-status")
    await expect(status).to_have_attribute("data-state", "bad")
    await expect(status).to_have_attribute("data-state", "good", timeout=SOON)
    await alice.ask("/blockers")
    erin = await door.enter(sandbox, "U0ERIN", f"#{standup.channel}")
    await expect(erin.messages).to_have_count(1)


async def test_a_digest_begins_with_what_changed_since_the_one_before(
    sandbox: SandboxRun, door: Door, pictures: Pictures, standup: Standup
) -> None:
    alice = await door.enter(sandbox, "U0ALICE", f"#{standup.channel}")
    await expect(alice.messages.first).to_contain_text("Standup", timeout=IN_A_MINUTE)
    posted = await alice.share("/blockers THR-41")
    await tick(posted, "Check the health")
    await expect(row(posted, "Check the health")).to_contain_text("done by Alice", timeout=SOON)
    await alice.go("break-api-cert")
    await expect(await alice.ask("/blockers")).to_contain_text("next digest")
    board = await alice.share("/blockers")
    await expect(board).to_contain_text("api-cert down since ", timeout=SOON)
    preview = await alice.ask("/blockers digest post")
    await alice.press(preview, "Post now")
    await alice.go("confirm-agree")
    digest = alice.messages.filter(has_text="posted by hand by Alice")
    await expect(digest).to_contain_text("Since ", timeout=SOON)
    await pictures.take(digest, "digest.png")
    await alice.go("mend-api-cert")
