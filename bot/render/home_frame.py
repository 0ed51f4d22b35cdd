"""What the parts of the App Home share: its buttons, the page they stand on, links to threads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.domain.messages import Json
from bot.render.actions import Action
from bot.render.blocks import actions_blocks, button, context_blocks, section_blocks
from bot.render.values import HomePage

ROW_JSON = 1_900
"""What one row may weigh: a Home of hostile rows stays below Slack's 250 kB."""
MAX_LINK = 500
SHORT_PAGE = 5
"""Rows of a page of what stands beside my items."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in the Home somebody is. ``last`` is the number of the last page."""

    at: HomePage
    last: int

    def rows(self, entries: Sequence[Row], size: int) -> Sequence[Row]:
        return entries[self.at.page * size : (self.at.page + 1) * size]


def page_of(wanted: HomePage, *lists: tuple[int, int]) -> Paging:
    """``lists``: the length of each list and its rows on a page. One page turns all of them.

    A page beyond the end gives the last one: a list may have become shorter meanwhile.
    """
    last = max((0, *((length - 1) // size for length, size in lists)))
    page = min(max(wanted.page, 0), last)
    return Paging(replace(wanted, page=page), last)


def row_blocks(text: str, accessory: Json | None = None) -> Json:
    return section_blocks(text, accessory, wire=ROW_JSON)


def paging_blocks(paging: Paging) -> list[Json]:
    if not paging.last:
        return []
    page = paging.at.page
    back = replace(paging.at, page=page - 1) if page else None
    ahead = replace(paging.at, page=page + 1) if page < paging.last else None
    return [
        context_blocks(f"Page {page + 1} of {paging.last + 1}"),
        *actions_blocks(
            [
                # An id of its own each: ids must differ within a block.
                page_button("Previous", Action.HOME_BACK, back, "Previous page") if back else None,
                page_button("Next", Action.HOME_PAGE, ahead, "Next page") if ahead else None,
            ]
        ),
    ]


def page_button(label: str, action: Action, at: HomePage, spoken: str = "") -> dict[str, object]:
    return button(label, action, at.encode(), spoken=spoken)


def link_words(link: str, label: str) -> str:
    """``label`` as a link, or "" for what is no address of a message."""
    well_formed = (
        link.startswith("https://") and not set(link) & set("<>|` ") and link.isprintable()
    )
    return f"<{link}|{label}>" if well_formed and len(link) <= MAX_LINK else ""
