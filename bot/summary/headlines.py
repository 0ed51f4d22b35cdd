# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""Lines that head a blocker or a list without being headings: bold ones, and "AB-1: Title"."""

import re

from bot.summary.groups import open_group
from bot.summary.keys import KEYED_LINE, find_keys
from bot.summary.labels import read_labelled
from bot.summary.place import Place
from bot.summary.scopes import PSEUDO_LEVEL
from bot.summary.sections import says_nothing_open
from bot.summary.source import Line
from bot.summary.status import pure_status
from bot.summary.structure import Block, Heading, Listing, Paragraph, Table
from bot.summary.titles import read_title

_BOLD_LINE = re.compile(r"^(?:\W{0,4})(?:\*\*|__)(.{2,200}?)(?:\*\*|__)\s*[:：]?\s*([^\w\s]{0,4})$")
_BOLD_REST = re.compile(r"^\W{0,4}\*\*(.{2,200}?)\*\*\s*[:：]?\s*(\S.{0,50})$")
_NO_BLOCKERS = {"next_milestone", "timeline", "risk", "actions", "procedure", "legend"}


def opens_keyed_paragraph(place: Place, block: Paragraph, following: Block | None) -> bool:
    """A text without headings: "AB-1: First thing" over labelled lines or a list."""
    first, *more = block.lines
    if place.scope.kind in _NO_BLOCKERS or not KEYED_LINE.match(first.text):
        return False
    labels = read_labelled(more[0].text, 0) if more else []
    labelled = bool(labels) and labels[0].label is not None
    if not labelled and (more or not isinstance(following, Listing)):
        return False
    rest = (Paragraph(tuple(more)),) if more else ()
    place.open(Heading(PSEUDO_LEVEL, first.text, first.number), rest)
    return True


def opens_bold_line(place: Place, line: Line, following: Block | None, *, alone: bool) -> bool:
    """A blocker's heading if it begins with a key, else a group over a list."""
    found = _BOLD_LINE.match(line.text) or _keyed_line(line.text)
    labels = read_labelled(line.text, line.number)
    own = bool(labels) and (labels[0].label is not None or place.scope.kind != "actions")
    if found is None or (own and not find_keys(found[1])):
        return False
    name = found[1].rstrip(":： ")
    listed = isinstance(following, Listing | Table)
    if place.scope.kind != "actions" and _heads_blocker(place, name, line, following):
        return True
    grouped = listed and (place.scope.kind == "actions" or (alone and not says_nothing_open(name)))
    if grouped:
        open_group(place.reading, place.scope, name, line.number)
    return grouped


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
    found = _BOLD_REST.match(text)
    if found is None or read_title(found[1], 0).key is None or pure_status(found[2]) is None:
        return None
    return found
