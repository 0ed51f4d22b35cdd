"""Tables that somebody typed by hand, before Markdown looks at them."""

import time

import pytest

from bot.summary.grids import with_grids
from bot.summary.source import Line, numbered

HEAD = "| Key | Title | Status |"
ROW = "| AB-1 | Door | Open |"


def mended(text: str) -> list[str]:
    return [line.text for line in with_grids(numbered(text))[0]]


def test_forgotten_rule_is_put_in() -> None:
    lines, named = with_grids(numbered(f"a\n\n{HEAD}\n{ROW}\n\nb"))
    assert lines[2:5] == [Line(3, HEAD), Line(3, "|---|---|---|"), Line(4, ROW)]
    assert named == [3]


def test_rule_of_another_width_is_as_wide_as_its_heading() -> None:
    assert mended(f"{HEAD}\n|:--|--|\n{ROW}") == [HEAD, "|---|---|---|", ROW]


@pytest.mark.parametrize(
    "rows",
    ["| AB-1 | Door | Open |\n|---|---|---|\n| AB-2 | Lamp | ✅ |", f"|---|---|---|\n{ROW}\n{ROW}"],
)
def test_columns_without_names_are_named_by_what_they_hold(rows: str) -> None:
    assert mended(rows)[:2] == [HEAD, "|---|---|---|"]
    assert "AB-1" in mended(rows)[2]


def test_blank_heading_row_is_filled_in() -> None:
    rows = "| | | |\n|-|-|-|\n| Open | AB-1 | Door |\n| Done | AB-2 | Lamp |"
    assert mended(rows)[0] == "| Status | Key | Title |"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n|---|---|---|\n{ROW}",
        "a | b | c\nd | e | f",
        "| just | cells |\n| more | cells |",
        f"{HEAD}\n\n{ROW}",
        f"```\n{HEAD}\n{ROW}\n```",
        "- a | b | c\n- d | e | f",
        "| AB-1 and AB-2 are alike | x |\n| y | z |",
        "",
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    lines = numbered(text)
    assert with_grids(lines) == (lines, [])


@pytest.mark.parametrize(
    "unit", ["| AB-1 | Door |\n", "|-", "| - ", "|:-:|\n", "|\n", "|AB-1|x|y\n\n"]
)
def test_many_pipes_take_time_in_proportion(unit: str) -> None:
    begun = time.process_time()
    with_grids(numbered(unit * (200_000 // len(unit))))
    assert time.process_time() - begun < 2
