# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""``python -m tests.bench.reading``: milliseconds a megabyte beside markdown-it's blocks alone."""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
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
SECTION = """## AB-{}: Rotate the certificate of gateway {}

**Status:** in progress, the vendor answered on ticket {}
**Owner:** Bob
**Due:** Jan 5, 2027

Gateway {} still shows the old certificate to half of its callers,
which the smoke test of region {} found on Monday.
Nobody is hurt so far, but it ends in a week.

**What's needed:**
- [x] Order {} placed
- [ ] Certificate {} rolled out
  - [x] on staging {}
  - [ ] in production {} (alice, due Jan 4)

"""
HARD = {
    "empty boxes": "- [ ] ",
    "nested lists": "".join("  " * depth + "- a\n" for depth in range(40)),
    "lists in HTML that never end": "<ul><li>",
    "nested quotes": ">" * 60 + " a\n",
    "brackets": "[",
    "emphasis": "*a_ ",
    "mojibake": "ðŸ”´ âœ… ",
    "one line of words": "word ",
}


def documents(take: int) -> Iterator[tuple[str, bytes]]:
    """Each take in other words: nothing of it was read before."""
    users = (DOCUMENTS / "00-users-summary.md").read_text("utf-8")
    count = MEGABYTE // len(users.encode())
    copies = range(take * count, (take + 1) * count)
    yield (
        "the user's summary, every copy in other words",
        _joined(_varied(users, at) for at in copies),
    )
    yield "the user's summary, over and over", _joined(users for _ in copies)
    step = "- [ ] Step {} of the plan (owner: bob, due Jan 5)\n"
    yield "one checklist", _filled(HEADED, step, take)
    row = "| AB-{} | Deploy {} | done | bob | 2026-01-05 |\n"
    yield "one table", _filled(ROWS, row, take)
    yield "a section a blocker", _filled("# Blockers\n\n", SECTION, take)
    sentence = "The quick brown fox jumps over lazy dog {} and waits.\n"
    yield "prose", _filled(HEADED, sentence, take)
    for name, unit in HARD.items():
        yield name, (unit * (MEGABYTE // len(unit.encode()))).encode()


def _joined(parts: Iterator[str]) -> bytes:
    return "".join(parts).encode()


def _varied(text: str, copy: int) -> str:
    text = re.sub(r"THR-(\d+)", rf"TH{copy}-\1", text)
    return re.sub(r"(?m)^([^\n]*?[a-z]{4,}) (?=[a-z])", rf"\1 x{copy}y ", text)


def _filled(head: str, lines: str, take: int) -> bytes:
    count = MEGABYTE // len(lines)
    numbers = range(take * count, (take + 1) * count)
    return (head + "".join(lines.replace("{}", str(at)) for at in numbers)).encode()


def main() -> int:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 40})
    markdown.enable("table").disable("inline")
    sys.stdout.write(f"{'':46}{'ms/MB':>8}{'blocks alone':>14}{'ratio':>7}\n")
    for takes in zip(*(documents(take) for take in range(REPEATS)), strict=True):
        raws = [raw for _, raw in takes]
        ours = _milliseconds(_read, raws)
        peer = _milliseconds(lambda raw: markdown.parse(raw.decode()), raws)
        ratio = ours / peer
        sys.stdout.write(f"{takes[0][0]:46}{ours:8.0f}{peer:14.0f}{ratio:7.1f}\n")
    sys.stdout.write(f"Medians of {REPEATS} takes, each in other words, in CPU time.\n")
    return 0


def _read(raw: bytes) -> None:
    try:
        read_summary(raw, today=TODAY)
    except UnreadableSummaryError:  # refused, which takes its time too
        return


def _milliseconds(run: Callable[[bytes], object], takes: Sequence[bytes]) -> float:
    """A megabyte, in the middle take."""
    times: list[float] = []
    for take in takes:
        begun = time.process_time()
        run(take)
        times.append((time.process_time() - begun) * 1000 * MEGABYTE / len(take))
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
