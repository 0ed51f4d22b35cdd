# ruff: noqa: RUF001  (signs that look alike are what is read here)
"""The author's own key to the marks holds, wherever it stands and whatever it is called."""

from datetime import date

import pytest

from bot.summary.legend import Legend
from bot.summary.read import read_summary

ITEMS = "## AB-1: Door\n- [x] Cold\n- [o] Warm\n"
FAILED = [("Cold", "todo"), ("Warm", "done")]


def items_of(text: str) -> list[tuple[str, str]]:
    document = read_summary(f"# Blockers\n\n{text}".encode(), today=date(2026, 11, 25))
    return [(item.text, item.state) for one in document.blockers for item in one.items]


@pytest.mark.parametrize(
    "key",
    [
        "> **Key:** [x] = failed · [o] = passed",
        "Key: `[x]` = failed, `[o]` = passed",
        "In this list [x] means failed and [o] means passed.",
        "Marks used here\n\n- [x] = failed\n- [o] = passed",
    ],
)
def test_ticked_box_that_the_key_calls_failed_is_not_done(key: str) -> None:
    assert items_of(f"{key}\n\n{ITEMS}") == FAILED
    assert items_of(f"{ITEMS}\n{key}\n") == FAILED


def test_sign_of_the_key_is_a_mark_even_where_it_else_adorns() -> None:
    lines = "## AB-1: Door\n- ➖ Remote\n- ⭕ Motor\n- ✅ Lamp\n"
    key = "Legend: ➖ = dropped, ⭕ = open, ✅ = approved to start\n\n"
    assert items_of(key + lines) == [("Remote", "skipped"), ("Motor", "todo"), ("Lamp", "todo")]


@pytest.mark.parametrize(
    "text", ["✅ = done", "a = b and c = d", "✅ Login, 🔴 Search", "[x] done [ ] open", "x = [x]"]
)
def test_line_that_explains_less_than_two_marks_is_no_key(text: str) -> None:
    assert not Legend().learn_in_passing(text)
