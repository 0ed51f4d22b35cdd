"""Lists in HTML that never end: their tags are text, yet say nothing where they stand alone."""

from datetime import date

import pytest

from bot.summary.html import without_html
from bot.summary.read import read_summary
from bot.summary.source import numbered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<ul><li><ul><li>", ["<ul>"]),
        ("<ul>\n<li>\n<ul>\n<li>Deploy", ["<ul>", "- Deploy"]),
        ("<li>Use <ul> here<li>Deploy", ["- Use <ul> here", "- Deploy"]),
        ("<ol><li>a<li><ul><li>b</ol>", ["1. a", "3. b"]),
        ("<ul><li>a<ul><li>b</ul></ul>", ["- a", "    - b"]),
    ],
)
def test_an_entry_says_something_or_there_is_none(text: str, expected: list[str]) -> None:
    found = [line.text for line in without_html(numbered(text)) if line.text]
    assert found == expected


def test_a_list_inside_a_cell_of_markdown_leaves_the_table_whole() -> None:
    raw = (
        b"# Release blockers\n\n| Blocker | Owner | Still missing |\n|---|---|---|\n"
        b"| Backups | Olga, Bob | <ul><li>[x] Pick a host</li><li>[ ] Restore one</li></ul> |\n"
        b"| DNS | @kim | Transfer code; TTL lowered \xe2\x9c\x85 |\n"
    )
    blockers = read_summary(raw, today=date(2026, 11, 25)).blockers
    assert [(one.title, one.owners) for one in blockers] == [
        ("Backups", ("Olga", "Bob")),
        ("DNS", ("kim",)),
    ]
    assert [[(item.text, item.state) for item in one.items] for one in blockers] == [
        [("Pick a host", "done"), ("Restore one", "todo")],
        [("Transfer code", "todo"), ("TTL lowered", "done")],
    ]


def test_a_tag_alone_is_no_task() -> None:
    raw = b"# Blockers\n\n## AB-1: DNS\n\n**Needed:**\n\n- [ ] Deploy\n<li><ul>\n<li>[ ] Test\n"
    (blocker,) = read_summary(raw, today=date(2026, 11, 25)).blockers
    assert [item.text for item in blocker.items] == ["Deploy", "Test"]
