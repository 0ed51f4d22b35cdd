# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""No input may crash the reader or hang it, whatever was sent for a summary."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.document import UnreadableSummaryError
from bot.render.preview_lines import preview_lines
from bot.summary.as_json import summary_as_json
from bot.summary.description import read_description
from bot.summary.read import read_summary

DOCUMENTS = Path(__file__).parents[2] / "documents"
LINES = sorted(
    {line for path in DOCUMENTS.glob("*.md") for line in path.read_text("utf-8").splitlines()}
)
TODAY = date(2026, 11, 25)
MEGABYTE = 1_000_000
PIECES = (
    "# ", "## THR-1: ", "### 1. ", "- [ ] ", "- [x] ", "* ", "  ", "\t", "1. ",
    "| a | b |\n|---|---|\n",
    "**Owner:** ", "**Due:** ", "Status: ", "~~", "`", "```\n", "<!-- ", " -->", "<details>\n",
    "<summary>", "</details>\n", "+++ a\n", "+++\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
    "✅ ", "🔴", ":x: ", "âœ…", "ğŸ”´", "\ufffd", "\u00a0", "31/02/2026", "Feb 29", "T-99999 days",
    "9999-12-31", "in 999 weeks", "0000-00-00", "> ", "[^1]", "[^1]: THR-1\n", "[a](b)", "\\",
    "---\n", "\n", "\n\n",
    "Legend: ", "Q9 2026", "W53", "&amp;", "@here", "(", ")", "[", "]", ":", "—",
    "- **Blocked:** yes\n", "Done: no\n", "| AB-1 | a |\n", "<<<<<<<<< a\n", "%%%%%%% a\n",
    "\x1b[32m", "^M\n",
    "Week 1 (Jan 30-2): ", "<table>", "<tr>", "<td colspan=2>", "</table>\n", "<ul>",
    "<ol start=3>",
    "<li>", "</ul>", "<h2>", "</h2>", "<pre>\n", "</pre>", "<blockquote>", "<dl><dt>", "<dd>",
)  # fmt: skip


def attempt(raw: bytes) -> None:
    try:
        document = read_summary(raw, today=TODAY)
    except UnreadableSummaryError:
        return
    json.dumps(summary_as_json(document))
    assert preview_lines(document)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused_by_name(raw: bytes) -> None:
    attempt(raw)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join))
def test_scraps_of_markdown_are_read_or_refused_by_name(text: str) -> None:
    attempt(text.encode("utf-8", errors="surrogatepass"))
    read_description(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=40).map("\n".join))
def test_shuffled_documents_are_read_or_refused_by_name(text: str) -> None:
    attempt(text.encode("utf-8"))
    read_description(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(DOCUMENTS.glob("*.md"))), st.integers(0, 4000), st.binary(max_size=6))
def test_damaged_documents_are_read_or_refused_by_name(path: Path, at: int, scrap: bytes) -> None:
    raw = path.read_bytes()
    attempt(raw[:at] + scrap + raw[at + len(scrap) :])


@pytest.mark.parametrize(
    "unit",
    [
        "[", "[x](", "*a_ ", "`", ">", "- ", "|", "- [ ] ~~a", "✅", "ðŸ”´", "- a: b - ", "<",
        "<!-- ", "a:", "**a:** ",
        "@a ", "(", "**Status:** done not ", "<<<<<<< a\n", "```\n", "\\[", "word ", "a1", "__a",
        "â", "1. ", "👩\u200d",
        ":a", "- Due: Jan 1 - ", "<details><summary>x\n", "+++ a\n", "A", "AB-1 ", "\n", " ", "=",
        "\x01", "- [ ] (a, ",
        "<table>", "<table><tr><td>a", "<ul><li>", "</ul>", "<ul>\n<li>a\n", "<h2>a</h2>",
        "<table>\n", "<pre>\n", "<blockquote>- a\n", "<td colspan=9>", "<ul ", "`<ul>", "<dl><dt>a",
        "🔴 ✅ ", "- ✅ a ðŸ”´ ", "<!-- ` ", "**a", "> > - [x] ", "<a href='", "[a]: b\n", "eyJa.",
        "token: ", "a://b:",
        "[[a|b]] ", "From: a\nSent: b\nSubject: c\n", "Ann  9:41 AM\n", "h1. a\n",
        "||a||b||\n",
        "On Monday a wrote:\n", "- [ ] a \u2705 2026-01-01 ", "A-1 - b - Ann - ",
        "1.1.1.1", "Jan 1 to ", "P0/", "100% of ", "[^1]", "~~a~~ ", "@a,",
        "[x] = a · ", "✅ → ", "=E2=9C=85", "&amp;amp;", "a\tb\tc\n", "<<<<<<<<< a\n", "\\u2705",
        "AB-1, ",
        "|---|\n", "``` a\n", "[x] a [ ] ", "basic a1b2c3d4e5f6g7h8 ", "12\ta\n", "02/03/2026 ",
    ],
)  # fmt: skip
def test_endless_repetition_takes_time_in_proportion(unit: str) -> None:
    raw = (unit * (100_000 // len(unit))).encode()
    begun = time.process_time()
    attempt(raw)
    assert time.process_time() - begun < 4


@pytest.mark.parametrize("unit", ["a\n", "- a\r", "# a\r\n", "<li>a"])
def test_more_lines_than_anybody_writes_are_refused_by_name(unit: str) -> None:
    with pytest.raises(UnreadableSummaryError, match="line 50001: at most 50,000 lines"):
        read_summary(("- [ ] Door\n" + unit * 50_001).encode(), today=TODAY)


def test_as_many_lines_as_anybody_writes_are_read() -> None:
    raw = "## A-1: Door\n" + "\n" * 49_998 + "- [ ] Hinges\n"
    (blocker,) = read_summary(raw.encode(), today=TODAY).blockers
    assert [item.line for item in blocker.items] == [50_000]


@pytest.mark.parametrize(
    "raw",
    [
        "".join("  " * depth + "- [ ] a\n" for depth in range(1_000)),
        "".join(">" * depth + " a\n" for depth in range(1_000)),
        "[" * 10_000 + "a" + "]" * 10_000,
        "**" * 10_000 + "a" + "*_" * 10_000,
        "<ul><li>" * 10_000 + "[x] a" + "</li></ul>" * 10_000,
        "<ul>" * 40_000 + "</ul>" * 40_000 + "<li>a",
        "<table><tr><td>" * 10_000 + "a" + "</td></tr></table>" * 10_000,
        "<details><summary>" * 10_000 + "a" + "</summary></details>" * 10_000,
        "| a " * 3_000 + "|\n" + "|---" * 3_000 + "|\n" + "| b |\n" * 300,
        "# Blockers\n" + "```\n" * 9_999 + "## A-1: x\n",
        "# Blockers\n" + "```x\n" * 20_000 + "## A-1: x\n",
        "# Blockers\n" + "<!--\n```\n" * 10_000 + "## A-1: x\n-->",
    ],
    ids=[
        "lists",
        "quotes",
        "brackets",
        "stars",
        "ul",
        "ul first",
        "table",
        "folds",
        "wide",
        "fences",
        "open",
        "comments",
    ],
)
def test_deep_nesting_is_read_or_refused_by_name(raw: str) -> None:
    begun = time.process_time()
    attempt(raw.encode())
    assert time.process_time() - begun < 4


def test_a_megabyte_of_summaries_is_read_in_seconds() -> None:
    raw = (DOCUMENTS / "00-users-summary.md").read_bytes()
    raw *= MEGABYTE // len(raw)
    begun = time.process_time()
    document = read_summary(raw, today=TODAY)
    assert time.process_time() - begun < 4
    assert [one.key for one in document.blockers] == ["THR-42", "THR-41", "THR-55"]
