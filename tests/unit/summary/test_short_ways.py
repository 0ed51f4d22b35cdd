"""Where a reader takes a short way, the long way leads to the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summary.status_words import STATUS_WORDS
from bot.summary.titles import read_title

WORDS = (
    "Deploy", "DNS", "blocked", "by", "due", "Jan", "5", "2026", "tomorrow", "P1", "high", "ASAP",
    "THR", "42", "owner", "bob", "waiting", "for", "not", "eta", "1", "/", "Bob's", "or", "todo",
    "AND", "3h", "2 days", "effort", "priority", "Week 4", "N/A", "x", "X", "tbd",
)  # fmt: skip
STATES = sorted({word for words in STATUS_WORDS.values() for word in words if word.isascii()})
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(STATES), min_size=1, max_size=6).map(
    " ".join
)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_title_of_words_alone_is_read_like_the_same_in_bold(text: str) -> None:
    assert read_title(text, 3) == read_title(f"**{text}**", 3)
