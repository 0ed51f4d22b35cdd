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
    ],
)
def test_what_is_not_understood_gets_the_nearest(text: str, unknown: str, nearest: str) -> None:
    query = parse_command(text, ["prod", "steady"])

    assert (query.ask, query.unknown, query.nearest) == (Ask.UNKNOWN, unknown, nearest)


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    query = parse_command(text, ["prod"])

    assert isinstance(query.ask, Ask)
    assert len(query.unknown) <= 60
