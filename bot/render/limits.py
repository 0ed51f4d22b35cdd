"""The budgets of a message: Slack's own limits, and the smaller ones that keep it readable."""

import json
from collections.abc import Sequence

from bot.domain.messages import Json

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
FALLBACK_TEXT = 3000
MESSAGE_JSON = 12_000
"""Slack refuses at about 13,200 characters of blocks (slackapi/bolt-js#2509), undocumented."""

PAGE_BLOCKERS = 10
PAGE_ITEMS = 15
PAGE_NEEDS = 6
PAGE_COMPONENTS = 15

TITLE = 150
NEXT_ACTION = 140
SENTENCE = 200
SHORT = 80
NAME = 40

Row = Sequence[Json]


def json_size(blocks: Sequence[Json]) -> int:
    """Characters as they go over the wire, where ``·`` counts six."""
    return len(json.dumps(list(blocks)))


def split_pages(rows: Sequence[Row], *, size: int, budget: int) -> tuple[range, ...]:
    """Which rows stand on which page: at most ``size`` and ``budget`` characters, at least one."""
    pages: list[range] = []
    start, used = 0, 0
    for index, row in enumerate(rows):
        weight = json_size(row)
        if index > start and (index - start >= size or used + weight > budget):
            pages.append(range(start, index))
            start, used = index, 0
        used += weight
    if start < len(rows):
        pages.append(range(start, len(rows)))
    return tuple(pages) or (range(0),)


def clamp(page: int, pages: Sequence[range]) -> int:
    """A page that is there: a list may have become shorter since its button was drawn."""
    return min(max(page, 0), len(pages) - 1)
