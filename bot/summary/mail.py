"""What mails do to a text: its raw source ("=E2=9C=85 Deploy="), and headings cut at a margin."""

import re

from bot.summary.source import Line

_BYTES = re.compile(r"(?:=[0-9A-Fa-f]{2})+")
_FOREIGN = re.compile(r"(?:=[89A-Fa-f][0-9A-Fa-f]){2,}")
_PLAIN = re.compile(r"=(?:3D|20|09)")
_FEW = 2
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+\S")
_GOES_ON = re.compile(r"^[^\W\d_][^:|]*$")
_MARGIN, _WIDEST = 70, 80


def is_quoted_printable(lines: list[Line]) -> bool:
    """Two bytes in a row that are UTF-8 prove it; else an encoded "=" where lines are cut."""
    encoded = [line.text for line in lines if "=" in line.text]
    if any(_decoded(found) for text in encoded for found in _FOREIGN.findall(text)):
        return True
    cut = sum(text.endswith("=") and not text.endswith("==") for text in encoded)
    return cut > 0 and sum(len(_PLAIN.findall(text)) for text in encoded) >= _FEW


def without_quoted_printable(lines: list[Line]) -> list[Line]:
    """Lines that were cut are joined under the number of their first part."""
    found: list[Line] = []
    parts: list[str] = []
    number = 0
    for line in lines:
        number = number or line.number
        text = line.text.rstrip()
        if text.endswith("="):
            parts.append(text[:-1])
            continue
        found.append(Line(number, _BYTES.sub(_put_right, "".join([*parts, line.text]))))
        parts, number = [], 0
    return [*found, Line(number, _BYTES.sub(_put_right, "".join(parts)))] if parts else found


def _put_right(found: re.Match[str]) -> str:
    raw = found.group()
    return _decoded(raw) or _PLAIN.sub(lambda one: _decoded(one.group()), raw)


def _decoded(raw: str) -> str:
    try:
        return bytes.fromhex(raw.replace("=", "")).decode("utf-8")
    except ValueError:
        return ""


def with_whole_headings(lines: list[Line]) -> list[Line]:
    """A heading that reached the margin, and its last words on the line below."""
    headed = (at for at, line in enumerate(lines[:-1]) if "#" in line.text[:4])
    if not any(_is_cut(lines[at], lines[at + 1]) for at in headed):
        return lines
    found: list[Line] = []
    for line in lines:
        if found and _is_cut(found[-1], line):
            found[-1] = Line(found[-1].number, f"{found[-1].text.rstrip()} {line.text.strip()}")
        else:
            found.append(line)
    return found


def _is_cut(line: Line, following: Line) -> bool:
    if "#" not in line.text[:4]:
        return False
    text = line.text.rstrip()
    if not _MARGIN - len(following.text) < len(text) <= _WIDEST or not _HEADING.match(text):
        return False
    goes_on = following.text[:1].islower() and _GOES_ON.match(following.text)
    return bool(goes_on) and len(text) + 1 + len(following.text.split()[0]) > _MARGIN
