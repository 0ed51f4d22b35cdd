"""Into a milestone and out again: import and export agree on every document."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.board import Board
from bot.domain.document import SummaryDocument
from bot.domain.exported import build_document
from bot.services.importing import Incoming, UnresolvedError
from bot.summary.read import read_summary
from bot.summary.write import write_summary
from tests.stages.importing import TODAY, Desk, untracked
from tests.stages.office import milestone
from tests.unit.summary.states import boards

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
DOCUMENTS = Path(__file__).parents[2] / "documents"
USERS = DOCUMENTS / "00-users-summary.md"
EVERY = sorted(DOCUMENTS.rglob("*.md"))


async def test_users_summary_goes_in_and_comes_out() -> None:
    desk = untracked()
    raw = USERS.read_bytes()
    document = read_summary(raw, today=TODAY)
    incoming = Incoming(document=document, milestone=desk.office.milestone, source="s.md")
    applied = await desk.importing.apply(incoming, desk.author())
    assert [one.name.split()[0] for one in applied.plan.blockers] == ["THR-42", "THR-41", "THR-55"]
    text = await desk.export()
    assert "## 🚨 CRITICAL BLOCKERS (2)" in text
    assert "## 👀 NOT BLOCKING BUT CRITICAL (1)" in text
    assert "| Bot autonomous execution | ✅ READY | None |" in text
    again = await desk.importing.apply(
        Incoming(
            document=read_summary(text.encode(), today=TODAY),
            milestone=desk.office.milestone,
            source="s.md",
        ),
        desk.author(),
    )
    assert not again.plan.is_news
    assert await desk.export() == text


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_document_goes_in_once_and_comes_out_as_itself(path: Path) -> None:
    asyncio.run(_in_and_out(read_summary(path.read_bytes(), today=TODAY)))


async def _in_and_out(document: SummaryDocument) -> None:
    """In, in again, out, that in, and what somebody wrote by hand once more."""
    desk = untracked()
    incoming = Incoming(document=document, milestone=desk.office.milestone, source="s.md")
    if document.conflict_lines:
        with pytest.raises(UnresolvedError):
            await desk.importing.apply(incoming, desk.author())
        return
    await desk.importing.apply(incoming, desk.author())
    assert not (await desk.importing.apply(incoming, desk.author())).plan.is_news
    text = await desk.export()
    assert not (await desk.apply(text)).plan.is_news
    assert await desk.export() == text
    assert not (await desk.importing.apply(incoming, desk.author())).plan.is_news


async def test_documented_example_is_what_comes_out() -> None:
    desk = untracked()
    beta = milestone(
        "beta",
        name="Public beta of the order app",
        selection=None,
        prefix="BETA",
        target=date(2026, 12, 4),
    )
    desk.office.configure(milestones=(beta,))
    await desk.apply((EXAMPLES / "before.md").read_text())
    assert await desk.export() == (EXAMPLES / "after.md").read_text()


async def test_export_of_a_tracked_milestone_is_a_fixed_point() -> None:
    tracked = Desk()
    await tracked.replica.sync.sync(tracked.office.milestone)
    text = await tracked.export()
    applied = await tracked.apply(text)
    assert not applied.plan.is_news
    assert await tracked.export() == text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(boards())
def test_whatever_is_exported_is_imported_once_and_exported_the_same(shown: Board) -> None:
    """Into an empty milestone, where all of it lives here from then on."""
    text = write_summary(build_document(shown))
    asyncio.run(_round(text))


async def _round(text: str) -> None:
    desk = untracked()
    await desk.apply(text)
    log, first = await desk.log(), await desk.export()
    assert not (await desk.apply(text)).plan.is_news
    assert not (await desk.apply(first)).plan.is_news
    assert await desk.log() == log
    assert await desk.export() == first
