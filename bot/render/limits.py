"""The budgets of a message: Slack's own limits, and the smaller ones that keep it readable."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.messages import Json

MESSAGE_BLOCKS = 50
SECTION_TEXT = 3000
FALLBACK_TEXT = 3000
SECTION_JSON = 3_200
"""What one text may weigh, so that the few of a message without a page always fit together."""
MESSAGE_JSON = 12_000
"""Slack refuses at about 13,200 characters of blocks (slackapi/bolt-js#2509), undocumented."""

PAGE_BLOCKERS = 10
PAGE_ITEMS = 15
PAGE_NEEDS = 6
PAGE_COMPONENTS = 15

TITLE = 150
NEXT_ACTION = 140
SENTENCE = 200
NEED = 300
"""What a blocker needs somebody for: an item's text and the reason beside it."""
SHORT = 80
NAME = 40


def json_size(blocks: Sequence[Json]) -> int:
    """Characters as they go over the wire, where ``·`` counts six."""
    return len(json.dumps(list(blocks)))


def how_many(blocks: Sequence[Json], most: int, room: float) -> int:
    """How many of the first blocks fit into ``room`` characters of JSON."""
    for number, block in enumerate(blocks[:most]):
        room -= json_size([block])
        if room < 0:
            return number
    return min(len(blocks), most)


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows stand on a page, and how many come after it."""

    number: int
    rows: range
    left: int


def find_page(
    wanted: int, total: int, draw: Callable[[int], Json], *, size: int, budget: int
) -> Page:
    """Pages hold at most ``size`` rows and ``budget`` characters, but at least one row.

    Rows are drawn up to the wanted page only. A page beyond the end gives the last one: a list may
    have become shorter since its button was drawn.
    """
    number, start, used = 0, 0, 0
    for index in range(total):
        weight = json_size([draw(index)])
        if index > start and (index - start >= size or used + weight > budget):
            if number >= wanted:
                return Page(number, range(start, index), total - index)
            number, start, used = number + 1, index, 0
        used += weight
    return Page(number, range(start, total), 0)
