"""An age is said in the unit that reads best."""

from datetime import timedelta

import pytest

from bot.domain.ages import age_words
from tests.samples.builders import NOW


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "0 s ago"),
        (timedelta(seconds=89), "89 s ago"),
        (timedelta(seconds=90), "1 min ago"),
        (timedelta(minutes=89, seconds=59), "89 min ago"),
        (timedelta(minutes=90), "1 h ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(hours=49), "2 days ago"),
        (timedelta(days=40), "40 days ago"),
    ],
)
def test_age_is_said_in_the_unit_that_reads_best(passed: timedelta, words: str) -> None:
    assert age_words(NOW - passed, NOW) == words
