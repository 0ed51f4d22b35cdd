"""The newcomer's path through the page of a real sandbox: real processes, a real browser."""

from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import SandboxRun
from tests.e2e.newcomer.visitor import SOON, row, tick
from tests.e2e.page_harness.browser import open_page

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, sandbox, pictures = (
    fixtures.browser, fixtures.door, fixtures.sandbox, fixtures.pictures,
)  # fmt: skip
IN_A_MINUTE = 75_000


@dataclass(frozen=True, slots=True)
class Standup:
    """The digest that is scheduled early: it comes while others look around."""

    channel: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def standup(sandbox: SandboxRun, browser: Browser) -> Standup:
    async with open_page(browser, f"{sandbox.origin}/", "?user=U0ALICE") as page:
        await page.get_by_test_id("schedule-digest").click()
        await expect(page.get_by_test_id("panel-notes")).to_contain_text("#standup-1 at ")
        await expect(page.get_by_test_id("channel-C0STANDUP1")).to_be_visible()
    return Standup("C0STANDUP1")


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


@pytest.mark.usefixtures("standup")  # once the bystander asked: later it is in the digest's thread
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
    await expect(row(board, "TLS and ingress")).to_contain_text("3 probes up")
    await pictures.take(alice.page, "board.png", height=840)
    assert await (await bob.same(board)).count() == 0
    posted = await alice.press_for_message(board, "Share in channel")
    await expect(posted.get_by_test_id("only-you")).to_have_count(0)
    await expect(await bob.same(posted)).to_contain_text("Production deployment is blocked by 2")


async def test_an_owner_ticks_with_one_press_and_every_posted_copy_changes(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    await alice.ask_until_probed("/blockers")
    board = await alice.share("/blockers")
    opened = await alice.press_for_message(row(board, "TLS and ingress"), "Open")
    await expect(row(opened, "Issuer configured")).to_contain_text("✅")
    await expect(row(opened, "DNS integration")).to_contain_text("🔄")
    await expect(row(opened, "Endpoint verified")).to_contain_text("⬜")
    first = await alice.press_for_message(opened, "Share in channel")
    second = await alice.share("/blockers THR-42")
    before = await row(board, "TLS and ingress").inner_text()
    bob = await door.enter(sandbox, "U0BOB")
    await bob.ask("/blockers THR-42")  # his page is there, and the bot hears him
    await tick(await bob.same(first), "DNS integration")
    for visitor in (alice, bob):
        for copy in (first, second):
            ticked = row(await visitor.same(copy), "DNS integration")
            await expect(ticked).to_contain_text("✅ DNS integration · done by Bob, ", timeout=SOON)
            await expect(ticked.get_by_role("button")).to_have_text("Undo")
    await expect(row(board, "TLS and ingress")).not_to_have_text(before, timeout=SOON)
    await pictures.take(await bob.same(second), "checklist.png", height=1000)


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
        await expect(copy).to_contain_text("3 probes up", timeout=SOON)


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
    await tick(home, "Endpoint verified")
    await expect(home).to_contain_text("Saved.", timeout=SOON)
    await expect(home).to_contain_text("today · last", timeout=SOON)
    await expect(row(posted, "Endpoint verified")).to_contain_text("done by Bob, ", timeout=SOON)
    await pictures.take(bob.page, "home.png")


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
    await pictures.take(digest, "digest.png", height=1000)
    await alice.go("mend-api-cert")
