# ruff: noqa: RUF002  (letters and signs that look alike are what is read here)
"""UTF-8 that was read with a wrong page ("âœ…", "ğŸ”´"): put right sequence by sequence."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

LOST = "\ufffd"
"""Stands where a character could not be rebuilt; the readers treat it as an unreadable mark."""

_PAGES = (
    ("cp1252", "Windows-1252"),
    ("cp1254", "Windows-1254"),
    ("mac_roman", "MacRoman"),
    ("cp1250", "Windows-1250"),
    ("cp1251", "Windows-1251"),
    ("cp437", "IBM 437"),
    ("cp850", "IBM 850"),
    ("cp866", "IBM 866"),
    ("koi8_r", "KOI8-R"),
    ("iso8859_9", "ISO 8859-9"),
)
_CYRILLIC_PAGES = {"Windows-1251", "IBM 866", "KOI8-R"}
_CYRILLIC_SHARE = 0.6
_PASSES = 5
_FIRST_CONTINUATION, _LAST_CONTINUATION = 0x80, 0xBF
_FIRST_CONTROL, _NO_BREAK_SPACE = 0x80, 0xA0
_QUOTES, _SELECTORS, _EMOJI = 0x80, 0xB8, 0x9F
"""Second bytes of typographic quotes, of variation selectors, of emoji."""
_PAIR = 2
_LETTER_LEADS = {0xC3, 0xC4, 0xC5, 0xD0, 0xD1}
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_OPENED, _CLOSED = "\ufdd0", "\ufdd1"
"""Around what was put right (no text holds them): it may be read again, never dropped."""
_SOUND = re.compile(f"{_OPENED}[^{_OPENED}{_CLOSED}]*{_CLOSED}")
_FENCES = re.compile(f"[{_OPENED}{_CLOSED}]")


@dataclass(frozen=True, slots=True)
class Repair:
    """The text put right; `pages` were proven, `lost` counts characters that are gone for good."""

    text: str
    pages: tuple[str, ...]
    lost_lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    byte_of: dict[str, int]
    whole: re.Pattern[str]
    broken: re.Pattern[str]


@cache
def _page(codec: str, name: str) -> _Page:
    byte_of: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        try:
            byte_of[bytes([byte]).decode(codec)] = byte
        except UnicodeDecodeError:
            continue
    for byte in range(0x80, 0xA0):  # browsers keep undefined bytes as control characters
        byte_of.setdefault(chr(byte), byte)
    cont = _class(byte_of, _FIRST_CONTINUATION, _LAST_CONTINUATION)
    two, three, four = (
        _class(byte_of, *span) for span in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4))
    )
    whole = re.compile(f"{four}{cont}{{3}}|{three}{cont}{{2}}|{two}{cont}")
    broken = re.compile(
        f"{_SOUND.pattern}|{four}{cont}{{1,2}}|{three}{cont}|(?<!{cont}){cont}{{3}}"
    )
    return _Page(name, byte_of, whole, broken)


def _class(byte_of: dict[str, int], low: int, high: int) -> str:
    chars = "".join(re.escape(char) for char, byte in byte_of.items() if low <= byte <= high)
    return f"[{chars}]"


def repair(text: str) -> Repair:
    """Only lines that are no ASCII are looked at."""
    lines = text.split("\n")
    foreign = [at for at, line in enumerate(lines) if not line.isascii()]
    if not foreign:
        return Repair(text, (), ())
    repaired, pages = _repaired("\n".join([lines[at] for at in foreign]))
    lost: list[int] = []
    for at, line in zip(foreign, repaired.split("\n"), strict=True):
        lines[at] = line
        lost += [at + 1] if LOST in line else []
    return Repair("\n".join(lines), pages, tuple(lost))


def _repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """Pages are tried best first, more than once: text may have been damaged twice."""
    text = _FENCES.sub("", text)
    proven: list[str] = []
    for _ in range(_PASSES):
        page = _best_page(_runs(text))
        if page is None:
            break
        text = _apply(text, page)
        if page.name not in proven:
            proven.append(page.name)
    for codec, name in _PAGES:
        if name in proven:
            text = _drop_broken(text, _page(codec, name))
    return _FENCES.sub("", text), tuple(proven)


def _runs(text: str) -> Counter[str]:
    """What is no ASCII, each run with the character before it."""
    text = _FENCES.sub("", text)
    return Counter(text[max(0, one.start() - 1) : one.end()] for one in _FOREIGN.finditer(text))


def _best_page(runs: Counter[str]) -> _Page | None:
    best: tuple[float, _Page | None] = (0.0, None)
    for codec, name in _PAGES:
        page = _page(codec, name)
        score = _score(runs, page)
        if score > best[0]:
            best = (score, page)
    return best[1]


def _score(runs: Counter[str], page: _Page) -> float:
    """Three- and four-byte sequences prove a page; two bytes only as an accented letter."""
    score, covered = 0.0, 0
    for run, times in runs.items():
        for found in page.whole.finditer(run):
            char = _decoded(found.group(), page)
            if char is None or not _plausible(char):
                continue
            covered += times * len(found.group())
            score += times * _weight(found, char, page)
    if page.name in _CYRILLIC_PAGES and covered < _CYRILLIC_SHARE * _foreign(runs):
        return 0.0  # sound Russian text holds such pairs by chance
    return score


def _foreign(runs: Counter[str]) -> int:
    """How many characters are no ASCII."""
    return sum(times * sum(not char.isascii() for char in run) for run, times in runs.items())


def _weight(found: re.Match[str], char: str, page: _Page) -> float:
    if len(found.group()) > _PAIR:
        return 3.0
    before = found.string[max(0, found.start() - 1) : found.start()]
    sure = char.isalpha() and not before.isupper()
    return 1.0 if sure and page.byte_of[found.group()[0]] in _LETTER_LEADS else 0.0


def _decoded(run: str, page: _Page) -> str | None:
    try:
        return bytes(page.byte_of[char] for char in run).decode("utf-8")
    except UnicodeDecodeError:
        return None


_PLAUSIBLE = (
    (0xA0, 0x24F),
    (0x370, 0x52F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2BFF),
    (0x3000, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFE0F, 0xFE0F),
    (0xFF00, 0xFFEF),
    (0x200B, 0x200F),
    (0x1F000, 0x1FAFF),
)
_BETWEEN = ((0x2C6, 0x2DD), (0xFB01, 0xFB02), (0xF8FF, 0xF8FF))
"""What two misreadings leave between them: accents alone, ligatures, Apple's own sign."""


def _plausible(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _PLAUSIBLE)


def _apply(text: str, page: _Page) -> str:
    return _run_by_run(text, lambda run: _run_put_right(run, page))


def _run_by_run(text: str, change: Callable[[str], str]) -> str:
    """Few runs of what is no ASCII stand in a text many times."""
    changed = cache(change)
    return _FOREIGN.sub(lambda found: changed(found.group()), text)


def _run_put_right(run: str, page: _Page) -> str:
    """What was put right before may have been misread twice, and stays among the sound."""
    parts: list[str] = []
    at = 0
    for sound in _SOUND.finditer(run):
        parts.append(_fenced(run[at : sound.start()], page))
        inner = sound.group()[1:-1]
        again = page.whole.sub(lambda one: _put_right(one.group(), page), inner)
        parts.append(_OPENED + again + _CLOSED)
        at = sound.end()
    parts.append(_fenced(run[at:], page))
    return "".join(parts)


def _fenced(run: str, page: _Page) -> str:
    def fenced(found: re.Match[str]) -> str:
        char = _put_right(found.group(), page)
        return char if char == found.group() else _OPENED + char + _CLOSED

    return page.whole.sub(fenced, run).replace(_CLOSED + _OPENED, "")


def _put_right(run: str, page: _Page) -> str:
    char = _decoded(run, page)
    sound = char is not None and (_plausible(char) or _stands_between(char))
    return char if char is not None and sound else run


def _stands_between(char: str) -> bool:
    control = _FIRST_CONTROL <= ord(char) < _NO_BREAK_SPACE
    return control or any(low <= ord(char) <= high for low, high in _BETWEEN)


def _drop_broken(text: str, page: _Page) -> str:
    """A sequence with lost bytes: a lost lead byte can be put back, the rest is gone."""

    def drop(found: re.Match[str]) -> str:
        run = found.group()
        if run[0] == _OPENED:
            return run
        first = page.byte_of[run[0]]
        if first <= _LAST_CONTINUATION:
            return _without_lead(run, page)
        if run.startswith(_first_chars(page, 0xE2)) and page.byte_of[run[1]] == _QUOTES:
            return "”"  # of the usual quotes only this one has a byte the pages lack
        selector = run.startswith(_first_chars(page, 0xEF)) and page.byte_of[run[1]] == _SELECTORS
        return "" if selector else LOST

    return _run_by_run(text, lambda run: page.broken.sub(drop, run))


def _without_lead(run: str, page: _Page) -> str:
    tail = bytes(page.byte_of[char] for char in run)
    if tail[0] != _EMOJI:
        return run
    try:
        return (b"\xf0" + tail).decode("utf-8")
    except UnicodeDecodeError:
        return run


def _first_chars(page: _Page, byte: int) -> tuple[str, ...]:
    return tuple(char for char, known in page.byte_of.items() if known == byte)
