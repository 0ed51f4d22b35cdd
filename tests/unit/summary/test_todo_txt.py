"""A file is a list of todo.txt only where every line may be one and most show it."""

from datetime import date

import pytest

from bot.domain.document import UnreadableSummaryError
from bot.summary.read import read_summary

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        "(A) The parties agree\n(B) The rent is due\n",
        "x marks the spot\nx stands for the unknown\n",
        "2026-11-01 Deployed the gate\n2026-11-02 Deployed the fence\n",
        "(A) 2026-11-01 Call Bob\nWe met in the yard.\nIt rained.\nNobody came.\n",
        "(A) 2026-11-01 Call Bob\n> and he said no\n",
    ],
    ids=["points of a letter", "a sentence", "a log of days", "mostly prose", "a quote"],
)
def test_what_only_looks_like_one_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSummaryError):
        read_summary(text.encode(), today=TODAY)


def test_one_line_is_enough_where_it_shows_enough() -> None:
    (blocker,) = read_summary(b"x 2026-11-02 Call Bob @phone\n", today=TODAY).blockers
    (item,) = blocker.items
    assert (item.text, item.state, item.owners) == ("Call Bob", "done", ())
    assert item.note == "place phone; done 2026-11-02"
