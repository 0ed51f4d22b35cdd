# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""What keyboards, word processors and mail programs make of plain text."""

import pytest

from bot.summary.mail import is_quoted_printable, with_whole_headings, without_quoted_printable
from bot.summary.source import Line, numbered
from bot.summary.typed import as_typed, typed_lines


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＷＡ－１：排水", "WA-1：排水"),
        ("－ ［ｘ］ 電源", "- [x] 電源"),
        ("＃＃ Title", "## Title"),
        ("２０２６／１２／０４", "2026/12/04"),
        ("（ＤＯＮＥ）", "(DONE)"),
        ("清掃（済み）！", "清掃（済み）！"),
        ("THR‑42", "THR-42"),
        ("### BW–2: Drain", "### BW-2: Drain"),
        ("Mon–Fri, 2–4 h, A–1 road", "Mon–Fri, 2–4 h, A–1 road"),
        ("### 2️⃣ Ghost train", "### 2. Ghost train"),
        ("Bloque\u0301", "Bloqué"),
    ],
)
def test_signs_of_other_keyboards_are_the_plain_ones(typed: str, meant: str) -> None:
    assert as_typed(typed) == meant


def test_lines_of_a_mail_keep_the_number_of_their_beginning() -> None:
    lines = numbered("# A =E2=80=93 b\n- one =\ntwo\n- [x] a=3Db")
    assert is_quoted_printable(lines)
    assert without_quoted_printable(lines) == [
        Line(1, "# A – b"),
        Line(2, "- one two"),
        Line(4, "- [x] a=b"),
    ]


@pytest.mark.parametrize(
    "text", ["- [ ] set a=20 and b=09", "x = y =\nz", "a==\nb=3D", "=E2=9C", "color=FF00AA", "=C3"]
)
def test_equals_signs_are_no_mail(text: str) -> None:
    assert not is_quoted_printable(numbered(text))


def test_heading_that_was_cut_at_the_margin_is_whole_again() -> None:
    cut = "### AB-1: The turnstile takes old coins only and the new ones jam in the"
    assert with_whole_headings(numbered(f"{cut}\nslot\n- a"))[0].text == f"{cut} slot"
    for following in ("Slot", "why: slot", "- slot", ""):
        lines = numbered(f"{cut}\n{following}")
        assert with_whole_headings(lines) == lines


def test_mail_around_a_quoted_document_stays_outside() -> None:
    head, *rest = typed_lines(numbered("Ann wrote:\n\n> # Blockers\n>\n> - a\n> > b\n> - c\n"))
    assert head.text == "Ann wrote:"
    assert [line.text for line in rest] == ["", "# Blockers", "", "- a", "> b", "- c"]


def test_answer_between_quoted_lines_is_not_unquoted() -> None:
    lines = numbered("> # Blockers\n> - a\nMy answer\n> - b")
    assert typed_lines(lines) == lines
