# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Text as it is written in Slack, where one star makes bold: "*1. Backups* (Olga)" heads a list."""

import re

from bot.summary.source import Line

_BOLD_START = re.compile(r"^(\s{0,3})\*(?![\s*])([^*]{1,200}?)(?<!\s)\*(?=$|[\s:(–—])")
_ENTRY = re.compile(r"^\s*(?:[-+•◦▪–]\s|\*\s|\d{1,3}[.)]\s|\[[ xX]\]|:[a-z_]+:)")
_MARKDOWN_BOLD = ("**", "__")


def with_slack_bold(lines: list[Line]) -> list[Line]:
    """Only where a list stands right below one, and nothing else is bold: else it is Markdown."""
    starred = [at for at, line in enumerate(lines) if "*" in line.text and _heads(line.text)]
    if not any(at + 1 < len(lines) and _ENTRY.match(lines[at + 1].text) for at in starred):
        return lines
    if any(mark in line.text for line in lines for mark in _MARKDOWN_BOLD):
        return lines
    heads, bold = set(starred), list[Line]()
    for at, line in enumerate(lines):
        if at in heads and bold and _ENTRY.match(bold[-1].text):
            bold.append(Line(line.number, ""))  # to Markdown it would go on with the entry above
        text = _BOLD_START.sub(r"\1**\2**", line.text) if at in heads else line.text
        bold.append(Line(line.number, text))
    return bold


def _heads(text: str) -> bool:
    return text.lstrip().startswith("*") and _BOLD_START.match(text) is not None
