"""`make demo SUMMARY=…` on documents of every kind: the tour adapts, and holds to its end."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.e2e.newcomer.processes import ROOT

DOCUMENTS = Path(__file__).parents[1] / "documents"


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("00-users-summary", "Christian presses Done once"),
        ("09-blockers-in-table", "It has no checklist, so there is nothing to tick"),
        ("23-nothing-open", "No blocker is listed, so none is opened or ticked; … presses Risk"),
        ("kinds/scorecard-alone", "… presses Scorecard"),
        ("kinds/two-owners", "… opens one"),
    ],
)
async def test_the_tour_holds_on_what_a_document_has(name: str, step: str) -> None:
    await take_tour(DOCUMENTS / f"{name}.md", step)


async def test_where_all_is_done_a_tick_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "done.md"
    path.write_text("# Blockers\n### AD-1: One\n- **Status:** done\n- **Owner:** Ann\n- [x] a\n")
    await take_tour(path, "Ann presses Undo once")


async def take_tour(document: Path, step: str) -> None:
    tour = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", "--summary", str(document)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await tour.communicate()
    assert step in said.decode()
    assert "Every step held" in said.decode()
    assert tour.returncode == 0
