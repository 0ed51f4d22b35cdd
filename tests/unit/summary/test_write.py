"""The summary written from a milestone: every part of it, and a fixed point under reading."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.domain.blocker import IssueLink, Stage, Story
from bot.domain.board import BlockerView, Board, ItemView, Sources
from bot.domain.checklist import Checklist, ItemState, Section
from bot.domain.document import SummaryDocument
from bot.domain.exported import Following, build_document
from bot.domain.ids import BlockerId, BlockerKey, MilestoneKey
from bot.domain.milestone import Component, Milestone, Readiness
from bot.domain.people import Person
from bot.domain.risk import Risk, RiskLevel
from bot.domain.scorecard import ComponentVerdict
from bot.summary.essence import essence
from bot.summary.exact import MARK
from bot.summary.read import read_summary
from bot.summary.write import write_summary
from tests.samples.builders import NOW, TODAY, blocker, item
from tests.unit.summary.states import FOLLOWING, TRAPS, boards

WHOLE = Path(__file__).with_name("exported.md")
FREES = (BlockerKey("THR-60"),)


def board(**changed: object) -> Board:
    values: dict[str, object] = {
        "milestone": Milestone(key=MilestoneKey("prod"), name="Production", target=TODAY),
        "now": NOW,
        "timezone": "America/New_York",
        "blockers": (),
        "watched": (),
        "cleared": (),
        "probes": (),
        "scorecard": (),
        "risk": Risk(RiskLevel.LOW),
        "sources": Sources(tracker="Linear", tracker_at=NOW),
    }
    return Board(**{**values, **changed})  # type: ignore[arg-type]


def view(key: str = "THR-42", *items: ItemView, **changed: object) -> BlockerView:
    one = blocker(key, **{"title": f"Thing {key[-1]}", **changed})
    story = Story(
        blocks="The release", why="No HTTPS.", next_action="Finish DNS", effort_hours=(6, 8)
    )
    lines = tuple(shown.item for shown in items)
    checklist = Checklist(blocker=one.id, items=lines)
    return BlockerView(blocker=one, story=story, checklist=checklist, items=items, frees=FREES)


def text_of(shown: Board, following: Following | None = None) -> str:
    return write_summary(build_document(shown, following))


def read(text: str) -> SummaryDocument:
    return read_summary(text.encode(), today=TODAY)


def test_every_part_of_the_document_is_written() -> None:
    states = {"todo": "Certificate issued", "doing": "DNS integration", "done": "Issuer configured"}
    items = [ItemView(item=item(text, state=ItemState(s))) for s, text in states.items()]
    action = item("Tell support", section=Section.ACTIONS, owner="Eve", due=date(2026, 11, 20))
    shown = board(
        blockers=(
            view(
                "THR-42",
                *items,
                ItemView(item=action, owner=Person(name="Eve")),
                due=date(2026, 11, 20),
                blocked_by=(IssueLink(id=BlockerId("x"), key=BlockerKey("THR-40"), title="T"),),
            ),
        ),
        watched=(view("THR-55", stage=Stage.BACKLOG, state_name="Backlog", assignee=None),),
        scorecard=(
            ComponentVerdict(
                component=Component(name="TLS", blockers=(BlockerKey("THR-42"),)),
                readiness=Readiness.BLOCKED,
                why="THR-42 is open",
            ),
        ),
        risk=Risk(RiskLevel.HIGH, ("THR-42 urgent and open",)),
        sources=Sources(tracker="Linear", tracker_at=NOW, next_digest=NOW + timedelta(days=1)),
    )
    text = text_of(shown, Following(name="Steady", target=date(2027, 1, 29), keys=("THR-62",)))
    assert text == WHOLE.read_text()
    assert not read(text).unread


def test_nothing_open_is_a_document_too() -> None:
    text = text_of(board())
    assert "**Status:** ✅ READY\n" in text
    assert "No open blockers." in text
    assert read(text).blockers == ()


@pytest.mark.parametrize("trap", TRAPS)
def test_text_that_reads_like_something_else_comes_back(trap: str) -> None:
    title = trap.strip("\u200b\ufffd ") or "x"
    shown = board(blockers=(view("THR-42", ItemView(item=item(title, note=trap)), title=title),))
    document = build_document(shown)
    (found,) = read(write_summary(document)).blockers
    (meant,) = essence(document).blockers
    assert (found.title, found.status, found.owners) == (meant.title, "doing", ("Bob",))
    (line,) = found.items
    assert (line.text, line.state, line.note) == (
        meant.items[0].text,
        "todo",
        meant.items[0].note,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(boards(), FOLLOWING)
def test_export_is_a_fixed_point(shown: Board, following: Following | None) -> None:
    document = build_document(shown, following)
    text = write_summary(document)
    found = read(text)
    assert essence(found) == essence(document)
    assert write_summary(found) == text


def test_hand_made_lines_in_a_written_document_are_read_as_people_write() -> None:
    """Whoever goes on writing in the file need not know how Blockers writes."""
    text = text_of(board(blockers=(view("THR-42", ItemView(item=item("DNS"))),)))
    longer = text.replace("- 🔴 DNS\n", "- 🔴 DNS\n- ✅ Port opened (@eve)\n")
    (found,) = read(longer).blockers
    assert [(one.text, one.state, one.owners) for one in found.items] == [
        ("DNS", "todo", ()),
        ("Port opened", "done", ("eve",)),
    ]


def test_backslashes_of_other_documents_are_markdown() -> None:
    """Editors put them everywhere; only behind our own mark they keep words from being read."""
    lines = ("# Blockers", "", "### 1\\. THR\\-1: Thing \\(done\\)", "- **Status:** open")
    (other,) = read("\n".join(lines)).blockers
    (ours,) = read("\n".join([*lines, "", MARK])).blockers
    assert (other.title, ours.title) == ("Thing", "1. THR-1: Thing (done)")


def test_secrets_behind_backslashes_are_found() -> None:
    shown = board(blockers=(view("THR-42", ItemView(item=item("key: ghp_abcdefghijklmnop1234"))),))
    codes = {warning.code for warning in read(text_of(shown)).warnings}
    assert "secret_like" in codes
