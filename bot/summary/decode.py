# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Bytes of a file → text: byte order marks, UTF-8, else the single-byte page that fits best."""

import codecs
import re

from bot.domain.document import ReadWarning, UnreadableSummaryError

EXPECTED_TEXT = "Markdown text in UTF-8 was expected"
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PAGES = ("cp1252", "cp1254", "mac_roman", "cp1250", "cp1251")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROLS = 0.005
_TWO_CHARACTERS = 4
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\x1f\x8b")


def decode(raw: bytes) -> tuple[str, tuple[ReadWarning, ...]]:
    for mark, page in _MARKED:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], page), ()
    wide = _wide_page(raw)
    if wide:
        return _marked(raw, wide), ()
    _refuse_binary(raw)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _by_line(raw, line)


def _marked(raw: bytes, page: str) -> str:
    try:
        return raw.decode(page)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        if page == "utf-8":
            return raw.decode("utf-8", errors="replace")
        raise UnreadableSummaryError(line, EXPECTED_TEXT) from error


def _wide_page(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the beginning is zero."""
    head = raw[:400]
    if len(head) < _TWO_CHARACTERS or len(head) % 2 or not head.count(0):
        return None
    if not any(head[0::2]) or head[0::2].count(0) > len(head) * 0.4:
        return "utf-16-be"
    if not any(head[1::2]) or head[1::2].count(0) > len(head) * 0.4:
        return "utf-16-le"
    return None


def _refuse_binary(raw: bytes) -> None:
    if raw.startswith(_MAGIC):
        raise UnreadableSummaryError(1, EXPECTED_TEXT)
    found = _CONTROL.search(raw)
    if found is None:
        return
    too_many = len(_CONTROL.findall(raw)) > max(3, len(raw) * _MAX_CONTROLS)
    if b"\x00" in raw or too_many:
        raise UnreadableSummaryError(raw.count(b"\n", 0, found.start()) + 1, EXPECTED_TEXT)


def _by_line(raw: bytes, line: int) -> tuple[str, tuple[ReadWarning, ...]]:
    """Lines that are UTF-8 stay so; the others share the page that reads most naturally."""
    lines = raw.split(b"\n")
    texts: list[str | None] = []
    for one in lines:
        try:
            texts.append(one.decode("utf-8"))
        except UnicodeDecodeError:
            texts.append(None)
    damaged = b"\n".join(one for one, text in zip(lines, texts, strict=True) if text is None)
    page = max(_PAGES, key=lambda name: _naturalness(damaged[:20_000], name))
    text = "\n".join(
        one.decode(page, errors="replace") if known is None else known
        for one, known in zip(lines, texts, strict=True)
    )
    return text, (ReadWarning("encoding_guessed", f"not UTF-8 here: read as {page}", line),)


def _naturalness(raw: bytes, page: str) -> float:
    text = raw.decode(page, errors="replace")
    letters = re.findall(r"(?<=[a-z])[à-öø-ÿšžœşığ’](?=[a-z\s.,:])", text)
    odd = sum(1 for char in text if char == "\ufffd" or "\x80" <= char < "\xa0")
    capitals = len(re.findall(r"(?<=[a-zà-ÿ])[À-ÞŠŽ\u0400-\u04ff]", text))
    return len(letters) - 3.0 * odd - 2.0 * capitals
