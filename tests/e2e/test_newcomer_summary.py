"""`make sandbox SUMMARY=…` on the document that the product was asked for, seen on the page."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.e2e.newcomer import fixtures
from tests.e2e.newcomer.fixtures import Door
from tests.e2e.newcomer.pictures import Pictures
from tests.e2e.newcomer.processes import ROOT, SandboxRun, running, spawn
from tests.e2e.newcomer.visitor import SOON, row, tick

pytestmark = pytest.mark.asyncio(loop_scope="module")
browser, door, pictures = fixtures.browser, fixtures.door, fixtures.pictures
SUMMARY = Path(__file__).parents[1] / "documents" / "00-users-summary.md"
NEEDED, ACTIONS = "What is needed", "Immediate actions"
CHRISTIAN, DEVOPS = "U0CHRISTIAN", "U0DEVOPSTEAMMEMBER"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SandboxRun]:
    folder = tmp_path_factory.mktemp("summary") / "sandbox"
    async with running(folder, "--summary", str(SUMMARY)) as run:
        yield run


async def signs(message: Locator, title: str) -> str:
    """The signs before the items of one list, in their order."""
    text = await message.inner_text()
    listed = text.split(title, 1)[1].split(ACTIONS if title == NEEDED else "Linear ", 1)[0]
    return "".join(sign for sign in listed if sign in "✅🔄⬜")


async def test_the_blockers_of_the_document_are_shown_as_it_states_them(
    sandbox: SandboxRun, door: Door, pictures: Pictures
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    board = await alice.ask_until_probed("/blockers")
    await expect(board).to_contain_text("Production Deployment is blocked by 2")
    await expect(board).to_contain_text("Watching, not blocking: THR-55 WebSocket Security")
    await expect(row(board, "CI/CD Wiring")).to_contain_text("Backlog · urgent · DevOps team")
    tls = await alice.ask("/blockers THR-42")
    await expect(tls).to_contain_text("THR-42 TLS/Ingress Hardening · in progress · urgent")
    await expect(tls).to_contain_text("Christian · due Thu 15 Jan")
    await expect(tls).to_contain_text("6\u20138 h left")
    assert await signs(tls, NEEDED) == "✅✅🔄🔄🔄"
    assert await signs(tls, ACTIONS) == "⬜⬜⬜⬜"
    await tls.evaluate("node => node.scrollIntoView({block: 'start'})")
    await pictures.take(alice.page, "summary.png")
    cicd = await alice.ask("/blockers THR-41")
    await expect(cicd).to_contain_text("THR-41 CI/CD Wiring · backlog · urgent · DevOps team")
    assert await signs(cicd, NEEDED) == "⬜" * 6
    assert await signs(cicd, ACTIONS) == "⬜" * 4
    await expect(row(cicd, "Automated rollback")).to_contain_text("DevOps team")
    watched = await alice.ask("/blockers THR-55")
    await expect(watched).to_contain_text("watched, not blocking")


async def test_its_scorecard_says_what_is_blocked_by_what_and_what_was_stated(
    sandbox: SandboxRun, door: Door
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    scorecard = await alice.ask("/blockers scorecard")
    await expect(scorecard).to_contain_text("overall blocked · 4 ready, 2 blocked")
    await expect(row(scorecard, "TLS/HTTPS security")).to_contain_text("blocked: THR-42 is open")
    await expect(row(scorecard, "Automated deployment")).to_contain_text("blocked: THR-41 is open")
    stated = scorecard.locator(".block-section").filter(has_text="ready: stated by ")
    await expect(stated).to_have_count(4)


async def test_its_people_have_accounts_and_tick_what_is_theirs(
    sandbox: SandboxRun, door: Door
) -> None:
    alice = await door.enter(sandbox, "U0ALICE")
    await expect(alice.page.locator(".person")).to_contain_text(
        ["Alice", "Christian", "Charlie", "DevOps team member", "Backend team member"]
    )
    await expect(alice.page.get_by_test_id("chip").nth(1)).to_have_text("/blockers THR-42")
    tls = await alice.share("/blockers THR-42")
    cicd = await alice.share("/blockers THR-41")
    christian = await door.enter(sandbox, CHRISTIAN)
    await tick(await christian.same(tls), "HTTPS endpoint verification")
    ticked = row(tls, "HTTPS endpoint verification")
    await expect(ticked).to_contain_text("done by Christian, ", timeout=SOON)
    member = await door.enter(sandbox, DEVOPS)
    await tick(await member.same(cicd), "Begin Helm deployment")
    ticked = row(cicd, "Begin Helm deployment")
    await expect(ticked).to_contain_text("done by DevOps team member, ", timeout=SOON)
    refusal = await christian.press_for_message(
        row(await christian.same(cicd), "Backup/restore"), "Done"
    )
    told = "Only a member of DevOps team or a lead (Alice) may tick “Backup/restore procedures”."
    await expect(refusal).to_contain_text(told)
    asked = await christian.press_for_message(refusal, "Ask the owner")
    await expect(asked).to_contain_text("DevOps team member has been asked")


async def test_what_cannot_be_read_stops_the_start_with_the_readers_own_words(
    tmp_path: Path,
) -> None:
    run = await spawn(tmp_path / "sandbox", "--summary", str(tmp_path / "nowhere.md"))
    assert await run.code() == 65
    assert run.said == [f"{tmp_path}/nowhere.md:1: cannot be read: No such file or directory"]
    assert not (tmp_path / "sandbox").exists()


async def test_the_tour_does_not_begin_either_on_what_cannot_be_read(tmp_path: Path) -> None:
    tour = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", "--summary", str(tmp_path)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await tour.communicate()
    assert said.decode() == f"{tmp_path}:1: cannot be read: Is a directory\n"
    assert tour.returncode == 65
