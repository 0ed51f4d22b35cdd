"""Rows of a spreadsheet, parted by tabs, semicolons or commas → rows of a table."""

import csv
from collections.abc import Iterator

from bot.summary.columns import read_columns
from bot.summary.source import Line

_FEWEST = 3
_LONGEST = 2_000
_NO_CELL = frozenset({"", "#", "-", "*", "|", ">", " "})


def with_sheets(lines: list[Line]) -> list[Line]:
    """Only below a row that names columns, and where the rows have as many cells as it has."""
    found: list[Line] = []
    at = 0
    for start, end, sign in _runs(lines):
        rows = [_cells(line.text, sign) for line in lines[start:end]]
        if _is_sheet(rows, sign):
            table = [_row(line, cells) for line, cells in zip(lines[start:end], rows, strict=True)]
            rule = Line(lines[start].number, "|" + "---|" * len(rows[0]))
            blank = Line(lines[start].number, "")
            found += [*lines[at:start], blank, table[0], rule, *table[1:], blank]
            at = end
    return [*found, *lines[at:]] if at else lines


def _runs(lines: list[Line]) -> Iterator[tuple[int, int, str]]:
    start, sign = 0, ""
    for at, line in enumerate([*lines, Line(0, "")]):
        if sign:
            if sign in line.text and len(line.text) < _LONGEST:
                continue
            if at - start > 1:
                yield start, at, sign
        start, sign = at, _sign(line.text)


def _sign(text: str) -> str:
    if text[:1] in _NO_CELL or len(text) >= _LONGEST:
        return ""
    for sign in "\t;,":
        if text.count(sign) >= _FEWEST - 1:
            return sign
    return ""


def _cells(text: str, sign: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=sign), [])]
    except csv.Error:
        return []


def _is_sheet(rows: list[list[str]], sign: str) -> bool:
    width = len(rows[0])
    columns = read_columns(tuple(rows[0]))
    named = columns.at("key") is not None or columns.at("title") is not None
    if width < _FEWEST or not named or not columns.has_evidence or "" in rows[0]:
        return False
    return all(len(row) == width or (sign == "\t" and 1 < len(row) < width) for row in rows[1:])


def _row(line: Line, cells: list[str]) -> Line:
    texts = (cell.replace("|", "\\|") for cell in cells)
    return Line(line.number, f"| {' | '.join(texts)} |")
