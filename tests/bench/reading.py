# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""``python -m tests.bench.reading``: milliseconds a megabyte beside markdown-it's blocks alone."""

import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

from markdown_it import MarkdownIt

from bot.domain.document import UnreadableSummaryError
from bot.summary.read import read_summary

DOCUMENTS = Path(__file__).parents[1] / "documents"
TODAY = date(2026, 11, 25)
MEGABYTE = 1_000_000
REPEATS = 3
HEADED = "# Blockers\n\n## THR-42: DNS\n\n"
ROWS = "# Blockers\n\n| Key | Title | Status | Owner | Due |\n|---|---|---|---|---|\n"
HARD = {
    "empty boxes": "- [ ] ",
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(40)),
    "nested quotes": ">" * 60 + " a\n",
    "brackets": "[",
    "emphasis": "*a_ ",
    "mojibake": "ðŸ”´ âœ… ",
    "one line of words": "word ",
}


def documents() -> Iterator[tuple[str, bytes]]:
    users = (DOCUMENTS / "00-users-summary.md").read_text("utf-8")
    copies = range(MEGABYTE // len(users.encode()))
    yield (
        "the user's summary, every copy in other words",
        _joined(_varied(users, at) for at in copies),
    )
    yield "the user's summary, over and over", _joined(users for _ in copies)
    yield "one checklist", _filled(HEADED, "- [ ] Step {} of the plan (owner: bob, due Jan 5)\n")
    yield "one table", _filled(ROWS, "| AB-{} | Deploy {} | done | bob | 2026-01-05 |\n")
    yield "prose", _filled(HEADED, "The quick brown fox jumps over lazy dog {} and waits.\n")
    for name, unit in HARD.items():
        yield name, (unit * (MEGABYTE // len(unit.encode()))).encode()


def _joined(parts: Iterator[str]) -> bytes:
    return "".join(parts).encode()


def _varied(text: str, copy: int) -> str:
    text = re.sub(r"THR-(\d+)", rf"TH{copy}-\1", text)
    return re.sub(r"(?m)^([^\n]*?[a-z]{4,}) (?=[a-z])", rf"\1 x{copy}y ", text)


def _filled(head: str, line: str) -> bytes:
    count = MEGABYTE // len(line)
    return (head + "".join(line.replace("{}", str(at)) for at in range(count))).encode()


def main() -> int:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 40})
    markdown.enable("table").disable("inline")
    sys.stdout.write(f"{'':46}{'ms/MB':>8}{'blocks alone':>14}{'ratio':>7}\n")
    for name, raw in documents():
        text = raw.decode()
        ours, peer = _beside(lambda raw=raw: _read(raw), lambda text=text: markdown.parse(text))  # type: ignore[misc]
        size = len(raw) / MEGABYTE
        ratio = ours / peer
        sys.stdout.write(f"{name:46}{ours / size:8.0f}{peer / size:14.0f}{ratio:7.1f}\n")
    sys.stdout.write(f"Medians of {REPEATS} interleaved repeats, in CPU time.\n")
    return 0


def _read(raw: bytes) -> None:
    try:
        read_summary(raw, today=TODAY)
    except UnreadableSummaryError:  # refused, which takes its time too
        return


def _beside(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for run, times in zip((ours, peer), taken, strict=True):
            begun = time.process_time()
            run()
            times.append((time.process_time() - begun) * 1000)
    return median(taken[0]), median(taken[1])


if __name__ == "__main__":
    sys.exit(main())
