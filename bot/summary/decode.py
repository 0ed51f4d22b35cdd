"""Bytes of a file → text: byte order marks, UTF-8, else the single-byte page that fits best."""

import codecs
import re

from bot.domain.document import ReadWarning, UnreadableSummaryError
from bot.summary.pages import best_page

EXPECTED_TEXT = "Markdown text in UTF-8 was expected"
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNIT = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROLS, _MAX_NULS, _MAX_LOST, _MOST_OF_A_SCRAP = 0.005, 0.02, 0.02, 0.2
_HEAD = 400
_LONG_SEQUENCE = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
_MOST = 0.8
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\x1f\x8b")

Decoded = tuple[str, tuple[ReadWarning, ...]]


def decode(raw: bytes) -> Decoded:
    for mark, page in _MARKED:
        if raw.startswith(mark):
            return _wide(raw[len(mark) :], page)
    wide = _wide_page(raw)
    if wide:
        return _wide(raw, wide)
    raw, lost = _without_nuls(raw.removeprefix(codecs.BOM_UTF8))
    try:
        return raw.decode("utf-8"), lost
    except UnicodeDecodeError as error:
        text, guessed = _by_line(raw, _line_at(raw, error.start))
        return text, (*lost, *guessed)


def _line_at(raw: bytes, at: int) -> int:
    return raw.count(b"\n", 0, at) + 1


def _wide(raw: bytes, page: str) -> Decoded:
    """Half a character at the end, or in the middle, costs that character alone."""
    text = raw.decode(page, errors="replace")
    lost = text.count("\ufffd")
    if not lost:
        return text, ()
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    if lost > max(1, len(text) * _MAX_LOST) or lost > len(text) * _MOST_OF_A_SCRAP:
        raise UnreadableSummaryError(line, EXPECTED_TEXT)
    cut = len(raw) % _UNIT[page]
    return text.removesuffix("\ufffd") if cut else text, (_lost(lost, line),)


def _lost(count: int, line: int) -> ReadWarning:
    what = "1 character was" if count == 1 else f"{count} characters were"
    return ReadWarning("bytes_lost", f"{what} damaged and left out", line)


def _wide_page(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is zero, or at least beside each line's end."""
    head = raw[:_HEAD]
    if len(head) % 2 or not head.count(0):
        return None
    if not any(head[0::2]) or head[0::2].count(0) > len(head) * 0.4:
        return "utf-16-be"
    if not any(head[1::2]) or head[1::2].count(0) > len(head) * 0.4:
        return "utf-16-le"
    for page, blank in (("utf-16-le", b" \x00"), ("utf-16-be", b"\x00 ")):
        pairs = {head[at : at + 2] for at in range(0, len(head), 2)}
        ends = blank.replace(b" ", b"\n")
        if blank in pairs and ends in pairs and _is_text(head.decode(page, errors="replace")):
            return page
    return None


def _is_text(text: str) -> bool:
    """Letters of one or two scripts, and hardly anything that no font has."""
    blocks = {ord(char) >> 8 for char in text if char.isalpha()}
    unseen = sum(not char.isprintable() and not char.isspace() for char in text)
    return len(blocks) <= max(4, len(text) // 20) and unseen <= 1


def _without_nuls(raw: bytes) -> tuple[bytes, tuple[ReadWarning, ...]]:
    """Zeros at the end are what a crash leaves; a few elsewhere are slips. More is no text."""
    if raw.startswith(_MAGIC):
        raise UnreadableSummaryError(1, EXPECTED_TEXT)
    kept = raw.rstrip(b"\x00")
    found = _CONTROL.search(kept)
    if found:
        count, nuls = len(_CONTROL.findall(kept)), kept.count(0)
        most = len(kept) * _MAX_NULS if nuls else max(3, len(kept) * _MAX_CONTROLS)
        if count > most:
            raise UnreadableSummaryError(_line_at(kept, found.start()), EXPECTED_TEXT)
    if len(kept) == len(raw) and b"\x00" not in kept:
        return raw, ()
    line = _line_at(raw, raw.index(b"\x00"))
    return kept.replace(b"\x00", b""), (ReadWarning("bytes_lost", "zeros are left out", line),)


def _by_line(raw: bytes, line: int) -> Decoded:
    """Lines that are UTF-8 stay so; the others share the page that reads most naturally."""
    lines = raw.split(b"\n")
    texts = [_as_utf8(one) for one in lines]
    foreign = sum(not one.isascii() for one in lines)
    if texts.count(None) > foreign * _MOST:  # the few others may be so by chance
        texts = [
            text if one.isascii() or _LONG_SEQUENCE.search(one) else None
            for one, text in zip(lines, texts, strict=True)
        ]
    cut = next((at for at, text in enumerate(texts) if text and "\ufffd" in text), None)
    warnings = (
        [] if cut is None else [_lost(sum((t or "").count("\ufffd") for t in texts), cut + 1)]
    )
    if None in texts:
        unknown = (one for one, text in zip(lines, texts, strict=True) if text is None)
        page = best_page(b"\n".join(unknown))
        texts = [
            one.decode(page, errors="replace") if known is None else known
            for one, known in zip(lines, texts, strict=True)
        ]
        guessed = f"not UTF-8 here: read as {page}"
        warnings.append(ReadWarning("encoding_guessed", guessed, line))
    return "\n".join(text or "" for text in texts), tuple(warnings)


def _as_utf8(raw: bytes) -> str | None:
    """Where a character was cut, the others prove the page."""
    text = raw.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    sound = sum(not char.isascii() for char in text) - lost
    return text if not lost or (lost == 1 and sound and _LONG_SEQUENCE.search(raw)) else None
