"""Reads a whole connection page by page, with smaller pages where Linear finds them too complex."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pydantic import ValidationError

from bot.linear.errors import NAME, TooComplexError
from bot.linear.wire import Node, Page
from bot.ports import TrackerUnavailableError

log = logging.getLogger(__name__)

SIZES = (25, 12, 6)
"""For rich nodes, such as issues with their relations."""
LISTS = (250, 100, 25)
"""For names and ids alone; more than 250 is refused whatever it costs."""
MOST_PAGES = 120


class Fetches(Protocol):
    """What is needed of the client."""

    async def fetch(self, name: str, variables: Mapping[str, object]) -> dict[str, Any]: ...


class PageReader:
    """Remembers, for each query, the page size that worked."""

    def __init__(self, client: Fetches) -> None:
        self._client = client
        self._sizes: dict[str, int] = {}

    async def fetch_all(
        self,
        name: str,
        field: str,
        variables: Mapping[str, object],
        kind: type[Node],
        sizes: Sequence[int] = SIZES,
    ) -> tuple[Node, ...]:
        """Read every node of ``field``; a list that never ends is an error, not a short list."""
        nodes: list[Node] = []
        seen: set[str] = set()
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            answer = await self._fetch_page(name, {**variables, "after": cursor}, sizes)
            page = read_page(answer.get(field), kind)
            nodes.extend(page.nodes)
            if not page.page_info.has_next_page:
                return tuple(nodes)
            cursor = page.page_info.end_cursor
            if cursor is None or cursor in seen:
                raise TrackerUnavailableError(NAME, "repeats a page instead of going on")
            seen.add(cursor)
        raise TrackerUnavailableError(
            NAME, f"has more than {len(nodes)} matches; narrow the selection", permanent=True
        )

    async def _fetch_page(
        self, name: str, variables: Mapping[str, object], sizes: Sequence[int]
    ) -> dict[str, Any]:
        size = self._sizes.get(name, sizes[0])
        for smaller in (one for one in sizes if one <= size):
            try:
                answer = await self._client.fetch(name, {**variables, "first": smaller})
            except TooComplexError:
                log.info("%s finds %s at once too complex", NAME, smaller)
                continue
            self._sizes[name] = smaller
            return answer
        raise TrackerUnavailableError(
            NAME, f"finds even {sizes[-1]} matches at once too complex", permanent=True
        )


def read_page(answer: object, kind: type[Node]) -> Page[Node]:
    try:
        return Page[kind].model_validate(answer)  # type: ignore[valid-type]  # known at run time
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise TrackerUnavailableError(
            NAME, f"answered in an unexpected form ({where})", permanent=True
        ) from error
