"""The table: medians over the repeats, and how each median stands to the peers' of its group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.load import Cell

HEAD = ("", "p50 ms", "p95 ms", "p99 ms", "calls/s", "p50 / Bolt's", "p50 / one trip's")
WIDTHS = (46, 8, 8, 8, 9, 14, 18)


@dataclass(slots=True)
class Row:
    """One server under one load, measured several times."""

    name: str
    cells: list[Cell] = field(default_factory=list)

    def at(self, share: float) -> float:
        return self._median(lambda cell: cell.at(share))

    @property
    def rate(self) -> float:
        return self._median(lambda cell: cell.rate)

    def _median(self, read: Callable[[Cell], float]) -> float:
        return median(read(cell) for cell in self.cells)


@dataclass(slots=True)
class Group:
    """Rows to be compared; ``bolt`` is None where Bolt has nothing to compare with."""

    title: str
    ours: Row
    trip: Row
    bolt: Row | None = None


def table(groups: Sequence[Group]) -> str:
    lines = [_line(HEAD)]
    for group in groups:
        lines.append(group.title)
        rows = [row for row in (group.bolt, group.trip, group.ours) if row is not None]
        lines += [_line(_cells(row, group)) for row in rows]
    return "\n".join([*lines, ""])


def _cells(row: Row, group: Group) -> tuple[str, ...]:
    return (
        f"  {row.name}",
        *(f"{row.at(share):.2f}" for share in (0.5, 0.95, 0.99)),
        f"{row.rate:.0f}",
        _ratio(row, group.bolt),
        _ratio(row, group.trip),
    )


def _ratio(row: Row, other: Row | None) -> str:
    return f"{row.at(0.5) / other.at(0.5):.2f}" if other is not None else ""


def _line(cells: Sequence[str]) -> str:
    first, *rest = (
        cell.ljust(width) if not number else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )
    return "".join([first, *rest]).rstrip()
