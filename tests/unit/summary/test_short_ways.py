"""Where a reader takes a short way, the long way leads to the same."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summary.inline import Inline, Segment, read_inline
from bot.summary.item_lines import read_item_line
from bot.summary.legend import Legend
from bot.summary.section_words import NOTHING_OPEN_PATTERNS, NOTHING_PATTERNS
from bot.summary.sections import says_nothing_open
from bot.summary.status_words import STATUS_WORDS
from bot.summary.titles import read_title

WORDS = (
    "Deploy", "DNS", "blocked", "by", "due", "Jan", "5", "2026", "tomorrow", "P1", "high", "ASAP",
    "THR", "42", "owner", "bob", "waiting", "for", "not", "eta", "1", "/", "Bob's", "or", "todo",
    "AND", "3h", "2 days", "effort", "priority", "Week 4", "N/A", "x", "X", "tbd",
)  # fmt: skip
TAGS = ("", "<i></i>")
STATES = sorted({word for words in STATUS_WORDS.values() for word in words if word.isascii()})
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(STATES), min_size=1, max_size=6).map(
    " ".join
)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_title_of_words_alone_is_read_like_the_same_in_bold(text: str) -> None:
    assert read_title(text, 3) == read_title(f"**{text}**", 3)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(" x~!"), TEXTS)
def test_entry_of_words_alone_is_read_like_the_same_with_an_entity(box: str, text: str) -> None:
    written = f"&#{ord(text[0])};{text[1:]}"
    short, long = (read_item_line(f"[{box}] {one}", Legend()) for one in (text, written))
    assert short == long


NOTHING = sorted({
    *re.findall(r"[a-z]+", " ".join([*NOTHING_OPEN_PATTERNS, *NOTHING_PATTERNS])),
    "na", "kein", "gateway",
})  # fmt: skip


def test_a_sentence_that_nothing_is_open_is_read_like_the_same_behind_a_tag() -> None:
    """Any words of which such sentences are made, and any two of them over "blockers"."""
    pairs = [f"{first} {second}" for first in NOTHING for second in NOTHING]
    for text in (*NOTHING, *pairs, *(f"{pair} blockers" for pair in pairs)):
        short, long = (says_nothing_open(f"{tag}{text}", under_blockers=True) for tag in TAGS)
        assert short == long, text


STYLES = (
    "**", "**", "`", "`", " ", " ", "a", "word", "é", "1", "(", ")", ".", ", ", ": ", "**b**",
    "`c`", "*", "_", "a_b", "``", "` ", "\\", "&amp;", "✅", "~", "[", "`x y`",
    "**THR-42**: ", "\u3000",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(STYLES), max_size=9).map("".join))
def test_styles_are_read_as_by_the_parser(text: str) -> None:
    short, long = read_inline(text), read_inline(f"{text}<i></i>")
    assert short.text == long.text
    assert _spoken(short) == _spoken(long)


def _spoken(inline: Inline) -> list[Segment]:
    return [one for one in inline.segments if one.text]
