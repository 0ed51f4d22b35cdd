# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Lines as Markdown expects them: comments out, folds marked, loose bullets and boxes put right."""

import re
from dataclasses import dataclass, field

from bot.summary.comments import last_comment_end, opens_comment, without_comment
from bot.summary.fences import fenced_lines
from bot.summary.grids import with_grids
from bot.summary.html import without_html
from bot.summary.inline import untagged
from bot.summary.labels import read_labelled
from bot.summary.source import Line

FOLD_OPEN = "\ue000"
FOLD_CLOSE = "\ue001"
_FOLD_TAG = re.compile(r"<(/?)(details|summary)\b[^<>]*>", re.IGNORECASE)
_LINEAR_FOLD = re.compile(r"^\s{0,3}\+{3}(?:\s+(\S.*))?$")
_BULLET = re.compile(r"^(\s*)[•◦‣▪●○∙·–—](?=\s+\S)\s+")
_TIGHT_BULLET = re.compile(r"^(\s*)([-*+])(?=\[[ xX~/!-]?\]\s*\S)")
_BARE_BOX = re.compile(r"^(\s*)(?=\[[ xX~/!-]?\](?![(\[:])\s*\S)")
_BOX_TAG = re.compile(r"<input\b[^<>]*type=[\"']?checkbox[^<>]*>", re.IGNORECASE)
_BARE_MARK = re.compile(r"^(\s{0,3})(?=(?:[✅❌✔✖✗✘☑☐⬜🔲🔄⏳⌛🔴🟡🟠🟢🚧⛔]|:[a-z_]+:)️?\s+\S)")
_LINK_TARGET = re.compile(
    r"^\s{0,3}\[([^\]^]{1,60})\]:\s+<?([a-z][a-z0-9+.-]*:[^\s<>]+|/[^\s<>]*|#[^\s<>]*)>?"
    r"(?:\s+[\"'(].*)?$",
    re.IGNORECASE,
)
_LINK_USE = re.compile(r"\[([^\[\]]{1,200})\]\[([^\[\]]{0,60})\]")
_NUMBERED_LINE = re.compile(r"^\s{0,3}\d{1,9}[.)]\s+\S")
_LABEL_END = re.compile(r"[:：](?:\*\*|__)?\s*$")
_MARGIN_LABEL = re.compile(r"^(?:\*\*|__|[^\W\d_])[^\n]{0,80}[:：]")
_ANCHOR = re.compile(r"(?<=\S)\s+(?:\{#[\w.:-]{1,80}\}|\^[a-z][a-z0-9-]{1,40})\s*$")
"""What Google Docs and Obsidian put behind a line to link to it."""
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LOOSE = re.compile(r"[\[:<+}^\x80-\U0010ffff]|^\s*\d")
"""One of these stands in whatever is put right; a letter stands first in most other lines."""
_LIST_LINE = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")


@dataclass(slots=True)
class Prepared:
    """Lines for the Markdown parser and what had to be put right, as (code, line)."""

    lines: list[Line] = field(default_factory=list)
    loose: list[tuple[str, int]] = field(default_factory=list)


def prepare(lines: list[Line]) -> Prepared:
    result = Prepared()
    lines, mended = with_grids(without_html(lines))
    result.loose += [("table_ragged", number) for number in mended]
    fenced, torn = fenced_lines(lines)
    result.loose += [("fence_unclosed", lines[at].number) for at in sorted(torn)]
    comment = 0
    lines = _with_links(lines, fenced)
    closable = last_comment_end(lines)
    for at, line in enumerate(lines):
        if at in torn:
            continue
        if at in fenced and not comment:
            result.lines.append(line)
            continue
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if not comment and "<!--" not in line.text:
            _add(line, following, result)
            continue
        if at > closable and not comment and opens_comment(line.text):
            result.loose.append(("comment_unclosed", line.number))
        text, comment = without_comment(line.text, comment, at <= closable)
        if text.strip() or not line.text.strip():
            _add(Line(line.number, text), following, result)
        elif line.text.strip():
            result.lines.append(Line(line.number, ""))
    return result


def _with_links(lines: list[Line], fenced: set[int]) -> list[Line]:
    """As in "[docs][1]" with its address, which stands elsewhere in the document."""
    defined: dict[str, str] = {}
    for at, line in enumerate(lines):
        found = _LINK_TARGET.match(line.text) if "]:" in line.text else None
        if found and at not in fenced:
            defined[found[1].casefold()] = found[2]
    if not defined:
        return lines

    def put(found: re.Match[str]) -> str:
        url = defined.get((found[2] or found[1]).casefold())
        return f"[{found[1]}](<{url}>)" if url else found.group()

    return [
        line
        if at in fenced
        else Line(
            line.number, "" if _LINK_TARGET.match(line.text) else _LINK_USE.sub(put, line.text)
        )
        for at, line in enumerate(lines)
    ]


def _add(line: Line, following: str, result: Prepared) -> None:
    text = line.text
    if not _LOOSE.search(text):
        result.lines.append(line)
        return
    if "<" in text and _FOLD_TAG.search(text):
        result.lines += _folds(line)
        return
    fold = _LINEAR_FOLD.match(text) if "+++" in text else None
    if fold:
        title = fold[1]
        mark = FOLD_OPEN + title if title else FOLD_CLOSE
        result.lines += [Line(line.number, text) for text in ("", mark, "")]
        return
    numbered = text.lstrip()[:1].isdigit() and _NUMBERED_LINE.match(text)
    numbered = numbered and _LABEL_END.search(result.lines[-1].text if result.lines else "")
    if numbered or _ends_list(text, following, result):
        result.lines.append(Line(line.number, ""))
    tidied = _tidied(line, following, result)
    result.lines.append(line if tidied is text else Line(line.number, tidied))


def _ends_list(text: str, following: str, result: Prepared) -> bool:
    """A label at the margin right below a list is no part of its last entry."""
    if (":" not in text and "：" not in text) or not result.lines:
        return False
    before = result.lines[-1].text
    if not _MARGIN_LABEL.match(text):
        return False
    if not (_LIST_LINE.match(before) or before.startswith(("  ", "\t"))):
        return False
    labels = read_labelled(text, 0)
    listed = _LIST_LINE.match(following) or _BARE_MARK.match(following)
    if text.rstrip().endswith((":", "：")) and listed:
        return bool(labels)
    return bool(labels) and (labels[0].bold or labels[0].label is not None)


def _folds(line: Line) -> list[Line]:
    """`<details>` is a heading of its own kind; a summary on its own line is its title."""
    out: list[Line] = []
    title = False
    at = 0
    for tag in _FOLD_TAG.finditer(line.text):
        between = line.text[at : tag.start()].strip()
        if between:
            out.append(Line(line.number, FOLD_OPEN + between if title else between))
        closing, name = tag[1], tag[2].lower()
        title = name == "summary" and not closing
        if name == "details" and closing:
            out += [Line(line.number, text) for text in ("", FOLD_CLOSE, "")]
        elif name in {"summary", "details"}:
            out.append(Line(line.number, ""))
        at = tag.end()
    rest = line.text[at:].strip()
    if rest:
        out.append(Line(line.number, FOLD_OPEN + rest if title else rest))
    return out


def _tidied(line: Line, following: str, result: Prepared) -> str:
    text = _ANCHOR.sub("", line.text) if line.text.endswith("}") or " ^" in line.text else line.text
    if text.isascii() and "[" not in text and ":" not in text and "<" not in text:
        return text
    if "<" in text:
        text = _untagged_row(text) if "|" in text else untagged(text)
        text = _BOX_TAG.sub(lambda tag: "[x]" if "checked" in tag[0].lower() else "[ ]", text)
    if not text.isascii() and _BULLET.match(text):
        text = _BULLET.sub(r"\1- ", text)
    tight = _TIGHT_BULLET.match(text) if "[" in text else None
    bare = _BARE_BOX.match(text) if "[" in text and not tight else None
    if tight or bare:
        result.loose.append(("loose_checkbox", line.number))
        text = _TIGHT_BULLET.sub(r"\1\2 ", text) if tight else _BARE_BOX.sub(r"\1- ", text)
    elif _BARE_MARK.match(text) and _ends_paragraph(following):
        text = _BARE_MARK.sub(r"\1- ", text)
    return text


def _untagged_row(text: str) -> str:
    """The lines inside a cell stay apart."""
    return "<br>".join(untagged(part) for part in _BREAK_TAG.split(text))


def _ends_paragraph(following: str) -> bool:
    """A marked line is an item when the next is one too, else it may head a paragraph."""
    return (
        not following.strip()
        or _BARE_MARK.match(following) is not None
        or _LIST_LINE.match(following) is not None
        or following.lstrip().startswith(("#", "---", "<", "```"))
    )
