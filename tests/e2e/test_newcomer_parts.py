"""The parts of a board on the page of a real sandbox, and a probe that is checked at once."""

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


async def test_each_part_is_one_press_away_and_reads_well(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    board = await alice.ask_until_probed("/blockers")
    timeline = await alice.press_for_message(board, "Timeline")
    await expect(timeline).to_contain_text("2 blockers open · 1 overdue · 14\N{EN DASH}20 h left")
    await pictures.take(alice.page, "timeline.png")
    first = await alice.press_for_message(timeline, "First")
    await expect(first).to_contain_text("begin with THR-41, 1 issue waits for it")
    await pictures.take(alice.page, "first.png")
    risk = await alice.press_for_message(first, "Risk")
    await expect(row(risk, "give THR-41 an owner")).to_contain_text("CI/CD wiring")
    await pictures.take(alice.page, "risk.png")
    opened = await alice.press_for_message(row(risk, "give THR-41 an owner"), "Open")
    await expect(opened).to_contain_text("THR-41 CI/CD wiring")


async def test_probe_is_checked_at_once_and_every_copy_follows(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    await alice.ask_until_probed("/blockers")
    posted = await alice.share("/blockers probes")
    probes = await alice.ask("/blockers probes")
    await pictures.take(alice.page, "probes.png")
    await expect(row(probes, "api-cert")).to_contain_text("Hangs on it: TLS/HTTPS security")
    await alice.go("break-api-cert")
    await expect(alice.page.get_by_test_id("target-api-cert")).to_contain_text("broken")
    await row(probes, "api-cert").get_by_role("button", name="Check").click()
    await expect(row(probes, "api-cert")).to_contain_text("last run", timeout=SOON)
    await expect(row(probes, "api-cert")).to_contain_text("certificate expired", timeout=SOON)
    await expect(row(posted, "api-cert")).to_contain_text("down since", timeout=SOON)
    await alice.go("mend-api-cert")
    await expect(row(posted, "api-cert")).to_contain_text("up since", timeout=SOON)
