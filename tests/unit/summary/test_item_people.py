"""Who has a line of a checklist and by when, and that nothing else is taken for it."""

from datetime import date

import pytest

from bot.domain.document import ReadItem
from bot.summary.read import read_summary

TODAY = date(2026, 11, 27)


def read_item(line: str) -> ReadItem:
    document = read_summary(
        f"# Release blockers\n\n## AB-1: Two\n\n- {line}\n".encode(), today=TODAY
    )
    (item,) = document.blockers[0].items
    return item


@pytest.mark.parametrize(
    "text",
    [
        "Ask why it was due on a Friday - not urgent",
        "Pay what is due on Monday",
        "Fix the leak due to the new driver",
        "Fix the leak (due to the vendor)",
        "Say when the report is due to the board",
        "Agree on the deadline with the vendor",
        "Set a deadline for them",
        "Deploy (by hand)",
        "Hold the gate (until fixed)",
        "Rotate the keys, due next sprint",
    ],
)
def test_words_that_name_no_day_stay_in_the_text(text: str) -> None:
    item = read_item(f"[ ] {text}")
    assert (item.text, item.due, item.due_raw, item.owners) == (text, None, None, ())


@pytest.mark.parametrize(
    ("line", "owners", "due"),
    [
        ("Rotate, due Friday", (), date(2026, 11, 27)),
        ("Rotate due: 3 Dec 2026", (), date(2026, 12, 3)),
        ("Rotate - Bob, due 3 Dec 2026", ("Bob",), date(2026, 12, 3)),
        ("Rotate - Platform & Infra Team, by 3 Dec", ("Platform & Infra Team",), date(2026, 12, 3)),
        ("Rotate (by Friday)", (), date(2026, 11, 27)),
        ("Rotate (owner: Bob, Dana) due 3 Dec 2026", ("Bob", "Dana"), date(2026, 12, 3)),
        ("Rotate (owner: Bob, Dana, due 3 Dec 2026)", ("Bob", "Dana"), date(2026, 12, 3)),
        ("Rotate (due end of month)", (), date(2026, 11, 30)),
    ],
)
def test_day_and_owner_at_the_end_are_taken(line: str, owners: tuple[str, ...], due: date) -> None:
    item = read_item(f"[ ] {line}")
    assert (item.text, item.owners, item.due) == ("Rotate", owners, due)


@pytest.mark.parametrize(
    ("line", "state", "flag"),
    [
        ("[ ] Write it (owner: Olga, blocked)", "todo", "blocked"),
        ("[ ] Write it (owner: Olga, due 2 Dec 2026, blocked)", "todo", "blocked"),
        ("[ ] Write it (owner: Olga, in progress)", "doing", None),
        ("[x] Write it (owner: Olga, done)", "done", None),
        ("[x] Write it (owner: Olga, blocked)", "todo", "conflict"),
        ("[ ] Write it (owner: Olga, done)", "todo", "conflict"),
    ],
)
def test_state_beside_an_owner_is_the_line_s(line: str, state: str, flag: str | None) -> None:
    item = read_item(line)
    assert (item.text, item.owners, item.state, item.flag) == ("Write it", ("Olga",), state, flag)


def test_words_where_a_day_is_expected_become_a_note() -> None:
    item = read_item("[ ] Sign - owner: Olga, due: when legal agrees")
    assert (item.text, item.owners, item.note) == ("Sign", ("Olga",), "due: when legal agrees")
    assert read_item("[ ] Sign - owner: Olga, due: TBD").note is None


def test_front_matter_that_speaks_of_blockers_is_no_title() -> None:
    front = read_summary(b"---\nblockers: all of them\n---\n- [ ] Restore it\n", today=TODAY)
    assert front.head.title is None
    assert [one.text for one in front.unread] == ["blockers: all of them"]
