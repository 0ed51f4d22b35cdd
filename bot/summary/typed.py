# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Signs as another keyboard or program typed them → the plain ones that Markdown knows."""

import re
import unicodedata

from bot.summary.source import Line, cleaned, laid_out

_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\ufe63": "-", "\u3000": " "})
_WIDE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
)
_IS_WIDE = re.compile("[\uff01-\uff5e]")
_WIDE_SIGN = re.compile(r"(?<=[A-Za-z0-9])[／．？！％－](?=[A-Za-z0-9]|$|\s|）)")
_MINUS = re.compile(r"(?<=[A-Za-z0-9])−(?=\d)")
_WIDE_BRACKETS = re.compile(r"（([\x00-\x7f]{1,60})）")
_WIDE_START = re.compile(r"^(\s*)([＃]{1,6}|[－＊＋｜])(?=\s|$|[^－＊＋])")
_WIDE_BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])?\s*)([［【])(.?)([］】])")
_BOX_BRACKETS = str.maketrans("［］【】", "[][]")
_DASHED_KEY = re.compile(r"(?<![\w–])([A-Z]{2,10})–(\d{1,6})(?=\s*[:：\]]|\s+[-–—]\s)")
_MAY_CHANGE = re.compile(r"[\u2010\u2011\ufe63\u3000−\uff01-\uff5e［【\u20e3\U0001f51f]|[A-Z]–\d")
"""One of them stands in whatever is typed otherwise."""
_KEYCAP = re.compile(r"^(\s{0,3}(?:#{1,6}\s+)?(?:\*\*|__)?)(?:(\d)\ufe0f?\u20e3|(🔟))\s*(?=\S)")


_ESCAPED_TWICE = re.compile(r"&amp;(?=(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);)", re.IGNORECASE)
_FEWEST = 2
_ENTITY_BOX = re.compile(
    r"^(\s*(?:[-*+]|\d+[.)])\s+)&(?:#91|#x5b|lsqb|lbrack);([ xX]?)&(?:#93|#x5d|rsqb|rbrack);(?=\s)",
    re.IGNORECASE,
)


def typed_lines(lines: list[Line]) -> list[Line]:
    typed = [
        line if line.text.isascii() else _typed(line, as_typed(line.text))
        for line in cleaned(lines)
    ]
    return laid_out(_unescaped(typed) if any("&" in line.text for line in typed) else typed)


def _typed(line: Line, text: str) -> Line:
    return line if text is line.text else Line(line.number, text)


def _unescaped(lines: list[Line]) -> list[Line]:
    """Entities that were escaped once more ("&amp;amp;"), and boxes that are written as such."""
    twice = sum(len(_ESCAPED_TWICE.findall(line.text)) for line in lines) >= _FEWEST
    texts = (_ESCAPED_TWICE.sub("&", line.text) if twice else line.text for line in lines)
    return [
        Line(line.number, _ENTITY_BOX.sub(_box, text))
        for line, text in zip(lines, texts, strict=True)
    ]


def _box(found: re.Match[str]) -> str:
    return f"{found[1]}[{found[2] or ' '}]"


def as_typed(text: str) -> str:
    """One line; nothing that can be seen is lost."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if not _MAY_CHANGE.search(text):
        return text
    text = _MINUS.sub("-", text.translate(_HYPHENS))
    if _IS_WIDE.search(text):
        text = _narrowed(text)
    if "［" in text or "【" in text:
        text = _WIDE_BOX.sub(lambda found: found.group().translate(_BOX_BRACKETS), text)
    text = _DASHED_KEY.sub(r"\1-\2", text)
    return _KEYCAP.sub(lambda found: f"{found[1]}{found[2] or 10}. ", text)


def _narrowed(text: str) -> str:
    """Letters and digits, and the signs among them; a sign among other scripts is theirs."""
    text = _WIDE_START.sub(lambda found: found[1] + _ascii(found[2]), text.translate(_WIDE))
    text = _WIDE_SIGN.sub(lambda found: _ascii(found.group()), text)
    if text.startswith("|"):
        text = text.replace("｜", "|")
    return _WIDE_BRACKETS.sub(r"(\1)", text)


def _ascii(signs: str) -> str:
    return "".join(chr(ord(sign) - 0xFEE0) for sign in signs)
