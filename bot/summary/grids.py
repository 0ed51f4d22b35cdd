"""Tables that Markdown would not see: rules of another width, forgotten rules, no heading row."""

import re
from collections.abc import Callable, Iterator

from bot.summary.columns import read_columns
from bot.summary.fences import fenced_lines
from bot.summary.inline import plain
from bot.summary.keys import find_keys
from bot.summary.source import Line
from bot.summary.status import pure_status, read_status

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BLOCK = re.compile(r"^\s{0,3}(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>)")
_FEWEST_PIPES = 2
_KEYED_COLUMNS = 2


def with_grids(lines: list[Line]) -> tuple[list[Line], list[int]]:
    """The same lines where every table is as Markdown wants it, and where one was mended."""
    found: list[Line] = []
    mended: list[int] = []
    fenced: set[int] | None = None
    at = 0
    for start, end in _runs(lines):
        whole = _whole(lines[start:end])
        if whole is None:
            continue
        fenced = fenced_lines(lines)[0] if fenced is None else fenced
        if start not in fenced:
            found += [*lines[at:start], *whole]
            mended.append(lines[start].number)
            at = end
    return ([*found, *lines[at:]], mended) if mended else (lines, [])


def _runs(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Lines in a row that may be rows of a table: two or more."""
    start = None
    for at, line in enumerate(lines):
        if _is_row(line.text):
            start = at if start is None else start
            continue
        if start is not None and at - start > 1:
            yield start, at
        start = None
    if start is not None and len(lines) - start > 1:
        yield start, len(lines)


def _is_row(text: str) -> bool:
    if "|" not in text:
        return False
    piped = text.lstrip().startswith("|") or len(_PIPE.findall(text)) >= _FEWEST_PIPES
    return piped and not _BLOCK.match(text)


def _whole(rows: list[Line]) -> list[Line] | None:
    """None where Markdown sees the table as it is, or where it is none."""
    first, second = rows[0], rows[1]
    if _RULE.match(first.text):
        return _headed(rows[1:])
    if _RULE.match(second.text):
        return _ruled(first, second, rows[2:])
    if any(_RULE.match(row.text) for row in rows):
        return None
    columns = read_columns(cells_of(first.text))
    named = columns.at("key") is not None or columns.at("title") is not None
    if named and columns.has_evidence:
        return [first, _rule(first, len(columns.names)), *rows[1:]]
    keyed = sum(_has_key(cells_of(row.text)[:_KEYED_COLUMNS]) for row in rows)
    return _headed(rows) if keyed * 2 > len(rows) else None


def _ruled(first: Line, rule: Line, rows: list[Line]) -> list[Line] | None:
    """The heading row may be blank, or a row like the others."""
    cells = cells_of(first.text)
    if not any(cells):
        return _headed(rows)
    if _has_key(cells[:_KEYED_COLUMNS]) and not read_columns(cells).has_evidence:
        return _headed([first, *rows])
    width = len(cells)
    return None if width == len(cells_of(rule.text)) else [first, _rule(rule, width), *rows]


def _headed(rows: list[Line]) -> list[Line] | None:
    """With a heading row of what the columns show by themselves."""
    names = _names([cells_of(row.text) for row in rows])
    if not names:
        return None
    near = rows[0].number
    return [Line(near, f"| {' | '.join(names)} |"), _rule(rows[0], len(names)), *rows]


def _names(rows: list[tuple[str, ...]]) -> list[str]:
    """Empty where no column holds the keys, or none of the others a title."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    key = _first(columns, lambda cell: _has_key((cell,)) and len(cell.split()) == 1)
    state = _first(columns, _is_state)
    rest = [at for at in range(width) if at not in {key, state} and columns[at]]
    if key is None or not rest:
        return []
    names = {key: "Key", rest[0]: "Title"} | ({state: "Status"} if state is not None else {})
    return [names.get(at, "") for at in range(width)]


def _first(columns: list[list[str]], holds: Callable[[str], bool]) -> int | None:
    """The first column in which most cells are so."""
    shares = ((at, sum(map(holds, cells)), len(cells)) for at, cells in enumerate(columns))
    return next((at for at, count, of in shares if count * 2 > of), None)


def _is_state(cell: str) -> bool:
    marked = not any(map(str.isalnum, cell)) and read_status(cell).status is not None
    return marked or pure_status(cell) is not None or read_status(cell).health is not None


def _has_key(cells: tuple[str, ...]) -> bool:
    return any(find_keys(plain(cell)) for cell in cells)


def cells_of(text: str) -> tuple[str, ...]:
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip() for cell in _PIPE.split(inner))


def _rule(near: Line, width: int) -> Line:
    return Line(near.number, "|" + "---|" * width)
