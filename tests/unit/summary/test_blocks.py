"""The blocks that our rules find in Markdown are those that markdown-it's own rules find."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summary.source import Line, split_lines
from bot.summary.structure import parse_blocks
from tests.unit.summary.plain_blocks import plain_blocks

DOCUMENTS = Path(__file__).parents[2] / "documents"
INDENTS = ("", "", "", " ", "  ", "   ", "    ", "     ", "      ", "\t", " \t", "        ")
MARKS = (
    "- ", "* ", "+ ", "-", "*", "1. ", "2) ", "01. ", "1234567890. ", "7.", "-   ", "-     ",
    "-\t", "1.\t", "> ", ">", ">\t", "# ", "## ", "#", "####### ", "#\t", "- - ", "- > ", "> - ",
)  # fmt: skip
TEXTS = (
    "", "", "a", "word word", "---", "***", "_ _ _", "- - -", "--", "=", "===", "-", "= =",
    "```", "````", "~~~", "``` a", "``` a`", "~~", "#a", "a #", "a ##  ", "# #", "[ ] a",
    "| a | b |", "|---|---|", "|:-:|--", "--|--", "a | b", "|a|b", "| a \\| b | c |", "|a|", "||",
    "|", "|---", "-|", ":-", "---|---|---", "\\|", "[x] a | b", "1986\\. a", "+a", "_a_", "~a",
    "\u3000", "a  ", "a\\", "<b>", "[a]: b",
)  # fmt: skip
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(INDENTS),
    st.lists(st.sampled_from((*INDENTS, *MARKS)), max_size=4).map("".join),
    st.sampled_from(TEXTS),
    st.sampled_from(("", "", "", " ", "\t")),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=16))
def test_scraps_of_markdown_are_the_same_blocks(texts: list[str]) -> None:
    lines = [Line(number, text) for number, text in enumerate(texts, 101)]
    assert parse_blocks(lines) == plain_blocks(lines)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.rglob("*.md")), ids=lambda path: path.stem)
def test_whole_documents_are_the_same_blocks(path: Path) -> None:
    lines = split_lines(path.read_text("utf-8", errors="replace"))
    assert parse_blocks(lines) == plain_blocks(lines)
