"""What the terminal shows before anything is stored."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.document import UnreadableSummaryError
from bot.render.preview_lines import conflict_message, preview_lines
from bot.summary.read import read_summary

TODAY = date(2026, 11, 25)
TOKEN_LIKE = "tok_EXAMPLE_000000000000"  # noqa: S105 - an example


def preview(text: str) -> str:
    return "\n".join(preview_lines(read_summary(text.encode(), today=TODAY)))


def test_preview_shows_what_was_understood_with_its_lines() -> None:
    shown = preview(
        "# Release\nDate: 2026-11-20\n## THR-1: TLS\n- **Status:** In progress\n"
        "- **Owner:** Bob\n- [x] issuer\n- [ ] DNS\n"
    )
    assert "    3  THR-1 TLS" in shown
    assert "in progress · Bob" in shown
    assert "    6    [x] issuer" in shown
    assert "    7    [ ] DNS" in shown


def test_preview_names_doubts_and_what_was_left_out() -> None:
    shown = preview("# Release\n## THR-1: TLS\n- Due: Friday\n- a remark\n- [ ] DNS ✅\n")
    assert "relative date" in shown
    assert "state conflict" in shown
    assert "Not understood, left out\n    4  a remark" in shown


def test_preview_names_keys_that_share_a_line() -> None:
    table = "| Key | Title | Status |\n|---|---|---|\n| AB-5, AB-6 | Roof | Open |\n"
    shown = preview(f"# Blockers\n\n- AB-1, AB-2: Door\n  - Owner: Bob\n\n{table}")
    assert "    3  keys joined: AB-1: AB-2 is named too" in shown
    assert "    8  keys joined: AB-5: AB-6 is named too" in shown


def test_preview_names_boxes_that_stand_in_code() -> None:
    shown = preview("# Release\n## THR-1: TLS\n- [ ] DNS\n\n```\nlog\n- [x] sample\n```\n")
    assert "    7  code skipped: boxes in a code fence are not imported" in shown


def test_preview_names_what_stands_at_the_top_and_speaks_for_nothing() -> None:
    shown = preview(
        "# Release\nDate: 2026-11-20\nSeverity: SEV1\nOwner: Ann\nOwner: Bob\n## Notes\n"
        "A thought.\n## THR-1: TLS\n- [ ] DNS\n"
    )
    left = shown.partition("Not understood, left out\n")[2]
    assert left == "    3  Severity: SEV1\n    5  Owner: Bob\n    7  Notes: A thought.\n"


def test_preview_hides_what_looks_like_a_secret() -> None:
    shown = preview(f"# R\n## THR-1: TLS\n- [ ] replace `{TOKEN_LIKE}`\n")
    assert TOKEN_LIKE not in shown
    assert "secret like" in shown


SECRETS = Path(__file__).parents[2] / "documents" / "traps" / "secrets-everywhere.md"
BEGINNINGS = (
    "ghp_a1B2c3", "xoxb-123456", "AKIAIOSF", "sk-proj-abc", "lin_api_AbC", "eyJhbGci", "S3cr3t",
    "hunter2", "Tr0ub4dor", "wJalrXU", "MIIEow",
)  # fmt: skip


def test_secret_is_repeated_nowhere_whatever_it_stands_in() -> None:
    raw = SECRETS.read_text("utf-8")
    document = read_summary(raw.encode(), today=TODAY)
    shown = "\n".join(preview_lines(document))
    said = " ".join(one.detail for one in document.warnings)
    for beginning in BEGINNINGS:
        assert beginning in raw
        assert beginning not in shown
        assert beginning not in said


def test_lines_of_a_private_key_are_all_named() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQ==\n-----END PRIVATE KEY-----"
    document = read_summary(f"# Blockers\n\n{key}\n\n## A-1: x\n- [ ] y\n".encode(), today=TODAY)
    lines = [one.line for one in document.warnings if one.code == "secret_like"]
    assert lines == [3, 4, 5]


def test_document_with_merge_marks_is_shown_and_says_that_it_cannot_be_stored() -> None:
    text = "# R\n<<<<<<< a\n## THR-1: One\n=======\n## THR-1: Two\n>>>>>>> b\n- [ ] x\n"
    document = read_summary(text.encode(), today=TODAY)
    assert "2, 4, 6" in conflict_message(document)
    assert "Nothing can be stored" in preview(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"# Notes\nJust prose about life.\n",
        b'{"a": [1, 2]}',
        b"# x\nimport os\n",
        b"a,b\n1,2\n",
    ],
)
def test_what_holds_no_summary_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableSummaryError, match="summary was expected"):
        read_summary(raw, today=TODAY)


@pytest.mark.parametrize(
    "raw", [b"# Blockers\nNo blockers.\n", b"# Points bloquants\nAucun point bloquant.\n"]
)
def test_document_that_says_nothing_is_open_is_valid(raw: bytes) -> None:
    assert read_summary(raw, today=TODAY).blockers == ()


def test_notes_of_lines_and_the_author_s_own_fields_are_shown() -> None:
    shown = preview("# R\n## THR-2: CI\n- Started: 3 Nov\n- [ ] Sign (owner: Olga, after lunch)\n")
    assert "Started: 3 Nov" in shown
    assert "[ ] Sign  (Olga · note: after lunch)" in shown


def test_nothing_that_is_told_is_left_out_without_a_word() -> None:
    shown = preview(
        "# Release\n## Overview\n**Owner:** Bob\n## Blocking\n- THR-1 TLS\n"
        "## THR-2: CI\n- Started: 3 Nov\n## Glossary\n- **SLO**: service level objective\n"
    )
    assert "THR-1 TLS" in shown
    assert "SLO: service level objective" in shown
    document = read_summary(b"# R\n## THR-2: CI\n- Started: 3 Nov\n", today=TODAY)
    assert document.blockers[0].fields == (("Started", "3 Nov"),)
    assert read_summary(b"# R\n## Overview\n**Owner:** Bob\n## THR-1: x\n", today=TODAY).head.owners
