"""Whole lists, page by page of a hundred."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.github.client import GithubClient
from bot.github.errors import NAME
from bot.github.wire import read_as
from bot.ports import TrackerUnavailableError

Shape = TypeVar("Shape", bound=BaseModel)

PAGE = 100
MOST_PAGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[Shape]):
    """``is_cut``: there is more than was read."""

    found: list[Shape]
    is_cut: bool = False


async def fetch_some(
    client: GithubClient,
    path: str,
    shape: type[Shape],
    params: Mapping[str, str] | None = None,
    *,
    pages: int = 1,
) -> Listed[Shape]:
    """As much as stands on so many pages."""
    page = await client.fetch(client.url(path, {**(params or {}), "per_page": str(PAGE)}))
    found = read_as(list[shape], page.content)  # type: ignore[valid-type]  # a type at run time
    for _ in range(pages - 1):
        following = await client.fetch_next(page)
        if following is None:
            return Listed(found=found)
        page = following
        found += read_as(list[shape], page.content)  # type: ignore[valid-type]
    return Listed(found=found, is_cut=bool(page.next))


async def fetch_all(
    client: GithubClient, path: str, shape: type[Shape], params: Mapping[str, str] | None = None
) -> list[Shape]:
    """Everything, or TrackerUnavailableError: a part must not pass for the whole."""
    listed = await fetch_some(client, path, shape, params, pages=MOST_PAGES)
    if listed.is_cut:
        raise TrackerUnavailableError(NAME, f"lists more than {MOST_PAGES * PAGE} entries")
    return listed.found
