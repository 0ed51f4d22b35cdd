"""What people type after /blockers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.commands import Ask, parse_command


@pytest.mark.parametrize(
    ("text", "ask", "milestone", "key", "share"),
    [
        ("", Ask.BOARD, None, "", False),
        ("share", Ask.BOARD, None, "", True),
        ("THR-42", Ask.BLOCKER, None, "THR-42", False),
        ("thr-42 share", Ask.BLOCKER, None, "THR-42", True),
        ("thr42", Ask.BLOCKER, None, "THR-42", False),
        ("prod", Ask.BOARD, "prod", "", False),
        ("PROD THR-42", Ask.BLOCKER, "prod", "THR-42", False),
        ("prod scorecard share", Ask.SCORECARD, "prod", "", True),
        ("digest", Ask.DIGEST, None, "", False),
        ("digest post", Ask.DIGEST_POST, None, "", False),
        ("  Digest   POST ", Ask.DIGEST_POST, None, "", False),
        ("doctor", Ask.DOCTOR, None, "", False),
        ("mine", Ask.FILTERED, None, "", False),
        ("prod overdue, urgent", Ask.FILTERED, "prod", "", False),
        ("overdue share prod", Ask.FILTERED, "prod", "", True),
        ("scorecard prod", Ask.SCORECARD, "prod", "", False),
        ("at risk", Ask.FILTERED, None, "", False),
        ("at fri 17:00", Ask.AT, None, "", False),
        ("add overdue share", Ask.ADD, None, "", False),
        ("help", Ask.HELP, None, "", False),
    ],
)
def test_a_command_is_understood(
    text: str, ask: Ask, milestone: str | None, key: str, share: bool
) -> None:
    query = parse_command(text, ["prod", "steady"])

    assert (query.ask, query.milestone, query.key, query.share) == (ask, milestone, key, share)


@pytest.mark.parametrize(
    ("text", "unknown", "nearest"),
    [
        ("scorcard", "scorcard", "scorecard"),
        ("digset", "digset", "digest"),
        ("digest pots", "pots", "digest post"),
        ("pord", "pord", "prod"),
        ("hepl", "hepl", "help"),
        ("xyzzy", "xyzzy", ""),
        ("help me now", "me", "help"),
        ("digst pst", "digst", "digest post"),
        ("digest post now", "now", "digest post"),
        ("scorecard scorecard", "scorecard", "scorecard"),
        ("help help", "help", "help"),
        ("he lp", "he", "help"),
        ("post", "post", ""),
        ("THR 42", "THR", "THR-42"),
        ("thr-42 thr-41", "thr-42", "THR-42"),
        ("steady scorcard", "scorcard", "steady scorecard"),
        ("overdeu", "overdeu", "overdue"),
        ("overdeu urgent <@U1|bob>", "overdeu", "overdue urgent @bob"),
        ("prod stael unowend share", "stael", "prod stale unowned share"),
        ("lable:infra high", "lable:infra", "label:infra high"),
        ("due:thisweek @bob", "due:thisweek", "due:this-week @bob"),
        ("xyzzy urgent", "xyzzy", "urgent"),
        ("today", "today", "due:today"),
        ("overdue scorecard", "scorecard", "overdue"),
    ],
)
def test_what_is_not_understood_gets_the_nearest(text: str, unknown: str, nearest: str) -> None:
    query = parse_command(text, ["prod", "steady"])

    assert (query.ask, query.unknown, query.nearest) == (Ask.UNKNOWN, unknown, nearest)


@given(
    st.lists(
        st.sampled_from(
            [
                "overdeu",
                "stale",
                "lable:x",
                "@bob",
                "due:",
                "digst",
                "pst",
                "post",
                "digest",
                "help",
                "hlp",
                "share",
                "pord",
                "prod",
                "thr",
                "42",
            ]
        ),
        max_size=4,
    )
)
def test_what_is_offered_instead_is_understood(words: list[str]) -> None:
    query = parse_command(" ".join(words), ["prod", "steady"])

    if query.nearest:
        assert parse_command(query.nearest, ["prod", "steady"]).ask is not Ask.UNKNOWN


def test_a_channel_stands_for_a_milestone_wherever_it_is_typed() -> None:
    for text in ("<#C0OPS|ops> overdue", "overdue <#C0OPS>"):
        query = parse_command(text, ["prod"])
        assert (query.ask, query.channel, query.milestone) == (Ask.FILTERED, "C0OPS", None)


def test_a_long_command_is_answered_at_once() -> None:
    query = parse_command("overdeu <@ " * 700, ["prod"])
    assert query.ask is Ask.UNKNOWN


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    query = parse_command(text, ["prod"])

    assert isinstance(query.ask, Ask)
    assert len(query.unknown) <= 60
