"""The text of a message becomes a title and a why, read as people read it."""

import pytest

from bot.domain.drafting import MAX_TITLE
from bot.domain.message_text import as_read, mentioned, part_title

NAMES = {"U0BOB": "Bob"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("<@U0BOB> and <@U0X|xavier> and <@U0Y>", "@Bob and @xavier and @U0Y"),
        ("<!channel> <!here|here> <!subteam^S1|@backend>", "@channel here @backend"),
        ("in <#C1|ops> or <#C2>", "in #ops or #C2"),
        ("<https://x.org/a?b=1&amp;c|the log>", "the log (https://x.org/a?b=1&c)"),
        ("<https://x.org> <mailto:a@x.org|a@x.org>", "https://x.org a@x.org"),
        ("\u202eevil\u0007", "evil"),
        ("one\r\n\n  two  \n", "one\n\n  two"),
    ],
)
def test_message_is_read_without_slacks_marks(text: str, read: str) -> None:
    assert as_read(text, NAMES) == read


def test_people_named_are_found() -> None:
    assert mentioned("<@U0BOB> <@W1|w> <#C1>") == {"U0BOB", "W1"}


def test_first_line_is_the_title_and_the_rest_the_why() -> None:
    assert part_title("TLS is broken\n\nsince 8:12\nsee log") == (
        "TLS is broken",
        "since 8:12\nsee log",
    )
    assert part_title("") == ("", "")
    assert part_title("  \n x ") == ("x", "")


@pytest.mark.parametrize("text", ["word " * 600, "x" * 3000, "ab " + "y" * 3000, "é" * 151])
def test_long_first_line_is_cut_and_kept_whole_in_the_why(text: str) -> None:
    title, why = part_title(f"{text}\nmore")
    assert len(title) <= MAX_TITLE
    assert title.endswith("…")
    assert len(title) > MAX_TITLE - 15 or text.startswith("ab")
    assert why == f"{text.rstrip()}\nmore"[:3000].strip()
