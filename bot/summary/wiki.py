"""The markup of Jira and of older Confluence pages → the same in Markdown."""

import re

from bot.summary.source import Line

_HEADING = re.compile(r"^\s*h([1-6])\.\s+(?=\S)")
_HEAD_ROW = re.compile(r"^\s*\|\|((?:[^|]*[^|\s][^|]*\|\|){2,40})\s*$")
_ROW = re.compile(r"^\s*\|(?!\|).*\|\s*$")
_COLOUR = re.compile(
    r"\{(?:color|colour)(?::[#\w]{1,20})?\}|\{(?:panel|quote|expand|section)[^{}]{0,120}\}"
)
_FENCE = re.compile(r"^\s*\{(?:code|noformat)(?::[^{}]{0,80})?\}\s*$")
_PERSON = re.compile(r"\[~([\w.@:-]{1,60})\]")
_LINK = re.compile(r"\[([^\[\]|]{1,200})\|(https?://[^\[\]|\s]{1,500})[^\[\]]{0,80}\]")
_BULLET = re.compile(r"^\s*([*#-]{1,6})\s+(?=\S)")
_ATTENTION = re.compile(r"^(\s*(?:[-*+]|\d+\.)\s+)\(!\)\s*")
_SIGNS = {
    "(/)": "\u2705",
    "(x)": "\u274c",
    "(!)": "\u26a0\ufe0f",
    "(?)": "\u2753",
    "(on)": "",
    "(i)": "",
}
_SIGN = re.compile(r"\((?:/|x|!|\?|on|i)\)")


def without_wiki(lines: list[Line]) -> list[Line]:
    """As it is where no heading and no table is written that way."""
    if not any(_begins(line.text) for line in lines):
        return lines
    found: list[Line] = []
    code = False
    for line in lines:
        if _FENCE.match(line.text):
            code = not code
            found.append(Line(line.number, "```"))
        elif code:
            found.append(line)
        else:
            found += _read(line)
    return found


def _begins(text: str) -> bool:
    headed = text.lstrip()[:1] == "h" and _HEADING.match(text)
    return bool(headed or ("||" in text and _HEAD_ROW.match(text)))


def _read(line: Line) -> list[Line]:
    text = _LINK.sub(r"[\1](\2)", _PERSON.sub(r"@\1", _COLOUR.sub("", line.text)))
    head = _HEAD_ROW.match(text)
    if head:
        cells = [cell.strip() for cell in head[1].removesuffix("||").split("||")]
        rule = "|" + "---|" * len(cells)
        return [
            Line(line.number, ""),
            Line(line.number, _signs(f"| {' | '.join(cells)} |")),
            Line(line.number, rule),
        ]
    if _ROW.match(text):
        return [Line(line.number, _signs(text))]
    heading = _HEADING.match(text)
    if heading:
        text = "#" * int(heading[1]) + " " + text[heading.end() :]
    elif bullet := _BULLET.match(text):
        sign = "1." if bullet[1][-1] == "#" else "-"
        text = "    " * (len(bullet[1]) - 1) + f"{sign} " + text[bullet.end() :]
    return [Line(line.number, _signs(_ATTENTION.sub(r"\1[!] ", text)))]


def _signs(text: str) -> str:
    return _SIGN.sub(lambda one: _SIGNS[one.group()], text) if "(" in text else text
