"""One line of Markdown → plain text that still knows what was struck, bold, code or a link."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token


class _Verbatim(MarkdownIt):
    """Keeps link addresses as written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


_INLINE = (
    _Verbatim("commonmark", {"html": False, "maxNesting": 20})
    .enable(["strikethrough"])
    .disable(["html_inline"])
)
_SIGNS = re.compile(r"[*`\[<&\\~\n_]")
_SPECIAL = re.compile(r"[*`\[<&\\~\n]|(?<!\w)_|_(?!\w)")
_BOLD_FIRST = re.compile(r"\*\*(?!\s)([^*_`\[<&\\~\n]*[^*_`\[<&\\~\n\s])\*\*(\s[^*_`\[<&\\~\n]*)?")
"""The commonest line of all, "**Owner:** Bob", is read without the parser of Markdown."""
_TEXT = r"[^*_`\[<&\\~\n]"
_BOLD = rf"\*\*[^\W_](?:{_TEXT}*[^\W_])?\*\*(?!\*)"
_CODE = r"`[^`\s](?:[^`\n]*[^`\s])?`(?!`)"
_STYLE = re.compile(rf"({_BOLD}|{_CODE})")
_STYLED = re.compile(rf"{_TEXT}*(?:(?:{_BOLD}|{_CODE}){_TEXT}*)+")
"""So are words in bold and code among plain ones."""
_STRIKE_TAG = re.compile(r"</?(?:del|s|strike)\s*>", re.IGNORECASE)
_BOLD_TAG = re.compile(r"</?(?:b|strong)\s*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK_TAG = re.compile(
    r"<a\s(?:[^<>]{0,200}\s)?href=[\"']([^\"'<>\s]{1,500})[\"'][^<>]{0,200}>([^<>\[\]]{1,200})</a>",
    re.IGNORECASE,
)
_PLAIN_TAG = re.compile(
    r"</?(?:i|em|u|ins|mark|code|kbd|sub|sup|span|font|a|p|div|center|small|big|img|samp|tt|label|abbr|time)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_SINGLE_TILDE = re.compile(r"(?<![~\w])~(?![\s~\d])([^~\n]{1,300}?)(?<![\s~])~(?![~\w])")
_WIKI_LINK = re.compile(r"!?\[\[(?:[^\[\]|\n]{1,200}\\?\|)?([^\[\]|\n]{1,200})\]\]")
"""As in "[[Page]]" and "[[Page|label]]"."""
_DUNDER = re.compile(r"(?<!\w)__(\w{1,60})__(?=\.\w|\()")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,30})\]")
_CODE_SPAN = re.compile(r"(`{1,5})(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_MAX_INLINE = 4_000
_MAX_BRACKETS = 60


class Segment(NamedTuple):
    """A stretch of text in one style."""

    text: str
    struck: bool = False
    bold: bool = False
    code: bool = False
    url: str | None = None


class Inline(NamedTuple):
    """`footnotes` are the labels that were referred to."""

    segments: tuple[Segment, ...]
    text: str
    footnotes: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    any_struck: bool = False


def squeeze(text: str) -> str:
    return " ".join(text.split())


def is_whole(text: str) -> bool:
    """Not cut off inside a bracket."""
    return text.count("(") <= text.count(")") and text.count("[") <= text.count("]")


def plain(raw: str) -> str:
    return read_inline(raw).text


@lru_cache(maxsize=16384)
def read_inline(raw: str) -> Inline:
    if not _SIGNS.search(raw) or not _SPECIAL.search(raw):
        return Inline((Segment(raw),), squeeze(raw))
    bold = _BOLD_FIRST.fullmatch(raw)
    if bold:
        first, rest = Segment(bold[1], bold=True), Segment(bold[2] or "")
        return Inline((first, rest), squeeze(first.text + rest.text))
    if len(raw) > _MAX_INLINE or raw.count("[") > _MAX_BRACKETS:
        return Inline(
            (Segment(raw),), squeeze(raw)
        )  # no person writes so, and parsing it could be slow
    if _STYLED.fullmatch(raw):
        styled = tuple(_styled(_STYLE.split(raw)))
        return Inline(styled, squeeze("".join([one.text for one in styled])))
    footnotes: list[str] = []

    def note(found: re.Match[str]) -> str:
        footnotes.append(found[1])
        return ""

    source = _outside_code(raw, lambda part: _FOOTNOTE.sub(note, _untagged(part)))
    children = _INLINE.parseInline(source)[0].children or []
    segments = tuple(_segments(children))
    return Inline(
        segments,
        squeeze("".join(segment.text for segment in segments)),
        tuple(footnotes),
        tuple(dict.fromkeys(one.url for one in segments if one.url)),
        any(segment.struck for segment in segments),
    )


def _styled(parts: list[str]) -> Iterator[Segment]:
    """Text and styled text by turns; markdown-it leaves an empty text beside bold."""
    for at, part in enumerate(parts):
        if at % 2:
            bold = part.startswith("*")
            yield Segment(part.strip("*") if bold else part[1:-1], bold=bold, code=not bold)
        elif part or any(one.startswith("**") for one in parts[max(at - 1, 0) : at + 2]):
            yield Segment(part)


@lru_cache(maxsize=4096)
def untagged(raw: str) -> str:
    """Bold tags as Markdown, other tags of style gone; code spans as they are."""
    return _outside_code(raw, _untagged)


def _untagged(part: str) -> str:
    if "[[" in part:
        part = _WIKI_LINK.sub(r"\1", part)
    if "__" in part:
        part = _DUNDER.sub(r"\\_\\_\1\\_\\_", part)
    if "~" in part:
        part = _SINGLE_TILDE.sub(r"~~\1~~", part)
    if "<" not in part:
        return part
    if "href" in part:
        part = _LINK_TAG.sub(r"[\2](<\1>)", part)
    part = _BOLD_TAG.sub("**", _STRIKE_TAG.sub("~~", _BREAK_TAG.sub(" ", part)))
    return _PLAIN_TAG.sub("", part)


def _outside_code(raw: str, change: Callable[[str], str]) -> str:
    if "`" not in raw:
        return change(raw)
    parts: list[str] = []
    at = 0
    for code in _CODE_SPAN.finditer(raw):
        parts += [change(raw[at : code.start()]), code.group()]
        at = code.end()
    return "".join([*parts, change(raw[at:])])


def _segments(children: list[Token]) -> list[Segment]:
    found: list[Segment] = []
    struck = bold = 0
    url: str | None = None
    labelled = True
    for token in children:
        match token.type:
            case "s_open" | "s_close":
                struck += token.nesting
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "link_open":
                url, labelled = str(token.attrGet("href") or ""), False
            case "link_close":
                if not labelled and url:
                    found.append(Segment(url, struck > 0, bold > 0, code=False, url=url))
                url, labelled = None, True
            case _:
                text = _text(token)
                labelled = labelled or bool(text.strip())
                code = token.type == "code_inline"
                found.append(Segment(text, struck > 0, bold > 0, code, url or None))
    return found


def _text(token: Token) -> str:
    match token.type:
        case "text" | "text_special" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return token.content
        case _:
            return ""
