"""Text that was copied out of a terminal, a viewer, a string of a program or a spreadsheet."""

import json
import time

import pytest

from bot.summary.programs import as_lines, freed
from bot.summary.sheets import with_sheets
from bot.summary.source import Line, numbered

HEAD = "Key,Title,Status"


def lines_of(text: str) -> list[str]:
    return [line.text for line in as_lines(numbered(text), text)]


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        (json.dumps("# A\n\n- ✅ b\n"), "# A\n\n- ✅ b\n"),
        ("# A\\n\\n- b\\n- c", "# A\n\n- b\n- c"),
        ("- \\u2705 a\n- \\ud83d\\udd34 b", "- ✅ a\n- 🔴 b"),
        ("- &acirc;&oelig;&hellip; a", "- âœ… a"),
        ("use \\n or \\t", "use \\n or \\t"),
        ("one \\u2705 alone", "one \\u2705 alone"),
        ("\\ud83d a \\ud83d b", "\\ud83d a \\ud83d b"),
        ("a &amp; b &lt;c&gt; caf&eacute;", "a &amp; b &lt;c&gt; caf&eacute;"),
    ],
)
def test_strings_of_programs_are_the_text_itself(copied: str, meant: str) -> None:
    assert freed(copied) == meant


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("\x1b[1;34m# A\x1b[0m\n- \x1b[32m✅\x1b[0m b", ["# A", "- ✅ b"]),
        ("# A^M\n- b^M", ["# A", "- b"]),
        ("     1\t# A\n     2\t\n     3\t- b", ["# A", "", "- b"]),
        (" 41 | # A\n 42 |\n 43 | - b", ["# A", "", "- b"]),
        ("1. a\n2. b", ["1. a", "2. b"]),
        ("3: a\n1: b", ["3: a", "1: b"]),
        ("press ^M\nthen go\nand on", ["press ^M", "then go", "and on"]),
    ],
)
def test_what_viewers_add_to_each_line_is_taken_off(copied: str, meant: list[str]) -> None:
    assert lines_of(copied) == meant


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        (f'{HEAD}\nA-1,"Pump, second",Open', "| A-1 | Pump, second | Open |"),
        ("Key\tTitle\tStatus\nA-1\tPump", "| A-1 | Pump |"),
        ("Nr;Titel;Status\nA-1;Pumpe | zwei;offen", "| A-1 | Pumpe \\| zwei | offen |"),
    ],
)
def test_rows_of_a_spreadsheet_are_a_table(rows: str, last: str) -> None:
    found = with_sheets(numbered(f"# B\n\n{rows}\n\nend"))
    assert [line.text for line in found[4:]] == ["|---|---|---|", last, "", "", "end"]
    assert found[5] == Line(4, last)


@pytest.mark.parametrize(
    "text",
    [
        "a, b, c\nd, e, f",
        f"{HEAD}\none, two",
        "Key, title and status, all of them\nmore",
        HEAD,
        "a\tb",
    ],
)
def test_sentences_with_commas_are_no_table(text: str) -> None:
    lines = numbered(text)
    assert with_sheets(lines) == lines


@pytest.mark.parametrize(
    "unit", ["\x1b[", "\x1b]", "\\u270", '\\n"', "&acirc;", "a,b,c\n", "1\t", "^M\n"]
)
def test_odd_copies_take_time_in_proportion(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    with_sheets(as_lines(numbered(freed(text)), text))
    assert time.process_time() - begun < 2
