"""Merge marks of all makes: which lines each side has, and which lines are marks."""

import pytest

from bot.summary.conflicts import Sides, split_sides
from bot.summary.source import split_lines


def sides_of(text: str) -> Sides:
    return split_sides(split_lines(text))


def texts(text: str) -> list[str]:
    found = sides_of(text)
    return [" ".join(line.text for line in side) for side in (found.ours, *found.others)]


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        ("a\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\nd", "a b d", "a c d"),
        ("<<<<<<< x\nb\n||||||| base\no\n=======\nc\n>>>>>>> y", "b", "c"),
        ("<<<<<<<<< x\nb\n=======\n=========\nc\n>>>>>>>>> y", "b =======", "c"),
        ("<<<<<<< x\nb\n======= y\nc\n>>>>>>> y", "b", "c"),
        ("- a\n  <<<<<<< x\n  - b\n  =======\n  - c\n  >>>>>>> y", "- a   - b", "- a   - c"),
        ("<<<<<<< x\nb\n=======\nc\n> > > > > > > y\nd", "b d", "c d"),
        ("<<<<<<< C 1\n%%%%%%% Changes\n-o\n+b\n+++++++ Side\nc\n>>>>>>> C 1 ends\nd", "d", "c d"),
        ("a\n=======\nb\n>>>>>>> y\nc", "a ======= b c", "a ======= b c"),
        ("a\n<<<<<<< x\nb", "a b", "a"),
    ],
)
def test_each_side_has_its_own_lines(text: str, ours: str, theirs: str) -> None:
    assert texts(text) == [ours, theirs]


def test_conflict_in_a_conflict_is_read_from_every_side() -> None:
    inner = "<<<<<<<<< 1\nb\n=========\nc\n>>>>>>>>> 2"
    text = f"a\n<<<<<<< x\n{inner}\n=======\nd\n>>>>>>> y\ne"
    assert texts(text) == ["a b e", "a d e", "a c e", "a d e"]
    assert sides_of(text).marks == (2, 3, 5, 7, 8, 10)


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\ntext",
        "a <<<<<<< b",
        "`<<<<<<< a`",
        "<<<<<<",
        "a\n> > > > > > > deep",
        "a\n  >>>>>>> x",
    ],
)
def test_what_only_looks_like_a_mark_is_text(text: str) -> None:
    found = sides_of(text)
    assert (found.ours, found.others, found.marks) == (split_lines(text), [], ())
