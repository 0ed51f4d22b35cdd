# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Lines that head a blocker or a list without being headings: bold ones, and "AB-1: Title"."""

import re

from bot.summary.groups import open_group
from bot.summary.keys import KEYED_LINE, find_keys
from bot.summary.labels import read_labelled
from bot.summary.pieces import read_pieces
from bot.summary.place import Place
from bot.summary.scopes import PSEUDO_LEVEL
from bot.summary.sections import says_nothing_open
from bot.summary.source import Line
from bot.summary.status import pure_status
from bot.summary.structure import Block, Heading, Listing, Paragraph, Table
from bot.summary.titles import read_title

_BOLD_LINE = re.compile(r"^(?:\W{0,4})(?:\*\*|__)(.{2,200}?)(?:\*\*|__)\s*[:：]?\s*([^\w\s]{0,4})$")
_BOLD_REST = re.compile(r"^\W{0,4}\*\*(.{2,200}?)\*\*\s*[:：]?\s*(\S.{0,50})$")
_BOLD_TOLD = re.compile(r"^\W{0,4}\*\*([^*]{2,200}?)\*\*\s*[-–—:|]\s+(\S.{0,200})$")
_BOLD_BRACKET = re.compile(r"^\W{0,4}\*\*([^*]{2,200}?)\*\*\s*(\([^()]{2,120}\))\s*[:：]?$")
_TOLD_ONLY = {"history", "benefits", "conditions"}
_MOST_WORDS = 12
_NO_BLOCKERS = {"next_milestone", "timeline", "risk", "actions", "procedure", "legend"}


def opens_keyed_paragraph(place: Place, block: Paragraph, following: Block | None) -> bool:
    """A text without headings: "AB-1: First thing" over labelled lines, a list or its story."""
    first, *more = block.lines
    if "-" not in first.text or not KEYED_LINE.match(first.text):
        return False
    if place.scope.kind in _NO_BLOCKERS:
        return False
    labels = read_labelled(more[0].text, 0) if more else []
    labelled = bool(labels) and labels[0].label is not None
    titled = bool(more) and _reads_like_title(place, first.text, more[0].text)
    if not (labelled or titled) and (more or not isinstance(following, Listing)):
        return False
    rest = (Paragraph(tuple(more)),) if more else ()
    place.open(Heading(PSEUDO_LEVEL, first.text, first.number), rest)
    return True


def _reads_like_title(place: Place, first: str, second: str) -> bool:
    """A short line that ends without a stop, over a sentence that begins anew."""
    if place.scope.kind in _TOLD_ONLY or len(first.split()) > _MOST_WORDS:
        return False
    return first.rstrip()[-1:] not in ".!?;,:" and second[:1].isupper()


def opens_bold_line(place: Place, line: Line, following: Block | None, *, alone: bool) -> bool:
    """A blocker's heading if it begins with a key, else a group over a list."""
    if "**" not in line.text and "__" not in line.text:
        return False
    if place.scope.kind != "actions" and _opens_told(place, line, following):
        return True
    told = line.text.rstrip()[-1:].isalnum()
    found = (None if told else _BOLD_LINE.match(line.text)) or _keyed_line(line.text)
    if found is None:
        return False
    labels = read_labelled(line.text, line.number)
    own = bool(labels) and (labels[0].label is not None or place.scope.kind != "actions")
    if own and not find_keys(found[1]):
        return False
    name = found[1].rstrip(":： ")
    listed = isinstance(following, Listing | Table)
    if place.scope.kind != "actions" and _heads_blocker(place, name, line, following):
        return True
    grouped = listed and (place.scope.kind == "actions" or (alone and not says_nothing_open(name)))
    if grouped:
        open_group(place.reading, place.scope, name, line.number)
    return grouped


def _opens_told(place: Place, line: Line, following: Block | None) -> bool:
    return _opens_told_line(place, line, following) or _opens_bracket(place, line, following)


def _opens_told_line(place: Place, line: Line, following: Block | None) -> bool:
    """As in "**1. Signing** - owner: Petra, until 30.11.": every word behind the bold is told."""
    found = _BOLD_TOLD.match(line.text) if "**" in line.text else None
    if found is None or place.scope.kind in _NO_BLOCKERS:
        return False
    title = read_title(found[1], line.number)
    pieces = read_pieces(found[2], line.number)
    if not (title.key or title.number) or any(one.label in {None, "note"} for one in pieces):
        return False
    body = (Paragraph((Line(line.number, found[2]),)), *((following,) if following else ()))
    stated = f" - {found[2]}" if pure_status(found[2]) else ""
    place.open(Heading(PSEUDO_LEVEL, f"**{found[1]}**{stated}", line.number), body)
    if place.scope.blocker is None:
        return False
    for piece in pieces:
        place.scope.blocker.add(piece)
    return True


def _opens_bracket(place: Place, line: Line, following: Block | None) -> bool:
    """As in "**1. Backups** (Olga and Bob, Wednesday)" over its list."""
    found = _BOLD_BRACKET.match(line.text) if line.text.rstrip(":： ").endswith(")") else None
    if found is None or not isinstance(following, Listing) or place.scope.kind in _NO_BLOCKERS:
        return False
    title = read_title(found[1], line.number)
    if not (title.key or title.number):
        return False
    place.open(Heading(PSEUDO_LEVEL, f"{found[1]} {found[2]}", line.number), (following,))
    return True


def _heads_blocker(place: Place, name: str, line: Line, following: Block | None) -> bool:
    title = read_title(name, line.number)
    numbered = title.number is not None and place.scope.kind == "blockers"
    if not (title.key or numbered) or place.scope.kind in _NO_BLOCKERS:
        return False
    heading = Heading(PSEUDO_LEVEL, line.text.rstrip(":： "), line.number)
    place.open(heading, (following,) if following else ())
    return True


def _keyed_line(text: str) -> re.Match[str] | None:
    """As in "**LB-12 — Onboarding** 🟡 in review": only a state may stand behind the bold text."""
    if not any(map(str.isdigit, text[: text.rfind("**")])):
        return None  # no key
    found = _BOLD_REST.match(text)
    if found is None or read_title(found[1], 0).key is None or pure_status(found[2]) is None:
        return None
    return found
