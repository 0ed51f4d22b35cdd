"""What the tracker tells of a project, and of an issue's sub-issues, as a board shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.blocker import IssueLink, SubIssue
from bot.domain.goals import Goal, GoalKind, GoalUpdate, target_of
from bot.domain.ids import BlockerId, BlockerKey
from bot.render.blocker import blocker_message
from bot.render.board import board_message
from bot.render.goals import goal_lines
from bot.render.words import LocalTime
from tests.samples.builders import blocker
from tests.unit.render.boards import NOW, ZONE, board_of, view

HEAD = "🟠 Project Going live: at risk · 42% done · target Fri 18 Dec"
LOCAL = LocalTime(NOW, ZoneInfo(ZONE))
PROJECT = Goal(
    kind=GoalKind.PROJECT,
    name="Going live",
    target=date(2026, 12, 18),
    health="at risk",
    progress=0.42,
    status="In Progress",
    update=GoalUpdate(
        at=datetime(2026, 11, 16, 15, tzinfo=UTC), by="Alice", text="\nDNS is late.\nMore."
    ),
)


def sub(key: str, *, is_open: bool) -> SubIssue:
    return SubIssue(id=BlockerId(key), key=BlockerKey(key), title="Part", is_open=is_open)


@pytest.mark.parametrize(
    ("goal", "line"),
    [
        (
            PROJECT,
            f"{HEAD} · Alice Mon 10:00: “DNS is late.”",
        ),
        (
            Goal(kind=GoalKind.RELEASE, name="Autumn 2.4", status="Staging"),
            "Release Autumn 2.4: Staging",
        ),
        (Goal(kind=GoalKind.PROJECT, name="Quiet"), "Project Quiet"),
        (
            replace(PROJECT, health="mellow", progress=None, target=None, update=None),
            "Project Going live: mellow",
        ),
        (
            replace(
                PROJECT,
                target=None,
                progress=0.0,
                update=GoalUpdate(at=NOW - timedelta(days=1), by="Bob", text="", is_stale=True),
            ),
            "🟠 Project Going live: at risk · Bob Tue 09:41, overdue for an update",
        ),
        (
            Goal(kind=GoalKind.PROJECT, name="<!channel> x", health="<@U0BOB>"),
            "Project &lt;!channel&gt; x: &lt;@U0BOB&gt;",
        ),
    ],
)
def test_a_goal_is_one_line(goal: Goal, line: str) -> None:
    (said,) = goal_lines((goal,), LOCAL)
    assert said.replace("\u2068", "").replace("\u2069", "") == line


def test_a_board_says_what_its_project_says() -> None:
    board = board_of(())
    board = replace(board, sources=replace(board.sources, goals=(PROJECT,)))
    assert "Project Going live: at risk" in board_message(board, private=True).text


def test_sub_issues_are_counted_and_the_open_ones_named() -> None:
    parent = replace(
        blocker(),
        sub_issues=(
            sub("THR-62", is_open=True),
            sub("THR-63", is_open=False),
            sub("THR-64", is_open=True),
        ),
    )
    shown = view(parent)
    text = blocker_message(board_of((shown,)), shown, private=True).text
    assert "1 of 3 done, open: THR-62, THR-64" in text
    cut = view(replace(parent, sub_issues_cut=True))
    assert "1 of 3+ done" in blocker_message(board_of((cut,)), cut, private=True).text


def test_all_sub_issues_done_name_nothing() -> None:
    shown = view(replace(blocker(), sub_issues=(sub("THR-63", is_open=False),)))
    assert "1 of 1 done" in blocker_message(board_of((shown,)), shown, private=True).text


def test_a_list_that_was_cut_is_not_taken_for_the_whole() -> None:
    link = IssueLink(id=BlockerId("x"), key=BlockerKey("THR-9"), title="Other")
    shown = view(replace(blocker(), blocked_by=(link,), links_cut=True), frees=("THR-10",))
    text = blocker_message(board_of((shown,)), shown, private=True).text
    assert text.count("(and more than were read)") == 2


@pytest.mark.parametrize(
    ("own", "told", "target"),
    [
        (date(2026, 12, 1), date(2026, 12, 18), date(2026, 12, 1)),
        (None, date(2026, 12, 18), date(2026, 12, 18)),
        (None, None, None),
    ],
)
def test_a_milestone_without_a_date_has_that_of_what_it_stands_for(
    own: date | None, told: date | None, target: date | None
) -> None:
    assert target_of(own, (replace(PROJECT, target=told),)) == target
