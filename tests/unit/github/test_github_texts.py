"""Labels and lines of text in GitHub: what priority they mean, what an issue waits for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import Priority
from bot.github.mentions import Mention, read_mentions
from bot.github.priorities import is_started, priority_of


@pytest.mark.parametrize(
    ("label", "priority"),
    [
        ("priority: urgent", Priority.URGENT),
        ("Priority/High", Priority.HIGH),
        ("priority-medium", Priority.MEDIUM),
        ("prio: low", Priority.LOW),
        ("high priority", Priority.HIGH),
        ("priority: P0", Priority.URGENT),
        ("P0", Priority.URGENT),
        ("p-1", Priority.HIGH),
        ("p 2", Priority.MEDIUM),
        ("P3", Priority.LOW),
        ("P4", Priority.LOW),
        ("P5", Priority.NONE),
        ("critical", Priority.NONE),
        ("high", Priority.NONE),
        ("highway", Priority.NONE),
        ("priority: whatever", Priority.NONE),
        ("", Priority.NONE),
    ],
)
def test_labels_that_say_so_are_priorities(label: str, priority: Priority) -> None:
    assert priority_of([label], {}) is priority


def test_the_most_urgent_one_counts_and_own_labels_mean_what_they_are_said_to() -> None:
    own = {"sev1": Priority.URGENT, "p3": Priority.MEDIUM}
    assert priority_of(["P2", "P1", "bug"], {}) is Priority.HIGH
    assert priority_of(["Sev1", "P1"], own) is Priority.URGENT
    assert priority_of(["P3"], own) is Priority.MEDIUM


@pytest.mark.parametrize(
    ("label", "started"),
    [
        ("in progress", True),
        ("In-Progress", True),
        ("status: in progress", True),
        ("WIP", True),
        ("not in progress", False),
        ("status: done", False),
    ],
)
def test_a_label_may_say_that_somebody_works_on_it(label: str, started: bool) -> None:
    assert is_started(["bug", label]) is started


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Blocked by #12", [12]),
        ("blocked by: #12, #13 and #14", [12, 13, 14]),
        ("- **Blocked by:** #12", [12]),
        ("* Depends on #3", [3]),
        ("> waits for #3", [3]),
        ("Blocked by https://github.com/acme/api/issues/7", [7]),
        ("Blocked by acme/api#9", [9]),
        ("Blocked by #12, #12", [12]),
        ("We are blocked by #12", []),
        ("- [ ] blocked by #12", []),
        ("Blocked by the vendor", []),
        ("Blocked by issue12#3", []),
        ("Blocked by &#12;", []),
        ("Blocked by #12th", []),
        ("Not blocked by #12", []),
        ("```\nBlocked by #12\n```", []),
        ("```\nBlocked by #12\n~~~\n```\nBlocked by #13", [13]),
    ],
)
def test_lines_that_begin_so_name_what_it_waits_for(line: str, numbers: list[int]) -> None:
    assert [one.number for one in read_mentions(line).blocked_by] == numbers


def test_what_it_blocks_and_where_are_told_apart() -> None:
    said = read_mentions("Blocks acme/web#4\nBlocking: #5\nBlocking: production deployment")
    assert said.blocks == (Mention("acme/web", 4), Mention("", 5))
    assert said.blocked_by == ()


@given(st.text(alphabet="Blocked by#/.-_12\n`~ &:*>[]", max_size=300))
def test_no_text_is_too_much(text: str) -> None:
    said = read_mentions(text)
    assert all(one.number >= 0 for one in (*said.blocked_by, *said.blocks))
